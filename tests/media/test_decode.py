"""Whatever a recorder, phone or call gives is decoded to the samples that are in it."""

import errno
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
import soundfile
from av.error import FFmpegError

from radkind_pod.errors import MediaError
from radkind_pod.media import decode
from radkind_pod.media.blocks import BLOCK_S
from radkind_pod.media.decode import Damage, read_blocks
from radkind_pod.media.probe import probe

WRITTEN_BY_SOUNDFILE = [
    ("a.wav", "PCM_16"), ("a.wav", "PCM_24"), ("a.wav", "PCM_32"), ("a.wav", "FLOAT"), ("a.wav", "PCM_U8"),
    ("a.rf64", "PCM_24"), ("a.w64", "PCM_16"), ("a.flac", "PCM_16"), ("a.flac", "PCM_24"), ("a.aiff", "PCM_16"),
    ("a.caf", "PCM_16"), ("a.ogg", "VORBIS"), ("a.ogg", "OPUS"), ("a.mp3", "MPEG_LAYER_III"),
]  # fmt: skip
WRITTEN_BY_LIBAV = [
    ("a.m4a", "aac", 44_100, 128_000), ("a.aac", "aac", 44_100, 128_000), ("a.mp4", "aac", 48_000, 128_000),
    ("a.mov", "pcm_s16le", 44_100, 0), ("a.mkv", "pcm_s16le", 48_000, 0), ("a.webm", "libopus", 48_000, 64_000),
    ("a.wma", "wmav2", 44_100, 128_000),
]  # fmt: skip
SECONDS = 2


def tone(rate: int, channels: int = 1, seconds: float = SECONDS) -> np.ndarray:
    """A sine of 300 Hz in the first channel, 100 Hz more and quieter in each further one."""
    t = np.arange(round(rate * seconds)) / rate
    return np.stack([0.4 / (k + 1) * np.sin(2 * np.pi * (300 + 100 * k) * t) for k in range(channels)], 1)


def encode(path: Path, codec: str, rate: int, bit_rate: int) -> None:
    """Write the tone as mono with libav."""
    with av.open(str(path), "w", format={".m4a": "mp4", ".wma": "asf", ".aac": "adts"}.get(path.suffix)) as container:
        stream = container.add_stream(codec, rate=rate, layout="mono")
        stream.bit_rate = bit_rate
        taken = stream.codec_context.codec.audio_formats[0].name
        stream.format = taken
        frame = av.AudioFrame.from_ndarray(tone(rate).T.astype(np.float32), "fltp", "mono")
        frame.sample_rate = rate
        size = stream.codec_context.frame_size or 1024
        resampler = av.AudioResampler(format=taken, layout="mono", rate=rate, frame_size=size)
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            container.mux(stream.encode(piece))
        container.mux(stream.encode(None))


def read(path: Path, **how) -> np.ndarray:
    return np.concatenate(list(read_blocks(path, **how)))


def loudest_hz(samples: np.ndarray) -> float:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.argmax(spectrum)) * 48_000 / len(samples)


@pytest.mark.parametrize(("name", "subtype"), WRITTEN_BY_SOUNDFILE)
def test_formats_of_recorders(tmp_path: Path, name: str, subtype: str) -> None:
    path = tmp_path / name
    soundfile.write(path, tone(48_000, 2), 48_000, subtype=subtype, format="RF64" if name == "a.rf64" else None)
    samples = read(path)
    assert samples.dtype == np.float32
    assert samples.shape == (96_000, 2)
    tolerance = {"PCM_16": 4e-5, "PCM_24": 1e-6, "PCM_32": 1e-6, "FLOAT": 1e-6, "PCM_U8": 0.01}.get(subtype, 0.05)
    np.testing.assert_allclose(samples[2000:-2000], tone(48_000, 2)[2000:-2000], atol=tolerance)


@pytest.mark.parametrize(("name", "codec", "rate", "bit_rate"), WRITTEN_BY_LIBAV)
def test_formats_of_phones_and_calls(tmp_path: Path, name: str, codec: str, rate: int, bit_rate: int) -> None:
    encode(tmp_path / name, codec, rate, bit_rate)
    samples = read(tmp_path / name)[:, 0]
    assert abs(len(samples) - SECONDS * 48_000) < 0.06 * 48_000
    assert loudest_hz(samples) == pytest.approx(300, abs=2)
    assert np.sqrt(np.mean(samples**2)) == pytest.approx(0.4 / 2**0.5, rel=0.1)


