"""A model that packages bring is joined in the store, checked to the bit, and made again where it is damaged."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from tests.transcript.model_folders import CONTENT, fill, flip_a_bit, sha

from radkind_pod.errors import ToolMissing
from radkind_pod.transcript import checksums, model_files, models
from radkind_pod.transcript.known_models import PACKAGED, PackagedFile, PackagedModel


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


def test_the_installed_base_model_is_what_its_record_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RADKIND_POD_MODELS", str(tmp_path))
    found: Callable[[Path], str] = checksums.sha256
    assert {f.name: found(f) for f in models.find_model("base").parent.iterdir()} == {
        f.name: f.sha256 for f in PACKAGED[0].files
    }
