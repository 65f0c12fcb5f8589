"""An MP3 decoded while it is written sounds to the sample like the finished file."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from radkind_pod.errors import MediaError
from radkind_pod.media.decode import read_blocks
from radkind_pod.media.encode import Mp3Writer
from radkind_pod.media.mp3_stream import decoded
from radkind_pod.model.audio import Mp3Format

RATE = 48_000


@pytest.mark.parametrize("mp3", [Mp3Format(32, 1), Mp3Format(64, 1), Mp3Format(128, 2), Mp3Format(192, 2)], ids=str)
@pytest.mark.parametrize("samples", [RATE // 7, 3 * RATE + 777])
def test_the_stream_is_the_file_to_the_sample(tmp_path: Path, mp3: Mp3Format, samples: int) -> None:
    file = tmp_path / "a.mp3"
    heard = np.concatenate(list(decoded(written(file, mp3, samples), samples, file)))
    assert len(heard) == samples
    assert np.array_equal(heard, np.concatenate(list(read_blocks(file))))


def test_a_damaged_frame_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.mp3"
    frames = b"".join(written(file, Mp3Format(128, 2), RATE))
    half = len(frames) // 2
    broken = [frames[:half], b"\xff\xfb\x94\x00" + bytes([255]) * 380, frames[half:]]
    with pytest.raises(MediaError, match="can't be decoded faultlessly"):
        list(decoded(broken, RATE, file))


def written(file: Path, mp3: Mp3Format, samples: int) -> Iterator[bytes]:
    noise = np.random.default_rng(3).normal(0, 0.1, (samples, mp3.channels)).astype(np.float32)
    with Mp3Writer(file, mp3) as writer:
        for at in range(0, samples, 10_000):
            yield writer.write(noise[at : at + 10_000])
        yield writer.end()