@pytest.mark.parametrize("name", ["a.amr", "a.3gp"])
def test_the_format_of_old_phones(tmp_path: Path, name: str) -> None:
    """100 frames of 20 ms at 12.2 kbit/s, filled at random: not every libav has an encoder for AMR."""
    frames = np.random.default_rng(0).integers(0, 256, (100, 32)).astype(np.uint8)
    frames[:, 0] = 0x3C
    (tmp_path / "a.amr").write_bytes(b"#!AMR\n" + frames.tobytes())
    if name == "a.3gp":
        with av.open(str(tmp_path / "a.amr")) as source, av.open(str(tmp_path / name), "w") as container:
            stream = container.add_stream_from_template(source.streams.audio[0])
            for packet in source.demux():
                if packet.size:
                    packet.stream = stream
                    container.mux(packet)
    samples = read(tmp_path / name)
    assert len(samples) == pytest.approx(96_000, abs=960)
    assert np.abs(samples).max() > 0.01


@pytest.mark.parametrize("channels", range(1, 9))
def test_channels_keep_their_places(tmp_path: Path, channels: int) -> None:
    soundfile.write(tmp_path / "a.wav", tone(44_100, channels), 44_100)
    samples = read(tmp_path / "a.wav")
    assert samples.shape == (96_000, channels)
    assert [loudest_hz(samples[:, k]) for k in range(channels)] == [300 + 100 * k for k in range(channels)]
    np.testing.assert_allclose(read(tmp_path / "a.wav", channels=1)[:, 0], samples.mean(axis=1), atol=1e-6)


@pytest.mark.parametrize("rate", [8_000, 11_025, 16_000, 22_050, 32_000, 44_100, 88_200, 96_000, 192_000])
def test_every_rate_keeps_its_time(tmp_path: Path, rate: int) -> None:
    """An impulse stands where it stood, and the length is right to the sample."""
    sound = np.zeros(rate * 2)
    sound[rate] = 0.9
    soundfile.write(tmp_path / "a.wav", sound, rate)
    samples = read(tmp_path / "a.wav")[:, 0]
    assert abs(len(samples) - 96_000) <= 1
    assert np.argmax(np.abs(samples)) == 48_000


@pytest.mark.parametrize("name", ["a.wav", "a.flac", "a.mp3"])
def test_a_stretch_is_the_same_samples_as_in_the_whole(tmp_path: Path, name: str) -> None:
    sound = np.random.default_rng(0).uniform(-0.5, 0.5, (15 * 48_000, 1))
    soundfile.write(tmp_path / name, sound, 48_000)
    whole = read(tmp_path / name)
    assert all(len(b) == BLOCK_S * 48_000 for b in list(read_blocks(tmp_path / name))[:-1])
    for start, stop in [(0, 5), (47_999, 48_001), (600_001, 600_777), (719_000, None), (100_000, 100_000)]:
        found = [*read_blocks(tmp_path / name, start=start, stop=stop), np.zeros((0, 1), np.float32)]
        np.testing.assert_array_equal(np.concatenate(found), whole[start:stop])
    assert list(read_blocks(tmp_path / name, start=800_000)) == []


@pytest.mark.parametrize("channels", [1, 2, 6])
@pytest.mark.parametrize(
    ("name", "subtype"), [("a.wav", "PCM_16"), ("a.wav", "PCM_24"), ("a.wav", "PCM_32"), ("a.wav", "FLOAT"),
                          ("a.flac", "PCM_16"), ("a.flac", "PCM_24")]
)  # fmt: skip
def test_samples_are_those_of_another_decoder(tmp_path: Path, name: str, subtype: str, channels: int) -> None:
    noise = np.random.default_rng(2).uniform(-1, 1, (70_000, channels)).astype(np.float32)
    soundfile.write(tmp_path / name, noise, 48_000, subtype=subtype)
    heard = np.concatenate(list(read_blocks(tmp_path / name)))
    assert np.array_equal(heard, soundfile.read(tmp_path / name, dtype="float32", always_2d=True)[0])


def test_sixteen_bits_come_through_exactly(tmp_path: Path) -> None:
    whole = np.random.default_rng(1).integers(-32_768, 32_767, (10_000, 2)).astype(np.int16)
    soundfile.write(tmp_path / "a.wav", whole, 48_000)
    np.testing.assert_array_equal(read(tmp_path / "a.wav") * 32_768, whole)


