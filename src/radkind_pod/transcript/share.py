"""One long recording heard by several at once: each hears a stretch of it, and together they give the same answer.

Pieces of a recording are heard independently of each other (`pieces.py`), so that where it is divided changes no word.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from radkind_pod.model.transcript import Heard
from radkind_pod.progress import Progress
from radkind_pod.transcript.stages import Recognise

PIECES_EACH = 2
"""A share of less would take longer to begin than to hear."""


@dataclass(frozen=True, slots=True)
class HearShare:
    """Hear one of `shares` equal lengths of a recording: `share` counts from 0."""

    NAME: ClassVar = Recognise.NAME
    VERSION: ClassVar = Recognise.VERSION
    hearing: Recognise
    share: int
    shares: int

    @property
    def engine(self) -> str:
        """The engine that hears."""
        return self.hearing.engine

    @property
    def tools(self) -> tuple[str, ...]:
        """The libraries whose versions change what is heard."""
        return self.hearing.tools

    def run(self, folder: Path, progress: Progress) -> None:
        """Write heard.json."""
        from radkind_pod.model.plain import to_json
        from radkind_pod.transcript.recognise import hear

        heard = hear(self.hearing, progress, share=self.share, shares=self.shares)
        (folder / "heard.json").write_text(to_json(heard), encoding="utf-8", newline="\n")

    def read(self, folder: Path) -> tuple[Heard, ...]:
        """Return what was heard."""
        from radkind_pod.model.plain import from_plain_file

        return from_plain_file(tuple[Heard, ...], folder / "heard.json")


def join_shares(request: Recognise, heard: Iterable[tuple[Heard, ...]], folder: Path) -> None:
    """Write the answer.json that the request would, of what was heard in all of its shares, in their order."""
    from radkind_pod.transcript.recognise import write_answer

    write_answer(request, tuple(one for share in heard for one in share), folder)


def most_shares(request: Recognise) -> int:
    """Return into how many shares it can be divided with some pieces for each."""
    from radkind_pod.transcript.pieces import LONGEST_S
    from radkind_pod.transcript.recognise import duration_ms

    return duration_ms(request.interview) // (PIECES_EACH * LONGEST_S * 1000)
