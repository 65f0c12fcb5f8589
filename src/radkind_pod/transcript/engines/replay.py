"""Plays a recorded answer, so that a build can be tried without a model."""

import json
from collections.abc import Callable, MutableMapping
from pathlib import Path

from radkind_pod.errors import EngineError, ToolMissing
from radkind_pod.model.plain import from_plain_file
from radkind_pod.model.transcript import Answer, Heard
from radkind_pod.transcript.engines import Sound
from radkind_pod.transcript.listening.decoder import Ask, Decoded

NAME = "replay"
REMEDY = "Build once with another engine, then copy build/<slug>/recognise/answer.json to episodes/<slug>/replay.json"


class Replay:
    """Hears what the file says was heard, whatever the samples are."""

    remark = ""

    def __init__(self, answers: Path) -> None:
        self._file = answers
        self._answer = _read(answers)

    def transcribe(
        self,
        sound: Sound,
        ask: Ask,  # noqa: ARG002 - the answer was given to what was asked then
        heard_until: Callable[[int], None],
        journal: MutableMapping[str, Decoded],  # noqa: ARG002 - there is nothing to decode
    ) -> tuple[Heard, ...]:
        """Return the recorded answer; an answer that is longer than the recording belongs to another one."""
        words = [word for heard in self._answer.heard for word in heard.words]
        late = next((word for word in words if word.end_ms > sound.duration_ms), None)
        if late is not None:
            raise EngineError(
                NAME,
                f"{self._file} has a word ({late.text!r}) at {late.end_ms / 1000:.1f} s, but the recording ends at "
                f"{sound.duration_ms / 1000:.1f} s",
                REMEDY,
            )
        heard_until(sound.duration_ms)
        return self._answer.heard


def _read(answers: Path) -> Answer:
    try:
        return from_plain_file(Answer, answers)
    except FileNotFoundError as error:
        raise ToolMissing(
            f"the replay engine has no recorded answer: {answers} is not there",
            [
                "radkind-pod build <slug> --engine faster-whisper",
                "cp build/<slug>/recognise/answer.json episodes/<slug>/replay.json",
            ],
        ) from error
    except (json.JSONDecodeError, UnicodeDecodeError, KeyError, TypeError, AttributeError) as error:
        raise EngineError(NAME, f"{answers} is not a recorded answer ({error})", REMEDY) from error