def test_a_file_may_change_its_rate_and_channels_on_the_way(tmp_path: Path) -> None:
    """Two MP3s in a row in one file, as some recorders write."""
    soundfile.write(tmp_path / "a.mp3", tone(44_100, 2, 3), 44_100)
    soundfile.write(tmp_path / "b.mp3", tone(22_050, 1, 3), 22_050)
    both = (tmp_path / "a.mp3").read_bytes() + (tmp_path / "b.mp3").read_bytes()
    (tmp_path / "c.mp3").write_bytes(both)
    samples = read(tmp_path / "c.mp3")
    assert samples.shape[1] == 2
    assert len(samples) == pytest.approx(6 * 48_000, rel=0.03)
    assert loudest_hz(samples[200_000:260_000, 0]) == pytest.approx(300, abs=2)


def test_what_is_no_number_is_silence(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", np.array([0.5, np.nan, np.inf, -0.5]), 48_000, subtype="FLOAT")
    assert read(tmp_path / "a.wav")[:, 0].tolist() == [0.5, 0, 0, -0.5]


def test_decoding_goes_on_after_a_damaged_place(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.mp3", tone(48_000, 1, 10), 48_000)
    data = bytearray((tmp_path / "a.mp3").read_bytes())
    data[len(data) // 2 : len(data) // 2 + 1500] = bytes(1500)
    (tmp_path / "a.mp3").write_bytes(data)
    damage: list[Damage] = []
    samples = read(tmp_path / "a.mp3", noticed=damage.append)
    assert len(samples) > 9.5 * 48_000
    assert damage[0].at_s == pytest.approx(5, abs=0.3)


def failing(path: Path) -> None:
    raise OSError(errno.EIO, "Input/output error", str(path))


def test_a_disk_that_fails_at_the_first_bytes_is_not_told_as_a_bad_recording(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever reads "convert it" doesn't think of copying the other recordings from that disk."""
    soundfile.write(tmp_path / "a.wav", tone(48_000), 48_000)

    def refuse(*_: object, **__: object) -> None:
        av.error.err_check(-errno.EIO)

    monkeypatch.setattr(av, "open", refuse)
    with pytest.raises(MediaError, match="no recording can be recognised"):
        read(tmp_path / "a.wav")
    monkeypatch.setattr(decode, "_read_all", failing)
    with pytest.raises(OSError, match="Input/output"):
        read(tmp_path / "a.wav")


def test_a_file_with_many_damaged_places_is_looked_at_whole_only_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    soundfile.write(tmp_path / "a.wav", tone(48_000), 48_000)
    looked, real = [], decode._packets

    def damaged(container: Any, stream: Any, tell: Callable[[FFmpegError], None]) -> Iterator[Any]:
        for packet in real(container, stream, tell):
            tell(FFmpegError(errno.EINVAL, "Invalid data"))
            yield packet

    monkeypatch.setattr(decode, "_packets", damaged)
    monkeypatch.setattr(decode, "_read_all", looked.append)
    damage: list[Damage] = []
    read(tmp_path / "a.wav", noticed=damage.append)
    assert (looked, len(damage) > 1) == ([tmp_path / "a.wav"], True)


@pytest.mark.parametrize(
    "content", [b"These are my notes of the interview.\n" * 50, bytes(5000), b"RIFF\x00\x00\x00\x00WAVE"]
)
def test_what_is_no_recording_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.mp3").write_bytes(content)
    with pytest.raises(MediaError) as caught:
        read(tmp_path / "a.mp3")
    assert str(tmp_path / "a.mp3") in str(caught.value)


def test_tags_that_are_not_utf8_do_not_matter(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", tone(48_000), 48_000)
    info = b"INFOINAM\x04\x00\x00\x00\xff\xfe\xe9\x00"
    data = (tmp_path / "a.wav").read_bytes()
    (tmp_path / "a.wav").write_bytes(data + b"LIST" + len(info).to_bytes(4, "little") + info)
    assert len(read(tmp_path / "a.wav")) == 96_000
    assert probe(tmp_path / "a.wav").declared_s == 2


def test_a_sound_of_which_nothing_comes_out_is_refused(tmp_path: Path) -> None:
    """Three samples at 8 kHz are fewer than a resampler waits for."""
    soundfile.write(tmp_path / "a.wav", np.zeros(3), 8_000)
    with pytest.raises(MediaError, match="nothing in this file can be decoded"):
        list(read_blocks(tmp_path / "a.wav"))
