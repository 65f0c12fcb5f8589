"""What is kept, what is made again, and why."""

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from radkind_pod.cli.failures import explain
from radkind_pod.errors import MediaError, NeedsPerson
from radkind_pod.pipeline.store import Reached, Store, recover_all


def why(store: Store) -> tuple[str, ...]:
    return store.runs[-1].reasons


def test_a_stage_is_made_once_and_then_kept(open_store: Callable[..., Store], shout, text: Path) -> None:
    assert open_store().make(shout(text)).read_text(encoding="utf-8") == "PEACE"
    store = open_store()
    store.make(shout(text))
    assert [(run.state, run.reasons) for run in store.runs] == [("kept", ())]


def test_a_changed_number_is_a_reason_with_its_name(open_store: Callable[..., Store], shout, inner, text: Path) -> None:
    open_store().make(shout(text))
    store = open_store()
    store.make(shout(text, times=2, target=inner(-18.0)))
    assert why(store) == ("times: 1 -> 2", "target.lufs: -16.0 -> -18.0")


def test_a_changed_file_is_a_reason_and_a_touched_one_is_not(open_store, shout, text: Path) -> None:
    open_store().make(shout(text))
    text.touch()
    store = open_store()
    store.make(shout(text))
    assert why(store) == ()
    text.write_text("quiet", encoding="utf-8")
    store.make(shout(text))
    assert why(store) == ("text changed",)


def test_a_damaged_or_missing_output_is_made_again(open_store, shout, text: Path) -> None:
    made = open_store().make(shout(text))
    made.write_text("PEACF", encoding="utf-8")
    store = open_store()
    store.make(shout(text))
    assert why(store) == ("shout.txt was changed since it was made",)
    made.unlink()
    store.make(shout(text))
    assert why(store) == ("shout.txt is missing",)
    assert made.read_text(encoding="utf-8") == "PEACE"


def test_another_version_of_a_tool_or_of_our_code_is_a_reason(open_store, shout, text: Path, monkeypatch) -> None:
    open_store().make(shout(text))
    monkeypatch.setattr("radkind_pod.pipeline.store.version", lambda tool: "99.0")
    store = open_store()
    store.make(shout(text))
    assert why(store)[0].startswith("click 8.")
    assert why(store)[0].endswith("-> 99.0")
    monkeypatch.setattr(shout, "VERSION", 2)
    store.make(shout(text))
    assert why(store) == ("this radkind-pod makes it differently (1 -> 2)",)


def test_a_stage_that_fails_leaves_the_last_good_artefact(open_store, shout, text: Path, monkeypatch) -> None:
    made = open_store().make(shout(text))

    def fail(self: object, folder: Path, progress: object) -> None:
        (folder / "shout.txt").write_text("HALF", encoding="utf-8")
        raise MediaError(text, "broken", "mend it")

    monkeypatch.setattr(shout, "run", fail)
    with pytest.raises(MediaError):
        open_store().make(shout(text, times=3))
    assert made.read_text(encoding="utf-8") == "PEACE"
    assert sorted(p.name for p in made.parent.parent.iterdir()) == ["shout"]


def test_a_source_that_changes_while_it_is_read_ends_the_build(open_store, shout, text: Path, monkeypatch) -> None:
    real = shout.run

    def change(self: object, folder: Path, progress: object) -> None:
        real(self, folder, progress)
        text.write_text("changed meanwhile", encoding="utf-8")

    monkeypatch.setattr(shout, "run", change)
    with pytest.raises(NeedsPerson, match="changed meanwhile"):
        open_store().make(shout(text))


def test_until_ends_after_its_stage(open_store, shout, text: Path) -> None:
    with pytest.raises(Reached):
        open_store(until="shout").make(shout(text))


def test_fresh_makes_again_what_could_be_kept(open_store, shout, text: Path) -> None:
    open_store().make(shout(text))
    store = open_store(fresh=True)
    store.make(shout(text))
    assert store.runs[-1].state == "made"


def test_a_swap_that_was_killed_between_its_two_renames_is_mended(open_store, shout, text: Path, tmp_path) -> None:
    made = open_store().make(shout(text))
    made.parent.rename(made.parent.with_name(".shout.old"))
    (tmp_path / "build" / "ep" / ".shout.part-1").mkdir()
    recover_all(tmp_path / "build")
    assert sorted(p.name for p in (tmp_path / "build" / "ep").iterdir()) == ["shout"]
    store = open_store()
    store.make(shout(text))
    assert why(store) == ()


def test_the_manifest_can_be_read_by_people(open_store, shout, text: Path) -> None:
    made = open_store().make(shout(text))
    manifest = json.loads((made.parent / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["stage"] == "shout"
    assert manifest["request"]["times"] == 1
    assert manifest["request"]["text"].startswith("text.txt sha256:")
    assert list(manifest["outputs"]) == ["shout.txt"]


def test_a_damaged_manifest_only_costs_time(open_store, shout, text: Path) -> None:
    made = open_store().make(shout(text))
    (made.parent / "manifest.json").write_text("{", encoding="utf-8")
    store = open_store()
    store.make(shout(text))
    assert why(store) == ("not made yet",)


def test_a_missing_source_is_named(open_store, shout, tmp_path: Path) -> None:
    with pytest.raises(MediaError, match=r"nowhere\.txt: this file is gone"):
        open_store().make(shout(tmp_path / "nowhere.txt"))


def test_what_killed_runs_left_goes_with_the_next_build(tmp_path: Path) -> None:
    build = tmp_path / "build"
    (build / ".public").mkdir(parents=True)
    left = build / ".public" / "feed.xml.part-1"
    left.write_text("half", encoding="utf-8")
    recover_all(build)
    assert not left.exists()


def test_a_disk_that_takes_nothing_is_told_with_the_stage(
    open_store: Callable[..., Store], shout, text: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match="Read-only") as caught:
        open_store().make(shout(text))
    assert Path(caught.value.filename).name == shout(text).NAME


@pytest.mark.parametrize(("code", "blamed"), [(errno.ENOSPC, "build/ep/shout"), (errno.EIO, "text.txt")])
def test_a_failing_disk_is_told_as_what_was_read_and_a_full_one_as_what_was_made(
    open_store, shout, text: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, blamed: str
) -> None:
    """The system names neither: what was read here isn't the stage's folder, and what is full isn't the source."""

    def refuse(stage: Any, folder: Path, progress: object) -> None:
        file: Path = stage.text
        if file.exists():
            raise OSError(code, os.strerror(code))

    stage, store = shout(text), open_store()
    monkeypatch.setattr(type(stage), "run", refuse)
    with pytest.raises(OSError, match=os.strerror(code)) as raised:
        store.make(stage)
    assert explain(raised.value, tmp_path).message.startswith(f"{tmp_path / blamed}: ")
