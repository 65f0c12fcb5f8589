"""What came back, beside the transcript that it was made from: names read as names, words as words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from radkind_pod.model.review import PLACEHOLDER, Document
from radkind_pod.transcript.exchange.leads import NOBODY, known_name
from radkind_pod.transcript.exchange.returned import Returned, ReturnedBlock, with_headings
from radkind_pod.transcript.exchange.units import Divider, Unit, divider, separated
from radkind_pod.transcript.exchange.unseen import without_unseen
from radkind_pod.transcript.review.worddiff import Change, compared
from radkind_pod.transcript.wording import cleaned, has_spaces, spaced


@dataclass(frozen=True, slots=True)
class Laid:
    """A text as units; `owner` says which words of the transcript, or which passage, each unit belongs to."""

    units: tuple[Unit, ...]
    spaces: tuple[bool | None, ...]
    """Whether a space follows each unit; None where a line ends."""
    owners: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """The transcript and what came back of it, and how they differ."""

    base: Laid
    passages: tuple[ReturnedBlock, ...]
    theirs: Laid
    changes: tuple[Change, ...]

    def matches(self) -> Iterator[tuple[int, int]]:
        """Yield (unit of the transcript, unit of what came back) that are the same word, in order."""
        at, at_theirs = 0, 0
        for change in self.changes:
            yield from zip(range(at, change.a_first), range(at_theirs, change.b_first), strict=True)
            at, at_theirs = change.a_last, change.b_last
        yield from zip(range(at, len(self.base.units)), range(at_theirs, len(self.theirs.units)), strict=True)

    @property
    def same(self) -> int:
        """How many units of what came back are the transcript's."""
        return len(self.theirs.units) - sum(change.b_last - change.b_first for change in self.changes)


def lay_out(document: Document) -> tuple[Laid, Divider]:
    """Return the transcript as units, and how other texts are cut to be compared with it."""
    placeholders = [word.text for word in document.words if PLACEHOLDER in word.marks]
    cut = divider(has_spaces(document.language), placeholders)
    units: list[Unit] = []
    spaces: list[bool | None] = []
    owners: list[tuple[int, ...]] = []
    first = 0
    for block in document.blocks:
        texts = [without_unseen(cleaned(text)) for text in spaced(block.words, document.language)]
        whole = "".join(texts)
        edges = [0]
        for text in texts:
            edges.append(edges[-1] + len(text))
        found = list(cut.units(whole))
        units += found
        spaces += [separated(whole, found, i) for i in range(len(found))]
        owners += _owners(found, edges, first)
        first += len(block.words)
    return Laid(tuple(units), tuple(spaces), tuple(owners)), cut


def put_beside(returned: Returned, document: Document) -> Beside:
    """Return both texts compared. What stands before words is a name if the transcript knows it, or lacks the words."""
    base, cut = lay_out(document)
    names = {_plain(block.speaker): block.speaker for block in document.blocks if block.speaker}
    headings = {_plain(block.heading): block.heading for block in document.blocks if block.heading}
    told = [_with_known_names(block, names, headings) for block in returned.blocks]
    if not returned.says_headings:
        told = [_as_heading(block, headings) for block in told]
    passages = list(with_headings(told))
    if any(block.line is not None and block.speaker for block in passages):
        as_words = [block if block.line is None else _as_words(block) for block in passages]
        names_at = _names_among(passages, _compared(base, as_words, cut))
        passages = [
            replace(block, says_speaker=True) if i in names_at else as_words[i] for i, block in enumerate(passages)
        ]
    return _compared(base, passages, cut)


def _as_words(block: ReturnedBlock) -> ReturnedBlock:
    return replace(block, text=block.line or block.text, speaker=None, line=None)


def _compared(base: Laid, passages: Sequence[ReturnedBlock], cut: Divider) -> Beside:
    found = [list(cut.units(block.text)) for block in passages]
    theirs = Laid(
        tuple(unit for units in found for unit in units),
        tuple(separated(passages[i].text, units, n) for i, units in enumerate(found) for n in range(len(units))),
        tuple((i,) for i, units in enumerate(found) for _ in units),
    )
    changes = compared([unit.text for unit in base.units], [unit.text for unit in theirs.units])
    return Beside(base, tuple(passages), theirs, tuple(changes))


def _owners(units: Sequence[Unit], edges: Sequence[int], first: int) -> list[tuple[int, ...]]:
    owners, word = [], 0
    for unit in units:
        while edges[word + 1] <= unit.start:
            word += 1
        last = word
        while edges[last + 1] < unit.end:
            last += 1
        # words of signs that nobody sees have no room, and no part in it
        owners.append(tuple(first + i for i in range(word, last + 1) if edges[i] < edges[i + 1]))
    return owners


def _plain(name: str) -> str:
    return " ".join(without_unseen(cleaned(name)).split())


def _with_known_names(block: ReturnedBlock, names: Mapping[str, str], headings: Mapping[str, str]) -> ReturnedBlock:
    """Return the block with names and headings as the transcript writes them."""
    if block.heading:
        block = replace(block, heading=headings.get(_plain(block.heading), block.heading))
    if block.line is None:
        return replace(block, speaker=names.get(_plain(block.speaker), block.speaker)) if block.speaker else block
    found = known_name(block.line, [*names, NOBODY])
    if found:
        speaker = None if found[0] == NOBODY else names[found[0]]
        return replace(block, speaker=speaker, text=found[1], says_speaker=True, line=None)
    shouted = {name.upper(): own for name, own in names.items()}
    if block.speaker in shouted:
        return replace(block, speaker=shouted[block.speaker], says_speaker=True, line=None)
    return block


def _as_heading(block: ReturnedBlock, headings: Mapping[str, str]) -> ReturnedBlock:
    if block.start_ms is None and not block.says_speaker and _plain(block.line or block.text) in headings:
        return ReturnedBlock("", heading=headings[_plain(block.line or block.text)])
    return block


def _names_among(passages: Sequence[ReturnedBlock], trial: Beside) -> set[int]:
    """Return the passages whose words begin with a name: where the transcript has nothing with a colon there."""
    words_after_all = set()
    for ours, theirs in trial.matches():
        i, unit = trial.theirs.owners[theirs][0], trial.theirs.units[theirs]
        line, text = passages[i].line, passages[i].text
        begins = len(line) - len(text) if line is not None else 0
        if line is not None and unit.start < begins and not line[unit.end : begins].strip():
            words_after_all |= {i} if unit.text == trial.base.units[ours].text else set()
    return {i for i, block in enumerate(passages) if block.line is not None and block.speaker} - words_after_all
