"""What was cut, bleeped or withdrawn goes wherever it lies, and doesn't come back by mistake."""

import gzip
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.publish.sending.shelf import Killed, Shelf, public, run, show

from radkind_pod.errors import Refused
from radkind_pod.model.outgoing import MEDIA, Outgoing
from radkind_pod.publish.sending.brake import refuse_recalled
from radkind_pod.publish.sending.compare import Wanted, compare
from radkind_pod.publish.sending.ledger import LEDGER, Kept, Known, Ledger, read_ledger, write_ledger
from radkind_pod.publish.sending.states import after_feed

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
GUIDS = {"old": "g", "new": "g", "newest": "g"}


def at(shelf: Shelf, folder: str) -> list[str]:
    return sorted(path for path in public(shelf) if path.startswith(f"episodes/{folder}/"))


def ledger_of(shelf: Shelf) -> Ledger:
    return read_ledger(shelf.files[LEDGER], "memory")


def refused(shelf: Shelf, wanted: Wanted, *again: str) -> str:
    try:
        refuse_recalled(ledger_of(shelf), wanted, again, "memory")
    except Refused as error:
        return str(error)
    return ""


@pytest.mark.parametrize("how", ["taken out", "episode gone"])
@pytest.mark.parametrize("renames", [("new",), ("new", "newest"), ("new", "old", "new")])
def test_what_is_taken_back_goes_under_every_slug_the_episode_had(
    tmp_path: Path, how: str, renames: tuple[str, ...]
) -> None:
    """The file under the old slug holds the words that were cut as well."""
    shelf = Shelf()
    run(shelf, *show(tmp_path, {"old": "secret", "two": "hello"}, guids=GUIDS), tmp_path, NOW)
    for name in renames:
        run(shelf, *show(tmp_path, {name: "secret", "two": "hello"}, guids=GUIDS), tmp_path, NOW)
    assert at(shelf, "old")
    name = renames[-1]
    episodes = {"two": "hello"} | ({name: "beep"} if how == "taken out" else {})
    last = show(tmp_path, episodes, {name: "x"}, GUIDS)
    run(shelf, *last, tmp_path, NOW)
    assert public(shelf) == {file.path for file in last[0].files}
    assert not any(b"secret" in data for data in shelf.files.values())


def test_an_earlier_slug_is_forgotten_with_the_last_file_under_it(tmp_path: Path) -> None:
    shelf = Shelf()
    run(shelf, *show(tmp_path, {"old": "x"}, guids=GUIDS), tmp_path, NOW)
    renamed = show(tmp_path, {"new": "x"}, guids=GUIDS)
    run(shelf, *renamed, tmp_path, NOW)
    assert ledger_of(shelf).episodes == (Known("g", "new", "", ("old",)),)
    run(shelf, *renamed, tmp_path, NOW + timedelta(days=30))
    assert ledger_of(shelf).episodes == (Known("g", "new", ""),)
    assert b"old" not in gzip.decompress(shelf.files[LEDGER])


@pytest.mark.parametrize("kill_before", [True, False])
def test_killed_at_any_step_the_next_run_takes_back_all_of_it(tmp_path: Path, kill_before: bool) -> None:
    last, kills = show(tmp_path, {"new": "beep"}, {"new": "x"}, GUIDS), 0
    while True:
        shelf, machine = Shelf(), tmp_path / f"{kills}"
        run(shelf, *show(tmp_path, {"old": "secret"}, guids=GUIDS), machine, NOW)
        stale = show(tmp_path, {"new": "secret"}, guids=GUIDS)
        run(shelf, *stale, machine, NOW)
        shelf.steps, shelf.kill_at, shelf.kill_before = 0, kills + 1, kill_before
        try:
            run(shelf, *last, machine, NOW)
        except Killed:
            kills += 1
        else:
            break
        shelf.kill_at = None
        run(shelf, *last, machine, NOW)
        assert public(shelf) == {file.path for file in last[0].files}
        assert "--again new" in refused(shelf, stale[0])
    assert kills > 8


def test_an_old_ledger_is_read_and_what_nobody_knows_of_goes_too(tmp_path: Path) -> None:
    """It knows no earlier slugs: a renamed episode's files are nobody's there."""
    old = {
        "schema": 1,
        "generation": 7,
        "base": None,
        "files": [],
        "kept": [{"path": "episodes/old/old-abc.mp3", "until": (NOW + timedelta(days=20)).isoformat()}],
        "episodes": [{"guid": "g", "slug": "new", "withheld": ""}],
        "feeds": [],
    }
    ledger = read_ledger(gzip.compress(json.dumps(old).encode()), "memory")
    assert read_ledger(write_ledger(ledger), "memory") == ledger
    same, _ = show(tmp_path, {"new": "x"}, guids=GUIDS)
    cut, _ = show(tmp_path, {"new": "x"}, {"new": "cut"}, GUIDS)
    assert compare(ledger, same, NOW).removed == ()
    assert compare(ledger, cut, NOW).removed == ("episodes/old/old-abc.mp3",)
    assert compare(ledger, cut, NOW).recalled == ()


