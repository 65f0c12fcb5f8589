"""`withdraw`, as a producer runs it: found everywhere, taken away everywhere, whatever else is going on."""

import errno
import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.conftest import SLUG, Show
from tests.cli.publishing import clone, web

from radkind_pod.pipeline.publishing import withdraw


def test_a_withdrawal_takes_everything_down_at_once(ready: Show, pod, build) -> None:
    clone(ready, "another", title="Another one", people=[{"name": "John F. Kennedy", "role": "guest"}])
    assert pod("publish", "--progress", "none").exit == 0
    ready.edit(f"episodes/{SLUG}/episode.yaml", "Two voices: what", "Two voices, and what")
    assert build().exit == 0
    assert pod("publish", "--progress", "none").exit == 0  # now an earlier MP3 is kept as well
    listed = pod("withdraw", "john f. kennedy", "--dry-run")
    assert "two-voices: Two voices, and what we owe each other (named as guest; speaks in the transcript)" in listed.out
    assert len(web(ready)) > 10
    done = pod("withdraw", "John F. Kennedy", "--yes", "--progress", "none")
    assert done.exit == 0
    assert not [f for f in (ready.root / "build").rglob("*") if f.is_file() and b"Kennedy" in f.read_bytes()]
    assert re.search(r"Gone from .*web: (another, two-voices|two-voices, another) \(\d+ files\):", done.out)
    assert "What nobody can call back" in done.out
    assert not any(path.startswith("episodes/") for path in web(ready))
    assert not any(b"Two voices" in data or b"Kennedy" in data for data in web(ready).values())
    assert not any(b"Kennedy" in f.read_bytes() for f in (ready.root / "public").rglob("*") if f.is_file())
    assert "withdrawn: " in (ready.root / "people.yaml").read_text(encoding="utf-8")
    assert ready.raw.is_dir()


def test_a_withdrawal_finds_who_is_only_in_the_version_that_stands(ready: Show, pod, build) -> None:
    """She was taken out of the new version, which nobody has approved yet."""
    ready.edit("config.yaml", "publish: {to: ../web}", "publish: {to: ../web, approval: true}")
    pod("approve", "two", "--by", "Sam")
    assert pod("publish", "--progress", "none").exit == 0
    ready.edit("people.yaml", "name: John F. Kennedy", "name: Somebody Else")
    for name in ("release.json", "words.json"):
        file = ready.episode / name
        file.write_text(file.read_text(encoding="utf-8").replace("John F. Kennedy", "Somebody Else"), encoding="utf-8")
    said = pod("withdraw", "John F. Kennedy", "--yes", "--progress", "none")
    assert "two-voices: Two voices: what we owe each other (named as guest; speaks" in said.out
    assert not any(path.startswith("episodes/") for path in web(ready))
    assert (ready.episode / "release.json").is_file()


def other(show: Show, slug: str = "another", **changes: object) -> None:
    """Add an episode in which nobody takes part who is in people.yaml."""
    clone(show, slug, **{"title": "Another one", "people": [], "speakers": [], "soundbites": [], **changes})


def amend(show: Show, text: str) -> None:
    """Put these people in front of the others in people.yaml."""
    show.edit("people.yaml", "people:\n", f"people:\n{text}")


def change(file: Path, **changes: object) -> None:
    release = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**release, **changes}), encoding="utf-8")


def is_gone(show: Show) -> bool:
    pages = b"".join(data for path, data in web(show).items() if path.endswith(("index.html", ".xml", ".json")))
    return b"Two voices" not in pages and not any("two-voices" in path for path in web(show))


def test_a_name_that_is_known_by_now_and_stands_elsewhere_does_not_stop_it(ready: Show, pod) -> None:
    """The other episode has a new version that the gate refuses, and a version that stands and names them too."""
    other(ready)
    assert pod("publish", "--progress", "none").exit == 0
    change(ready.root / "episodes/another/release.json", title="Another one by Amanuel")
    amend(ready, "  - name: Somebody\n    real_names: [Amanuel, Another one]\n")
    assert pod("publish", "--progress", "none").exit == 7
    done = pod("withdraw", "John F. Kennedy", "--yes", "--progress", "none")
    assert "Gone from" in done.out
    assert "note: episodes/another/index.html" in done.out
    assert "It stood there before" in done.out
    assert is_gone(ready)
    assert b"Another one" in web(ready)["episodes/another/index.html"]
    assert not any(b"Amanuel" in data for data in web(ready).values())


