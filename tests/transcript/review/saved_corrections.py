"""Corrections as a review page saves them, and a document that they are made in."""

import json
from pathlib import Path
from typing import Any

from radkind_pod.model.review import Block, Document
from radkind_pod.model.transcript import Word
from radkind_pod.transcript.review.corrections import read_corrections
from radkind_pod.transcript.review.sent import Corrections

FILE = Path("corrections-hope.json")
PLAIN: dict[str, Any] = {
    "format": "radkind-pod corrections",
    "schema": 1,
    "episode": "hope",
    "version": "ab" * 32,
    "pack": "0123456789abcdef",
    "part": None,
    "withheld": True,
    "copy": "fedcba9876543210",
    "revision": 17,
    "saved": "2026-11-24T15:04:05Z",
    "by": "Amina",
    "regions": [],
    "confirmed": ["a1b2"],
    "settled": [{"id": "c3", "chose": "other"}],
    "finished": False,
    "checked": False,
}


def read(**values: Any) -> Corrections:
    return read_corrections(json.dumps(PLAIN | values).encode(), FILE)


def region(first: int, last: int, *blocks: Any) -> dict[str, Any]:
    return {"from": first, "to": last, "blocks": [{"s": name, "h": None, "w": items} for name, *items in blocks]}


def said(*texts: str, at: int = 0) -> tuple[Word, ...]:
    return tuple(Word(text, at + i * 1000, at + i * 1000 + 500, 0.9) for i, text in enumerate(texts))


BASE = Document(
    "en",
    (
        Block("Ama", said("The", "bus", "came."), "A start"),
        Block("Bo", said("It", "never", "did.", at=3000)),
        Block("Ama", said("So", "I", "walked.", at=6000)),
    ),
    sources=("cd" * 32,),
    draft="0123",
)


def shown(document: Document) -> list[tuple[str | None, str]]:
    return [(b.speaker, " ".join(w.text for w in b.words)) for b in document.blocks]
