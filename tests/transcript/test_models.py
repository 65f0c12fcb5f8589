"""The model store: a model is found in order, checked to the bit, and never fetched unless someone asks."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.transcript.model_folders import CONTENT, LONG_AGO, fill, flip_a_bit

from radkind_pod.errors import ToolMissing
from radkind_pod.transcript import checksums, model_files, models
from radkind_pod.transcript.known_models import KNOWN, KnownModel


@pytest.mark.parametrize("at", range(0, 5120, 257))
def test_a_flipped_bit_in_the_store_is_refused_before_anything_parses_it(at: int, store: Path) -> None:
    fill(store / "base")
    models.find_model("base")
    flip_a_bit(store / "base" / "model.bin", at)
    with pytest.raises(ToolMissing, match="is damaged or not what it should be") as refused:
        models.find_model("base")
    assert refused.value.commands == ("radkind-pod models pull base",)


def test_a_model_is_hashed_once_and_again_when_it_was_touched(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = fill(store / "base") / "model.bin"
    hashed: list[Path] = []
    real = checksums.sha256
    monkeypatch.setattr(checksums, "sha256", lambda f: hashed.append(f) or real(f))
    for _ in range(3):
        models.find_model("base")
    os.utime(file, (LONG_AGO + 1, LONG_AGO + 1))
    models.find_model("base")
    assert hashed == [file, file]


def test_a_damaged_memory_of_hashes_is_forgotten(store: Path) -> None:
    file = fill(store / "base") / "model.bin"
    (store / "hashes.json").write_text("{half")
    assert models.find_model("base") == file


def test_a_named_folder_comes_before_everything_and_needs_no_record(site_packages: Path, tmp_path: Path) -> None:
    folder = fill(tmp_path / "mine", {**CONTENT, "model.bin": b"another model"})
    assert models.find_model(str(folder)) == folder / "model.bin"


@pytest.mark.parametrize("name", list(CONTENT))
def test_a_named_folder_that_is_not_whole_says_what_it_lacks(name: str, store: Path, tmp_path: Path) -> None:
    (fill(tmp_path / "mine") / name).unlink()
    with pytest.raises(ToolMissing, match=f"lacks {name}"):
        models.find_model(str(tmp_path / "mine"))


@pytest.mark.usefixtures("store")
def test_no_model_to_be_had_is_exit_4_with_the_two_commands_that_would_bring_one() -> None:
    with pytest.raises(ToolMissing) as missing:
        models.find_model("base")
    assert missing.value.exit_code == 4
    assert missing.value.commands == ("pip install 'radkind-pod[base-model]'", "radkind-pod models pull base")


@pytest.mark.usefixtures("store")
def test_a_misspelt_model_is_asked_about() -> None:
    with pytest.raises(ToolMissing, match=r"no model named 'bsae' .*Did you mean base\?"):
        models.find_model("bsae")


def test_the_list_says_of_each_model_where_it_is_and_whether_it_is_sound(store: Path) -> None:
    assert models.list_models() == (models.ModelState("base", None, 1_000_000, verified=False),)
    file = fill(store / "base") / "model.bin"
    size = sum(map(len, CONTENT.values()))
    assert models.list_models() == (models.ModelState("base", file, size, verified=True),)
    flip_a_bit(file, 3)
    assert [(m.file, m.verified, "damaged" in (m.problem or "")) for m in models.list_models()] == [(None, False, True)]


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {"XDG_CACHE_HOME": "/x"}, "/x/radkind-pod/models"),
        ("linux", {}, "/home/ada/.cache/radkind-pod/models"),
        ("darwin", {}, "/home/ada/Library/Caches/radkind-pod/models"),
        ("win32", {"LOCALAPPDATA": "/l"}, "/l/radkind-pod/models"),
        ("win32", {}, "/home/ada/AppData/Local/radkind-pod/models"),
        ("linux", {"RADKIND_POD_MODELS": "/m", "XDG_CACHE_HOME": "/x"}, "/m"),
    ],
)
def test_the_store_lies_where_the_platform_keeps_caches(
    platform: str, variables: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("RADKIND_POD_MODELS", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(model_files.Path, "home", lambda: Path("/home/ada"))
    monkeypatch.setattr(model_files.sys, "platform", platform)
    assert model_files.store_folder() == Path(expected)


def test_a_store_that_cannot_be_written_says_how_to_name_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("RADKIND_POD_MODELS", str(tmp_path / "file" / "store"))
    with pytest.raises(ToolMissing, match="can't be used"):
        models.sha256_of(fill(tmp_path / "mine") / "model.bin")


def test_finding_a_model_reaches_for_no_network_library(tmp_path: Path) -> None:
    fill(tmp_path / "mine")
    code = (
        "import sys; from radkind_pod.transcript.models import find_model; find_model(sys.argv[1]); "
        "print([m for m in ('huggingface_hub', 'socket', 'ssl', 'http.client') if m in sys.modules])"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "mine")]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (found.stdout, found.stderr) == ("[]\n", "")


@pytest.mark.parametrize("model", KNOWN, ids=lambda m: m.name)
def test_every_known_model_is_pinned_to_a_commit(model: KnownModel) -> None:
    assert len(bytes.fromhex(model.revision)) == 20
    assert model.sha256 is None or len(bytes.fromhex(model.sha256)) == 32