def test_it_brings_no_new_leak(ready: Show, pod) -> None:
    assert pod("publish", "--progress", "none").exit == 0
    amend(ready, "  - name: Somebody\n    real_names: [Amanuel]\n")
    ready.edit("config.yaml", "two voices from long ago", "two voices and Amanuel")
    before = web(ready)
    done = pod("withdraw", "John F. Kennedy", "--yes", "--progress", "none")
    assert (done.exit, "config.yaml" in done.err, "run withdraw again" in done.err) == (7, True, True)
    assert web(ready) == before


def lose_the_sound(show: Show) -> None:
    """A colleague built a new episode, and only its Release came here."""
    other(show, "colleagues", title="A colleague's")
    shutil.rmtree(show.root / "build" / "colleagues")


def leave_merge_marks(show: Show) -> None:
    (show.root / "episodes/another/release.json").write_text("<<<<<<< HEAD\n", encoding="utf-8")


def part_the_words(show: Show) -> None:
    (show.root / "episodes/another/words.json").write_text("{}", encoding="utf-8")


def lose_somebodys_line(show: Show) -> None:
    file = show.root / "people.yaml"
    lines = file.read_text(encoding="utf-8").splitlines()
    start = next(n for n, line in enumerate(lines) if "Nell" in line)
    file.write_text("\n".join([*lines[:start], *lines[start + 3 :]]) + "\n", encoding="utf-8")


def damage_an_approval(show: Show) -> None:
    (show.root / "episodes/another/approval.json").write_text("?", encoding="utf-8")


TROUBLES = [lose_the_sound, leave_merge_marks, part_the_words, lose_somebodys_line, damage_an_approval]


@pytest.mark.parametrize("trouble", TROUBLES)
def test_trouble_in_another_episode_does_not_stop_it(ready: Show, pod, trouble: Callable[[Show], None]) -> None:
    """Each stops a publish, and must: but a person who takes back their consent waits for nobody."""
    other(ready, people=[{"name": "Nell", "role": "guest"}])
    amend(ready, "  - name: Nell\n    uses: [audio, transcript, name]\n    given: 2026-01-01\n")
    assert pod("publish", "--progress", "none").exit == 0
    before = web(ready)["episodes/another/index.html"]
    trouble(ready)
    assert pod("publish", "--progress", "none").exit != 0
    done = pod("withdraw", "John F. Kennedy", "--yes", "--progress", "none")
    assert "withdrawn: " in (ready.root / "people.yaml").read_text(encoding="utf-8")
    assert is_gone(ready)
    assert web(ready)["episodes/another/index.html"] == before
    assert ("episodes/another/release.json" in done.out) == (trouble is leave_merge_marks)


def test_what_a_killed_import_left_is_no_episode(ready: Show, pod) -> None:
    left = ready.root / "episodes/.moving-1"
    left.mkdir()
    for name in ("release.json", "published.json"):
        (left / name).write_text("?", encoding="utf-8")
    assert pod("publish", "--progress", "none").exit == 0
    done = pod("withdraw", "John F. Kennedy", "--yes", "--progress", "none")
    assert is_gone(ready)
    assert ".moving-1" not in done.out


def test_an_earlier_version_goes_even_if_the_one_that_stands_is_without_them(ready: Show, pod) -> None:
    """They were taken out of the episode, and their sound is kept a while for apps that know the old feed."""
    assert pod("publish", "--progress", "none").exit == 0
    (sound,) = (path for path in web(ready) if path.endswith(".mp3"))
    release = json.loads((ready.episode / "release.json").read_text(encoding="utf-8"))
    longer = {**release["audio"], "path": sound.replace(".mp3", "-again.mp3")}
    change(ready.episode / "release.json", people=[], speakers=[], soundbites=[], audio=longer)
    package = ready.root / "build" / SLUG / "package/files"
    shutil.copy2(package / sound, package / longer["path"])
    assert pod("publish", "--progress", "none").exit == 0
    assert {sound, longer["path"]} <= web(ready).keys()
    assert "takes part in 0 episodes" in pod("withdraw", "John F. Kennedy", "--yes", "--progress", "none").out
    assert sound not in web(ready)
    assert longer["path"] in web(ready)


def test_the_exact_name_is_meant_and_a_shared_one_is_asked_about(ready: Show, pod) -> None:
    amend(
        ready,
        "  - {name: Zora, uses: [], real_names: [Pen]}\n"
        "  - {name: Pen, uses: [], real_names: [Ada Quibble]}\n"
        "  - {name: Inkwell, uses: [], real_names: [Ada Quibble]}\n",
    )
    said = pod("withdraw", "ada quibble", "--yes")
    assert (said.exit, "'ada quibble' may be 'Pen' or 'Inkwell'" in said.err) == (3, True)
    listed = pod("withdraw", "Pen", "--dry-run").out
    assert listed.startswith("Pen takes part in 0 episodes")
    assert "The same real name stands behind Inkwell as well" in listed


