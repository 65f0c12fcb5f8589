"""A microphone is turned down gently where it only hears somebody else, and never while its own person speaks."""

from pathlib import Path

import numpy as np
import pytest
from tests.audio.tracks.room import RATE, TURN_S, conversation, far, write

from radkind_pod.audio.curve import Curve
from radkind_pod.audio.examine import examine
from radkind_pod.audio.tracks.bleed import DEPTH_DB
from radkind_pod.audio.tracks.take import Take, bring_together
from radkind_pod.media.probe import probe
from radkind_pod.model.audio import Track

SECONDS, STEP_S = 60, TURN_S + 1


def take(folder: Path, *tracks: Track) -> Take:
    examined = tuple(examine(track, probe(track.file), lambda seconds: None) for track in tracks)
    return bring_together(examined, folder, lambda seconds: None)


def microphones(bleed_db: float = -20) -> list[np.ndarray]:
    """Return what two open microphones hear of a minute: Ana speaks first, and each of the two every 12 s."""
    voices = conversation(SECONDS)
    noise = [3e-4 * np.random.default_rng(seed).standard_normal(SECONDS * RATE) for seed in (1, 2)]
    return [voices[i] + far(voices[1 - i], bleed_db, 3) + noise[i] for i in (0, 1)]


def two_files(folder: Path, heard: list[np.ndarray]) -> Take:
    names = ("Ana", "Bo")
    return take(folder, *(Track(write(folder / f"{n}.wav", one), n) for n, one in zip(names, heard, strict=True)))


def gain_db(gate: Curve | None, first_s: float, end_s: float) -> np.ndarray:
    assert gate
    first = round(first_s * 48_000)
    return 20 * np.log10(gate.factors(first, round(end_s * 48_000) - first)[:, 0])


def test_each_microphone_is_down_while_only_the_other_one_speaks(tmp_path: Path) -> None:
    ana, bo = two_files(tmp_path, microphones()).gates
    for at_s in range(0, SECONDS - STEP_S, 2 * STEP_S):
        assert gain_db(bo, at_s + 1, at_s + 4) == pytest.approx(DEPTH_DB, abs=0.01)
        assert gain_db(bo, at_s + STEP_S, at_s + STEP_S + TURN_S) == pytest.approx(0, abs=0.01)
        assert gain_db(ana, at_s + STEP_S + 1, at_s + STEP_S + 4) == pytest.approx(DEPTH_DB, abs=0.01)
        assert gain_db(ana, at_s, at_s + TURN_S) == pytest.approx(0, abs=0.01)


def test_it_opens_before_the_voice_and_never_with_a_click(tmp_path: Path) -> None:
    _, bo = two_files(tmp_path, microphones()).gates
    whole = gain_db(bo, 0, SECONDS)
    assert np.abs(np.diff(whole)).max() <= 12 / (0.050 * 48_000) * 1.01
    assert whole.min() == pytest.approx(DEPTH_DB, abs=0.01)
    voice = np.abs(conversation(SECONDS)[1])
    starts = [
        at_s for at_s in range(STEP_S, SECONDS, 2 * STEP_S) if voice[at_s * RATE : at_s * RATE + 1600].max() > 0.01
    ]
    assert starts
    for at_s in starts:
        assert gain_db(bo, at_s - 0.05, at_s) == pytest.approx(0, abs=0.01)


def test_a_yes_in_between_is_not_turned_down(tmp_path: Path) -> None:
    heard = microphones()
    word = conversation(SECONDS)[1][STEP_S * RATE : STEP_S * RATE + RATE // 2]
    heard[1][26 * RATE : 26 * RATE + len(word)] += word
    _, bo = two_files(tmp_path, heard).gates
    assert gain_db(bo, 26, 26.4) == pytest.approx(0, abs=0.01)
    assert gain_db(bo, 27.2, 28) == pytest.approx(DEPTH_DB, abs=0.01)


def test_channels_of_one_file_are_gated_alike(tmp_path: Path) -> None:
    file = write(tmp_path / "both.wav", np.stack(microphones(), axis=1))
    found = take(tmp_path, Track(file, channels=("Ana", "Bo")))
    _, bo = found.gates
    assert gain_db(bo, 1, 4) == pytest.approx(DEPTH_DB, abs=0.01)
    assert gain_db(bo, STEP_S, STEP_S + TURN_S) == pytest.approx(0, abs=0.01)
    assert {(one.microphone, one.voice) for one in found.bleed} == {("Ana", "Bo"), ("Bo", "Ana")}


def test_where_nothing_bleeds_nothing_is_turned_down(tmp_path: Path) -> None:
    assert two_files(tmp_path, microphones(-200)).gates == (None, None)
