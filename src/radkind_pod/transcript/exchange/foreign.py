"""A file that came back from anywhere: what it is, and what it says."""

import codecs
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from radkind_pod.transcript.exchange import md, srt, txt, vtt, word
from radkind_pod.transcript.exchange.returned import Returned, Unreadable
from radkind_pod.transcript.exchange.word import LOCKED

MOST, MOST_WORD = 2_000_000, 50_000_000
"""So many bytes may a text file and a Word document have. An hour of talk is about 60,000 of text."""

KINDS = ".docx, .txt, .md, .srt or .vtt"
SAVE_AGAIN = f"Save it as one of these, and bring that in: {KINDS}"
_PLAIN = {".txt": "txt", ".text": "txt", ".md": "md", ".markdown": "md", ".srt": "srt", ".vtt": "vtt", ".webvtt": "vtt"}
_READERS: dict[str, Callable[[str, Path], Returned]] = {
    "txt": txt.read,
    "md": md.read,
    "srt": srt.read,
    "vtt": vtt.read,
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STARTS = (
    (b"%PDF", "a PDF, which can't be corrected"),
    (rb"{\rtf", "an RTF document"),
    (b"<!DOCTYPE html", "a web page"),
    (b"<html", "a web page"),
    (b"bplist", "an Apple document"),
)


def read_returned(name: str, data: bytes, file: Path) -> Returned:
    """Return what the file says. `name` tells by its ending what it is; `file` is for messages.

    Raises SourceError where it can't be read, with what it is and what to do.
    """
    try:
        returned = _read(Path(name).suffix.lower(), data, file)
        if not returned.blocks and returned.version is None:
            raise Unreadable("there is no text in it. Look whether it is the right file")
    except Unreadable as error:
        raise error.about(file) from error
    return returned


def _read(suffix: str, data: bytes, file: Path) -> Returned:
    kind = _PLAIN.get(suffix)
    if kind is None and suffix != ".docx":
        ending = f"files that end with {suffix}" if suffix else "files without an ending like .docx"
        raise Unreadable(f"{ending} can't be read here. {SAVE_AGAIN}")
    if not data.strip(b"\0 \r\n\t"):
        raise Unreadable("the file is empty. Look whether it was saved, and bring it in again")
    most = MOST if kind else MOST_WORD
    if len(data) > most:
        raise Unreadable(
            f"the file has {len(data) // 1_000_000} MB, far more than any transcript (at most {most // 1_000_000} MB). "
            "Copy its text into a new file, without pictures, and bring that in"
        )
    what = _in_disguise(data)
    if kind is None:
        if what or not data.startswith(b"PK"):
            raise Unreadable(what or word.NOT_WORD)
        return word.read(data, file)
    if what or data.startswith(b"PK\x03\x04"):
        is_word = f"this is a Word document or another packed file, not {suffix}. Name it .docx if it is one"
        raise Unreadable(what or is_word)
    text, is_guess = _decoded(data)
    returned = _READERS[kind](text, file)
    note = "The file is not UTF-8; it was read as Windows-1252. Look whether letters with accents are right."
    return _with_note(returned, note) if is_guess else returned


def _in_disguise(data: bytes) -> str | None:
    """Return what a file is that is something else than its name says."""
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            return LOCKED
        return "this is a document of an old Word (.doc). Open it, save it as .docx, and bring that in"
    start = data[:64].lstrip(b"\xef\xbb\xbf \r\n\t")
    what = next((what for sign, what in _STARTS if start.lower().startswith(sign.lower())), None)
    return f"this is {what}. {SAVE_AGAIN}" if what else None


def _decoded(data: bytes) -> tuple[str, bool]:
    """Return the text, and whether its encoding is a guess."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return _strictly(data, encoding), False
    zeros = [data[:2000][half::2].count(0) for half in (0, 1)]
    if max(zeros) > 100 or (max(zeros) * 4 > len(data) and min(zeros) == 0):
        return _strictly(data, "utf-16-le" if zeros[1] > zeros[0] else "utf-16-be"), False
    if 0 in data:
        raise Unreadable(f"this is no text file. {SAVE_AGAIN}")
    try:
        return data.decode("utf-8"), False
    except UnicodeDecodeError:
        return _strictly(data, "cp1252"), True


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable("this is not UTF-8 text: save the file again with the encoding UTF-8", line) from error


def _with_note(returned: Returned, note: str) -> Returned:
    return replace(returned, notes=(*returned.notes, note))
