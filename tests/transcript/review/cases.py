"""A review from its draft on, with what people send for it: for the tests of its whole life."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from radkind_pod.model.plain import to_json
from radkind_pod.model.review import Block, Document
from radkind_pod.model.transcript import Transcript, Word
from radkind_pod.transcript.review.case import Case
from radkind_pod.transcript.review.conflicts import conflicts
from radkind_pod.transcript.review.corrections import read_corrections
from radkind_pod.transcript.review.document import document_of, transcript_of
from radkind_pod.transcript.review.drafts import draft_hash, keep_draft
from radkind_pod.transcript.review.folder import ReviewFolder
from radkind_pod.transcript.review.parts import of_part, parts
from radkind_pod.transcript.review.vtt import render_vtt
from radkind_pod.transcript.review.withheld import view
from radkind_pod.transcript.stages import Draft


def machine(paragraphs: int = 4, sentences: int = 3, changed: str = "") -> Transcript:
    """What the machine heard: every word is another one, so that each can be found again."""
    blocks, at = [], 0
    for paragraph in range(paragraphs):
        words = []
        for sentence in range(sentences):
            for number in range(5):
                text = f"word{changed}{paragraph}{sentence}{number}{'.' if number == 4 else ''}"
                words.append(Word(text, at, at + 300, 0.9))
                at += 350
        at += 2500
        blocks.append(Block(f"Speaker {paragraph % 2}", tuple(words)))
    return transcript_of(Document("en", tuple(blocks)))


def begun(folder: Path, heard: Transcript) -> Case:
    """A review of which there is only the draft."""
    record, vtt = folder / "draft.json", folder / "draft.vtt"
    record.write_text(to_json(heard), encoding="utf-8", newline="\n")
    document = document_of(heard, ("ab" * 32,), draft_hash(record.read_bytes()))
    vtt.write_text(render_vtt(document, heard, heard), encoding="utf-8", newline="\n")
    (folder / "hope").mkdir(exist_ok=True)
    return Case(ReviewFolder(folder / "hope"), "en", Draft(record, vtt))


def sent(case: Case, version: str, changes: dict[int, str], by: str, *, part: int | None = None, **more: Any) -> bytes:
    """The file of somebody who changed these words, by their number in what they were given, and `more`."""
    document = view(case.given(version).document)
    if part:
        document = of_part(document, parts(document)[part - 1])
    regions, first = [], 0
    for block in document.blocks:
        last = first + len(block.words)
        if any(first <= number < last for number in changes):
            items = [{"t": changes[i]} if i in changes else i for i in range(first, last)]
            regions.append(
                {"from": first, "to": last, "blocks": [{"s": block.speaker, "h": block.heading, "w": items}]}
            )
        first = last
    value: dict[str, Any] = {
        "format": "radkind-pod corrections",
        "schema": 1,
        "episode": "hope",
        "version": version,
        "pack": "ab" * 8,
        "part": part,
        "withheld": True,
        "copy": f"{sum(ord(c) * 31**i for i, c in enumerate(by)) % 16**16:016x}",
        "revision": 1,
        "saved": "2026-11-24T15:04:05Z",
        "by": by,
        "regions": regions,
        "confirmed": [],
        "settled": [],
        "finished": False,
        "checked": False,
        **more,
    }
    return json.dumps(value).encode()


def receive(case: Case, data: bytes) -> None:
    case.receive(read_corrections(data, Path("corrections.json")), data)


def all_that_is_kept(case: Case) -> str:
    """The transcript and the other versions of passages, as text."""
    waiting = [w.text for c in conflicts(case.folder) for b in (*c.here, *c.other) for w in b.words]
    return case.folder.transcript.read_text(encoding="utf-8") + "\n" + " ".join(waiting)


def with_words(document: Document, words: list[Word]) -> Document:
    blocks, first = [], 0
    for block in document.blocks:
        blocks.append(replace(block, words=tuple(words[first : first + len(block.words)])))
        first += len(block.words)
    return replace(document, blocks=tuple(blocks))


def updated(case: Case, step: int) -> None:
    """Another model heard every third word differently."""
    given = case.begin()
    document = given.reviewed.document
    heard = case.machine(document.draft)
    assert heard is not None
    if not given.is_saved:
        return
    now = document_of(heard)
    words = [replace(w, text=f"heard{step}{i}") if i % 3 == 0 else w for i, w in enumerate(now.words)]
    fresh = transcript_of(with_words(now, words))
    name = keep_draft(to_json(fresh).encode(), case.folder)
    case.put(
        given.version,
        document_of(heard, document.sources, document.draft),
        document_of(fresh, document.sources, name),
        what="updated",
        by=None,
        times_from_theirs=True,
    )
