"""The captions that are published: cues made anew of a transcript's words for each format, so that all fit its shape.

Where a person put the cues of transcript.vtt says nothing of what fits elsewhere. The words and their times do.
"""

from collections.abc import Iterator
from dataclasses import replace

from radkind_pod.model.transcript import Cue, Transcript, Word
from radkind_pod.transcript.gather import divided, shown
from radkind_pod.transcript.lines import Shape
from radkind_pod.transcript.paragraphs import Passage, passages
from radkind_pod.transcript.room import with_room
from radkind_pod.transcript.wording import cleaned, has_spaces

_UNDETERMINED = "und"
"""The language of names (ISO 639-2): written with spaces, whatever the others do."""


def published(transcript: Transcript, shape: Shape, *, with_names: bool = False) -> list[Cue]:
    """Return the transcript's words, all and in order, as cues of this shape that don't overlap.

    A new one begins for each speaker and paragraph, and after each long pause. `with_names`: with the speaker's name
    as words wherever the speaker changes, so that it takes its room in the lines.
    """
    language = transcript.language
    spoken = _named(transcript) if with_names else passages(transcript)
    cues = [
        replace(cue, language=passage.language)
        for passage in spoken
        for cue in divided(passage.words, passage.speaker, passage.language or language, shape)
    ]
    return shown(with_room(cues, language), language)


def _named(transcript: Transcript) -> Iterator[Passage]:
    before: str | None = None
    for passage in passages(transcript):
        if passage.speaker not in (None, before):
            passage.words[:0] = _name(passage, transcript.language)
        before = passage.speaker
        yield passage


def _name(passage: Passage, language: str) -> Iterator[Word]:
    *parts, last = cleaned(f"{passage.speaker}:").split()
    space = "" if has_spaces(passage.language or language) else " "
    at = passage.start_ms
    yield from (Word(part, at, at, language=_UNDETERMINED) for part in (*parts, last + space))
