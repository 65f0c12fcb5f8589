"""Corrections as a volunteer's file brings them, and what they reach."""

import json
from pathlib import Path
from typing import Any

from tests.cli.conftest import SLUG

from radkind_pod.model.review import Document
from radkind_pod.transcript.review.case import Given
from radkind_pod.transcript.review.withheld import view


def corrections(root: Path, old: str, new: str, *, begun: Given, by: str = "Amina", **others: Any) -> Path:
    """A file of corrections in which the first word `old` is `new`; `marks` and more may be said."""
    marks = others.pop("marks", [])
    value = {
        "format": "radkind-pod corrections",
        "schema": 1,
        "episode": SLUG,
        "version": begun.version,
        "pack": "ab" * 8,
        "part": None,
        "withheld": True,
        "copy": f"{sum(map(ord, by)):016x}",
        "revision": 1,
        "saved": "2026-11-24T15:04:05Z",
        "by": by,
        "regions": [region(view(begun.reviewed.document), old, new, marks)] if old else [],
        "confirmed": [],
        "settled": [],
        "finished": False,
        "checked": False,
        **others,
    }
    file = root / f"corrections-{by}-{value['revision']}.json"
    file.write_text(json.dumps(value), encoding="utf-8")
    return file


def region(document: Document, old: str, new: str, marks: list[str]) -> dict[str, Any]:
    words, first = document.words, 0
    for block in document.blocks:
        last = first + len(block.words)
        at = next((i for i in range(first, last) if words[i].text == old), None)
        if at is not None:
            items: list[Any] = [*range(first, at), {"t": new, "m": marks}, *range(at + 1, last)]
            return {"from": first, "to": last, "blocks": [{"s": block.speaker, "h": block.heading, "w": items}]}
        first = last
    message = f"{old} is not in it"
    raise AssertionError(message)


def transcript(root: Path) -> str:
    return (root / "episodes" / SLUG / "transcript.vtt").read_text(encoding="utf-8")


def public(root: Path, ending: str) -> str:
    (file,) = (f for f in (root / "public/episodes" / SLUG).iterdir() if f.name.endswith(ending))
    return file.read_text(encoding="utf-8")
