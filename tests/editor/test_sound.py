"""The sound of a pack is the recording, at its own time, and silent where something is withheld."""

from pathlib import Path

import numpy as np
import pytest
from tests.editor.samples import SECONDS

from radkind_pod.editor.sound import LATE_MS, silenced, write_sound
from radkind_pod.media.decode import read_blocks
from radkind_pod.media.encode import FlacWriter
from radkind_pod.model.audio import SAMPLE_RATE

PER_MS = SAMPLE_RATE // 1000
LIBAV_IS_LATE = 2 * (576 + 529)
AROUND_MS = 50
"""An MP3 smears what it holds over a frame, of 24 ms, and its neighbours."""


def heard(file: Path) -> np.ndarray:
    """The samples from where the recording begins in it."""
    return np.concatenate(list(read_blocks(file)))[LIBAV_IS_LATE:, 0]


def likeness(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.dot(a, b) / (np.linalg.norm(a) * np.linalg.norm(b) + 1e-9))


def test_the_sound_is_the_recordings_where_nothing_is_hidden_and_nothing_where_it_is(recording, tmp_path) -> None:
    spans = ((1350, 2650), (20_000, 25_000))
    write_sound(recording.file, tmp_path / "a.mp3", 0, SECONDS * 1000, spans)
    sound, whole = heard(tmp_path / "a.mp3"), recording.samples
    assert len(whole) <= len(sound) < len(whole) + 100 * PER_MS
    for start, end in spans:
        inside = slice((start + AROUND_MS) * PER_MS, (end - AROUND_MS) * PER_MS)
        assert np.abs(sound[inside]).max() < 1e-4
        assert abs(likeness(sound[inside], whole[inside])) < 0.05
    for start, end in ((0, 1350), (2650, 20_000), (25_000, 40_000)):
        inside = slice((start + AROUND_MS) * PER_MS, (end - AROUND_MS) * PER_MS)
        assert likeness(sound[inside], whole[inside]) > 0.9


def test_a_part_begins_where_it_should(recording, tmp_path) -> None:
    write_sound(recording.file, tmp_path / "a.mp3", 12_345, 17_000, ((16_000, 99_000),))
    sound, whole = heard(tmp_path / "a.mp3"), recording.samples[12_345 * PER_MS : 17_000 * PER_MS]
    assert len(whole) <= len(sound) < len(whole) + 100 * PER_MS
    assert likeness(sound[: 3000 * PER_MS], whole[: 3000 * PER_MS]) > 0.9
    assert np.abs(sound[3800 * PER_MS :]).max() < 1e-4


def test_an_impulse_is_where_it_was(tmp_path: Path) -> None:
    samples = np.zeros((10 * SAMPLE_RATE, 1), np.float32)
    samples[7 * SAMPLE_RATE] = 0.8
    with FlacWriter(tmp_path / "a.flac", 1) as writer:
        writer.write(samples)
    write_sound(tmp_path / "a.flac", tmp_path / "a.mp3", 2000, 10_000, ())
    assert abs(int(np.abs(heard(tmp_path / "a.mp3")).argmax()) - 5 * SAMPLE_RATE) < PER_MS
    assert abs(LIBAV_IS_LATE - LATE_MS * PER_MS) < 12 * PER_MS


@pytest.mark.parametrize("size", [1, 7, 480, 100_000])
def test_silence_doesnt_depend_on_how_the_sound_is_cut_into_blocks(size: int) -> None:
    """All of it is silent inside, untouched from 10 ms around on, and rises and falls in between."""
    count = 4000 if size < 10 else 100_000
    ones = np.ones((count, 1), np.float32)
    blocks = [ones[i : i + size] for i in range(0, count, size)]
    start = 1000
    found = np.concatenate(list(silenced(iter(blocks), start, ((30, 40), (41, 60)))))[:, 0]
    assert len(found) == count
    at = np.arange(start, start + count)
    assert found[(at >= 30 * PER_MS) & (at < 40 * PER_MS)].max(initial=0) == 0
    assert found[(at >= 41 * PER_MS) & (at < 60 * PER_MS)].max(initial=0) == 0
    assert found[(at < 20 * PER_MS) | (at >= 70 * PER_MS)].min(initial=1) == 1
    assert np.abs(np.diff(found)).max() < 0.01
