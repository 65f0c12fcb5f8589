"""A transcript as people correct it: paragraphs of words, in recording time, and what is known about the work on it."""

from dataclasses import dataclass

from radkind_pod.model.transcript import Credit, Word

CUT = "cut"
"""Leave this out of the episode."""
REDACT = "redact"
"""Bleep this, and write a label instead; `redact:place withheld` carries another label than the usual one."""
EVERYWHERE = "everywhere"
"""Bleep this, and refuse to publish the word anywhere else in the episode; with a label as `redact` has one."""
SOUND = "sound"
"""What is heard and isn't speech, such as [laughter]."""
UNCLEAR = "unclear"
"""Nobody could make out what is said."""
PLACEHOLDER = "withheld"
"""A word that stands for a passage left out of a pack or an export; never in a transcript itself."""

NAME_WITHHELD = "name withheld"
"""The label of a redaction that chose no other."""


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph: what one person says. `heading` is the title of the chapter that begins with it, if one does."""

    speaker: str | None
    words: tuple[Word, ...]
    heading: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """All paragraphs in order. `sources` are the SHA-256 of the raw files, `draft` the short hash of the draft.

    Each word carries its language itself where it isn't the document's. A word's id is its index over all blocks.
    """

    language: str
    blocks: tuple[Block, ...]
    credits: tuple[Credit, ...] = ()
    sources: tuple[str, ...] = ()
    draft: str | None = None

    @property
    def words(self) -> tuple[Word, ...]:
        """Every word in order; its index is its id."""
        return tuple(word for block in self.blocks for word in block.words)


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere that a person should listen to. Words [first, last) by id; an empty range is a gap before `first`."""

    id: str
    first: int
    last: int
    start_ms: int
    end_ms: int
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two versions of one passage, both kept until a person chooses. `here` stands in the transcript, `other` doesn't.

    The passage is where the transcript has words between `start_ms` and `end_ms`. `id` is made of both versions, so
    that the same conflict found twice is one.
    """

    id: str
    start_ms: int
    end_ms: int
    here: tuple[Block, ...]
    other: tuple[Block, ...]
    here_by: str | None = None
    other_by: str | None = None


def label_of(mark: str) -> str:
    """Return the label that stands in the text for a redaction mark."""
    return mark.partition(":")[2] or NAME_WITHHELD


def is_redaction(mark: str) -> bool:
    """Say whether this mark withholds a name, a place or the like."""
    return mark.partition(":")[0] in {REDACT, EVERYWHERE}


def is_everywhere(mark: str) -> bool:
    """Say whether this mark keeps its word out of all that is published of the episode, wherever it stands."""
    return mark.partition(":")[0] == EVERYWHERE


def is_withheld(word: Word) -> bool:
    """Say whether the word must not be read by listeners: it is cut, or redacted."""
    return any(mark == CUT or is_redaction(mark) for mark in word.marks)
