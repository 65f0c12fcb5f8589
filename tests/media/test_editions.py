"""AAC and Opus come back as long as they were, and where they were, to the sample."""

from pathlib import Path

import av
import numpy as np
import pytest

from radkind_pod.errors import ToolMissing
from radkind_pod.media.decode import read_blocks
from radkind_pod.media.editions import AAC, OPUS, EditionWriter, Recipe
from radkind_pod.media.probe import probe

RATE = 48_000
SPEECH = Path(__file__).parents[1] / "data/speech/en/jfk.flac"
KINDS = [("a.m4a", AAC, 2, 96), ("a.m4a", AAC, 1, 64), ("a.opus", OPUS, 1, 24), ("a.opus", OPUS, 1, 32)]


@pytest.fixture(scope="module")
def speech() -> np.ndarray:
    """Speech in stereo, of a length that is no multiple of any frame."""
    return np.concatenate(list(read_blocks(SPEECH, channels=2)))[:500_003]


def write(file: Path, recipe: Recipe, samples: np.ndarray, kbps: int, block: int = 192_000) -> Path:
    with EditionWriter(file, recipe, samples.shape[1], kbps) as writer:
        for start in range(0, len(samples), block):
            writer.write(samples[start : start + block])
    return file


def late(before: np.ndarray, after: np.ndarray) -> int:
    """Return by how many samples `after` is late, by the peak of their correlation."""
    size = 2 * len(before)
    both = np.fft.irfft(np.fft.rfft(after, size) * np.conj(np.fft.rfft(before, size)), size)
    at = int(both.argmax())
    return at if at < len(before) else at - size


@pytest.mark.parametrize(("name", "recipe", "channels", "kbps"), KINDS)
def test_it_is_in_step_with_what_was_written(
    tmp_path: Path, speech: np.ndarray, name: str, recipe: Recipe, channels: int, kbps: int
) -> None:
    samples = speech[:, :channels]
    heard = np.concatenate(list(read_blocks(write(tmp_path / name, recipe, samples, kbps))))
    assert heard.shape[1] == channels
    for start in range(0, 480_000, 96_000):
        assert late(samples[start:, 0][:96_000], heard[start:, 0][:96_000]) == 0


@pytest.mark.parametrize(("name", "recipe", "channels", "kbps"), KINDS)
def test_it_is_as_long_as_what_was_written(
    tmp_path: Path, speech: np.ndarray, name: str, recipe: Recipe, channels: int, kbps: int
) -> None:
    """Opus by its last page; AAC by its edit list, which libav doesn't follow at the end of the last frame."""
    file = write(tmp_path / name, recipe, speech[:, :channels], kbps)
    came = sum(map(len, read_blocks(file)))
    if recipe is OPUS:
        assert came == len(speech)
    else:
        assert round((probe(file).declared_s or 0) * RATE) == len(speech)
        assert 0 <= came - len(speech) < 1024


@pytest.mark.parametrize(("name", "recipe", "channels", "kbps"), KINDS)
def test_the_bytes_are_the_same_each_time_however_the_sound_is_split(
    tmp_path: Path, speech: np.ndarray, name: str, recipe: Recipe, channels: int, kbps: int
) -> None:
    one = write(tmp_path / f"one-{name}", recipe, speech[:, :channels], kbps).read_bytes()
    two = write(tmp_path / f"two-{name}", recipe, speech[:, :channels], kbps, block=77_777).read_bytes()
    assert one == two


@pytest.mark.parametrize(("name", "recipe", "channels", "kbps"), KINDS)
def test_no_library_leaves_its_name(
    tmp_path: Path, speech: np.ndarray, name: str, recipe: Recipe, channels: int, kbps: int
) -> None:
    data = write(tmp_path / name, recipe, speech[:, :channels], kbps).read_bytes()
    assert [word for word in (b"Lavf", b"Lavc", b"libopus", b"\xa9too") if word in data] == []


@pytest.mark.parametrize("kbps", [24, 32])
def test_opus_takes_what_it_was_given(tmp_path: Path, speech: np.ndarray, kbps: int) -> None:
    """Within an eighth, the container's share with it."""
    size = write(tmp_path / "a.opus", OPUS, speech[:, :1], kbps).stat().st_size
    assert size * 8 / (len(speech) / 48) == pytest.approx(kbps, rel=0.125)


def test_the_index_of_an_m4a_stands_in_front(tmp_path: Path, speech: np.ndarray) -> None:
    """So that a player can begin before it has the whole file."""
    data = write(tmp_path / "a.m4a", AAC, speech, 96).read_bytes()
    assert 0 < data.index(b"moov") < data.index(b"mdat")


def test_an_opus_has_a_serial_number_that_every_tool_takes(tmp_path: Path, speech: np.ndarray) -> None:
    data = write(tmp_path / "a.opus", OPUS, speech[:, :1], 24).read_bytes()
    assert data[14:18] == b"\x01\0\0\0"


def test_an_av_without_the_encoder_is_told_with_what_brings_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(av, "codecs_available", {"aac"})
    with (
        pytest.raises(ToolMissing, match="without the encoder libopus") as caught,
        EditionWriter(tmp_path / "a.opus", OPUS, 1, 24),
    ):
        pass
    assert caught.value.commands == ("pip install --force-reinstall --only-binary av av",)
    assert not (tmp_path / "a.opus").exists()
