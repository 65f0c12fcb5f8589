"""A transcript for reading: what one speaker says until a pause or the next speaker."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from radkind_pod.model.transcript import Paragraph, Transcript, Word
from radkind_pod.transcript.wording import joined


@dataclass(slots=True)
class Passage:
    """A paragraph as words. `language` only where it isn't the episode's."""

    speaker: str | None
    language: str | None
    words: list[Word] = field(default_factory=list)

    @property
    def start_ms(self) -> int:
        """When its first word is said."""
        return self.words[0].start_ms


def paragraphs(transcript: Transcript) -> tuple[Paragraph, ...]:
    """Return all that is said as paragraphs, in order."""
    return tuple(_paragraph(passage, transcript.language) for passage in passages(transcript))


def passages(transcript: Transcript) -> Iterator[Passage]:
    """Yield the paragraphs as words, in order: one begins where a cue opens it, or another voice or language begins."""
    passage: Passage | None = None
    for cue in transcript.cues:
        if passage is None or cue.opens or (passage.speaker, passage.language) != (cue.speaker, cue.language):
            if passage:
                yield passage
            passage = Passage(cue.speaker, cue.language)
        passage.words += cue.words
    if passage:
        yield passage


def _paragraph(passage: Passage, language: str) -> Paragraph:
    end = max(word.end_ms for word in passage.words)
    text = joined(passage.words, passage.language or language)
    return Paragraph(passage.start_ms, end, passage.speaker, text, passage.language)
