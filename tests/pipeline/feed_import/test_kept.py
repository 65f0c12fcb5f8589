"""What a person puts there, before a show moves in or meanwhile, stays as it is."""

from pathlib import Path

import pytest
from tests.pipeline.feed_import.conftest import picture

from radkind_pod import disk

LUNCH = "lunch-for-forty"


def saves_meanwhile(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Let a text editor save each file of this name when its new content is written and not yet in its place."""
    set_aside = disk.set_aside

    def saved(target: Path, data: bytes) -> Path:
        aside = set_aside(target, data)
        if target.name == name and not target.parent.name.startswith("."):
            target.write_text("title: By hand\n", encoding="utf-8")
        return aside

    monkeypatch.setattr("radkind_pod.disk.set_aside", saved)


@pytest.mark.parametrize("name", ["config.yaml", f"episodes/{LUNCH}/episode.yaml", ".gitignore"])
def test_what_is_saved_while_a_show_moves_in_stays(name: str, serve, bring, monkeypatch) -> None:
    saves_meanwhile(monkeypatch, Path(name).name)
    root = bring(serve()).root
    assert (root / name).read_text(encoding="utf-8") == "title: By hand\n"
    assert not list(root.rglob("*.part"))


def test_a_picture_of_the_show_that_is_there_stays_and_the_old_one_lies_aside(serve, bring, tmp_path: Path) -> None:
    mine = tmp_path / "moved/artwork.jpg"
    mine.parent.mkdir()
    mine.write_bytes(picture(1500))
    moved = bring(serve())
    assert mine.read_bytes() == picture(1500)
    assert (moved.root / "import/artwork.jpg").read_bytes() == picture(1400)
    assert "artwork.jpg was here already and stays the show's picture" in moved.report.read_text(encoding="utf-8")


def test_a_picture_that_is_there_is_not_taken_for_the_one_to_be_replaced(serve, bring, host, tmp_path: Path) -> None:
    mine = tmp_path / "moved/artwork.png"
    mine.parent.mkdir()
    mine.write_bytes(picture(1500, "PNG"))
    address = serve()
    del host.files["/artwork-1f0c6a2b.jpeg"]
    root = bring(address).root
    assert mine.read_bytes() == picture(1500, "PNG")
    assert "artwork.png" in (root / "config.yaml").read_text(encoding="utf-8")
