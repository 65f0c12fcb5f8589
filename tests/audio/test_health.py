"""A producer is told in plain words what was found and what is wrong with it, and nothing that isn't."""

import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from radkind_pod.audio.examine import examine
from radkind_pod.audio.health import clock, findings
from radkind_pod.media.decode import Damage
from radkind_pod.media.probe import probe
from radkind_pod.model.audio import Track

RATE = 48_000
SINE = np.sin(np.arange(10 * RATE) * 2 * np.pi * 220 / RATE)


def said(path: Path) -> list[str]:
    return [finding.message for finding in findings(examine(Track(path), probe(path), lambda seconds: None))]


def said_of(folder: Path, sound: np.ndarray, rate: int = RATE, name: str = "a.wav") -> list[str]:
    soundfile.write(folder / name, sound, rate)
    return said(folder / name)


def test_of_a_healthy_file_only_the_facts_are_said(tmp_path: Path) -> None:
    assert said_of(tmp_path, SINE * 0.3) == ["PCM, 48 kHz, mono, 0:10"]
    assert said_of(tmp_path, np.stack([SINE * 0.5, SINE * 0.3], 1), 44_100, "a.mp3") == ["MP3, 44.1 kHz, stereo, 0:11"]


def test_clipping_is_counted_and_placed(tmp_path: Path) -> None:
    loud = SINE * 0.3
    loud[3 * RATE : 4 * RATE] = np.clip(SINE[:RATE] * 3, -1, 1)
    assert said_of(tmp_path, loud)[1:] == ["clipped at 440 places, first at 0:03: it was recorded too loud"]


def test_a_sound_that_just_reaches_full_scale_is_not_clipped(tmp_path: Path) -> None:
    assert said_of(tmp_path, SINE * 0.99996)[1:] == []


def test_an_almost_silent_recording_is_named(tmp_path: Path) -> None:
    assert said_of(tmp_path, SINE * 0.003)[1].startswith("almost silent (-53 dBFS)")


def test_a_constant_part_is_named(tmp_path: Path) -> None:
    assert said_of(tmp_path, SINE * 0.3 - 0.05)[1].startswith("has a DC offset of 5% of full scale")


def test_a_short_file_and_a_telephone_are_named(tmp_path: Path) -> None:
    assert said_of(tmp_path, SINE[: 3 * 8000] * 0.3, 8000)[1:] == [
        "much too short for an interview: 3.0 s",
        "recorded at 8 kHz, as telephones do: it will sound dull",
    ]


@pytest.mark.parametrize("name", ["a.wav", "a.flac", "a.mp3", "a.aiff", "a.rf64"])
def test_a_file_that_ends_in_the_middle_says_how_much_there_is(tmp_path: Path, name: str) -> None:
    noise = np.random.default_rng(0).uniform(-0.3, 0.3, 20 * RATE)
    soundfile.write(tmp_path / name, noise, RATE, format="RF64" if name == "a.rf64" else None)
    data = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(data[: len(data) * 6 // 10])
    assert said(tmp_path / name)[1:] == ["the file ends in the middle: 0:12 of a stated 0:20 could be read"]


@pytest.mark.parametrize(
    ("name", "words"), [("a.mp3", "is damaged at 0:10"), ("a.flac", "sound is missing at 0:10: 0.26 s of silence")]
)
def test_a_damaged_place_is_named(tmp_path: Path, name: str, words: str) -> None:
    soundfile.write(tmp_path / name, np.tile(SINE, 2) * 0.3, RATE)
    data = bytearray((tmp_path / name).read_bytes())
    data[len(data) // 2 : len(data) // 2 + 3000] = bytes(3000)
    (tmp_path / name).write_bytes(data)
    assert words in said(tmp_path / name)[1]


@pytest.mark.parametrize(("seconds", "text"), [(0.4, "0:00"), (723, "12:03"), (3723.4, "1:02:03"), (59.6, "1:00")])
def test_times_are_written_as_people_do(seconds: float, text: str) -> None:
    assert clock(seconds) == text


def test_a_file_that_is_damaged_everywhere_is_told_in_a_moment(tmp_path: Path) -> None:
    """76 kB of noise behind the head of an AMR had 20,000 damaged places, each compared with all others."""
    soundfile.write(tmp_path / "a.wav", SINE, RATE)
    examined = examine(Track(tmp_path / "a.wav"), probe(tmp_path / "a.wav"), lambda seconds: None)
    damaged = replace(examined, damage=tuple(Damage(at / 4000, "no frame") for at in range(40_000)))
    began = time.process_time()
    assert "the file is damaged at 0:00 and at 39599 more places up to 0:10" in findings(damaged)[1].message
    assert time.process_time() - began < 1
