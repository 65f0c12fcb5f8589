"""The model store: a model is found in order, checked to the bit, and never fetched unless someone asks."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import huggingface_hub
import pytest
from huggingface_hub.errors import LocalEntryNotFoundError

from radkind_pod.errors import ToolMissing
from radkind_pod.progress import Silent
from radkind_pod.transcript import checksums, model_files, models
from radkind_pod.transcript.known_models import KNOWN, PACKAGED, KnownModel, PackagedFile, PackagedModel

CONTENT = {"model.bin": bytes(range(256)) * 20, "config.json": b"{}", "tokenizer.json": b"[]", "vocabulary.txt": b"a\n"}
LONG_AGO = 1_700_000_000


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def fill(folder: Path, content: dict[str, bytes] = CONTENT) -> Path:
    """Write a model folder that nobody has touched for long."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in content.items():
        (folder / name).write_bytes(data)
        os.utime(folder / name, (LONG_AGO, LONG_AGO))
    return folder


def flip_a_bit(file: Path, at: int) -> None:
    content = bytearray(file.read_bytes())
    content[at % len(content)] ^= 1 << (at % 8)
    file.write_bytes(content)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty store and no packages."""
    monkeypatch.setenv("RADKIND_POD_MODELS", str(tmp_path / "store"))
    monkeypatch.setattr(models, "PACKAGED", ())
    monkeypatch.setattr(models, "KNOWN", (KnownModel("base", "org/base", "c0ffee", 1, sha(CONTENT["model.bin"])),))
    return tmp_path / "store"


@pytest.fixture
def site_packages(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two packages that hold base in two parts, as pip installs them."""
    site, half = tmp_path / "site-packages", len(CONTENT["model.bin"]) // 2
    others = {name: data for name, data in CONTENT.items() if name != "model.bin"}
    fill(site / "fake_base_1" / "data", {"model.bin.part1": CONTENT["model.bin"][:half], **others})
    fill(site / "fake_base_2" / "data", {"model.bin.part2": CONTENT["model.bin"][half:]})
    for package in ("fake_base_1", "fake_base_2"):
        (site / package / "__init__.py").write_text("raise AssertionError('code of a weight package ran')\n")
    parts = ("fake_base_1/data/model.bin.part1", "fake_base_2/data/model.bin.part2")
    files = (
        PackagedFile("model.bin", sha(CONTENT["model.bin"]), parts),
        *(PackagedFile(name, sha(data), (f"fake_base_1/data/{name}",)) for name, data in others.items()),
    )
    monkeypatch.setattr(models, "PACKAGED", (PackagedModel("base", "pip install --again", files),))
    monkeypatch.syspath_prepend(str(site))
    return site


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


def test_a_model_of_two_packages_is_joined_in_the_store_and_the_packages_stay_as_they_are(site_packages: Path) -> None:
    before = {f: (f.read_bytes(), f.stat().st_mtime_ns) for f in site_packages.rglob("*") if f.is_file()}
    found = models.find_model("base")
    assert {f.name: f.read_bytes() for f in found.parent.iterdir()} == CONTENT
    assert {f: (f.read_bytes(), f.stat().st_mtime_ns) for f in site_packages.rglob("*") if f.is_file()} == before


@pytest.mark.parametrize("at", range(0, 5120, 257))
@pytest.mark.parametrize("part", ["fake_base_1/data/model.bin.part1", "fake_base_2/data/model.bin.part2"])
def test_a_flipped_bit_in_a_package_is_refused_and_nothing_is_left_in_the_store(
    part: str, at: int, site_packages: Path, store: Path
) -> None:
    flip_a_bit(site_packages / part, at)
    with pytest.raises(ToolMissing, match=r"model\.bin in the installed packages is damaged") as refused:
        models.find_model("base")
    assert refused.value.commands == ("pip install --again",)
    assert [f.name for f in store.iterdir()] == []


def test_a_part_that_is_gone_is_named(site_packages: Path) -> None:
    (site_packages / "fake_base_2/data/model.bin.part2").unlink()
    with pytest.raises(ToolMissing, match=r"lacks fake_base_2/data/model\.bin\.part2"):
        models.find_model("base")


@pytest.mark.usefixtures("site_packages")
def test_eight_that_join_a_model_at_the_same_time_all_find_it(monkeypatch: pytest.MonkeyPatch) -> None:
    join, all_at_once = model_files._join_parts, Barrier(8, timeout=20)

    def join_together(*asked: Any) -> None:
        join(*asked)
        all_at_once.wait()

    monkeypatch.setattr(model_files, "_join_parts", join_together)
    monkeypatch.setattr(model_files, "sha256_of", checksums.sha256)
    monkeypatch.setattr(models, "sha256_of", checksums.sha256)
    with ThreadPoolExecutor(8) as pool:
        found = [one.result() for one in [pool.submit(models.find_model, "base") for _ in range(8)]]
    (folder,) = {file.parent for file in found}
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == CONTENT


@pytest.mark.usefixtures("site_packages")
@pytest.mark.parametrize("name", list(CONTENT))
def test_a_damaged_joined_copy_is_made_again(name: str) -> None:
    found = models.find_model("base")
    flip_a_bit(found.parent / name, 0)
    assert (models.find_model("base").parent / name).read_bytes() == CONTENT[name]


def test_half_of_the_packages_is_no_model(site_packages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (site_packages / "fake_base_2" / "__init__.py").unlink()
    (site_packages / "fake_base_2" / "data" / "model.bin.part2").unlink()
    (site_packages / "fake_base_2" / "data").rmdir()
    (site_packages / "fake_base_2").rename(site_packages / "elsewhere")
    monkeypatch.syspath_prepend(str(site_packages))
    with pytest.raises(ToolMissing, match="base is not on this computer"):
        models.find_model("base")


def test_a_packaged_model_in_one_piece_is_used_where_it_lies(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path / "site" / "fake_whole" / "model")
    (tmp_path / "site" / "fake_whole" / "__init__.py").write_text("")
    files = tuple(PackagedFile(n, sha(c), (f"fake_whole/model/{n}",)) for n, c in CONTENT.items())
    monkeypatch.setattr(models, "PACKAGED", (PackagedModel("base", "pip install", files),))
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    assert models.find_model("base") == tmp_path / "site" / "fake_whole" / "model" / "model.bin"
    assert [f.name for f in store.iterdir()] == ["hashes.json"]


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


def test_the_installed_base_model_is_what_its_record_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RADKIND_POD_MODELS", str(tmp_path))
    found: Callable[[Path], str] = checksums.sha256
    assert {f.name: found(f) for f in models.find_model("base").parent.iterdir()} == {
        f.name: f.sha256 for f in PACKAGED[0].files
    }
