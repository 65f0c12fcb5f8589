"""What the report tells is what another decoder hears in the MP3, at the place where it says it is."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from radkind_pod.audio.stages import Encode, Level, Master, Measure, Stitch, Withhold
from radkind_pod.media.decode import read_blocks
from radkind_pod.media.loudness import LoudnessMeter
from radkind_pod.media.meter import Meter
from radkind_pod.media.true_peak import CellPeaks
from radkind_pod.model.audio import TONE, Cut, LoudnessTarget, Mp3Format, Turn
from radkind_pod.model.plain import from_plain_file
from radkind_pod.model.programme import Delivered, Programme
from radkind_pod.model.report import Measured
from radkind_pod.progress import Silent

RATE = 48_000
TARGET, MP3 = LoudnessTarget(-16.0), Mp3Format(128, 2)
CUTS, REDACTED = (Cut(13_000, 15_000),), (Cut(20_000, 21_000),)
TURNS = (Turn("1", 0, 9_800), Turn("2", 10_000, 19_800), Turn("1", 22_000, 29_800))
Talk = Callable[..., np.ndarray]


@dataclass(frozen=True)
class Made:
    """An episode of noise in syllables: two people 12 dB apart, music around them, a cut and a bleep."""

    interview: Path
    programme: Programme
    delivered: Delivered
    measured: Measured
    json: dict[str, Any]

    @property
    def heard(self) -> np.ndarray:
        """The MP3, by another decoder."""
        return soundfile.read(self.delivered.file, always_2d=True, dtype="float32")[0]


def make(folder: Path, request: Any) -> Any:
    (folder / request.NAME).mkdir()
    request.run(folder / request.NAME, Silent())
    return request.read(folder / request.NAME)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    from tests.audio.conftest import make_talk

    folder = tmp_path_factory.mktemp("measure")
    loud, soft, again = (make_talk(10, 2, level, seed) for level, seed in ((0.2, 1), (0.05, 2), (0.2, 3)))
    loud[5 * RATE], soft[7 * RATE] = 0.9, 0.8
    names = "interview.wav", "intro.wav", "outro.wav"
    interview, intro, outro = (folder / name for name in names)
    sounds = np.concatenate([loud, soft, again]), make_talk(5, 2, 0.1, 4), make_talk(5, 2, 0.1, 5)
    for file, sound in zip((interview, intro, outro), sounds, strict=True):
        soundfile.write(file, sound, RATE, subtype="FLOAT")
    (folder / "levels.bin").write_bytes(bytes([25] * 300))
    safe = make(folder, Withhold(interview, folder / "levels.bin", REDACTED, (), CUTS, TONE))
    levels = make(folder, Level(safe.file, intro, outro, CUTS, -16.0, 2, TURNS))
    programme = make(folder, Stitch(safe.file, intro, outro, CUTS, levels, 1000, 2))
    mastering = make(folder, Master(safe.file, programme, CUTS, TARGET, 2, 128))
    delivered = make(folder, Encode(safe.file, programme, CUTS, mastering, TARGET, MP3))
    peak = delivered.loudness.true_peak_dbtp
    file = make(folder, Measure(interview, programme, CUTS, REDACTED, TURNS, delivered.file, peak, 2))
    return Made(interview, programme, delivered, from_plain_file(Measured, file), json.loads(file.read_text()))


def test_the_episode_measures_what_another_decoder_hears(made: Made) -> None:
    expected = LoudnessMeter.of([made.heard], 2)
    after = made.measured.after
    assert after.integrated_lufs == pytest.approx(expected.integrated_lufs, abs=0.02)
    assert after.range_lu == pytest.approx(expected.range_lu, abs=0.02)
    assert after.short_term_lufs == pytest.approx(expected.short_term_lufs, abs=0.02)
    assert after.peak_dbfs == pytest.approx(20 * np.log10(np.abs(made.heard).max()), abs=0.05)
    assert after.duration_ms == round(len(made.heard) / 48)


def test_the_true_peak_is_the_delivered_one_and_is_where_it_is_told(made: Made) -> None:
    told = made.measured.true_peak
    first = told.at_ms * 48
    near = Meter(2)
    near.add(made.heard[first - RATE // 10 : first + RATE // 10])
    away = Meter(2)
    away.add(np.concatenate([made.heard[: first - RATE // 100], made.heard[first + RATE // 50 :]]))
    assert told.dbtp == pytest.approx(made.delivered.loudness.true_peak_dbtp, abs=0.01)
    assert near.loudness().true_peak_dbtp == pytest.approx(told.dbtp, abs=0.05)
    assert away.loudness().true_peak_dbtp < told.dbtp - 0.005


def test_before_is_the_recording_as_it_was(made: Made) -> None:
    expected = LoudnessMeter.of(read_blocks(made.interview), 2)
    before = made.measured.before
    assert before.integrated_lufs == pytest.approx(expected.integrated_lufs, abs=0.01)
    assert before.range_lu == pytest.approx(expected.range_lu, abs=0.01)
    assert before.peak_dbfs == pytest.approx(20 * np.log10(0.9), abs=0.01)
    assert before.duration_ms == 30_000


def test_speakers_are_as_far_apart_as_they_were_recorded_and_even_in_the_episode(made: Made) -> None:
    one, two = made.measured.voices
    assert (one.speaker, two.speaker) == ("1", "2")
    assert one.before_lufs - two.before_lufs == pytest.approx(12.04, abs=1)
    assert abs(one.after_lufs - two.after_lufs) <= 1
    assert two.spoken_ms == 9_800 - 2_000
    assert one.spoken_ms == 9_800 + 7_800 - 2 * 1000 + 200


def test_a_speaker_in_the_episode_is_what_the_mp3_has_between_these_moments(made: Made) -> None:
    """The second speaker: from 10 to 13 and from 15 to 19.8 s of the recording, which begins 4 s into the episode."""
    heard = made.heard[14 * RATE : round(21.8 * RATE)]
    assert made.measured.voices[1].after_lufs == pytest.approx(LoudnessMeter.of([heard], 2).integrated_lufs, abs=0.15)


def test_every_join_is_told_at_its_place_in_the_episode(made: Made) -> None:
    """The intro lasts 5 s and overlaps by 1 s; what follows the cut of 2 s comes 2 s earlier."""
    told = [(join.kind, join.start_ms, join.end_ms) for join in made.measured.joins]
    assert told == [
        ("opening", 4000, 5000),
        ("cut", 17_000, 17_000),
        ("bleep", 22_000, 23_000),
        ("closing", 31_000, 32_000),
    ]
    cut = made.measured.joins[1]
    before, after = (made.heard[at * RATE : (at + 3) * RATE] for at in (14, 17))
    assert cut.before_lufs == pytest.approx(LoudnessMeter.of([before], 2).integrated_lufs, abs=0.2)
    assert cut.after_lufs == pytest.approx(LoudnessMeter.of([after], 2).integrated_lufs, abs=0.2)
    assert cut.step_lu == pytest.approx(cut.after_lufs - cut.before_lufs, abs=0.011)


def test_what_comes_after_a_sting_is_measured_where_it_is_heard(tmp_path: Path, talk: Talk) -> None:
    """Two people 12 dB apart; between them a sting of 2 s, from somewhere in the pause on."""
    interview, sting = tmp_path / "interview.wav", tmp_path / "sting.wav"
    sound = np.concatenate([talk(10, 2, 0.2, 1), np.zeros((RATE, 2)), talk(10, 2, 0.05, 2)])
    soundfile.write(interview, sound, RATE, subtype="FLOAT")
    soundfile.write(sting, talk(2, 2, 0.1, 3), RATE, subtype="FLOAT")
    turns = (Turn("1", 0, 10_000), Turn("2", 11_000, 21_000))
    levels = make(tmp_path, Level(interview, None, None, (), -16.0, 2, turns, sting=sting, stings_ms=(10_500,)))
    programme = make(tmp_path, Stitch(interview, None, None, (), levels, 0, 2, sting=sting))
    mastering = make(tmp_path, Master(interview, programme, (), TARGET, 2, 128))
    delivered = make(tmp_path, Encode(interview, programme, (), mastering, TARGET, MP3))
    request = Measure(interview, programme, (), (), turns, delivered.file, delivered.loudness.true_peak_dbtp, 2)
    measured = from_plain_file(Measured, make(tmp_path, request))
    heard = soundfile.read(delivered.file, always_2d=True, dtype="float32")[0][13 * RATE : 23 * RATE]
    assert measured.voices[1].after_lufs == pytest.approx(LoudnessMeter.of([heard], 2).integrated_lufs, abs=0.1)
    (join,) = measured.joins
    assert join.kind == "sting"
    assert 10_000 <= join.start_ms <= 11_000
    assert join.end_ms == join.start_ms + 2000
    assert abs(join.step_lu) <= 2


def test_each_part_is_measured_where_it_stands_alone(made: Made) -> None:
    levels = made.programme.levels
    intro, interview, outro = made.measured.parts
    assert [(part.kind, part.start_ms, part.end_ms) for part in (intro, interview, outro)] == [
        ("intro", 0, 4000),
        ("interview", 5000, 31_000),
        ("outro", 32_000, 36_000),
    ]
    assert [part.gain_db for part in (intro, interview, outro)] == pytest.approx(
        [levels.intro.gain_db, levels.interview_db, levels.outro.gain_db], abs=0.01
    )
    alone = LoudnessMeter.of([made.heard[5 * RATE : 31 * RATE]], 2).integrated_lufs
    assert interview.after_lufs == pytest.approx(alone, abs=0.05)
    files = made.programme.intro, made.interview, made.programme.outro
    for part, file in zip((intro, interview, outro), files, strict=True):
        assert part.before_lufs == pytest.approx(LoudnessMeter.of(read_blocks(file), 2).integrated_lufs, abs=0.01)


def test_the_recordings_curve_stands_where_the_episode_has_it(made: Made) -> None:
    """In the middle of the second speaker, after the cut, it is that of the recording two seconds later."""
    curve = made.measured.curve
    assert curve.step_ms == 100
    recorded = np.concatenate(list(read_blocks(made.interview)))
    there = LoudnessMeter.of([recorded[round(15.3 * RATE) : round(18.3 * RATE)]], 2)
    heard = LoudnessMeter.of([made.heard[round(17.3 * RATE) : round(20.3 * RATE)]], 2)
    at = round(18.8 * 10)
    assert curve.before_lufs[at] == pytest.approx(there.short_term_lufs, abs=0.2)
    assert curve.after_lufs[at] == pytest.approx(heard.short_term_lufs, abs=0.2)
    assert curve.before_lufs[10] is None
    assert curve.after_lufs[10] is not None
    assert len(curve.before_lufs) == len(curve.after_lufs) == len(made.heard) // 4800


def test_what_was_done_is_told_with_its_numbers(made: Made) -> None:
    told = {done.stage: {figure.name: figure.value for figure in done.figures} for done in made.measured.done}
    sentences = [done.what for done in made.measured.done]
    assert told["withhold"] == {"bleeps": 1, "length": 1.0}
    assert sentences[:2] == ["One place was bleeped, 1.0 s altogether.", "One place was cut, 2.0 s altogether."]
    assert re.fullmatch(
        r"Each turn of a speaker was brought towards the same loudness: "
        r"turns were lowered by up to \d+\.\d dB or raised by up to \d+\.\d dB\.",
        sentences[2],
    )
    assert told["level"]["interview"] == pytest.approx(made.programme.levels.interview_db, abs=0.01)


def test_the_limiter_is_told_by_how_much_it_held_the_planted_peak_down(made: Made) -> None:
    """The click at 17 s of the recording, 19 s of the episode, is in the soft speaker's turn, which is raised."""
    from radkind_pod.audio.curve import Curve

    curve = Curve.read(made.programme.levels.curve)
    gain_db = made.programme.levels.interview_db + float(np.interp(17 * RATE, curve.at, curve.db))
    raised_dbfs = 20 * np.log10(0.8) + gain_db
    at = 19 * RATE
    stayed = CellPeaks(2, 480).add(made.heard[at - 4800 : at + 4800], 10.0).max()
    (limited,) = [done.figures[0].value for done in made.measured.done if done.stage == "master"]
    assert limited == pytest.approx(raised_dbfs - 20 * np.log10(stayed), abs=0.3)
    assert limited > 3


