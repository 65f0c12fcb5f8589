"""What would be better in the captions of each episode that a person corrected. Nothing of it stops a build."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from radkind_pod.errors import Problem, SourceError
from radkind_pod.model.episode import Episode
from radkind_pod.pipeline.moments import clock
from radkind_pod.sources.episode import read_episode
from radkind_pod.sources.project import episode_slugs
from radkind_pod.sources.show import read_show
from radkind_pod.sources.text import shown
from radkind_pod.transcript.caption_advice import OnLine, advice_on_captions
from radkind_pod.transcript.review.drafts import kept_draft, read_draft
from radkind_pod.transcript.reviewed import note_in

TOLD = 3
"""So many places of each kind are told; a producer who wants all asks for them."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A finding in the captions of an episode, and where it is mended."""

    slug: str
    file: Path
    found: OnLine


def look_at_captions(root: Path) -> tuple[list[Problem], list[Placed]]:
    """Return what is to be mended in the episodes of a project, and what would be better in their captions.

    The machine's own drafts aren't looked at: nobody can mend them before a review. Nothing of a show whose own file
    can't be read.
    """
    problems: list[Problem] = []
    placed: list[Placed] = []
    try:
        show = read_show(root)
    except SourceError as error:
        return [*error.problems], []
    for slug in episode_slugs(root):
        try:
            placed += _of_episode(read_episode(show, slug))
        except SourceError as error:
            problems += error.problems
    return problems, placed


def _of_episode(episode: Episode) -> list[Placed]:
    """Return the findings, kind after kind; none where nobody has corrected the transcript yet."""
    vtt = episode.reviewed
    if vtt is None:
        return []
    data = vtt.read_bytes()
    note = note_in(data)
    kept = kept_draft(note.draft if note else None, episode.folder / "review")
    found = advice_on_captions(data, shown(vtt), episode.info.language, read_draft(kept) if kept else None)
    return [Placed(episode.info.slug, shown(vtt), one) for one in found]


def summed_up(placed: Iterable[Placed]) -> Iterator[Problem]:
    """Yield one line for each kind of finding in each file, with its first places."""
    for (file, name), same in groupby(placed, key=lambda one: (one.file, one.found.finding.name)):
        first, *others = [one.found for one in same]
        finding = first.finding
        message = f"{name}: {finding.what}, at {clock(finding.at_ms)}. {_others(others)}{finding.advice}"
        yield Problem(file, first.line, message)


def _others(others: list[OnLine]) -> str:
    if not others:
        return ""
    told = [f"{clock(one.finding.at_ms)} (line {one.line})" for one in others[: TOLD - 1]]
    rest = len(others) - len(told)
    if not rest:
        return f"Also at {' and '.join(told)}. "
    return f"Also at {', '.join(told)} and {rest} more (radkind-pod check --json lists all). "
