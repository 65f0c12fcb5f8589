"""What the last gate found, told by its cause: each name once, with the lines that people wrote it into."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from radkind_pod.errors import Problem
from radkind_pod.present import is_file, matching
from radkind_pod.publish.gate import Leak, Names
from radkind_pod.publish.gate.piece import CUES, LINES, Piece
from radkind_pod.publish.gate.search import INDEX, is_near, names_in, slug_of
from radkind_pod.publish.gate.views import views
from radkind_pod.sources.project import CONFIG, EPISODE_FILE, EPISODES

MOST_PLACES, MOST_LINES = 3, 6
"""Longer lists are cut: mended where it was written, a name is gone from every public file."""

TRANSCRIPT, DRAFT = "transcript.vtt", "transcribe/draft.vtt"
_KEY = re.compile(r"^\s*(?:- )?\w+:\s")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a source in which the name stands; `folder` is its episode's, None for config.yaml."""

    problem: Problem
    phrase: str
    folder: str | None


def told(root: Path, leaks: Sequence[Leak], names: Names) -> list[Problem]:
    """Return one Problem for each line in which somebody wrote a name, and one for each leak of another kind."""
    problems = [_plain(leak) for leak in leaks if not leak.name]
    for name in dict.fromkeys(leak.name for leak in leaks if leak.name):
        of_it = [leak for leak in leaks if leak.name == name]
        problems += _named(of_it, _lines_meant(root, of_it, names))
    return problems


def _plain(leak: Leak) -> Problem:
    return Problem(Path(leak.path), None, f"{leak.place}: {leak.what}")


def _named(leaks: Sequence[Leak], lines: Sequence[_Line]) -> list[Problem]:
    """Return where the name was written, or else where it would go out; the last one tells the rest."""
    *others, last = [line.problem for line in lines[:MOST_LINES]] or [_plain(leaks[0])]
    rest = [f"and {len(lines) - MOST_LINES} more lines"] if len(lines) > MOST_LINES else []
    places = [f"{leak.path}, {leak.place}" for leak in leaks]
    more = len(places) - MOST_PLACES
    rest += [f"it would go out in {'; '.join(places[:MOST_PLACES])}{f'; and {more} more' if more > 0 else ''}"]
    if answers := list(dict.fromkeys(_answers(leaks, lines)))[:MOST_LINES]:
        rest += ["if somebody or something else is meant, add to people.yaml under not_this_person:"]
        rest += [f"  {answer}" for answer in answers]
    return [*others, Problem(last.file, last.line, "\n      ".join([last.message, *rest]))]


def _answers(leaks: Sequence[Leak], lines: Sequence[_Line]) -> Iterator[str]:
    """Yield the lines that answer for the name, in words that somebody wrote; those of a built file if nobody did."""
    in_show = any(slug_of(leak.path) is None for leak in leaks)
    for line in lines:
        if line.folder:
            yield _answer(line.phrase, line.folder)
        if in_show:
            yield _answer(line.phrase, None)
    if not lines:
        yield from (_answer(leak.phrase, slug_of(leak.path)) for leak in leaks if not leak.path.startswith(INDEX))


def _answer(phrase: str, slug: str | None) -> str:
    return f"- {{says: {json.dumps(phrase, ensure_ascii=False)}{f', episode: {slug}' if slug else ''}}}"


def _lines_meant(root: Path, leaks: Sequence[Leak], names: Names) -> list[_Line]:
    """Return the lines in which the name stands, of those episodes alone whose public files hold it, if any do."""
    found = [line for file in _files(root) for line in _lines(root, file, leaks[0].name, names)]
    meant = {slug_of(leak.path) for leak in leaks} & {line.folder for line in found if line.folder}
    return [line for line in found if not meant or line.folder is None or line.folder in meant]


def _files(root: Path) -> Iterator[Path]:
    yield root / CONFIG
    for folder in matching(root / EPISODES, "[!.]*/"):
        corrected, draft = folder / TRANSCRIPT, root / "build" / folder.name / DRAFT
        yield from (file for file in (folder / EPISODE_FILE, corrected) if is_file(file))
        if is_file(draft) and not is_file(corrected):
            yield draft


def _lines(root: Path, file: Path, name: str, names: Names) -> Iterator[_Line]:
    path = file.relative_to(root)
    form = CUES if file.suffix == ".vtt" else LINES
    lines = file.read_text(encoding="utf-8", errors="replace").split("\n")
    if form == LINES:
        lines = ["" if line.lstrip().startswith("#") else line for line in lines]  # the examples that `init` wrote
    hits: dict[int, Leak] = {}
    for leak in names_in(path.as_posix(), views(Piece("", "\n".join(lines), form)), names):
        if leak.name == name:
            hits.setdefault(_number(leak, lines, names), leak)
    for number, leak in sorted(hits.items()):
        value = _KEY.sub("", lines[number - 1])
        alone = next((one for one in names_in(path.as_posix(), views(Piece("", value, form)), names)), leak)
        yield _Line(Problem(path, number, leak.what), alone.phrase, path.parts[1] if len(path.parts) > 1 else None)


def _number(leak: Leak, lines: Sequence[str], names: Names) -> int:
    """Return the number of the line that the name is in: a decoded reading may have a line more or less."""
    said = int(leak.place.removeprefix("line ").split(",")[0])
    near = (number for number in (said, said + 1, said - 1) if 0 < number <= len(lines))
    return next((number for number in near if is_near(lines[number - 1], names)), said)