def test_the_same_input_gives_the_same_bytes_and_they_are_json(made: Made, tmp_path: Path) -> None:
    request = Measure(
        made.interview,
        made.programme,
        CUTS,
        REDACTED,
        TURNS,
        made.delivered.file,
        made.delivered.loudness.true_peak_dbtp,
        2,
    )
    again = make(tmp_path, request).read_text(encoding="utf-8")
    assert json.loads(again, parse_constant=pytest.fail) == made.json


def test_a_silent_recording_part_is_told_as_none(tmp_path: Path, talk: Talk, write_wav: Callable[..., Path]) -> None:
    sound = np.concatenate([talk(4, 1), np.zeros((6 * RATE, 1), np.float32)])
    file = write_wav("i.wav", sound)
    levels = make(tmp_path, Level(file, None, None, (), -19.0, 1))
    programme = make(tmp_path, Stitch(file, None, None, (), levels, 0, 1))
    target, mp3 = LoudnessTarget(-19.0), Mp3Format(64, 1)
    mastering = make(tmp_path, Master(file, programme, (), target, 1, 64))
    delivered = make(tmp_path, Encode(file, programme, (), mastering, target, mp3))
    request = Measure(file, programme, (), (), (Turn("1", 5000, 9000),), delivered.file, -1.0, 1)
    found = json.loads(make(tmp_path, request).read_text(encoding="utf-8"), parse_constant=pytest.fail)
    assert found["voices"][0]["before_lufs"] is None
    assert found["curve"]["before_lufs"][80] is None
    assert found["joins"] == []
