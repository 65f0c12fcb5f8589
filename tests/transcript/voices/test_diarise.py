"""Who speaks when in one recording of several people; and that nothing of their voices stays."""

import json
from pathlib import Path

import numpy as np
import pytest

from radkind_pod.media.decode import read_blocks
from radkind_pod.media.encode import FlacWriter
from radkind_pod.model.audio import Turn
from radkind_pod.progress import Silent
from radkind_pod.transcript.stages import Diarise, Shared
from radkind_pod.transcript.voices.package import find_voices

THREE = Path("tests/data/multi/picovoice_leopard_diarization.wav")
LENGTH_MS = 19_800


def heard(folder: Path, samples: np.ndarray, *parts: Shared) -> tuple[tuple[Turn, ...], ...]:
    with FlacWriter(folder / "interview.flac", 1, bits=24) as out:
        out.write(samples.astype(np.float32))
    (folder / "diarise").mkdir()
    stage = Diarise(folder / "interview.flac", find_voices(), parts)
    stage.run(folder / "diarise", Silent())
    return stage.read(folder / "diarise").parts


@pytest.fixture(scope="module")
def three() -> np.ndarray:
    return np.concatenate(list(read_blocks(THREE, channels=1)))


def test_three_people_are_told_apart_in_the_order_in_which_they_speak(tmp_path: Path, three: np.ndarray) -> None:
    (turns,) = heard(tmp_path, three, Shared(0, LENGTH_MS, 3))
    spans = {
        name: (
            min(t.start_ms for t in turns if t.speaker == name),
            max(t.end_ms for t in turns if t.speaker == name),
        )
        for name in dict.fromkeys(turn.speaker for turn in turns)
    }
    assert list(spans) == ["Speaker 1", "Speaker 2", "Speaker 3"]
    for (start, end), (first, last) in zip(spans.values(), [(1700, 3750), (6200, 11150), (12800, 19300)], strict=True):
        assert start == pytest.approx(first, abs=250)
        assert end == pytest.approx(last, abs=250)


def test_each_part_is_heard_by_itself_in_recording_time(tmp_path: Path, three: np.ndarray) -> None:
    parts = (Shared(0, LENGTH_MS, 3), Shared(25_000, 25_000 + LENGTH_MS, 3))
    pause = np.zeros((25 * 48_000 - len(three), 1), np.float32)
    first, second = heard(tmp_path, np.concatenate([three, pause, three]), *parts)
    moved = [(turn.speaker, turn.start_ms + 25_000, turn.end_ms + 25_000) for turn in first]
    assert [turn.speaker for turn in second] == [name for name, _, _ in moved]
    for turn, (_, start, end) in zip(second, moved, strict=True):
        assert (turn.start_ms, turn.end_ms) == (pytest.approx(start, abs=70), pytest.approx(end, abs=70))


def test_two_people_without_a_pause_change_within_half_a_second(tmp_path: Path) -> None:
    """Six seconds of one recording, and then another with no silence between them."""
    one, other = (
        np.concatenate(list(read_blocks(Path("tests/data/speech") / name, channels=1, stop=stop)))
        for name, stop in (
            ("en/sense_and_sensibility_01_austen_64kb-0870.wav", 6 * 48_000),
            ("fleurs/fleurs-en-002.ogg", 10 * 48_000),
        )
    )
    other = other[3 * 48_000 :] / np.std(other) * np.std(one)
    (turns,) = heard(tmp_path, np.concatenate([one, other]), Shared(0, 13_000, 2))
    assert {who(turns, ms) for ms in range(500, 5_500, 250)} - {None} == {"Speaker 1"}
    assert {who(turns, ms) for ms in range(6_500, 13_000, 250)} - {None} == {"Speaker 2"}


def who(turns: tuple[Turn, ...], ms: int) -> str | None:
    """Return whose turn it is at this moment."""
    return next((turn.speaker for turn in turns if turn.start_ms <= ms < turn.end_ms), None)


def test_where_nobody_speaks_nobody_has_a_turn(tmp_path: Path) -> None:
    assert heard(tmp_path, np.zeros((48_000 * 3, 1)), Shared(0, 3_000, 2)) == ((),)


def test_nothing_of_a_voice_reaches_the_disk(tmp_path: Path, three: np.ndarray) -> None:
    """What is written are names and whole milliseconds, and few of them."""
    heard(tmp_path, three, Shared(0, LENGTH_MS, 3))
    (written,) = (tmp_path / "diarise").iterdir()
    (part,) = json.loads(written.read_text(encoding="utf-8"))["parts"]
    assert {(key, type(value)) for turn in part for key, value in turn.items()} == {
        ("speaker", str),
        ("start_ms", int),
        ("end_ms", int),
    }
    assert len(part) < 20


def test_the_same_recording_gives_the_same_bytes(tmp_path: Path, three: np.ndarray) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        heard(tmp_path / name, three, Shared(0, LENGTH_MS, 3))
    one, other = ((tmp_path / name / "diarise/turns.json").read_bytes() for name in ("a", "b"))
    assert one == other
