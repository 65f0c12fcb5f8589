"""Whatever is odd about a recording is handled, told in a plain word, and never shortens the programme unheard."""

from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile

from radkind_pod.audio.stages import Prepare
from radkind_pod.model.audio import Interview, Recording, Track
from radkind_pod.progress import Silent

RATE = 48_000


def talk(seconds: float = 20, channels: int = 1, rate: int = RATE) -> np.ndarray:
    """Dull noise that comes and goes like words, different in each channel."""
    count, chance = round(seconds * rate), np.random.default_rng(1)
    dull = np.stack(
        [np.convolve(chance.standard_normal(count), np.hanning(33) / 4, "same") for _ in range(channels)], 1
    )
    loudness = 0.02 + 0.98 * (np.sin(np.arange(count) * 2 * np.pi * 2 / rate) > -0.5)
    return (0.1 * dull * loudness[:, None]).clip(-0.9, 0.9)


def prepared(folder: Path, *files: Path) -> Interview:
    out = folder / "out"
    out.mkdir()
    request = Prepare((Recording(tuple(Track(file) for file in files)),))
    request.run(out, Silent())
    return request.read(out)


def messages(interview: Interview) -> str:
    return "\n".join(f"{finding.file}: {finding.message}" for finding in interview.findings)


def sound_of(interview: Interview) -> np.ndarray:
    return soundfile.read(interview.file, always_2d=True)[0]


def without(source: Path, target: Path, first_s: float, end_s: float) -> Path:
    """Copy a file without the packets between two times."""
    with av.open(str(source)) as given, av.open(str(target), "w") as out:
        stream = given.streams.audio[0]
        copy = out.add_stream_from_template(stream)
        for packet in given.demux(stream):
            if packet.size and not first_s <= float(packet.pts * packet.time_base) < end_s:
                packet.stream = copy
                out.mux(packet)
    return target


def encoded(path: Path, codec: str, sound: np.ndarray) -> Path:
    with av.open(str(path), "w") as out:
        encode(out, sound_stream(out, codec), sound)
    return path


def sound_stream(out: av.container.OutputContainer, codec: str) -> av.AudioStream:
    """Add a stream for mono sound. All streams of a file must be there before anything is written to it."""
    stream = out.add_stream(codec, rate=RATE, layout="mono")
    stream.format = stream.codec_context.codec.audio_formats[0].name
    return stream


def encode(out: av.container.OutputContainer, stream: av.AudioStream, sound: np.ndarray) -> None:
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound.T, np.float32), "fltp", "mono")
    frame.sample_rate = RATE
    size = stream.codec_context.frame_size or 1024
    resampler = av.AudioResampler(format=stream.format.name, layout="mono", rate=RATE, frame_size=size)
    for piece in [*resampler.resample(frame), *resampler.resample(None)]:
        out.mux(stream.encode(piece))
    out.mux(stream.encode(None))


@pytest.mark.parametrize(("name", "codec"), [("a.mp4", "aac"), ("a.mkv", "pcm_s16le"), ("a.webm", "libopus")])
def test_a_gap_is_silence_and_all_after_it_keeps_its_time(tmp_path: Path, name: str, codec: str) -> None:
    whole = talk()
    gap = without(encoded(tmp_path / f"whole-{name}", codec, whole), tmp_path / name, 8, 11)
    interview = prepared(tmp_path, gap)
    assert "sound is missing at 0:08: 3.0" in messages(interview)
    assert "s of silence stand for what could not be read" in messages(interview)
    heard = sound_of(interview)[:, 0]
    assert len(heard) == pytest.approx(20 * RATE, abs=0.05 * RATE)
    assert not heard[round(8.1 * RATE) : round(10.9 * RATE)].any()
    after = slice(12 * RATE, 19 * RATE)
    assert likeness_at_its_time(heard[after], whole[after, 0]) > 0.9


