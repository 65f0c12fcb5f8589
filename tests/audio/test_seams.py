"""Intro, talk and outro are equally loud in the delivered MP3, and there is no step at a seam."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from tests.audio.chains import Chain

from radkind_pod.audio.music import intro_of
from radkind_pod.audio.stages import Encode, Master, Stitch
from radkind_pod.media.decode import read_blocks
from radkind_pod.media.loudness import LoudnessMeter
from radkind_pod.model.audio import LoudnessTarget, Mp3Format
from radkind_pod.model.programme import Levels, MusicLevel, Programme
from radkind_pod.model.timeline import make_timeline

RATE = 48_000
NEAR = 3 * RATE
MOST_APART_LU = 0.5
HIGHEST_STEP_LU = 2.0
ROOT = Path(__file__).parents[2]
SPEECH = ROOT / "tests/data/speech"
BEGINS_LOUD, READ, NOISY = (SPEECH / name for name in ("mfa/acoustic_corpus.wav", "en/sonnet001.mp3", "en/jfk.flac"))
INTRO, OUTRO = ROOT / "audio/intro.flac", ROOT / "audio/outro.flac"
Write = Callable[[str, np.ndarray], Path]


@dataclass(frozen=True)
class Heard:
    """The delivered sound, and where the seams are in it."""

    samples: np.ndarray
    programme: Programme

    @property
    def seams(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """From the last moment at which one part is alone to the first at which the other one is."""
        p = self.programme
        opening, closing = p.intro_keep + p.interview_start, p.intro_keep + p.interview_end
        before = max(p.interview_start, p.intro_fade) - p.interview_start
        after = max(p.outro_start, p.outro_fade)
        return (p.intro_keep - before, opening), (closing, closing + after)

    def parts_lufs(self) -> list[float]:
        """Of each part what is not mixed with another one."""
        p = self.programme
        (_, b), (c, _) = self.seams
        parts = self.samples[: p.intro_keep], self.samples[b:c], self.samples[c + p.outro_start :]
        return [LoudnessMeter.of([part], 2).integrated_lufs for part in parts]

    def steps_lu(self) -> list[float]:
        """By how much the 3 s on either side of each seam differ, pauses left aside."""
        steps = (
            abs(near_lufs(self.samples[max(0, start - NEAR) : start]) - near_lufs(self.samples[stop : stop + NEAR]))
            for start, stop in self.seams
        )
        return list(steps)


def near_lufs(samples: np.ndarray) -> float:
    return LoudnessMeter.of([samples], 2).integrated_lufs


def heard(done: Chain) -> Heard:
    return Heard(np.concatenate(list(read_blocks(done.delivered.file))), done.programme)


def band(seconds: float, fades_s: float) -> np.ndarray:
    """Chords with a beat; they may go by themselves at the end, and come by themselves at the start."""
    t = np.arange(round(seconds * RATE)) / RATE
    wave = sum(np.sin(2 * np.pi * f * t) for f in (110, 220, 277.2, 329.6, 440)) * (
        0.4 + 0.6 * np.exp(-(t * 2 % 1) * 3)
    )
    wave *= np.clip(np.minimum(t, seconds - t) / fades_s, 0.02, 1)
    return 0.1 * np.repeat(wave[:, None], 2, axis=1)


@pytest.mark.parametrize("talk", [BEGINS_LOUD, READ, NOISY], ids=lambda file: file.stem)
def test_parts_are_equally_loud_and_seams_without_a_step(chain: Chain, talk: Path) -> None:
    done = heard(chain.run(talk, INTRO, OUTRO, crossfade_ms=1500))
    parts = done.parts_lufs()
    assert max(parts) - min(parts) <= MOST_APART_LU
    assert max(done.steps_lu()) <= HIGHEST_STEP_LU


@pytest.mark.parametrize("talk", [BEGINS_LOUD, READ], ids=lambda file: file.stem)
def test_a_sting_makes_no_step_either(chain: Chain, write_wav: Write, talk: Path) -> None:
    """Where the talk is softer or louder by itself (by up to 6 LU here), it comes nearer before and behind a sting."""
    sting = write_wav("sting.wav", band(2, 0.3))
    length_ms = sum(map(len, read_blocks(talk))) // 48
    done = chain.run(talk, sting=sting, stings_ms=tuple(range(5000, length_ms - 5000, 7000)))
    samples, stings = heard(done).samples, done.programme.stings
    assert stings
    timeline = make_timeline(length_ms, (), 0, done.delivered.duration_ms, stings)
    for at_ms in stings.at_ms:
        stop = timeline.to_episode(at_ms) * 48
        start = stop - stings.samples
        before, itself, after = samples[start - NEAR : start], samples[start:stop], samples[stop : stop + NEAR]
        assert abs(near_lufs(before) - near_lufs(itself)) <= HIGHEST_STEP_LU
        assert abs(near_lufs(after) - near_lufs(itself)) <= HIGHEST_STEP_LU


@pytest.mark.parametrize(
    ("own_s", "crossfade_ms", "fade_ms"), [(2, 0, None), (4, 3000, None), (4, 1000, 4000), (4, 3000, 1000)]
)
def test_music_that_comes_and_goes_by_itself_makes_no_step(
    chain: Chain, write_wav: Write, own_s: int, crossfade_ms: int, fade_ms: int | None
) -> None:
    """As long as 8 dB make up for it: what has faded to nothing before the seam stays so."""
    music = write_wav("band.wav", band(14, own_s))
    done = heard(chain.run(BEGINS_LOUD, music, music, crossfade_ms=crossfade_ms, fade_ms=fade_ms))
    parts = done.parts_lufs()
    assert max(parts) - min(parts) <= MOST_APART_LU
    assert max(done.steps_lu()) <= HIGHEST_STEP_LU


@pytest.mark.parametrize(("crossfade_ms", "fade_ms"), [(1500, 3000), (3500, None), (0, 6000)])
def test_music_of_which_only_an_echo_is_alone_is_not_raised_beyond_reason(
    chain: Chain, crossfade_ms: int, fade_ms: int | None
) -> None:
    """The sample's outro is a few bells that have died away after three seconds."""
    done = heard(chain.run(BEGINS_LOUD, INTRO, OUTRO, crossfade_ms=crossfade_ms, fade_ms=fade_ms))
    meter = LoudnessMeter(2)
    meter.add(done.samples[done.seams[1][0] :])
    assert meter.measured().momentary_lufs < -16 + 5.5


