"""Who said what, when. Times are whole milliseconds of recording time unless a value says episode time."""

from dataclasses import dataclass, field, replace

DOUBTFUL = 0.5
"""A word that the engine gives less than this probability is counted as doubtful."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word as printed, punctuation with it. `probability` is None when a person wrote it.

    `language` only where it isn't its cue's. In languages without spaces a word carries what spaces it has.
    `marks` are what people said about it (`model.review`), in order of the alphabet. `estimated` says that nobody knows
    when exactly it is said: the time was spread over its neighbours'. `window` is the one of its draft in which it was
    heard, by number.
    """

    text: str
    start_ms: int
    end_ms: int
    probability: float | None = None
    language: str | None = None
    marks: tuple[str, ...] = ()
    estimated: bool = False
    window: int | None = field(default=None, compare=False)

    @property
    def is_doubtful(self) -> bool:
        """Say whether the engine was unsure of this word."""
        return self.probability is not None and self.probability < DOUBTFUL


@dataclass(frozen=True, slots=True)
class Cue:
    """A few words by one speaker, as shown together. `language` only where it isn't the episode's.

    `opens` says that a paragraph begins with it, `heading` is the title of the chapter that begins with it.
    """

    start_ms: int
    end_ms: int
    words: tuple[Word, ...]
    speaker: str | None = None
    language: str | None = None
    opens: bool = False
    heading: str | None = None

    @property
    def text(self) -> str:
        """The cue's words as one line."""
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What one speaker says until a pause or the next speaker, for reading."""

    start_ms: int
    end_ms: int
    speaker: str | None
    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Credit:
    """Who did what for a transcript. `kind` is EDITING, CORRECTED or CHECKED.

    `text` is the short hash of the words that were there when a check was given: later changes make it void.
    `start_ms` and `end_ms` say which part it was, when it was one.
    """

    kind: str
    name: str
    text: str | None = None
    start_ms: int | None = None
    end_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """A passage that the engine heard as one, and how sure it was (`Heard`, without its words)."""

    start_ms: int
    end_ms: int
    mean_log_probability: float
    no_speech_probability: float
    compression_ratio: float
    flags: tuple[str, ...]
    left_out: str


EDITING, CORRECTED, CHECKED = "editing", "corrected", "checked"


@dataclass(frozen=True, slots=True)
class Transcript:
    """All cues in order. `reviewed` says whether a person wrote or corrected it; `windows` has only the draft."""

    language: str
    cues: tuple[Cue, ...]
    reviewed: bool = False
    credits: tuple[Credit, ...] = ()
    windows: tuple[Window, ...] = ()

    @property
    def words(self) -> int:
        """How many words there are."""
        return sum(len(cue.words) for cue in self.cues)

    @property
    def doubtful(self) -> int:
        """How many words the engine was unsure of."""
        return sum(word.is_doubtful for cue in self.cues for word in cue.words)


@dataclass(frozen=True, slots=True)
class Heading:
    """A chapter that somebody who corrected the transcript put there, in recording time."""

    start_ms: int
    title: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """Whose work the words are: the machine's alone unless `reviewed`, and then also that of the people named.

    `editing` have begun, `corrected` have gone through all of it, `checked` have checked what stands there now.
    """

    reviewed: bool = False
    machine: bool = True
    """Whether a machine wrote the first version, as far as anybody knows."""
    editing: tuple[str, ...] = ()
    corrected: tuple[str, ...] = ()
    checked: tuple[str, ...] = ()
    unknown: bool = False
    """It came with the episode from another host, and nobody here knows whose work it is."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A window that was heard as one: its words and how sure the engine was of them.

    `flags` say what is doubtful about it, as `transcript.listening.judge` names it; a window without words is there for
    them. `left_out` is what the engine wrote and the draft doesn't have: words in silence, the same again and again.
    """

    words: tuple[Word, ...]
    mean_log_probability: float
    no_speech_probability: float
    compression_ratio: float
    start_ms: int = 0
    end_ms: int = 0
    flags: tuple[str, ...] = ()
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """All that an engine heard in one recording, in recording time."""

    engine: str
    weights_sha256: str
    language: str
    heard: tuple[Heard, ...]


def shifted(word: Word, by_ms: int) -> Word:
    """Return the word `by_ms` later."""
    return replace(word, start_ms=word.start_ms + by_ms, end_ms=word.end_ms + by_ms)