def likeness_at_its_time(heard: np.ndarray, said: np.ndarray) -> float:
    """Return how alike two sounds are, give or take what a codec puts in front (50 ms)."""
    size = 1 << (2 * len(said)).bit_length()
    product = np.fft.rfft(heard, size) * np.conj(np.fft.rfft(said, size))
    likeness = np.fft.irfft(product, size) / np.sqrt((heard @ heard) * (said @ said))
    return float(max(likeness[: RATE // 20].max(), likeness[-RATE // 20 :].max()))


def test_a_damaged_flac_keeps_its_length_and_says_where(tmp_path: Path) -> None:
    whole = talk()
    soundfile.write(tmp_path / "a.flac", whole, RATE)
    data = bytearray((tmp_path / "a.flac").read_bytes())
    data[len(data) // 2 : len(data) // 2 + 30_000] = bytes(30_000)
    (tmp_path / "a.flac").write_bytes(data)
    interview = prepared(tmp_path, tmp_path / "a.flac")
    assert interview.samples == len(whole)
    assert "sound is missing at 0:10" in messages(interview)
    heard = sound_of(interview)[:, 0]
    np.testing.assert_allclose(heard[12 * RATE :], whole[12 * RATE :, 0], atol=4e-5)


def test_a_damaged_mp3_keeps_its_length_and_says_where(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.mp3", talk(), RATE)
    data = bytearray((tmp_path / "a.mp3").read_bytes())
    data[len(data) // 2 : len(data) // 2 + 20_000] = bytes(20_000)
    (tmp_path / "a.mp3").write_bytes(data)
    interview = prepared(tmp_path, tmp_path / "a.mp3")
    assert interview.samples == pytest.approx(20 * RATE, abs=0.2 * RATE)
    assert "the file is damaged at 0:10" in messages(interview)
    assert "s of silence stand for what could not be read" in messages(interview)


def test_times_that_are_wrong_make_no_hour_of_silence(tmp_path: Path) -> None:
    """A clock that leaps by a day is the file's mistake; it is told, and nothing is put in."""
    source = encoded(tmp_path / "whole.mkv", "pcm_s16le", talk())
    with av.open(str(source)) as given, av.open(str(tmp_path / "a.mkv"), "w") as out:
        stream = given.streams.audio[0]
        copy = out.add_stream_from_template(stream)
        for packet in given.demux(stream):
            if packet.size:
                packet.pts += round(86_400 / packet.time_base) if packet.pts * packet.time_base >= 10 else 0
                packet.dts, packet.stream = packet.pts, copy
                out.mux(packet)
    interview = prepared(tmp_path, tmp_path / "a.mkv")
    assert interview.samples == pytest.approx(20 * RATE, abs=RATE)
    assert "sound is missing at 0:10: what could not be read is missing there" in messages(interview)


def test_times_that_pull_every_sample_apart_make_no_recording_of_the_silence_between(tmp_path: Path) -> None:
    """A bit of a CAF's head says that each packet, of one sample, lasts 4097: 0.8 s would be 54 minutes."""
    whole = encoded(tmp_path / "whole.caf", "pcm_s16be", talk(0.8)).read_bytes()
    packets = whole.index(b"lpcm") + 12  # mFramesPerPacket, in four bytes
    assert whole[packets : packets + 4] == b"\0\0\0\1"
    file = tmp_path / "apart.caf"
    file.write_bytes(whole[: packets + 2] + b"\x10" + whole[packets + 3 :])
    interview = prepared(tmp_path, file)
    assert interview.samples < (600 + 101 * 0.8 + 1) * RATE
    assert "sound is missing at" in messages(interview)


def test_dropouts_are_counted_and_placed(tmp_path: Path) -> None:
    sound = talk(20)
    for at in (5.0, 9.97, 15.0):
        sound[round(at * RATE) : round(at * RATE) + 1920] = 0
    soundfile.write(tmp_path / "a.wav", sound, RATE)
    assert "drops out at 3 places, first at 0:05, for 0.12 s in all" in messages(prepared(tmp_path, tmp_path / "a.wav"))


def test_a_gate_and_a_muted_microphone_are_no_dropouts(tmp_path: Path) -> None:
    sound = talk(20)
    sound[5 * RATE : 9 * RATE] = 0
    for at in (12, 14, 16):
        sound[at * RATE : at * RATE + 4800] *= np.linspace(1, 0, 4800)[:, None] ** 4
        sound[at * RATE + 4800 : at * RATE + 9600] = 0
    soundfile.write(tmp_path / "a.wav", sound, RATE)
    assert "drops out" not in messages(prepared(tmp_path, tmp_path / "a.wav"))


def two_in_a_row(folder: Path, name: str) -> Path:
    """Write a file that goes on with another sample rate, as if two were one."""
    parts = []
    for number, rate in enumerate((44_100, 22_050)):
        soundfile.write(folder / f"{number}-{name}", talk(6, rate=rate), rate)
        parts.append((folder / f"{number}-{name}").read_bytes())
    (folder / name).write_bytes(b"".join(parts))
    return folder / name


def test_a_rate_that_changes_in_mid_file_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    interview = prepared(tmp_path, two_in_a_row(tmp_path, "a.mp3"))
    assert interview.samples == pytest.approx(12 * RATE, abs=0.2 * RATE)
    assert "goes on at 0:06 with 22.05 kHz, mono: brought to one form" in messages(interview)


def test_where_such_a_file_cannot_be_read_further_that_is_told(tmp_path: Path) -> None:
    """An Ogg that changes its rate is beyond libav."""
    interview = prepared(tmp_path, two_in_a_row(tmp_path, "a.ogg"))
    assert interview.samples == 6 * RATE
    assert "the file can't be read any further than 0:06" in messages(interview)
    assert "what follows is missing" in messages(interview)


def test_a_track_that_ends_early_is_told(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", talk(20), RATE)
    soundfile.write(tmp_path / "b.wav", talk(8)[:, ::-1] ** 3, RATE)
    interview = prepared(tmp_path, tmp_path / "a.wav", tmp_path / "b.wav")
    assert interview.samples == 20 * RATE
    assert "b.wav: ends at 0:08, 0:12 before the last track: silent from there on" in messages(interview)


def test_a_constant_part_is_taken_out(tmp_path: Path) -> None:
    sound = talk(10)
    soundfile.write(tmp_path / "a.wav", sound + 0.2, RATE, subtype="PCM_24")
    interview = prepared(tmp_path, tmp_path / "a.wav")
    assert "has a DC offset of 20% of full scale" in messages(interview)
    heard = sound_of(interview)[:, 0]
    assert abs(heard.mean()) < 1e-4
    np.testing.assert_allclose(heard, sound[:, 0] - sound.mean(), atol=1e-4)


def a_dead_channel(sound: np.ndarray) -> np.ndarray:
    return np.hstack([sound, np.zeros_like(sound)])


@pytest.mark.parametrize(
    ("rate", "channels", "change", "words"),
    [
        (96_000, 1, None, "PCM, 96 kHz, mono, 0:06"),
        (11_025, 1, None, "recorded at 11.025 kHz, as telephones do: it will sound dull"),
        (48_000, 8, None, "all 8 channels are mixed into one, each as loud as the others"),
        (48_000, 1, a_dead_channel, "the right channel is dead: the left one is used for both"),
    ],
)
def test_odd_forms_come_out_whole_and_are_told(
    tmp_path: Path, rate: int, channels: int, change: Callable[[np.ndarray], np.ndarray] | None, words: str
) -> None:
    sound = talk(6, channels, rate)
    soundfile.write(tmp_path / "a.wav", change(sound) if change else sound, rate)
    interview = prepared(tmp_path, tmp_path / "a.wav")
    assert (interview.channels, interview.samples) == (1, 6 * RATE)
    assert words in messages(interview)


@pytest.mark.parametrize(
    ("name", "picture", "codec"),
    [
        ("a.mp4", "mpeg4", "aac"),
        ("a.mov", "mpeg4", "pcm_s16le"),
        ("a.mkv", "mpeg4", "pcm_s16le"),
        ("a.webm", "libvpx", "libopus"),
    ],
)
def test_a_film_is_a_recording_like_any_other(tmp_path: Path, name: str, picture: str, codec: str) -> None:
    said = talk(8)
    film(tmp_path / name, picture, codec, [said])
    interview = prepared(tmp_path, tmp_path / name)
    assert interview.samples == pytest.approx(8 * RATE, abs=0.05 * RATE)
    heard = sound_of(interview)[:, 0]
    assert likeness_at_its_time(heard[RATE : 7 * RATE], said[RATE : 7 * RATE, 0]) > 0.9
    assert "sound is missing" not in messages(interview)


def test_of_several_sounds_in_a_film_the_main_one_is_used_and_told(tmp_path: Path) -> None:
    said, music = talk(8), 0.2 * np.sin(np.arange(8 * RATE)[:, None] / 20)
    film(tmp_path / "a.mkv", "mpeg4", "pcm_s16le", [said, music])
    interview = prepared(tmp_path, tmp_path / "a.mkv")
    assert "the file holds 2 sound tracks: only the main one is used" in messages(interview)
    assert likeness_at_its_time(sound_of(interview)[:, 0], said[:, 0]) > 0.9


def film(path: Path, picture: str, codec: str, sounds: list[np.ndarray]) -> None:
    """Write 8 s of grey pictures with sound."""
    with av.open(str(path), "w") as out:
        pictures = out.add_stream(picture, rate=5, width=64, height=64, pix_fmt="yuv420p")
        streams = [sound_stream(out, codec) for _ in sounds]
        for _ in range(40):
            frame = av.VideoFrame.from_ndarray(np.full((64, 64, 3), 128, np.uint8), "rgb24")
            out.mux(pictures.encode(frame))
        out.mux(pictures.encode(None))
        for stream, sound in zip(streams, sounds, strict=True):
            encode(out, stream, sound)
