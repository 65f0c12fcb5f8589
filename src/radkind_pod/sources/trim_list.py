"""trim.txt: a list of what could be cut, on which a person puts an x before each line that is to be cut."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic_core import PydanticCustomError

from radkind_pod.errors import Problem, SourceError
from radkind_pod.model.audio import Cut
from radkind_pod.model.episode import Moment, PlannedCut, planned, resolve
from radkind_pod.model.trim import PAUSE, Proposal
from radkind_pod.sources.added_cuts import cut_text
from radkind_pod.sources.aside import written_aside
from radkind_pod.sources.document import quoted
from radkind_pod.sources.text import cited, read_text, shown
from radkind_pod.sources.times import clock_text, read_clock

TRIM_LIST = "trim.txt"

_HEAD = """\
# What could be cut from the recording of {slug}. Nothing of it is cut until you say so:
#
#   1. Write an x between the brackets of each line that is to be cut: [x]. Listen first, if you aren't sure.
#   2. Save this file, and run: radkind-pod trim {slug}
#   3. radkind-pod build {slug}
#
# Of each pause {keep_s:g} s stay. Times are recording time: leave them as they are. Lines without an x may stay or go.
"""
_RECORDINGS = "# recordings: "
_NAME = r'"(?:[^"\\]|\\.)*"'
_TIME = r"[\d:.]+"
_LINE = re.compile(
    rf"\[(?P<mark>[^\[\]]*)\]\s*(?P<start>{_TIME})(?:\s+in\s+(?P<first>{_NAME}))?\s+to\s+"
    rf"(?P<end>{_TIME})(?:\s+in\s+(?P<last>{_NAME}))?\s+=\s+(?P<length>\d+\.\d\d\d)\s+s\s+(?P<kind>\S+).*"
)
_UNREADABLE = "this line was changed, and can't be read any more. Put it back as it was, or delete it."


@dataclass(frozen=True, slots=True)
class Clock:
    """What a list counts in: the names of the recordings as episode.yaml has them, where each begins, and the end.

    `recordings` is a short hash of what they hold.
    """

    names: tuple[str, ...]
    starts_ms: tuple[int, ...]
    duration_ms: int
    recordings: str


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a list. `line` counts from 1; `where` is the cut's times as they stand there."""

    line: int
    accepted: bool
    cut: Cut
    kind: str
    where: str


def write_trim_list(
    file: Path,
    clock: Clock,
    proposals: Iterable[Proposal],
    keep_ms: int,
    accepted: frozenset[Cut],
    before: bytes | None,
) -> None:
    """Write the list in place of `before`, with an x where the cut is accepted already."""
    head = _HEAD.format(slug=file.absolute().parent.name, keep_s=keep_ms / 1000)
    lines = (_line(one, clock, "x" if one.cut in accepted else " ") for one in proposals)
    text = "".join((head, f"{_RECORDINGS}{clock.recordings}\n\n", *(f"{line}\n" for line in lines)))
    with written_aside(file, text, before):
        pass


def recordings_of(file: Path) -> tuple[str, ...]:
    """Return which recordings the list says that it was made of: nothing where that line is gone."""
    lines = (line.strip() for line in read_text(file).split("\n"))
    return tuple(line.removeprefix(_RECORDINGS).strip() for line in lines if line.startswith(_RECORDINGS))


def read_trim_list(file: Path, clock: Clock) -> tuple[Listed, ...]:
    """Return what a person made of the list. Raises SourceError with every line that was damaged."""
    listed, problems = list[Listed](), list[Problem]()
    for number, line in enumerate(read_text(file).split("\n"), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            try:
                listed.append(_read(number, line.strip(), clock))
            except ValueError as fault:
                problems.append(Problem(shown(file), number, str(fault)))
    if problems:
        raise SourceError(problems)
    return tuple(listed)


def _line(proposal: Proposal, clock: Clock, mark: str) -> str:
    cut = proposal.cut
    is_pause = proposal.kind == PAUSE
    kind = f"{PAUSE} of {proposal.lasts_ms / 1000:.1f} s" if is_pause else proposal.kind
    heard = " ".join(filter(None, (proposal.before, "[...]" if is_pause else f"[{proposal.kind}]", proposal.after)))
    where = cut_text(planned(cut, clock.starts_ms), clock.names)
    return f"[{mark}] {where} = {(cut.end_ms - cut.start_ms) / 1000:.3f} s  {kind:<14}  {heard}"


def _read(number: int, text: str, clock: Clock) -> Listed:
    """Return the line. Raises ValueError with what is wrong with it."""
    found = _LINE.fullmatch(text)
    if not found:
        raise ValueError(_UNREADABLE)
    mark = found["mark"].strip().lower()
    if mark not in ("", "x"):
        msg = f"{cited(found['mark'])} stands between the brackets. Write x to have this cut, or leave a space there."
        raise ValueError(msg)
    last = _recording(found["last"], clock)
    first = _recording(found["first"], clock) if found["first"] else last
    cut = PlannedCut(Moment(_ms(found["start"]), first), Moment(_ms(found["end"]), last))
    start_ms, end_ms = resolve(cut.start, clock.starts_ms), resolve(cut.end, clock.starts_ms)
    if f"{(end_ms - start_ms) / 1000:.3f}" != found["length"]:
        msg = (
            f"from {found['start']} to {found['end']} it is not {found['length']} s, so one of these was changed. "
            "Put it back, or delete the line; cuts of your own belong under cuts: in episode.yaml."
        )
        raise ValueError(msg)
    if end_ms > clock.duration_ms:
        end = clock_text(clock.duration_ms)
        msg = f"this is past the end of the recordings ({end}). Put it back, or delete the line."
        raise ValueError(msg)
    return Listed(number, mark == "x", Cut(start_ms, end_ms), found["kind"], cut_text(cut, clock.names))


def _recording(name: str | None, clock: Clock) -> int | None:
    names = [quoted(one) for one in clock.names]
    if name is None:
        return None
    if name not in names:
        msg = f"{name} is not under recordings in episode.yaml. Put the name back, or delete the line."
        raise ValueError(msg)
    return names.index(name)


def _ms(text: str) -> int:
    try:
        return read_clock(text)
    except PydanticCustomError:
        raise ValueError(_UNREADABLE) from None