def test_a_name_is_found_however_its_accents_are_written(ready: Show, pod) -> None:
    amend(ready, "  - {name: Zoë, uses: []}\n")
    assert pod("withdraw", "Zoe\u0308", "--dry-run").out.startswith("Zoë takes part in 0 episodes")


def test_whoever_is_heard_in_the_version_that_stands_takes_it_down(ready: Show, pod) -> None:
    """The version made last only names them, but nobody has approved it."""
    ready.edit("config.yaml", "publish: {to: ../web}", "publish: {to: ../web, approval: true}")
    pod("approve", "two", "--by", "Sam")
    assert pod("publish", "--progress", "none").exit == 0
    change(ready.episode / "release.json", people=[{"name": "John F. Kennedy", "role": "editor"}], speakers=[])
    said = pod("withdraw", "John F. Kennedy", "--yes", "--progress", "none")
    assert "stays, without the name" not in said.out
    assert is_gone(ready)


def test_a_link_to_a_shared_file_stays_one(ready: Show, pod) -> None:
    shared = ready.root.parent / "shared.yaml"
    (ready.root / "people.yaml").rename(shared)
    (ready.root / "people.yaml").symlink_to(shared)
    pod("withdraw", "John F. Kennedy", "--yes", "--progress", "none")
    assert (ready.root / "people.yaml").is_symlink()
    assert "withdrawn: " in shared.read_text(encoding="utf-8")


def test_a_renamed_folder_is_emptied_as_well(ready: Show, pod) -> None:
    assert pod("publish", "--progress", "none").exit == 0
    ready.episode.rename(ready.root / "episodes" / "moved")
    said = pod("withdraw", "John F. Kennedy", "--yes", "--progress", "none")
    assert "  episodes/moved/  (raw recordings" in said.out
    assert is_gone(ready)
    assert not list((ready.root / "public/episodes").rglob("*.html"))
    assert not {"release.json", "words.json", "published.json"} & {
        f.name for f in (ready.root / "episodes/moved").iterdir()
    }


MADE = ("published.json", "published-words.json", "words.json", "built-from.json", "approval.json", "release.json")


@pytest.mark.parametrize("refused", MADE)
def test_what_the_disk_did_not_let_go_goes_in_the_next_run(refused: str, ready: Show, pod, monkeypatch) -> None:
    """The episode is found again as long as anything that was made of it is left."""
    assert pod("approve", "two", "--by", "Sam").exit == 0
    assert pod("publish", "--progress", "none").exit == 0
    ready.edit("config.yaml", "publish: {to: ../web}\n", "")
    assert [name for name in MADE if not (ready.episode / name).exists()] == []
    unlink = Path.unlink

    def refusing(self: Path, *, missing_ok: bool = False) -> None:
        if self.name == refused:
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(self))
        unlink(self, missing_ok=missing_ok)

    with monkeypatch.context() as failing:
        failing.setattr(Path, "unlink", refusing)
        assert pod("withdraw", "John F. Kennedy", "--yes", "--progress", "none").exit == 5
    assert (ready.episode / refused).exists()
    assert pod("withdraw", "John F. Kennedy", "--yes", "--progress", "none").exit == 0
    assert [name for name in MADE if (ready.episode / name).exists()] == []


def test_a_no_changes_nothing_and_says_so(ready: Show, pod, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (ready.root / "people.yaml").read_bytes()
    monkeypatch.setattr("click.termui.visible_prompt_func", lambda _: "n")
    said = pod("withdraw", "John F. Kennedy")
    assert (said.exit, "Nothing was changed." in said.out, said.err) == (1, True, "")

    def nobody(_: str) -> str:
        raise EOFError

    monkeypatch.setattr("click.termui.visible_prompt_func", nobody)
    said = pod("withdraw", "John F. Kennedy")
    assert (said.exit, "say --yes" in said.err) == (2, True)
    assert (ready.root / "people.yaml").read_bytes() == before


def test_a_withdrawal_that_a_text_editor_undoes_is_not_called_done(ready: Show, pod, monkeypatch) -> None:
    """people.yaml was open elsewhere, and is saved as it was between two steps."""
    assert pod("publish", "--progress", "none").exit == 0
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(withdraw, "note_withdrawal", lambda *_: None)
        said = pod("withdraw", "John F. Kennedy", "--yes", "--progress", "none")
    assert (said.exit, "the withdrawal is not in it any more" in said.err) == (6, True)
    assert pod("withdraw", "John F. Kennedy", "--yes", "--progress", "none").exit == 0
    assert is_gone(ready)
