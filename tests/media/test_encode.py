"""What is written comes back, to the sample."""

import math
from pathlib import Path

import numpy as np
import pytest
import soundfile

from radkind_pod.media.decode import read_blocks
from radkind_pod.media.encode import FlacWriter, Mp3Writer, WavWriter, late_ms
from radkind_pod.media.lame_frame import BITRATES_KBPS
from radkind_pod.model.audio import Mp3Format

RATE = 48_000


def by_libav(file: Path) -> np.ndarray:
    return np.concatenate(list(read_blocks(file)))


def by_mpg123(file: Path) -> np.ndarray:
    return soundfile.read(file, always_2d=True)[0]


def write_mp3(file: Path, samples: np.ndarray, mp3: Mp3Format, block: int = 7777) -> Path:
    with Mp3Writer(file, mp3) as writer:
        for start in range(0, len(samples), block):
            writer.write(samples[start : start + block].astype(np.float32))
    return file


def noise(seconds: float, channels: int = 2, level: float = 0.1) -> np.ndarray:
    return np.random.default_rng(1).normal(0, level, (round(seconds * RATE), channels)).astype(np.float32)


def test_a_wav_holds_floats_as_they_were_beyond_full_scale_too(tmp_path: Path) -> None:
    samples = noise(1, level=0.8)
    with WavWriter(tmp_path / "a.wav", 2) as writer:
        writer.write(samples[:5])
        writer.write(samples[5:])
    assert np.array_equal(by_libav(tmp_path / "a.wav"), samples)


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("bits", [16, 24])
def test_flac_is_lossless_for_what_fits_its_bits(tmp_path: Path, bits: int, channels: int) -> None:
    """No dither is added to samples that are on the grid already."""
    whole = (np.rint(noise(2, channels) * 2 ** (bits - 1)) / 2 ** (bits - 1)).astype(np.float32)
    with FlacWriter(tmp_path / "a.flac", channels, bits) as writer:
        for block in np.array_split(whole, 7):
            writer.write(block)
    assert np.array_equal(by_libav(tmp_path / "a.flac"), whole)


def test_a_16_bit_flac_is_dithered(tmp_path: Path) -> None:
    """A tone of a third of the last bit survives: rounding alone would leave silence."""
    tone = np.sin(2 * np.pi * 1000 * np.arange(4 * RATE) / RATE)[:, None] / 3 / 2**15
    with FlacWriter(tmp_path / "a.flac", 1) as writer:
        writer.write(tone.astype(np.float32))
    heard = by_libav(tmp_path / "a.flac")
    assert float((heard * tone).sum() / (tone * tone).sum()) == pytest.approx(1, abs=0.05)


@pytest.mark.parametrize("samples", [1, 479, 48_000 * 2 + 17, 1152 * 40, 1152 * 40 - 1105, 1152 * 40 - 1106])
@pytest.mark.parametrize("mp3", [Mp3Format(64, 1), Mp3Format(32, 1), Mp3Format(128, 2), Mp3Format(320, 2)], ids=str)
def test_an_mp3_is_as_long_as_what_was_written(tmp_path: Path, mp3: Mp3Format, samples: int) -> None:
    """As decoded by libav and by mpg123, to the sample."""
    file = write_mp3(tmp_path / "a.mp3", noise(samples / RATE, mp3.channels), mp3)
    assert (len(by_libav(file)), len(by_mpg123(file))) == (samples, samples)


@pytest.mark.parametrize("mp3", [Mp3Format(64, 1), Mp3Format(128, 2), Mp3Format(192, 2)], ids=str)
def test_an_impulse_stays_where_it_was(tmp_path: Path, mp3: Mp3Format) -> None:
    samples = np.zeros((3 * RATE, mp3.channels))
    samples[100_000] = 0.7
    file = write_mp3(tmp_path / "a.mp3", samples, mp3)
    assert [int(np.abs(read(file)[:, 0]).argmax()) for read in (by_libav, by_mpg123)] == [100_000, 100_000]


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("bitrate", BITRATES_KBPS)
def test_an_mp3_is_as_loud_as_what_was_written(tmp_path: Path, bitrate: int, channels: int) -> None:
    """LAME's hidden input scale is undone at every bitrate."""
    tone = np.repeat(0.25 * np.sin(2 * np.pi * 440 * np.arange(2 * RATE) / RATE)[:, None], channels, 1)
    heard = by_libav(write_mp3(tmp_path / "a.mp3", tone, Mp3Format(bitrate, channels)))
    middle = slice(RATE // 2, 3 * RATE // 2)
    ratio = np.sqrt((heard[middle] ** 2).mean() / (tone[middle] ** 2).mean())
    assert 20 * math.log10(ratio) == pytest.approx(0, abs=0.02)


def test_the_same_sound_gives_the_same_bytes_however_it_is_split(tmp_path: Path) -> None:
    samples = noise(3)
    one = write_mp3(tmp_path / "a.mp3", samples, Mp3Format()).read_bytes()
    other = write_mp3(tmp_path / "b.mp3", samples, Mp3Format(), block=48_000).read_bytes()
    assert one == other


def test_an_mp3_holds_frames_and_nothing_else(tmp_path: Path) -> None:
    data = write_mp3(tmp_path / "a.mp3", noise(1), Mp3Format(128, 2)).read_bytes()
    assert {data[at : at + 2] for at in range(0, len(data), 384)} == {b"\xff\xfb"}


LOW = Mp3Format(24, 1)


@pytest.mark.parametrize("at", [5000, 100_000])
def test_at_24_kbits_an_impulse_comes_later_by_what_is_said_and_as_loud(tmp_path: Path, at: int) -> None:
    """MPEG-2 at 24 kHz, as decoded by libav; mpg123 leaves out its own part of the delay."""
    samples = np.zeros((3 * RATE, 1))
    samples[at] = 0.7
    file = write_mp3(tmp_path / "a.mp3", samples, LOW)
    found = [int(np.abs(by_libav(file)[:, 0]).argmax()), 2 * int(np.abs(by_mpg123(file)[:, 0]).argmax())]
    assert found == [at + 2210, at + 2 * 576]
    assert (late_ms(LOW), late_ms(Mp3Format())) == (35, 0)
    tone = 0.25 * np.sin(2 * np.pi * 440 * np.arange(2 * RATE) / RATE)[:, None]
    heard = by_mpg123(write_mp3(tmp_path / "b.mp3", tone, LOW))
    ratio = np.sqrt((heard[12_000:36_000] ** 2).mean()) / (0.25 / math.sqrt(2))
    assert 20 * math.log10(ratio) == pytest.approx(0, abs=0.02)


def test_at_24_kbits_too_there_are_frames_and_nothing_else(tmp_path: Path) -> None:
    data = write_mp3(tmp_path / "a.mp3", noise(1, 1), LOW).read_bytes()
    assert {data[at : at + 2] for at in range(0, len(data), 72)} == {b"\xff\xf3"}
