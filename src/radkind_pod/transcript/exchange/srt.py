"""SubRip for other caption programs: two lines of 32 letters, "Name:" before each paragraph, no room for a stamp."""

from pathlib import Path

from radkind_pod.model.review import Document
from radkind_pod.transcript.exchange.captions import blocks_of, captions_of
from radkind_pod.transcript.exchange.cards import cards, rows, times
from radkind_pod.transcript.exchange.marks import harmless
from radkind_pod.transcript.exchange.returned import Returned, with_headings
from radkind_pod.transcript.exchange.stamp import Stamp
from radkind_pod.transcript.exchange.unseen import without_unseen
from radkind_pod.transcript.lines import SUBRIP


def render(document: Document, stamp: Stamp) -> bytes:  # noqa: ARG001 - every format is given one
    """Return the file, in UTF-8, numbered from 1."""
    blocks = (
        "\n".join([str(number), times(card, ","), harmless("\n".join(rows(card, document.language, SUBRIP)))]) + "\n"
        for number, card in enumerate(cards(document, SUBRIP, with_names=True), 1)
    )
    return "\n".join(blocks).encode()


def read(text: str, file: Path) -> Returned:
    """Return what the captions say. Raises Unreadable where they have no times."""
    captions = captions_of(without_unseen(text))
    return Returned("srt", None, with_headings(blocks_of(captions, reads_names=True, overrides=True)), file)
