"""The replay engine plays a recorded answer, and only of this recording."""

from pathlib import Path

import pytest

from radkind_pod.errors import EngineError, ToolMissing
from radkind_pod.model.plain import to_json
from radkind_pod.model.transcript import Answer, Heard, Word
from radkind_pod.transcript.engines import ENGINES, Sound
from radkind_pod.transcript.listening.decoder import Ask

HEARD = (Heard((Word("Hello", 0, 400, 0.9), Word("there.", 400, 900, 0.8)), -0.2, 0.01, 1.2),)
ANSWER = Answer("faster-whisper", "ab" * 32, "en", HEARD)


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    file = tmp_path / "replay.json"
    file.write_text(to_json(ANSWER), encoding="utf-8")
    return file


def replay(answers: Path, duration_ms: int) -> tuple[Heard, ...]:
    return ENGINES["replay"](None, answers).transcribe(Sound((), duration_ms), Ask("en"), lambda _: None, {})


def test_what_was_recorded_is_what_is_heard(answers: Path) -> None:
    assert replay(answers, 900) == HEARD


def test_an_answer_of_a_longer_recording_is_refused(answers: Path) -> None:
    with pytest.raises(EngineError, match=r"'there\.'\) at 0\.9 s, but the recording ends at 0\.9 s.*copy build/"):
        replay(answers, 899)


def test_a_missing_answer_says_how_to_record_one(tmp_path: Path) -> None:
    with pytest.raises(ToolMissing) as missing:
        replay(tmp_path / "replay.json", 900)
    assert missing.value.commands[-1] == "cp build/<slug>/recognise/answer.json episodes/<slug>/replay.json"


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"\xff\xfe", b'{"engine": 1}'])
def test_a_file_that_is_no_answer_is_refused_by_name(content: bytes, answers: Path) -> None:
    answers.write_bytes(content)
    with pytest.raises(EngineError, match=r"replay\.json is not a recorded answer"):
        replay(answers, 900)
