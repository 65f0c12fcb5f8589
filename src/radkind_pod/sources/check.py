"""Everything that can be said about a project's files: what must be mended, and what would be better."""

from collections.abc import Iterator
from pathlib import Path

from radkind_pod.errors import Problem, SourceError
from radkind_pod.model.show import Show
from radkind_pod.sources.advice import advice
from radkind_pod.sources.episode import Defaults, defaults_of, episode_of, read_episode
from radkind_pod.sources.people import read_people
from radkind_pod.sources.project import EPISODE_FILE, EPISODES, episode_slugs
from radkind_pod.sources.show import read_show
from radkind_pod.sources.text import shown
from radkind_pod.sources.top_lines import top_lines

__all__ = ["advice", "advice_on", "check_project", "duplicate_guids"]


def check_project(root: Path) -> tuple[Problem, ...]:
    """Return every problem of config.yaml and of all episodes, file after file."""
    return (*_problems(root), *duplicate_guids(root))


def advice_on(root: Path) -> tuple[Problem, ...]:
    """Return what would be better in a project that has no problems. Raises SourceError if it has."""
    show = read_show(root)
    return advice(show, [read_episode(show, slug) for slug in episode_slugs(root)])


def duplicate_guids(root: Path) -> tuple[Problem, ...]:
    """Return a problem for every episode whose guid an earlier one has, without reading the files any further."""
    first: dict[str, str] = {}
    problems = []
    for slug in episode_slugs(root):
        file = root / EPISODES / slug / EPISODE_FILE
        line, guid = top_lines(file).get("guid", (0, ""))
        if guid and guid in first:
            remedy = "Give the newer one its own, like one that `radkind-pod new` writes; never change a published one."
            problems.append(Problem(shown(file), line, f"guid: the same as in {first[guid]}. {remedy}"))
        first.setdefault(guid, slug)
    return tuple(problems)


def _problems(root: Path) -> Iterator[Problem]:
    defaults = Defaults(explicit=False, language="en", serial=False, has_sting=True)
    try:
        defaults = _defaults(read_show(root))
    except SourceError as error:
        yield from error.problems
    try:
        read_people(root)
    except SourceError as error:
        yield from error.problems
    for slug in episode_slugs(root):
        try:
            episode_of(root, slug, defaults)
        except SourceError as error:
            yield from error.problems


def _defaults(show: Show) -> Defaults:
    return defaults_of(show)