@pytest.mark.parametrize("how", ["taken out", "episode gone"])
def test_a_project_that_is_behind_brings_nothing_back(tmp_path: Path, how: str) -> None:
    shelf = Shelf()
    stale = show(tmp_path, {"one": "secret", "two": "hello"})
    newer = show(tmp_path, {"one": "secret, louder", "two": "hello"})
    for version in (stale, newer):
        run(shelf, *version, tmp_path, NOW)
        assert refused(shelf, stale[0]) == refused(shelf, newer[0]) == "", "it only changed"
    last = show(tmp_path, {"two": "hello"} | ({"one": "beep"} if how == "taken out" else {}), {"one": "x"})
    run(shelf, *last, tmp_path, NOW)
    for version in (stale, newer):
        said = refused(shelf, version[0])
        assert "This project is probably older" in said
        assert "since something was cut or bleeped, or the episode was withdrawn: one." in said
        assert "radkind-pod publish --again one" in said
    assert refused(shelf, last[0]) == ""
    run(shelf, *last, tmp_path, NOW + timedelta(days=90))
    assert refused(shelf, stale[0]), "for good"


def test_the_ledger_names_nothing_of_what_was_withdrawn(tmp_path: Path) -> None:
    shelf = Shelf()
    run(shelf, *show(tmp_path, {"secretone": "secret", "two": "hello"}), tmp_path, NOW)
    run(shelf, *show(tmp_path, {"two": "hello"}), tmp_path, NOW)
    ledger = ledger_of(shelf)
    assert [len(digest) for digest in ledger.recalled] == [64]
    assert b"secret" not in gzip.decompress(shelf.files[LEDGER])


def test_again_brings_it_back_and_takes_it_off_the_list(tmp_path: Path) -> None:
    shelf = Shelf()
    first = show(tmp_path, {"one": "secret", "three": "other", "two": "hello"})
    run(shelf, *first, tmp_path, NOW)
    run(shelf, *show(tmp_path, {"two": "hello"}), tmp_path, NOW)
    assert "--again one --again three" in refused(shelf, first[0])
    assert "one, three" not in refused(shelf, first[0], "one")
    assert "withdrawn: three." in refused(shelf, first[0], "one")
    assert refused(shelf, first[0], "one", "three") == ""
    run(shelf, *first, tmp_path, NOW, again=("one", "three"))
    assert ledger_of(shelf).recalled == ()
    assert refused(shelf, first[0]) == ""


def test_again_for_what_does_not_go_out_is_refused(tmp_path: Path) -> None:
    shelf = Shelf()
    first = show(tmp_path, {"one": "x"})
    run(shelf, *first, tmp_path, NOW)
    assert "no episode tow would go out" in refused(shelf, first[0], "tow")
    assert refused(shelf, first[0], "one") == "", "a run that was killed after it took it off the list is run again"


def outgoing(path: str, digest: str) -> Outgoing:
    return Outgoing(path, MEDIA, "x/y", 3, digest)


def recalled(before: tuple[Outgoing, ...], after: tuple[Outgoing, ...], withheld: str = "x", was: str = "") -> set[str]:
    kept = (Kept("episodes/e/e-0.mp3", (NOW + timedelta(days=3)).isoformat(), "kept"),)
    ledger = Ledger(1, files=before, kept=kept, episodes=(Known("g", "e", was),))
    wanted = Wanted(after, (Known("g", "e", withheld),))
    changes = compare(ledger, wanted, NOW)
    assert after_feed(ledger, wanted, changes, ()).recalled == changes.recalled
    return set(changes.recalled)


def test_only_sounds_and_texts_that_nobody_wants_any_more_are_recalled() -> None:
    names = ("e-1.mp3", "e-1.vtt", "e-1.chapters.json", "e-1.jpg")
    before = tuple(outgoing(f"episodes/e/{name}", name) for name in names)
    chapters = outgoing("episodes/e/e-1.chapters.json", "e-1.chapters.json")
    after = (outgoing("episodes/e/e-2.mp3", "new"), chapters)
    assert recalled(before, after) == {"e-1.mp3", "e-1.vtt", "kept"}
    moved = (*after, outgoing("episodes/f/f-1.vtt", "e-1.vtt"))
    assert recalled(before, moved) == {"e-1.mp3", "kept"}, "another episode has the same bytes"
    show_file = (*before, outgoing("artwork-1.png", "art"))
    assert "art" not in recalled(show_file, after)
    assert recalled(before, ()) == {"e-1.mp3", "e-1.vtt", "kept"}, "without chapters, which may stay what they are"


def test_the_version_with_less_in_it_may_come_back() -> None:
    """What was bleeped is whole again; to bleep it once more needs no --again."""
    before = (outgoing("episodes/e/e-1.mp3", "bleeped"),)
    assert recalled(before, (outgoing("episodes/e/e-2.mp3", "whole"),), withheld="", was="x") == set()
