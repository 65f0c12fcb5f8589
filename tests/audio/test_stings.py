"""A sting takes its own time, in a pause, and everything behind it comes later by its length."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from tests.audio.chains import Chain

from radkind_pod.audio.compare import alike
from radkind_pod.audio.edit import FADE, edit
from radkind_pod.audio.envelope import Envelope, as_bytes
from radkind_pod.audio.sting_places import find_places
from radkind_pod.errors import MediaError
from radkind_pod.media.decode import read_blocks
from radkind_pod.media.loudness import LoudnessMeter
from radkind_pod.model.audio import Cut
from radkind_pod.model.programme import Bed, Stings
from radkind_pod.model.timeline import make_timeline

RATE = 48_000
ROOT = Path(__file__).parents[2]
TALK = ROOT / "tests/data/speech/en/jfk.flac"
INTRO, OUTRO = ROOT / "audio/intro.flac", ROOT / "audio/outro.flac"
PAUSE_MS = (5900, 8100)
"""Nobody speaks in jfk.flac at some time between these; it is never silent."""
Write = Callable[[str, np.ndarray], Path]


@pytest.fixture
def ramp(write_wav: Write) -> Path:
    """Three seconds and 17 samples in which each sample says where it is."""
    return write_wav("ramp.wav", (np.arange(3 * RATE + 17) / 2**20)[:, None])


@pytest.fixture
def sting(write_wav: Write) -> Path:
    return write_wav("sting.wav", np.full((RATE // 2 - 5, 1), 0.25))


def stings(file: Path, *at_ms: int) -> Stings:
    return Stings(file, 0.0, RATE // 2, at_ms, (False,) * len(at_ms))


def test_a_sting_stands_between_what_was_before_and_behind_it(ramp: Path, sting: Path) -> None:
    edited = edit(ramp, (Cut(2000, 2500),), stings=stings(sting, 1000))
    heard = np.concatenate(list(edited.blocks(1)))[:, 0]
    assert len(heard) == edited.samples == 3 * RATE + 17
    assert np.array_equal(heard[: RATE - FADE] * 2**20, np.arange(RATE - FADE))
    assert (heard[RATE + FADE : RATE * 3 // 2 - 5 - FADE] == 0.25).all()
    assert not heard[RATE * 3 // 2 - 5 : RATE * 3 // 2].any()
    half = FADE // 2
    assert np.allclose(
        heard[RATE * 3 // 2 + FADE : 5 * RATE // 2 - half] * 2**20, np.arange(RATE + FADE, 2 * RATE - half)
    )


@pytest.mark.parametrize(("start", "stop"), [(0, 50_000), (50_000, 60_000), (71_990, 72_010), (47_900, 100_000)])
def test_a_window_over_a_sting_is_the_same_as_that_part_of_the_whole(
    ramp: Path, sting: Path, start: int, stop: int
) -> None:
    edited = edit(ramp, (Cut(2000, 2500),), stings=stings(sting, 1000))
    whole = np.concatenate(list(edited.blocks(1)))
    assert np.array_equal(np.concatenate(list(edited.blocks(1, start, stop))), whole[start:stop])


def test_a_sting_goes_into_the_pause_that_is_near() -> None:
    (place,) = find_places(edit(TALK, ()), [6500], 0, 11 * RATE)
    assert not place.spoken
    samples = np.concatenate(list(read_blocks(TALK, channels=1)))
    around = samples[(place.at_ms - 100) * 48 : (place.at_ms + 100) * 48]
    assert 20 * np.log10(around.std() / samples.std()) < -15


def test_where_nobody_pauses_it_says_so(write_wav: Write) -> None:
    noise = write_wav("noise.wav", np.random.default_rng(1).normal(0, 0.1, (20 * RATE, 1)))
    (place,) = find_places(edit(noise, ()), [10_000], 0, 20 * RATE)
    assert place.spoken


def test_in_silence_a_sting_stands_where_it_was_asked_for(write_wav: Write) -> None:
    silence = write_wav("silence.wav", np.zeros((20 * RATE, 1)))
    (place,) = find_places(edit(silence, ()), [10_000], 0, 20 * RATE)
    assert (place.at_ms, place.spoken) == (10_000, False)


def test_stings_near_each_other_keep_their_order_and_stay_out_of_cuts_and_seams(write_wav: Write) -> None:
    noise = write_wav("noise.wav", np.random.default_rng(1).normal(0, 0.1, (20 * RATE, 1)))
    edited = edit(noise, (Cut(9_000, 11_000),))
    places = find_places(edited, [100, 8_000, 9_500, 12_000, 20_000], RATE, 17 * RATE)
    at = [place.at_ms for place in places]
    assert at == sorted(set(at))
    assert not any(9_000 - 10 < ms < 11_000 + 10 for ms in at)
    assert (at[0] >= 1_000, at[-1] <= 19_000) == (True, True)


def test_a_sting_without_room_is_refused(write_wav: Write) -> None:
    noise = write_wav("noise.wav", np.random.default_rng(1).normal(0, 0.1, (2 * RATE, 1)))
    with pytest.raises(MediaError, match="no room for the sting"):
        find_places(edit(noise, ()), [1_000, 1_000, 1_000], 0, 2 * RATE)


def test_everything_behind_a_sting_is_heard_where_the_timeline_says(
    chain: Chain, write_wav: Write, tmp_path: Path
) -> None:
    """Two stings, a cut, intro and outro, a bed; the sting is as loud as the rest, and the bed is silent under it."""
    envelope = Envelope()
    envelope.add(np.concatenate(list(read_blocks(TALK))))
    (tmp_path / "levels.bin").write_bytes(as_bytes(envelope.levels_db()))
    tone = 0.02 * np.sin(2 * np.pi * 440 * np.arange(round(1.5001 * RATE)) / RATE)[:, None]
    sting = write_wav("sting.wav", np.repeat(tone, 2, axis=1))
    bed = Bed(write_wav("bed.wav", np.random.default_rng(3).normal(0, 0.02, (4 * RATE, 2))), 8, 14, 500, 2000)
    cuts = (Cut(2660, 3180),)
    done = chain.run(
        TALK, INTRO, OUTRO, cuts=cuts, bed=bed, speech=tmp_path / "levels.bin", sting=sting, stings_ms=(4900, 7000)
    )
    programme = done.programme
    assert programme.stings
    assert programme.stings.samples == 1501 * 48
    offset_ms = round(programme.interview_offset / 48)
    timeline = make_timeline(11_000, cuts, offset_ms, done.delivered.duration_ms, programme.stings)
    heard = np.concatenate(list(read_blocks(done.delivered.file)))
    for start, end in ((1_700, 2_500), (3_300, 4_400), (5_400, 5_900), (8_200, 9_900)):
        at = timeline.to_episode(start) * 48
        said = list(read_blocks(TALK, start=start * 48, stop=end * 48))
        assert alike([np.concatenate(said)], [heard[at : at + (end - start) * 48]]) > 0.95
    for at_ms in programme.stings.at_ms:
        stop = timeline.to_episode(at_ms) * 48
        part = heard[stop - programme.stings.samples : stop]
        assert LoudnessMeter.of([part], 2).integrated_lufs == pytest.approx(-16, abs=0.5)
        spectrum = np.abs(np.fft.rfft(part[:RATE, 0] * np.hanning(RATE)))
        assert spectrum.argmax() == 440
        assert np.square(spectrum[1000:]).sum() < 1e-5 * np.square(spectrum).sum()