def test_without_a_hand_on_the_fader_there_is_a_step(chain: Chain, tmp_path: Path) -> None:
    """The counter-test: the same parts with nothing but one gain each."""
    levels = chain.run(BEGINS_LOUD, INTRO, OUTRO, crossfade_ms=1500).levels
    assert levels.intro
    assert levels.outro
    plain = Levels(levels.interview_db, MusicLevel(levels.intro.gain_db), MusicLevel(levels.outro.gain_db))
    again = Chain(tmp_path / "plain")
    again.programme = again.make(Stitch(BEGINS_LOUD, INTRO, OUTRO, (), plain, 1500, 2))
    target = LoudnessTarget(-16.0)
    mastering = again.make(Master(BEGINS_LOUD, again.programme, (), target, 2, 128))
    again.delivered = again.make(Encode(BEGINS_LOUD, again.programme, (), mastering, target, Mp3Format()))
    assert max(heard(again).steps_lu()) > HIGHEST_STEP_LU


def test_music_may_fade_longer_than_it_overlaps(chain: Chain, write_wav: Write) -> None:
    steady = write_wav("a.wav", np.full((8 * RATE, 2), 0.1))
    programme = chain.run(BEGINS_LOUD, steady, crossfade_ms=1000, fade_ms=4000).programme
    assert programme.intro_keep == 7 * RATE
    intro = intro_of(steady, replace(programme.levels, intro=None), programme)
    gain = np.concatenate(list(intro.blocks(1)))[:, 0] / 0.1
    at = [3.9, 4.0, 6.0, 8.0]
    expected = [1, 1, np.sqrt(0.5), 0]
    assert gain[[round(s * RATE) - 1 for s in at]] == pytest.approx(expected, abs=1e-3)
