"""Where somebody speaks, as stretches of samples."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from radkind_pod.media.decode import read_blocks
from radkind_pod.transcript.listening.voice import FRAME, GENTLE, SURE, Ear, stretches, voice_in
from radkind_pod.transcript.pieces import RATE

DATA = Path("tests/data/speech")


def samples_of(file: str) -> np.ndarray:
    return np.concatenate([block[:, 0] for block in read_blocks(DATA / file, channels=1, rate=RATE)])


def voiced(*runs: tuple[int, float]) -> np.ndarray:
    return np.concatenate([np.full(frames, probability, dtype=np.float32) for frames, probability in runs])


def test_speech_is_found_between_silences():
    speech = samples_of("en/sense_and_sensibility_01_austen_64kb-0870.wav")
    pause = np.zeros(3 * RATE, dtype=np.float32)
    found = stretches(voice_in(np.concatenate([pause, speech, pause])), SURE, 2 * len(pause) + len(speech))
    assert found[0][0] == pytest.approx(3 * RATE, abs=0.5 * RATE)
    assert found[-1][1] == pytest.approx(3 * RATE + len(speech), abs=0.5 * RATE)


def test_silence_has_no_voice():
    assert stretches(voice_in(np.zeros(10 * RATE, dtype=np.float32)), GENTLE, 10 * RATE) == []
    assert voice_in(np.zeros(0, dtype=np.float32)).shape == (0,)


def test_what_is_left_over_makes_a_last_frame():
    assert voice_in(np.zeros(FRAME + 1, dtype=np.float32)).shape == (2,)


def test_a_run_goes_on_until_it_falls_well_below_the_threshold():
    voice = voiced((10, 0.1), (10, 0.6), (10, 0.4), (10, 0.3))
    assert stretches(voice, Ear(0.5, 0, 0), 40 * FRAME) == [(10 * FRAME, 30 * FRAME)]


def test_pauses_shorter_than_the_silence_are_bridged():
    voice = voiced((10, 1), (10, 0), (10, 1))  # the pause lasts 320 ms
    assert stretches(voice, Ear(0.5, 321, 0), 30 * FRAME) == [(0, 30 * FRAME)]
    assert len(stretches(voice, Ear(0.5, 320, 0), 30 * FRAME)) == 2


def test_pads_that_would_overlap_share_the_pause():
    voice = voiced((10, 0), (10, 1), (10, 0), (10, 1), (10, 0))
    found = stretches(voice, Ear(0.5, 100, 250), 50 * FRAME)
    assert found == [(10 * FRAME - 4000, 25 * FRAME), (25 * FRAME, 40 * FRAME + 4000)]


@given(
    st.lists(st.floats(0, 1, width=32), max_size=200),
    st.floats(0.2, 0.9),
    st.integers(0, 1500),
    st.integers(0, 600),
)
def test_stretches_are_in_order_and_hold_all_that_is_surely_voice(probabilities, threshold, silence_ms, pad_ms):
    voice = np.array(probabilities, dtype=np.float32)
    end = len(voice) * FRAME
    found = stretches(voice, Ear(threshold, silence_ms, pad_ms), end)
    assert all(0 <= first < last <= end for first, last in found)
    assert all(left[1] <= right[0] for left, right in pairwise(found))
    for i in (i for i, probability in enumerate(voice.tolist()) if probability >= threshold):
        assert any(first <= i * FRAME and (i + 1) * FRAME <= last for first, last in found)
