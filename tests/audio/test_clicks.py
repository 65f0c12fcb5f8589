"""No cut and no bleep clicks in the decoded MP3: above 4 kHz, 5 ms across an edit hold no more than what is around."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from radkind_pod.audio.edit import edit
from radkind_pod.audio.stages import Withhold
from radkind_pod.media.decode import read_blocks
from radkind_pod.media.encode import Mp3Writer
from radkind_pod.model.audio import ROOM, Cut, Mp3Format
from radkind_pod.progress import Silent

RATE = 48_000
MS = RATE // 1000
MOST_DB = 6.0
SPEECH = Path(__file__).parents[1] / "data/speech/en/jfk.flac"
PAUSES = (Cut(2660, 3180), Cut(4600, 5300), Cut(5900, 8100))
"""From pause to pause, as cuts are."""
Write = Callable[[str, np.ndarray], Path]


def excess_db(samples: np.ndarray, at: int) -> float:
    """Return by how much the loudest 5 ms across the edit pass the loudest 5 ms of the 200 ms on either side."""
    reach, margin = 205 * MS, 100 * MS
    part = samples[at - reach - margin : at + reach + margin, 0].astype(np.float64)
    ramp = np.sin(np.pi / 2 * np.arange(margin) / margin) ** 2
    part[:margin] *= ramp
    part[-margin:] *= ramp[::-1]
    spectrum = np.fft.rfft(part)
    spectrum[np.fft.rfftfreq(len(part), 1 / RATE) < 4000] = 0
    sound = np.fft.irfft(spectrum, len(part))[margin:-margin]
    power = np.convolve(sound**2, np.ones(5 * MS), mode="valid")
    across = power[reach - 5 * MS + 1 : reach]
    around = np.concatenate([power[: reach - 10 * MS], power[reach + 5 * MS :]])
    return float(10 * np.log10(across.max() / around.max()))


def delivered(folder: Path, samples: np.ndarray) -> np.ndarray:
    with Mp3Writer(folder / "episode.mp3", Mp3Format(128, 1)) as mp3:
        mp3.write(samples)
    return np.concatenate(list(read_blocks(folder / "episode.mp3")))


def test_cuts_in_pauses_do_not_click(tmp_path: Path) -> None:
    edited = edit(SPEECH, PAUSES)
    heard = delivered(tmp_path, np.concatenate(list(edited.blocks(1))))
    seams = [piece.at for piece in edited.pieces[1:]]
    assert len(seams) == len(PAUSES)
    assert max(excess_db(heard, seam) for seam in seams) <= MOST_DB


def test_a_hard_join_in_a_soft_pause_is_heard(write_wav: Write) -> None:
    """A hum of -50 dBFS that jumps: the measure finds it, and our fades mend it. An MP3's noise would cover both."""
    hum = 10 ** (-50 / 20) * np.sqrt(2) * np.sin(2 * np.pi * 100 * np.arange(4 * RATE) / RATE + np.pi / 2)
    room = hum + np.random.default_rng(1).normal(0, 1e-5, len(hum))
    joined = np.concatenate([room[: 2 * RATE], room[2 * RATE + 5 * MS :]])[:, None].astype(np.float32)
    assert excess_db(joined, 2 * RATE) > MOST_DB
    cut = edit(write_wav("room.wav", room[:, None]), (Cut(2000, 2005),))
    assert excess_db(np.concatenate(list(cut.blocks(1))), 2 * RATE) <= MOST_DB


@pytest.mark.parametrize("filler", ["tone", ROOM])
def test_what_is_replaced_goes_over_without_a_click(tmp_path: Path, filler: str) -> None:
    (tmp_path / "levels.bin").write_bytes(bytes([30] * 110))
    request = Withhold(SPEECH, tmp_path / "levels.bin", (Cut(3180, 4600),), (), (), filler)
    (tmp_path / "withhold").mkdir()
    request.run(tmp_path / "withhold", Silent())
    heard = delivered(tmp_path, np.concatenate(list(read_blocks(request.read(tmp_path / "withhold").file, channels=1))))
    assert max(excess_db(heard, ms * MS) for ms in (3180, 4600)) <= MOST_DB
