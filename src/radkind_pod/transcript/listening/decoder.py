"""What a speech engine must be able to do: turn windows of sound into words. All else is done for it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from radkind_pod.transcript.pieces import Samples

OPENING = "\"'“¿([{-"
CLOSING = "\"'.。,，!！?？:：”)]}、"  # noqa: RUF001 - marks as they are written
"""Marks that are printed with the word after them, and with the word before them (Whisper's own)."""


ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Ask:
    """What is wanted of a whole recording.

    `language` is one of Whisper's two- or three-letter codes, and so are `others`: what is said in one of them is kept
    in it. `names` are those that it should know how to spell. `into_english`: everything is translated.
    """

    language: str
    names: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    into_english: bool = False

    @property
    def task(self) -> str:
        """Whisper's name of what it is to do."""
        return "translate" if self.into_english else "transcribe"


@dataclass(frozen=True, slots=True)
class Way:
    """How a window is decoded. A temperature of 0 takes the likeliest words (beam of 5), above it draws by chance.

    `timed` lets Whisper say where sentences begin and end, `guarded` forbids it to say a phrase again,
    `named` tells it the names.
    """

    temperature: float = 0.0
    timed: bool = False
    guarded: bool = False
    named: bool = True


FAST = Way()
CAREFUL = (
    Way(timed=True),
    Way(timed=True, guarded=True, named=False),
    *(Way(temperature, guarded=True, named=False) for temperature in (0.2, 0.4, 0.6, 0.8, 1.0)),
)
"""What is tried one after the other with a window that failed. The temperatures are Whisper's own."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One word as Whisper gives it: text with its leading space, seconds into the window, probability 0 to 1."""

    text: str
    start_s: float
    end_s: float
    probability: float


@dataclass(frozen=True, slots=True)
class Decoded:
    """What was heard in one window. `ended` says whether Whisper came to an end by itself.

    `language` is that in which it was decoded; empty: in the one that was asked for. `likeliest` is the language that
    it seems to be in, with its probability, where that was asked.
    """

    words: tuple[Spoken, ...]
    mean_log_probability: float
    no_speech_probability: float
    ended: bool = True
    language: str = ""
    likeliest: str = ""
    likelihood: float = 0.0

    @property
    def text(self) -> str:
        """All words as Whisper wrote them."""
        return "".join(word.text for word in self.words)


class Decoder(Protocol):
    """Decodes windows. The same window gives the same words, whatever is decoded beside it or was before."""

    @property
    def name(self) -> str:
        """The engine's name, for errors."""

    @property
    def batch(self) -> int:
        """How many windows it decodes best at once."""

    @property
    def workers(self) -> int:
        """How many calls it serves at once."""

    @property
    def remark(self) -> str:
        """What a person should know of how it listened; empty: nothing."""

    def knows(self, language: str) -> bool:
        """Say whether the model was trained on this language."""

    def decode(self, windows: Sequence[Samples], ask: Ask) -> list[Decoded]:
        """Return what is heard in each window, decoded FAST in its language (`languages`).

        Windows are mono at 16 kHz, each at most 30 s.
        """

    def again(self, window: Samples, ask: Ask, ways: Sequence[Way]) -> Iterator[Decoded]:
        """Yield what is heard in the window in each of these ways, decoded when it is asked for."""
