"""A transcript for reading: what one speaker says until a pause or the next speaker."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from radkind_pod.model.transcript import Cue, Paragraph, Transcript, Word
from radkind_pod.transcript.wording import ends_sentence, joined

PAUSE_MS = 2000
LONG = 600
"""After so many letters a paragraph ends with its sentence."""
LONGEST = 1200
"""After so many letters it ends with its word: engines may give no full stops for minutes."""


@dataclass(slots=True)
class Passage:
    """A paragraph as words. `language` only where it isn't the episode's."""

    speaker: str | None
    language: str | None
    words: list[Word] = field(default_factory=list)
    letters: int = 0

    @property
    def start_ms(self) -> int:
        """When its first word is said."""
        return self.words[0].start_ms


def paragraphs(transcript: Transcript) -> tuple[Paragraph, ...]:
    """Return all that is said as paragraphs, in order."""
    return tuple(_paragraph(passage, transcript.language) for passage in passages(transcript))


def passages(transcript: Transcript) -> Iterator[Passage]:
    """Yield the paragraphs as words, in order."""
    passage: Passage | None = None
    for cue in transcript.cues:
        for word in cue.words:
            if passage is None or _ends_before(passage, cue, word):
                if passage:
                    yield passage
                passage = Passage(cue.speaker, cue.language)
            passage.words.append(word)
            passage.letters += len(word.text) + 1
    if passage:
        yield passage


def _ends_before(passage: Passage, cue: Cue, word: Word) -> bool:
    last = passage.words[-1]
    if (passage.speaker, passage.language) != (cue.speaker, cue.language):
        return True
    if word.start_ms - last.end_ms > PAUSE_MS or passage.letters > LONGEST:
        return True
    return passage.letters > LONG and ends_sentence(last.text)


def _paragraph(passage: Passage, language: str) -> Paragraph:
    end = max(word.end_ms for word in passage.words)
    text = joined(passage.words, passage.language or language)
    return Paragraph(passage.start_ms, end, passage.speaker, text, passage.language)
