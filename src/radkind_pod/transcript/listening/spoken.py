"""What was heard in a window, in recording time and as printed."""

from collections.abc import Iterable
from dataclasses import replace

from radkind_pod.model.transcript import Heard, Word
from radkind_pod.transcript.listening.decoder import ENGLISH, Ask, Spoken
from radkind_pod.transcript.listening.judge import SPEECH_ALONE, Judged, compression_ratio
from radkind_pod.transcript.listening.voice import Stretch
from radkind_pod.transcript.listening.windows import Window
from radkind_pod.transcript.pieces import RATE, Piece

WITHOUT_SPACES = frozenset({"zh", "ja", "th", "lo", "my", "yue"})
"""Languages that Whisper splits by character: there a word without a leading space is a word of its own, and one with
a leading space, as Latin words have there, keeps it."""


def in_recording(judged: Judged, ask: Ask) -> Heard:
    """Return the window with its words as printed, marked where they are in another language than was asked for.

    What is left out of them is told.
    """
    decoded = judged.decoded
    kept = judged.printed
    left_out = [word.text for word in judged.words if word not in kept]
    expected = ENGLISH if ask.into_english else ask.language
    own = ENGLISH if ask.into_english else decoded.language or expected
    words = _words(kept, judged.window, own)
    return Heard(
        words=words if own == expected else tuple(replace(word, language=own) for word in words),
        mean_log_probability=round(float(decoded.mean_log_probability), 4),
        no_speech_probability=round(float(decoded.no_speech_probability), 4),
        compression_ratio=round(compression_ratio(decoded.text.strip()), 4),
        start_ms=judged.window.start_ms,
        end_ms=judged.window.end_ms,
        flags=judged.reasons,
        left_out="".join(left_out).strip(),
    )


def passed_over(piece: Piece, gap: Stretch, guessed: str) -> Heard:
    """Return a stretch of speech in which nothing was heard that can be trusted; what was guessed is told."""
    start, end = (piece.recording_ms(at / RATE) for at in gap)
    return Heard((), 0.0, 0.0, 0.0, start, end, (SPEECH_ALONE,), left_out=guessed)


def _words(spoken: Iterable[Spoken], window: Window, language: str) -> tuple[Word, ...]:
    words: list[Word] = []
    has_spaces = language not in WITHOUT_SPACES
    for part in spoken:
        if not part.text.strip():
            continue
        word = _word(part, part.text.strip() if has_spaces else part.text.rstrip(), window)
        if words and has_spaces and not part.text[0].isspace():
            words[-1] = _joined(words[-1], word)
        else:
            words.append(word)
    return tuple(words)


def _word(part: Spoken, text: str, window: Window) -> Word:
    start, end = (window.piece.recording_ms(at / RATE) for at in window.place(part.start_s, part.end_s))
    return Word(text, start, end, round(float(part.probability), 4))


def _joined(first: Word, rest: Word) -> Word:
    """Return one printed word of two halves ("co" and "-operate"), as doubtful as the more doubtful of them."""
    assert first.probability is not None
    assert rest.probability is not None
    probability = min(first.probability, rest.probability)
    return replace(first, text=first.text + rest.text, end_ms=max(first.end_ms, rest.end_ms), probability=probability)
