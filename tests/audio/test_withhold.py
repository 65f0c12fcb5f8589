"""What is withheld is replaced to the sample, or cut in the pauses around it; all else stays as it was."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from radkind_pod.audio.compare import MOST_ALIKE, alike
from radkind_pod.audio.edit import edit
from radkind_pod.audio.envelope import Envelope, as_bytes
from radkind_pod.audio.stages import Withhold
from radkind_pod.audio.withhold import FADE, spans_of
from radkind_pod.media.decode import read_blocks
from radkind_pod.media.encode import FlacWriter
from radkind_pod.model.audio import ROOM, TONE, TONE_HZ, Cut, Passage, Safe
from radkind_pod.progress import Silent

RATE = 48_000
Talk = Callable[..., np.ndarray]
SPAN = Cut(2000, 3100)


def made(folder: Path, samples: np.ndarray, filler: str, redacted: tuple[Cut, ...], passages: tuple[Passage, ...] = ()):
    with FlacWriter(folder / "interview.flac", samples.shape[1]) as writer:
        writer.write(samples.astype(np.float32))
    envelope = Envelope()
    envelope.add(samples.astype(np.float32))
    (folder / "levels.bin").write_bytes(as_bytes(envelope.levels_db()))
    request = Withhold(folder / "interview.flac", folder / "levels.bin", redacted, passages, (), filler)
    (folder / "withhold").mkdir()
    request.run(folder / "withhold", Silent())
    return request.read(folder / "withhold")


def heard(file: Path) -> np.ndarray:
    return np.concatenate(list(read_blocks(file)))


@pytest.mark.parametrize("filler", [TONE, ROOM])
@pytest.mark.parametrize("channels", [1, 2])
def test_a_passage_is_replaced_and_nothing_else(tmp_path: Path, talk: Talk, filler: str, channels: int) -> None:
    safe = made(tmp_path, talk(6, channels), filler, (SPAN,))
    before, after = heard(tmp_path / "interview.flac"), heard(safe.file)
    start, stop = 2 * RATE, 3 * RATE + RATE // 10
    assert len(after) == len(before)
    assert np.array_equal(after[: start - FADE], before[: start - FADE])
    assert np.array_equal(after[stop + FADE :], before[stop + FADE :])
    assert alike([before[start:stop]], [after[start:stop]]) <= MOST_ALIKE
    assert after[start:stop].std() > 0


def test_two_channels_that_differ_are_both_replaced(tmp_path: Path, talk: Talk) -> None:
    samples = np.concatenate([talk(6, 1, seed=1), talk(6, 1, seed=2)], axis=1)
    safe = made(tmp_path, samples, TONE, (SPAN,))
    part = slice(2 * RATE, 3 * RATE)
    assert alike([samples[part]], [heard(safe.file)[part]]) <= MOST_ALIKE


def test_a_bleep_is_a_tone_as_loud_as_what_it_stands_for(tmp_path: Path, talk: Talk) -> None:
    samples = talk(6, 1)
    bleep = heard(made(tmp_path, samples, TONE, (SPAN,)).file)[2 * RATE : 3 * RATE, 0]
    spectrum = np.abs(np.fft.rfft(bleep * np.hanning(len(bleep))))
    assert int(spectrum.argmax()) == TONE_HZ
    said = samples[2 * RATE : 3 * RATE + RATE // 10]
    assert 20 * np.log10(bleep.std() / said.std()) == pytest.approx(0, abs=0.1)


def test_the_room_goes_on_where_nobody_speaks(tmp_path: Path, talk: Talk) -> None:
    quiet = np.random.default_rng(3).normal(0, 0.001, (8 * RATE, 1))
    samples = np.concatenate([talk(4, 1), quiet[: 2 * RATE], talk(2, 1)]) + quiet
    room = heard(made(tmp_path, samples, ROOM, (Cut(1000, 2500),)).file)[RATE : 5 * RATE // 2]
    expected = np.sqrt(2) * 0.001  # two noises of the same level, where nobody speaks
    assert 20 * np.log10(room.std() / expected) == pytest.approx(0, abs=1)


def test_where_there_is_no_room_there_is_silence(tmp_path: Path, talk: Talk) -> None:
    samples = np.concatenate([talk(2, 1), np.zeros((RATE, 1))])
    assert not heard(made(tmp_path, samples, ROOM, (Cut(0, 2000),)).file)[: 2 * RATE].any()


def test_passages_that_touch_are_one(tmp_path: Path) -> None:
    spans = spans_of((Cut(2000, 3000), Cut(500, 600), Cut(2900, 3500), Cut(3500, 3600)))
    assert spans == [(24_000, 28_800), (96_000, 172_800)]


def test_a_cut_lies_where_the_pauses_are_quietest(tmp_path: Path, talk: Talk) -> None:
    samples = np.random.default_rng(4).normal(0, 0.01, (5 * RATE, 1))
    for quiet in (1.30, 3.62):
        samples[round((quiet - 0.02) * RATE) : round((quiet + 0.02) * RATE)] *= 0.001
    safe = made(tmp_path, samples, TONE, (), (Passage(1200, 1500, 3300, 3800),))
    assert safe == Safe(tmp_path / "interview.flac", safe.cuts), "nothing is redacted, so nothing is written"
    (cut,) = safe.cuts
    assert cut.start_ms == pytest.approx(1300, abs=20)
    assert cut.end_ms == pytest.approx(3620, abs=20)


@pytest.mark.parametrize("seed", range(5))
def test_a_cut_begins_where_the_sound_goes_through_zero(tmp_path: Path, talk: Talk, seed: int) -> None:
    samples = talk(6, 1, seed=seed)
    (cut,) = made(tmp_path, samples, TONE, (), (Passage(1200, 1500, 3300, 3800),)).cuts
    sound = heard(tmp_path / "interview.flac")[:, 0]
    for ms in (cut.start_ms, cut.end_ms):
        near = sound[ms * 48 - 2 : ms * 48 + 2]
        assert near.min() <= 0 <= near.max()


@pytest.mark.parametrize("room_ms", [20, 25, 300, 5, 0])
def test_nothing_of_the_words_is_in_the_fade_of_a_cut(tmp_path: Path, room_ms: int) -> None:
    """The words are one sample after the other at full scale, and not one of them is heard."""
    samples = np.random.default_rng(6).normal(0, 0.001, (5 * RATE, 1))
    samples[1500 * 48 : 3300 * 48] = 0.9
    passage = Passage(1500 - room_ms, 1500, 3300, 3300 + room_ms)
    (cut,) = made(tmp_path, samples, TONE, (), (passage,)).cuts
    left = np.concatenate(list(edit(tmp_path / "interview.flac", (cut,)).blocks(1)))
    assert np.abs(left).max() < 0.01


def test_without_a_pause_a_cut_leaves_its_fade_outside_of_the_words(tmp_path: Path, talk: Talk) -> None:
    safe = made(tmp_path, talk(5, 1), TONE, (), (Passage(1500, 1500, 3300, 3300),))
    assert safe.cuts == (Cut(1495, 3305),)
