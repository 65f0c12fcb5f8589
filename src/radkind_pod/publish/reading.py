"""The transcript as a page shows it: paragraphs under their chapters, each with an address of its own."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from radkind_pod.model.care import ContentNote
from radkind_pod.model.release import Chapter
from radkind_pod.model.transcript import Paragraph

ENDS = "transcript-ends"
"""The id of what stands after the last paragraph."""


@dataclass(frozen=True, slots=True)
class Care:
    """A content note on the page. `after_s` is where the sound goes on after it, `past` the id of what is read then.

    `before` is the id of the paragraph in which it begins; None where nothing is said in it.
    """

    start_ms: int
    end_ms: int
    topic: str
    text: str | None
    after_s: int
    before: str | None
    past: str


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph. `anchor` is unique on its page; `speaker` is None where the same person goes on.

    `cares` are the content notes that begin in it.
    """

    anchor: str
    start_ms: int
    speaker: str | None
    text: str
    language: str | None
    cares: tuple[Care, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """What is said in one chapter; `chapter` is None for what comes before the first one."""

    chapter: Chapter | None
    number: int
    lines: tuple[Line, ...]


def make_cares(notes: Iterable[ContentNote], paragraphs: Iterable[Paragraph]) -> tuple[Care, ...]:
    """Return the content notes, each with the places at which it begins and is over."""
    said = tuple(anchored(paragraphs))
    return tuple(
        Care(
            note.start_ms,
            note.end_ms,
            note.topic,
            note.text,
            after_s=-(-note.end_ms // 1000),
            before=next((a for a, p in said if p.end_ms > note.start_ms and p.start_ms < note.end_ms), None),
            past=next((a for a, p in said if p.start_ms >= note.end_ms), ENDS),
        )
        for note in sorted(notes, key=lambda note: note.start_ms)
    )


def make_parts(
    chapters: Sequence[Chapter], paragraphs: Iterable[Paragraph], cares: Sequence[Care] = ()
) -> tuple[Part, ...]:
    """Return all chapters in order, each with the paragraphs of which the greater part lies in it."""
    shelves: list[list[tuple[str, Paragraph]]] = [[] for _ in range(len(chapters) + 1)]
    for anchor, paragraph in anchored(paragraphs):
        middle = (paragraph.start_ms + paragraph.end_ms) // 2
        shelf = sum(chapter.start_ms <= middle for chapter in chapters)
        shelves[shelf].append((anchor, paragraph))
    opening = [Part(None, 0, _lines(shelves[0], cares))] if shelves[0] else []
    named = [Part(chapter, n, _lines(shelves[n], cares)) for n, chapter in enumerate(chapters, start=1)]
    return (*opening, *named)


def anchored(paragraphs: Iterable[Paragraph]) -> Iterator[tuple[str, Paragraph]]:
    """Yield each paragraph with an id that says the second; a second one in the same second gets a number behind it."""
    taken: dict[str, int] = {}
    for paragraph in paragraphs:
        anchor = f"t-{paragraph.start_ms // 1000}"
        taken[anchor] = taken.get(anchor, 0) + 1
        yield (anchor if taken[anchor] == 1 else f"{anchor}-{taken[anchor]}"), paragraph


def _lines(shelf: Iterable[tuple[str, Paragraph]], cares: Sequence[Care]) -> tuple[Line, ...]:
    lines = []
    before: str | None = None
    for anchor, paragraph in shelf:
        speaker = paragraph.speaker if paragraph.speaker != before else None
        begin = tuple(care for care in cares if care.before == anchor)
        lines.append(Line(anchor, paragraph.start_ms, speaker, paragraph.text, paragraph.language, begin))
        before = paragraph.speaker
    return tuple(lines)
