"""The speech engines: one Protocol and a dict of names. Importing this imports no engine and nothing heavy.

A new engine is a file beside this one that is the only one to import its library, a line in DECODERS and one in TOOLS.
"""

from collections.abc import Callable, Iterable, MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from radkind_pod.model.transcript import Heard

if TYPE_CHECKING:
    from radkind_pod.transcript.listening.decoder import Ask, Decoded, Decoder
    from radkind_pod.transcript.pieces import Piece

MOST_NAMES = 30
"""More names than this in a glossary make Whisper worse: it begins to hear them in silence."""


@dataclass(frozen=True, slots=True)
class Sound:
    """A recording as engines get it: samples only, never a path. `pieces` can be walked through once."""

    pieces: "Iterable[Piece]"
    duration_ms: int


class Engine(Protocol):
    """Hears a recording."""

    @property
    def remark(self) -> str:
        """What a person should know of how it listened; empty: nothing."""

    def transcribe(
        self,
        sound: Sound,
        ask: "Ask",
        heard_until: Callable[[int], None],
        journal: "MutableMapping[str, Decoded]",
    ) -> tuple[Heard, ...]:
        """Return all that was heard, in recording time; `heard_until` is told the moment that is reached, in ms.

        What the journal holds from an earlier, interrupted run isn't decoded again. Raises EngineError.
        """


def _faster(weights: Path) -> "Decoder":
    from radkind_pod.transcript.engines.faster import FasterWhisper

    return FasterWhisper(weights.parent)


def _openai(weights: Path) -> "Decoder":
    from radkind_pod.transcript.engines.openai import OpenAIWhisper

    return OpenAIWhisper(weights.parent)


DECODERS: "dict[str, Callable[[Path], Decoder]]" = {"faster-whisper": _faster, "openai-whisper": _openai}
"""How to make each engine that decodes windows from its model.bin."""


def _listening(name: str) -> "Callable[[Path | None, Path | None], Engine]":
    def listener(weights: Path | None, _answers: Path | None) -> Engine:
        from radkind_pod.transcript.listening.listener import Listener

        assert weights is not None
        return Listener(DECODERS[name](weights))

    return listener


def _replay(_weights: Path | None, answers: Path | None) -> Engine:
    from radkind_pod.transcript.engines.replay import Replay

    assert answers is not None
    return Replay(answers)


ENGINES: dict[str, Callable[[Path | None, Path | None], Engine]] = {
    **{name: _listening(name) for name in DECODERS},
    "replay": _replay,
}
"""How to make each engine from its model.bin and its recorded answers."""

TOOLS: dict[str, tuple[str, ...]] = {
    "faster-whisper": ("faster-whisper", "ctranslate2"),
    "openai-whisper": ("openai-whisper", "torch"),
    "replay": (),
}
"""The distributions whose versions change what each engine hears."""
