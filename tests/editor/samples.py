"""Words and names of which the tests of the editor are made."""

import json
from typing import Any

from radkind_pod.editor.desk import Desk
from radkind_pod.model.transcript import Word
from radkind_pod.transcript.review.case import Case
from radkind_pod.transcript.wording import joined

VERSION = "0123456789abcdef" * 4
SECONDS = 40
SECRETS = ("Zebediah", "Quillfeather", "Kirkcudbright", "unrepeatable", "Thaddeus")
"""Words that are withheld, or are told where something withheld is; none may leave."""


def said(text: str, start_ms: int, *, marks: tuple[str, ...] = (), estimated: bool = False) -> tuple[Word, ...]:
    """Return the words of the text, one every 500 ms, each 400 ms long."""
    return tuple(
        Word(one, start_ms + i * 500, start_ms + i * 500 + 400, 0.9, None, marks, estimated)
        for i, one in enumerate(text.split())
    )


def corrections(state: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """Return corrections as the page with this state sends them; none, unless something is named."""
    copied = {name: state[name] for name in ("episode", "version", "pack", "part", "withheld")}
    return {
        "format": "radkind-pod corrections",
        "schema": 1,
        **copied,
        "copy": "00112233445566ff",
        "revision": 1,
        "saved": "2026-11-24T15:04:05Z",
        "by": "Amina",
        "regions": [],
        "confirmed": [],
        "settled": [],
        "finished": False,
        "checked": False,
        **changed,
    }


def region(state: dict[str, Any], number: int, *items: Any) -> dict[str, Any]:
    """Return what makes a paragraph of the state hold these words: numbers, or texts of new ones."""
    blocks = state["blocks"]
    first = sum(len(block["w"]) for block in blocks[:number])
    words = [item if isinstance(item, int | dict) else {"t": item} for item in items]
    own = {"s": blocks[number]["s"], "h": blocks[number]["h"], "w": words}
    return {"from": first, "to": first + len(blocks[number]["w"]), "blocks": [own]}


def body(state: dict[str, Any], expected: str | None, **changed: Any) -> bytes:
    """Return the body of a save."""
    return json.dumps({"expected": expected, "corrections": corrections(state, **changed)}).encode()


def save(desk: Desk, state: dict[str, Any], expected: str | None, **changed: Any) -> str | None:
    """Save as the page with this state does, and return the version that it is told."""
    return desk.save(desk.read(body(state, expected, **changed))).version


def texts(case: Case) -> list[str]:
    """Return what each paragraph of the transcript on the disk says."""
    document = case.read(case.folder.transcript.read_bytes()).document
    return [joined(block.words, document.language) for block in document.blocks]
