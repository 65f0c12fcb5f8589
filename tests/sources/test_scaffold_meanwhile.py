from pathlib import Path

import pytest
from tests.sources.test_scaffold import ANSWERS

from radkind_pod import disk
from radkind_pod.errors import NeedsPerson
from radkind_pod.sources.scaffold import init_show


@pytest.mark.parametrize("name", [".gitignore", "config.yaml"])
def test_what_somebody_saves_meanwhile_stays(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A .gitignore that is there gets our rules, so there it begins again; where there was nothing, theirs counts."""
    (tmp_path / ".gitignore").write_text("mine", encoding="utf-8")
    set_aside = disk.set_aside

    def saved_meanwhile(target: Path, data: bytes) -> Path:
        aside = set_aside(target, data)
        if target.name == name:
            target.write_text("newer", encoding="utf-8")
        return aside

    for module in ("disk", "sources.aside"):
        monkeypatch.setattr(f"radkind_pod.{module}.set_aside", saved_meanwhile)
    if name == ".gitignore":
        with pytest.raises(NeedsPerson, match="somebody else changed this file just now"):
            init_show(tmp_path, ANSWERS)
        assert [file.name for file in tmp_path.iterdir()] == [name]
    else:
        assert tmp_path / name not in init_show(tmp_path, ANSWERS)
    assert (tmp_path / name).read_text(encoding="utf-8") == "newer"
