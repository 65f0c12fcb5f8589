"""What is left of a redacted passage in the delivered sound is found, however it got there."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from radkind_pod.audio.compare import MOST_ALIKE
from radkind_pod.audio.stages import Compare, Withhold
from radkind_pod.errors import Refused
from radkind_pod.media.decode import read_blocks
from radkind_pod.media.encode import FlacWriter, Mp3Writer
from radkind_pod.model.audio import TONE, Cut, Mp3Format
from radkind_pod.model.programme import Levels, Programme
from radkind_pod.progress import Silent

RATE = 48_000
SPEECH = Path(__file__).parents[1] / "data/speech/en/jfk.flac"
REDACTED = (Cut(3200, 4600), Cut(8000, 8600))


@pytest.fixture(scope="module")
def speech(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Real speech as a stereo recording whose channels differ."""
    mono = np.concatenate(list(read_blocks(SPEECH, channels=1)))
    file = tmp_path_factory.mktemp("speech") / "interview.flac"
    with FlacWriter(file, 2) as flac:
        flac.write(np.concatenate([mono, 0.5 * np.roll(mono, 30, axis=0)], axis=1))
    return file


@pytest.fixture
def safe(speech: Path, tmp_path: Path) -> np.ndarray:
    return withheld(tmp_path, speech, ())


def withheld(tmp_path: Path, speech: Path, cuts: tuple[Cut, ...]) -> np.ndarray:
    (tmp_path / "levels.bin").write_bytes(bytes([25] * 110))
    request = Withhold(speech, tmp_path / "levels.bin", REDACTED, (), cuts, TONE)
    (tmp_path / "withhold").mkdir(exist_ok=True)
    request.run(tmp_path / "withhold", Silent())
    return heard(request.read(tmp_path / "withhold").file)


def heard(file: Path) -> np.ndarray:
    return np.concatenate(list(read_blocks(file)))


def compared(folder: Path, speech: Path, delivered: np.ndarray, cuts: tuple[Cut, ...] = ()) -> list[dict[str, float]]:
    """Encode what is delivered, decode it and compare it."""
    file = folder / "episode.mp3"
    with Mp3Writer(file, Mp3Format(128, delivered.shape[1])) as mp3:
        mp3.write(delivered.astype(np.float32))
    programme = Programme(Levels(0), None, None, None, None, 0, 0, len(delivered), 0, 0, 0, len(delivered), 0)
    request = Compare(speech, programme, cuts, REDACTED, file)
    (folder / "compare").mkdir()
    request.run(folder / "compare", Silent())
    found: list[dict[str, float]] = json.loads((folder / "compare" / "compared.json").read_text())
    proven = request.read(folder / "compare")
    assert [figure.value for figure in proven.figures] == [len(found), round(max(one["alike"] for one in found), 4)]
    return found


@pytest.mark.parametrize("channels", [1, 2])
def test_nothing_is_found_of_what_was_replaced(tmp_path: Path, speech: Path, safe: np.ndarray, channels: int) -> None:
    delivered = safe if channels == 2 else safe.mean(axis=1, keepdims=True)
    found = compared(tmp_path, speech, delivered)
    assert [(one["recording_ms"], one["episode_ms"], one["duration_ms"]) for one in found] == [
        (3200, 3200, 1400),
        (8000, 8000, 600),
    ]
    assert all(one["alike"] <= MOST_ALIKE for one in found)


def mixed_over(before: np.ndarray, safe: np.ndarray) -> np.ndarray:
    return before * 0.1 + safe


def in_one_channel(before: np.ndarray, safe: np.ndarray) -> np.ndarray:
    return np.stack([before[:, 0], safe[:, 1]], axis=1)


def late(before: np.ndarray, safe: np.ndarray) -> np.ndarray:
    return np.where(np.roll(before != safe, 3 * RATE // 10, axis=0), np.roll(safe, 3 * RATE // 10, axis=0), before)


@pytest.mark.parametrize("way", [mixed_over, in_one_channel, late])
def test_a_bad_bleep_is_refused_with_its_place(
    tmp_path: Path, speech: Path, safe: np.ndarray, way: Callable[[np.ndarray, np.ndarray], np.ndarray]
) -> None:
    with pytest.raises(Refused, match=r"episode.mp3 at 3.2 s: what is withheld at 3.2 s of the recording"):
        compared(tmp_path, speech, way(heard(speech), safe))
    assert not (tmp_path / "compare" / "compared.json").exists()


def test_what_was_cut_moves_the_place(tmp_path: Path, speech: Path) -> None:
    """A cut may also take away a part of what is redacted."""
    cuts = (Cut(1000, 2000), Cut(4000, 5000))
    safe = withheld(tmp_path, speech, cuts)
    cut = np.concatenate([safe[:RATE], safe[2 * RATE : 4 * RATE], safe[5 * RATE :]])
    found = compared(tmp_path, speech, cut, cuts)
    assert [(one["episode_ms"], one["duration_ms"]) for one in found] == [(2200, 800), (6000, 600)]


def test_a_redaction_that_was_cut_out_has_no_place(tmp_path: Path, speech: Path, safe: np.ndarray) -> None:
    cut = np.concatenate([safe[: 3 * RATE], safe[5 * RATE :]])
    assert [one["recording_ms"] for one in compared(tmp_path, speech, cut, (Cut(3000, 5000),))] == [8000]
