"""WebVTT for other caption programs: words and voices, no more. The transcript itself holds everything else."""

from pathlib import Path

from radkind_pod.model.review import Document
from radkind_pod.transcript.exchange.captions import blocks_of, captions_of
from radkind_pod.transcript.exchange.cards import cards, rows, times
from radkind_pod.transcript.exchange.returned import Returned, with_headings
from radkind_pod.transcript.exchange.stamp import PLEASE, Stamp, find_stamp, stamp_text
from radkind_pod.transcript.exchange.unseen import without_unseen
from radkind_pod.transcript.lines import CAPTION
from radkind_pod.transcript.webvtt import escaped, voice_tag


def render(document: Document, stamp: Stamp) -> bytes:
    """Return the file, in UTF-8."""
    blocks = []
    for card in cards(document, CAPTION, with_names=False):
        said = "\n".join(escaped(row) for row in rows(card, document.language, CAPTION))
        blocks.append(f"{times(card, '.')}\n{voice_tag(card.speaker)}{said}")
    return ("\n\n".join(["WEBVTT", f"NOTE {stamp_text(stamp)} {PLEASE}", *blocks]) + "\n").encode()


def read(text: str, file: Path) -> Returned:
    """Return what the captions say. Raises Unreadable where they have no times."""
    text = without_unseen(text)
    captions = captions_of(text)
    with_voices = any("<v" in caption.text for caption in captions)
    episode, version = find_stamp(text) or (None, None)
    blocks = with_headings(blocks_of(captions, reads_names=not with_voices, dashes=version is None))
    return Returned("vtt", version, blocks, file, episode)
