"""A finished file says how long it is and which chapters it has."""

import shutil
from pathlib import Path

import pytest
from mutagen.id3 import CHAP, CTOC, ID3, TIT2, CTOCFlags

from radkind_pod.errors import MediaError
from radkind_pod.package.finished import look_at

SAMPLE = Path(__file__).parents[1] / "data/broken/tinytag/vbr44.mp3"


@pytest.fixture
def mp3(tmp_path: Path) -> Path:
    return Path(shutil.copy(SAMPLE, tmp_path / "a.mp3"))


def test_id3_chapters_are_read_in_order_of_time(mp3: Path) -> None:
    tags = ID3()
    tags.add(CTOC(element_id="toc", flags=CTOCFlags.TOP_LEVEL, child_element_ids=["b", "a"]))
    for name, start, title in (("b", 1500, "Über"), ("a", 0, "First")):
        tags.add(CHAP(element_id=name, start_time=start, end_time=start + 500, sub_frames=[TIT2(text=[title])]))
    tags.save(mp3)
    assert look_at(mp3).chapters == ((0, "First"), (1500, "Über"))


def test_a_file_without_chapters_still_says_its_length(mp3: Path) -> None:
    found = look_at(mp3)
    assert found.chapters == ()
    assert 8_000 < found.duration_ms < 10_000


def test_what_is_no_recording_is_a_media_error(tmp_path: Path) -> None:
    (tmp_path / "a.mp3").write_bytes(b"ID3 and nothing more")
    with pytest.raises(MediaError):
        look_at(tmp_path / "a.mp3")
