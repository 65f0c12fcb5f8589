"""A header is read for what it states, and never taken for proof."""

from pathlib import Path

import av
import numpy as np
import pytest
import soundfile

from radkind_pod.errors import MediaError
from radkind_pod.media.decode import read_blocks
from radkind_pod.media.probe import Found, probe

SOUND = np.sin(np.arange(96_000) / 20) * 0.3


def test_a_wav_states_all_there_is_to_know(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", SOUND, 48_000)
    assert probe(tmp_path / "a.wav") == Found(
        container="wav", codec="pcm_s16le", sample_rate=48_000, channels=1, declared_s=2.0, has_video=False, bits=16
    )


def test_a_cut_wav_still_states_its_whole_length(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", SOUND, 48_000)
    (tmp_path / "a.wav").write_bytes((tmp_path / "a.wav").read_bytes()[:100_000])
    assert probe(tmp_path / "a.wav").declared_s == pytest.approx(2.0)


def test_a_recorder_that_never_wrote_the_size_is_read_to_the_end(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", SOUND, 48_000)
    data = bytearray((tmp_path / "a.wav").read_bytes())
    data[4:8] = data[40:44] = bytes(4)
    (tmp_path / "a.wav").write_bytes(data)
    assert sum(map(len, read_blocks(tmp_path / "a.wav"))) == 96_000


def test_a_false_length_is_a_claim_and_no_more(tmp_path: Path) -> None:
    """A FLAC that claims days of sound: the samples are counted."""
    soundfile.write(tmp_path / "a.flac", SOUND, 48_000)
    data = bytearray((tmp_path / "a.flac").read_bytes())
    data[21:26] = bytes([data[21] | 0x0F]) + b"\xff\xff\xff\xff"
    (tmp_path / "a.flac").write_bytes(data)
    assert probe(tmp_path / "a.flac").declared_s > 86_400
    assert sum(map(len, read_blocks(tmp_path / "a.flac"))) == 96_000


def test_a_guess_from_the_size_is_called_one(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.mp3", SOUND, 48_000)
    assert not probe(tmp_path / "a.mp3").is_estimate
    data = (tmp_path / "a.mp3").read_bytes()
    (tmp_path / "b.mp3").write_bytes(data[data.index(b"\xff\xfb", 200) :])
    assert probe(tmp_path / "b.mp3").is_estimate


def test_an_ogg_without_its_end_is_unfinished(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.ogg", np.tile(SOUND, 10), 48_000)
    assert probe(tmp_path / "a.ogg").is_finished
    data = (tmp_path / "a.ogg").read_bytes()
    (tmp_path / "a.ogg").write_bytes(data[: data.rindex(b"OggS")])
    assert not probe(tmp_path / "a.ogg").is_finished


def test_a_film_without_sound_is_refused(tmp_path: Path) -> None:
    with av.open(str(tmp_path / "a.mp4"), "w") as container:
        stream = container.add_stream("mpeg4", rate=10, width=64, height=64, pix_fmt="yuv420p")
        picture = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), "rgb24")
        container.mux(stream.encode(picture))
        container.mux(stream.encode(None))
    with pytest.raises(MediaError, match="no sound"):
        probe(tmp_path / "a.mp4")
