"""What was fetched is known by its address, and a list that is broken costs no more than fetching it again."""

from pathlib import Path

import pytest

from radkind_pod.pipeline.feed_import.shelf import open_shelf

URL = "https://old.example.com/a.vtt"


def test_a_file_is_found_again_by_its_address(tmp_path: Path) -> None:
    shelf = open_shelf(tmp_path / "slug")
    shelf.folder.mkdir(parents=True)
    asset = shelf.add(URL, b"WEBVTT", "text/vtt", "vtt")
    again = open_shelf(tmp_path / "slug")
    assert again.files == {URL: asset}
    assert again.file_of(URL).read_bytes() == b"WEBVTT"
    assert asset.path == f"episodes/slug/slug-{asset.sha256[:12]}.vtt"


def test_a_file_that_somebody_deleted_is_missing_again(tmp_path: Path) -> None:
    shelf = open_shelf(tmp_path / "slug")
    shelf.folder.mkdir(parents=True)
    shelf.add(URL, b"WEBVTT", "text/vtt", "vtt")
    shelf.file_of(URL).unlink()
    assert open_shelf(tmp_path / "slug").files == {}


@pytest.mark.parametrize("text", ["", "[]", "{", '{"a": 1}', '{"a": {"path": 5}}'])
def test_a_broken_list_is_an_empty_one(tmp_path: Path, text: str) -> None:
    folder = tmp_path / "slug" / "imported"
    folder.mkdir(parents=True)
    (folder / "fetched.json").write_text(text, encoding="utf-8")
    assert open_shelf(tmp_path / "slug").files == {}
