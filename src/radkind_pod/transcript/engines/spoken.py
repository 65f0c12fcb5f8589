"""What both Whisper libraries give, word by word, turned into words as printed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from radkind_pod.model.transcript import Heard, Word
from radkind_pod.transcript.pieces import Piece

WITHOUT_SPACES = frozenset({"zh", "ja", "th", "lo", "my", "yue"})
"""Languages that Whisper splits by character: there a word without a leading space is a word of its own."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One word as Whisper gives it: text with its leading space, seconds into the piece, probability 0 to 1."""

    text: str
    start_s: float
    end_s: float
    probability: float


@dataclass(frozen=True, slots=True)
class Sureness:
    """How sure Whisper was of a segment."""

    mean_log_probability: float
    no_speech_probability: float
    compression_ratio: float


def to_heard(spoken: Iterable[Spoken], sureness: Sureness, piece: Piece, language: str) -> Heard:
    """Return the segment in recording time."""
    return Heard(
        words=_words(spoken, piece, language),
        mean_log_probability=round(float(sureness.mean_log_probability), 4),
        no_speech_probability=round(float(sureness.no_speech_probability), 4),
        compression_ratio=round(float(sureness.compression_ratio), 4),
    )


def _words(spoken: Iterable[Spoken], piece: Piece, language: str) -> tuple[Word, ...]:
    words: list[Word] = []
    for part in spoken:
        word = _word(part, piece)
        if not word.text:
            continue
        if words and language not in WITHOUT_SPACES and not part.text[0].isspace():
            words[-1] = _joined(words[-1], word)
        else:
            words.append(word)
    return tuple(words)


def _word(part: Spoken, piece: Piece) -> Word:
    start = piece.recording_ms(part.start_s)
    end = max(start, piece.recording_ms(part.end_s))
    return Word(part.text.strip(), start, end, round(float(part.probability), 4))


def _joined(first: Word, rest: Word) -> Word:
    """Return one printed word of two halves ("co" and "-operate"), as doubtful as the more doubtful of them."""
    assert first.probability is not None
    assert rest.probability is not None
    probability = min(first.probability, rest.probability)
    return replace(first, text=first.text + rest.text, end_ms=max(first.end_ms, rest.end_ms), probability=probability)
