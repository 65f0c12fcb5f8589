from pathlib import Path

import numpy as np
import pytest

from radkind_pod.audio.stages import Clean, Prepare
from radkind_pod.audio.weights import find_denoiser
from radkind_pod.media.decode import read_blocks
from radkind_pod.model.audio import Recording, Track
from radkind_pod.progress import Silent

RATE = 48_000
VOICE = Path(__file__).parents[1] / "data/speech/en/sonnet001.mp3"


def voice(seconds: float) -> np.ndarray:
    return np.concatenate([b[:, 0] for b in read_blocks(VOICE, channels=1, stop=round(seconds * RATE))])


def kitchen(seconds: float) -> np.ndarray:
    """A voice after two seconds of pause, with hiss, hum, rumble and a click."""
    rng = np.random.default_rng(1)
    count = round(seconds * RATE)
    time = np.arange(count) / RATE
    hum = sum(level * np.sin(2 * np.pi * 50 * k * time) for k, level in ((1, 1.0), (2, 0.6), (3, 0.4), (4, 0.3)))
    sound = np.concatenate([np.zeros(2 * RATE), voice(seconds - 2)])
    sound = sound + 0.004 * rng.normal(0, 1, count) + 0.02 * hum + 0.02 * np.sin(2 * np.pi * 20 * time)
    sound[RATE + 7000 : RATE + 7005] += 0.5
    return sound.astype(np.float32)


def mixed(folder: Path, recordings: tuple[Recording, ...], *cleaning: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Return the working recording, and what listeners hear."""
    made = []
    for request in (Prepare(recordings), Clean(recordings, cleaning, find_denoiser())):
        place = folder / f"{request.NAME}-{'-'.join(map('-'.join, cleaning))}"
        place.mkdir()
        request.run(place, Silent())
        made.append(request.read(place))
    interview, cleaned = made
    return tuple(np.concatenate(list(read_blocks(file))) for file in (interview.file, cleaned.file))


def line(sound: np.ndarray, hz: int) -> float:
    second = sound[RATE // 2 : RATE // 2 + RATE, 0]
    return float(20 * np.log10(np.abs(np.fft.rfft(second * np.hanning(RATE)))[hz - 1 : hz + 2].max()))


def test_a_kitchen_comes_out_clean_and_in_its_place(tmp_path: Path, write_wav) -> None:
    recordings = (Recording((Track(write_wav("a.wav", kitchen(6.3)[:, None])),)),)
    floors = {}
    for strength in ("gentle", "strong"):
        before, after = mixed(tmp_path, recordings, (strength,))
        assert before.shape == after.shape
        for hz in (20, 50, 100, 150, 200):
            assert line(after, hz) < line(before, hz) - 12, hz
        hiss = [np.diff(sound[RATE // 2 : RATE, 0]) for sound in (before, after)]
        floors[strength] = 20 * np.log10(np.std(hiss[0]) / np.std(hiss[1]))
        assert np.abs(after[RATE + 6000 : RATE + 8000]).max() < 0.1
        talk = slice(3 * RATE, 6 * RATE)
        together = np.fft.irfft(np.fft.rfft(after[talk, 0]) * np.conj(np.fft.rfft(before[talk, 0])))
        assert int(together.argmax()) in (0, len(together) - 1)
    assert floors["gentle"] == pytest.approx(12, abs=2)
    assert floors["strong"] > floors["gentle"] + 8


def test_only_the_track_that_asks_for_it_is_cleaned(tmp_path: Path, write_wav) -> None:
    """Two recordings one after the other: the one that is off is the same to the sample."""
    one, other = write_wav("a.wav", kitchen(4)[:, None]), write_wav("b.wav", kitchen(4)[:, None])
    recordings = (Recording((Track(one),)), Recording((Track(other),)))
    before, after = mixed(tmp_path, recordings, ("off",), ("gentle",))
    assert (before[: 4 * RATE] == after[: 4 * RATE]).all()
    assert np.abs(before[4 * RATE :] - after[4 * RATE :]).max() > 0.01


def test_tracks_are_cleaned_before_they_are_mixed(tmp_path: Path, write_wav) -> None:
    """The second microphone is stereo, and lasts longer."""
    quiet = np.repeat(voice(6)[:, None], 2, axis=1) * [[1, 0.5]]
    one, other = write_wav("a.wav", kitchen(5)[:, None]), write_wav("b.wav", quiet)
    recordings = (Recording((Track(one, "Jo"), Track(other, "Ama"))),)
    before, after = mixed(tmp_path, recordings, ("strong", "off"))
    assert before.shape == after.shape == (6 * RATE, 2)
    assert line(after, 50) < line(before, 50) - 12
    assert np.abs(before[5 * RATE + 10 :] - after[5 * RATE + 10 :]).max() < 1e-4


def test_a_file_with_a_channel_for_each_person_is_cleaned(tmp_path: Path, write_wav) -> None:
    both = np.stack([kitchen(5), np.roll(kitchen(5), RATE), 0.5 * kitchen(5)], axis=1)
    recordings = (Recording((Track(write_wav("a.wav", both), channels=("Jo", "Ama", "Bo")),)),)
    before, after = mixed(tmp_path, recordings, ("strong",))
    assert before.shape == after.shape
    assert line(after, 50) < line(before, 50) - 12


def test_peaks_that_come_back_do_not_clip_again(tmp_path: Path, write_wav) -> None:
    speech = voice(5)
    clipped = np.clip(speech / np.abs(speech).max() * 2.5, -1, 1)[:, None]
    _, after = mixed(tmp_path, (Recording((Track(write_wav("a.wav", clipped)),)),), ("gentle",))
    assert np.abs(after).max() < 0.999
    mended = after[:, 0] / np.abs(after).max()
    assert (np.abs(mended) > 0.9).mean() < (np.abs(clipped) > 0.9).mean() / 3


def test_silence_stays_silence(tmp_path: Path, write_wav) -> None:
    """A track on which nobody ever speaks beside one on which somebody does."""
    one, other = write_wav("a.wav", np.zeros((3 * RATE, 1))), write_wav("b.wav", voice(3)[:, None])
    recordings = (Recording((Track(one), Track(other))),)
    before, after = mixed(tmp_path, recordings, ("strong", "off"))
    assert np.abs(before - after).max() < 1e-4
