"""The transcript as a page shows it: paragraphs under their chapters, each with an address of its own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from radkind_pod.model.release import Chapter
from radkind_pod.model.transcript import Paragraph


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph. `anchor` is unique on its page; `speaker` is None where the same person goes on."""

    anchor: str
    start_ms: int
    speaker: str | None
    text: str
    language: str | None


@dataclass(frozen=True, slots=True)
class Part:
    """What is said in one chapter; `chapter` is None for what comes before the first one."""

    chapter: Chapter | None
    number: int
    lines: tuple[Line, ...]


def make_parts(chapters: Sequence[Chapter], paragraphs: Iterable[Paragraph]) -> tuple[Part, ...]:
    """Return all chapters in order, each with the paragraphs of which the greater part lies in it."""
    shelves: list[list[tuple[str, Paragraph]]] = [[] for _ in range(len(chapters) + 1)]
    taken: dict[str, int] = {}
    for paragraph in paragraphs:
        middle = (paragraph.start_ms + paragraph.end_ms) // 2
        shelf = sum(chapter.start_ms <= middle for chapter in chapters)
        shelves[shelf].append((_anchor(paragraph, taken), paragraph))
    opening = [Part(None, 0, _lines(shelves[0]))] if shelves[0] else []
    named = [Part(chapter, n, _lines(shelves[n])) for n, chapter in enumerate(chapters, start=1)]
    return (*opening, *named)


def _anchor(paragraph: Paragraph, taken: dict[str, int]) -> str:
    """Return an id that says the second; a second paragraph in the same second gets a number behind it."""
    anchor = f"t-{paragraph.start_ms // 1000}"
    taken[anchor] = taken.get(anchor, 0) + 1
    return anchor if taken[anchor] == 1 else f"{anchor}-{taken[anchor]}"


def _lines(shelf: Iterable[tuple[str, Paragraph]]) -> tuple[Line, ...]:
    lines = []
    before: str | None = None
    for anchor, paragraph in shelf:
        speaker = paragraph.speaker if paragraph.speaker != before else None
        lines.append(Line(anchor, paragraph.start_ms, speaker, paragraph.text, paragraph.language))
        before = paragraph.speaker
    return tuple(lines)
