"""Chapters come into an M4A and no packet of sound changes."""

from pathlib import Path

import numpy as np
import pytest
from mutagen.mp4 import MP4

from radkind_pod.media.decode import read_blocks
from radkind_pod.media.editions import AAC, EditionWriter
from radkind_pod.media.remux import digest_of_sound, read_chapters, with_chapters

CHAPTERS = [(0, 700, "Ein Wasserkocher für die ganze Straße 🫖"), (700, 1501, "Z"), (1501, 2000, "A longer one")]


def tone(file: Path, hertz: int = 440) -> Path:
    samples = (0.2 * np.sin(np.arange(96_000) * 2 * np.pi * hertz / 48_000)).astype(np.float32)[:, None]
    with EditionWriter(file, AAC, 1, 64) as writer:
        writer.write(samples)
    return file


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    return tone(tmp_path / "sound.m4a")


def test_chapters_stand_in_both_lists_in_order(sound: Path, tmp_path: Path) -> None:
    """libav reads the text track first; mutagen reads Nero's list only."""
    file = tmp_path / "with.m4a"
    with_chapters(sound, file, CHAPTERS, "deu")
    told = [(start, title) for start, _, title in CHAPTERS]
    assert read_chapters(file) == told
    assert [(round(one.start * 1000), one.title) for one in MP4(file).chapters] == told
    assert b"tref" in file.read_bytes()


def test_no_sample_and_no_packet_changes(sound: Path, tmp_path: Path) -> None:
    file = tmp_path / "with.m4a"
    with_chapters(sound, file, CHAPTERS, "eng")
    assert digest_of_sound(file) == digest_of_sound(sound)
    before, after = (np.concatenate(list(read_blocks(one))) for one in (sound, file))
    assert np.array_equal(before, after)


def test_the_digest_knows_another_sound(sound: Path, tmp_path: Path) -> None:
    assert digest_of_sound(tone(tmp_path / "other.m4a", 441)) != digest_of_sound(sound)


def test_the_bytes_are_the_same_each_time(sound: Path, tmp_path: Path) -> None:
    for name in ("one.m4a", "two.m4a"):
        with_chapters(sound, tmp_path / name, CHAPTERS, "eng")
    assert (tmp_path / "one.m4a").read_bytes() == (tmp_path / "two.m4a").read_bytes()


def test_without_chapters_there_is_only_the_sound(sound: Path, tmp_path: Path) -> None:
    with_chapters(sound, tmp_path / "with.m4a", [], "eng")
    assert read_chapters(tmp_path / "with.m4a") == []
    assert b"chpl" not in (tmp_path / "with.m4a").read_bytes()
