"""The review pack: one file with the transcript, the recording and the editor, that needs no network and no program."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from radkind_pod.disk import aside_of, put_in_place
from radkind_pod.editor.hidden import Hidden, hidden
from radkind_pod.editor.page import pack_page, sound_piece
from radkind_pod.editor.sound import LATE_MS, write_sound
from radkind_pod.editor.state import Facts, Material, Sound, state_of
from radkind_pod.errors import naming
from radkind_pod.progress import Progress
from radkind_pod.transcript.review.parts import Part

AROUND_MS = 1_000
"""So much more than its own words is heard of a part: words begin before and end after the time that they have."""
_CHUNK = 300_000
"""400,000 letters in base64, as much as the page takes at once."""


@dataclass(frozen=True, slots=True)
class Pack:
    """What goes into a pack. `interview` is the working recording. With `withheld`, nothing withheld goes out."""

    facts: Facts
    material: Material
    interview: Path
    part: Part | None = None
    withheld: bool = True

    @property
    def name(self) -> str:
        """The name of its file."""
        part = self.part
        which = f"-part-{part.number:0{len(str(part.of))}}-of-{part.of}" if part else ""
        return f"review-{self.facts.episode}{which}.html"

    @property
    def span(self) -> tuple[int, int]:
        """Which stretch of the recording is in it, in ms."""
        if self.part is None:
            return 0, self.facts.duration_ms
        start, end = self.part.start_ms - AROUND_MS, self.part.end_ms + AROUND_MS
        return max(0, start), min(self.facts.duration_ms, end)

    @property
    def state(self) -> dict[str, Any]:
        """What its page is given."""
        sound = Sound("audio/mpeg", self.span[0] - LATE_MS)
        return state_of(self.facts, self.material, mode="pack", sound=sound, part=self.part, withheld=self.withheld)


def write_pack(pack: Pack, folder: Path, progress: Progress | None = None) -> Path:
    """Write the pack into the folder and return its file: whole, or not at all. The same pack is the same bytes."""
    target = folder / pack.name
    folder.mkdir(parents=True, exist_ok=True)
    aside, sound = aside_of(target), aside_of(target)
    away = hidden(pack.material.document, pack.facts.duration_ms) if pack.withheld else Hidden()
    with naming(target), ExitStack() as ends:
        for left in (sound, aside):
            ends.callback(left.unlink, missing_ok=True)
        write_sound(pack.interview, sound, *pack.span, away.spans, progress)
        with aside.open("wb") as file:
            _write(pack, sound, file)
            file.flush()
            os.fsync(file.fileno())
        put_in_place(aside, target)
    return target


def _write(pack: Pack, sound: Path, file: BinaryIO) -> None:
    page = pack_page(pack.state)
    file.write(page.before)
    for chunk in _chunks(sound):
        file.write(sound_piece(chunk))
    file.write(page.after)


def _chunks(file: Path) -> Iterator[bytes]:
    """Yield the file in pieces."""
    with file.open("rb") as handle:
        while chunk := handle.read(_CHUNK):
            yield chunk
