"""A store of models with nothing in it, and packages that hold one."""

from pathlib import Path

import pytest
from tests.transcript.model_folders import CONTENT, fill, sha

from radkind_pod.transcript import models
from radkind_pod.transcript.known_models import KnownModel, PackagedFile, PackagedModel


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
