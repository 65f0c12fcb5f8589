"""Microphones recorded apart come out as if one clock had run them all, and each hears its own person."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from radkind_pod.audio.stages import Prepare
from radkind_pod.model.audio import Interview, Recording, Track
from radkind_pod.progress import Silent
from tests.audio.tracks.room import RATE, TURN_S, Clock, conversation, far, lag_ms, write

MINUTES_3 = 180
STEP_S = TURN_S + 1


def prepared(folder: Path, tracks: list[tuple[str, np.ndarray]], rate: int = RATE) -> Interview:
    """Prepare the tracks of one take, each named by its speaker."""
    files = tuple(Track(write(folder / f"{name}.wav", sound, rate), name) for name, sound in tracks)
    out = folder / "out"
    out.mkdir()
    request = Prepare((Recording(files),))
    request.run(out, Silent())
    return request.read(out)


def mixed(interview: Interview) -> np.ndarray:
    """Return the working recording at the rate of the room; nothing in it lies above what that rate can hold."""
    return soundfile.read(interview.file, always_2d=True)[0][:: 48_000 // RATE, 0]


def said(interview: Interview) -> str:
    return "\n".join(f"{finding.file}: {finding.message}" for finding in interview.findings)


def in_a_room(seconds: int, clock: Clock, bleed_db: float = -20, way_ms: float = 3) -> list[tuple[str, np.ndarray]]:
    """Return the tracks of two people whose microphones hear the other one too."""
    ana, bo = conversation(seconds)
    return [
        ("Ana", Clock().record(ana + far(bo, bleed_db, way_ms), 1)),
        ("Bo", clock.record(bo + far(ana, bleed_db, way_ms), 2)),
    ]


@pytest.mark.parametrize(("start_s", "ppm"), [(37.123, 200.0), (-58.4, -200.0), (0.0, 35.0)])
def test_a_track_with_another_clock_is_in_step_at_both_ends(tmp_path: Path, start_s: float, ppm: float) -> None:
    interview = prepared(tmp_path, in_a_room(MINUTES_3, Clock(start_s, ppm)))
    (found,) = interview.alignments
    assert (found.file, found.reference) == ("Bo.wav", "Ana.wav")
    assert found.offset_s == pytest.approx(start_s, abs=0.0005)
    assert found.drift_ppm == pytest.approx(ppm, abs=2)
    assert found.way_ms == pytest.approx(3, abs=0.3)
    heard, begins = mixed(interview), round(max(0, -start_s) * RATE)
    ana, bo = conversation(MINUTES_3)
    for at_s in (42, 174):
        assert abs(lag_ms(heard[begins:], bo, at_s)) <= 1
        assert abs(lag_ms(heard[begins:], ana, at_s - STEP_S)) <= 1
