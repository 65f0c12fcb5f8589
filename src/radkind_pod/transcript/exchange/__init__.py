"""Transcripts on their way to other programs and back: exported, corrected there, and brought home.

A new format is a file beside this one with `render(document, stamp) -> bytes` and `read`, a line in EXPORTS, and one in
`foreign.py`.
"""

from collections.abc import Callable

from radkind_pod.model.review import Document
from radkind_pod.transcript.exchange import md, srt, txt, vtt
from radkind_pod.transcript.exchange.foreign import read_returned
from radkind_pod.transcript.exchange.incoming import as_document, closest
from radkind_pod.transcript.exchange.returned import Returned, ReturnedBlock
from radkind_pod.transcript.exchange.stamp import Stamp

__all__ = ["EXPORTS", "Returned", "ReturnedBlock", "Stamp", "as_document", "closest", "read_returned"]


def _docx(document: Document, stamp: Stamp) -> bytes:
    from radkind_pod.transcript.exchange import docx  # python-docx takes a while to load

    return docx.render(document, stamp)


EXPORTS: dict[str, Callable[[Document, Stamp], bytes]] = {
    "docx": _docx,
    "txt": txt.render,
    "md": md.render,
    "vtt": vtt.render,
    "srt": srt.render,
}
