"""Paragraphs of a text file or a document, taken apart into who says what, when: as this file writes it.

Programs write times before the words, above them, after the name, in brackets or without. A time counts as one only
where the file as a whole is written like that: words may look like times.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from radkind_pod.transcript.exchange.leads import (
    NOBODY,
    Timed,
    bare,
    bracketed,
    looks_like_name,
    some_name,
    times_of,
    trailing,
)
from radkind_pod.transcript.exchange.returned import ReturnedBlock
from radkind_pod.transcript.wording import ends_sentence

ABOVE = 0.8
"""So much of a file's times must stand above the words, for all of them to be read like that."""


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph, with line ends where the file has some. `speaker` only where more than its text says it."""

    text: str
    is_heading: bool = False
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Style:
    """How a file writes times. `above`: in a line of their own, or with the name; `named`: the name is below that.

    `alone`: names stand in lines of their own; `reads_names`: a name may stand before the words.
    """

    lead: Callable[[str], tuple[str | None, Timed] | None]
    above: bool = False
    named: bool = False
    alone: bool = False
    reads_names: bool = True


@dataclass(slots=True)
class _Open:
    """A block that is being read."""

    timed: Timed | None = None
    speaker: str | None = None
    says_speaker: bool = False
    wants_name: bool = False
    lines: list[str] = field(default_factory=list)


def style_of(paras: Sequence[Para], ours: bool) -> Style:
    """Return how these paragraphs write times. `ours` is a file that we wrote ourselves."""
    lines = [line for para in paras if not para.is_heading for line in para.text.split("\n") if line.strip()]
    kinds: list[Callable[[str], tuple[str | None, Timed] | None]] = [_in_brackets, _without, trailing, _after_name]
    for kind in kinds:
        count = sum(kind(line) is not None for line in lines)
        if (ours and kind is _in_brackets and count) or (count >= 2 and count * 6 >= len(lines)):
            return Style(kind) if ours and kind is _in_brackets else _placed(kind, lines)
    alone = [] if ours else [line for line in lines if _is_name_alone(line)]
    return Style(_never, alone=len(alone) >= 2 and len(alone) * 4 >= len(lines))


def blocks_of(paras: Iterable[Para], style: Style) -> Iterator[ReturnedBlock]:
    """Yield what the paragraphs say; headings are blocks without words."""
    block = _Open()
    for para in paras:
        if para.is_heading:
            yield from _closed(block, style)
            block = _Open()
            yield ReturnedBlock("", heading=" ".join(para.text.split()))
            continue
        if not _waits(block):
            yield from _closed(block, style)
            block = _continued(block, style)
        for line in para.text.split("\n"):
            lead = style.lead(line)
            if lead:
                yield from _closed(block, style)
                block = _begun(line, lead, style)
            elif style.alone and _is_name_alone(line):
                yield from _closed(block, style)
                block = _Open()
                _name(block, line)
            elif line.strip() and block.wants_name and _short(line):
                _name(block, line)
            elif line.strip():
                block.lines.append(line)
        if para.speaker is not None:
            _name(block, para.speaker)
    yield from _closed(block, style)


def split_cells(line: str) -> tuple[Timed, str, str] | None:
    """Return (time, name, words) of a line of a table that was saved as text."""
    cells = line.split("\t")
    times = times_of(cells[0]) if len(cells) >= 3 else None
    return (Timed(*times, ""), cells[1].strip(), " ".join(cells[2:])) if times else None


def named(block: ReturnedBlock) -> ReturnedBlock:
    """Return the block with the name that its words seem to begin with."""
    found = some_name(block.text)
    if not found or not found[1].strip():
        return replace(block, line=block.text)
    name, rest = found
    return replace(block, speaker=None if name == NOBODY else name, text=rest, line=block.text)


def _placed(kind: Callable[[str], tuple[str | None, Timed] | None], lines: Sequence[str]) -> Style:
    """Return whether the times stand above the words, and the names between both."""
    if kind is trailing:
        return Style(kind, above=True)
    leads = [kind(line) for line in lines]
    timed = [(i, lead[1].rest) for i, lead in enumerate(leads) if lead]
    after = [(rest, leads[i + 1 : i + 3]) for i, rest in timed]
    above = sum(_short(rest) and some_name(rest) is None and follow[:1] == [None] for rest, follow in after)
    below = sum(
        not rest.strip() and follow == [None, None] and _short(lines[i + 1])
        for (i, _), (rest, follow) in zip(timed, after, strict=True)
    )
    most = ABOVE * len(timed)
    return Style(kind, above >= most, below >= most)


def _in_brackets(line: str) -> tuple[str | None, Timed] | None:
    timed = bracketed(line)
    return (None, timed) if timed else None


def _without(line: str) -> tuple[str | None, Timed] | None:
    timed = bare(line)
    return (None, timed) if timed else None


def _after_name(line: str) -> tuple[str | None, Timed] | None:
    found = some_name(line)
    timed = bracketed(found[1]) if found else None
    return (found[0], timed) if found and timed else None


def _never(_: str) -> None:
    return None


def _continued(block: _Open, style: Style) -> _Open:
    """Return the next paragraph: below a line with a name, what follows is said by the same person."""
    if (style.above or style.alone) and block.says_speaker:
        return _Open(speaker=block.speaker, says_speaker=True)
    return _Open()


def _is_name_alone(line: str) -> bool:
    found = some_name(line)
    return found is not None and not found[1].strip()


def _begun(line: str, lead: tuple[str | None, Timed], style: Style) -> _Open:
    name, timed = lead
    block = _Open(timed)
    cells = split_cells(line)
    if cells:
        block.speaker, block.says_speaker = cells[1] or None, True
        block.lines.append(cells[2])
    elif name is not None:
        _name(block, name)
        block.lines += [timed.rest] if timed.rest.strip() else []
    elif style.above and timed.rest.strip() and looks_like_name(timed.rest.strip().rstrip(":")):
        _name(block, timed.rest)
    else:
        block.lines += [timed.rest] if timed.rest.strip() else []
        block.wants_name = style.named and not block.lines
    return block


def _name(block: _Open, written: str) -> None:
    name = " ".join(written.split()).rstrip(":： ")  # noqa: RUF001 - the Japanese colon
    block.speaker, block.says_speaker, block.wants_name = None if name == NOBODY else name, True, False


def _waits(block: _Open) -> bool:
    """Say whether the words of the block are still to come."""
    return not block.lines and (block.timed is not None or block.says_speaker)


def _short(line: str) -> bool:
    return len(line.split()) <= 6 and len(line) <= 60 and not ends_sentence(line)


def _closed(block: _Open, style: Style) -> Iterator[ReturnedBlock]:
    if not block.lines:
        return
    start, end = (block.timed.start_ms, block.timed.end_ms) if block.timed else (None, None)
    whole = ReturnedBlock("\n".join(block.lines), block.speaker, start, end, says_speaker=block.says_speaker)
    yield named(whole) if style.reads_names and not block.says_speaker else whole
