"""Everything that can be said about a project's files: what must be mended, and what would be better."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from radkind_pod.errors import Problem, SourceError
from radkind_pod.model.episode import Episode
from radkind_pod.model.show import Show
from radkind_pod.present import is_there
from radkind_pod.sources.advice import advice
from radkind_pod.sources.episode import Defaults, defaults_of, episode_of, read_episode
from radkind_pod.sources.people import PEOPLE, read_people
from radkind_pod.sources.project import EPISODE_FILE, EPISODES, episode_slugs
from radkind_pod.sources.show import read_show
from radkind_pod.sources.text import shown
from radkind_pod.sources.top_lines import top_lines

__all__ = ["advice", "advice_on", "check_project", "consents_to_ask_for", "duplicate_guids"]

MOST_NAMED = 6
"""Longer lists of people are cut."""


def check_project(root: Path) -> tuple[Problem, ...]:
    """Return every problem of config.yaml and of all episodes, file after file."""
    return (*_problems(root), *duplicate_guids(root))


def advice_on(root: Path) -> tuple[Problem, ...]:
    """Return what would be better in all files that can be read: what must be mended in one hides no other's advice."""
    show, episodes = _readable(root)
    return advice(show, episodes) if show else ()


def consents_to_ask_for(root: Path) -> tuple[Problem, ...]:
    """Return one word about all who are named or heard, and of whom people.yaml doesn't say what they agreed to."""
    show, episodes = _readable(root)
    try:
        agreed = {one.name for one in read_people(root).consents if one.given}
    except SourceError:
        return ()
    people = [*(show.info.hosts if show else ()), *(person for one in episodes for person in one.info.people)]
    heard = [name for one in episodes for name in one.speakers]
    missing = [name for name in dict.fromkeys([*(person.name for person in people), *heard]) if name not in agreed]
    if not missing or not episodes:
        return ()
    more = len(missing) - MOST_NAMED
    names = f"{', '.join(missing[:MOST_NAMED])}{f' and {more} more' if more > 0 else ''}"
    what = "doesn't say" if is_there(root / PEOPLE) else "is not there to say"
    message = f"{what} what {names} agreed to. Ask, and write it down: nothing with them is published before."
    return (Problem(shown(root / PEOPLE), None, message),)


def _readable(root: Path) -> tuple[Show | None, list[Episode]]:
    """Return the show and its episodes, without those that must be mended first; None where that is the show."""
    episodes: list[Episode] = []
    try:
        show = read_show(root)
    except SourceError:
        return None, episodes  # what the keys of an episode mean depends on it
    for slug in episode_slugs(root):
        with suppress(SourceError):
            episodes.append(read_episode(show, slug))
    return show, episodes


def guid_of(root: Path, slug: str) -> str:
    """Return the guid of this episode, "" where none is written, without reading the file any further.

    Raises OSError where the disk fails.
    """
    return top_lines(root / EPISODES / slug / EPISODE_FILE).get("guid", (0, ""))[1]


def duplicate_guids(root: Path) -> tuple[Problem, ...]:
    """Return a problem for every episode whose guid an earlier one has, without reading the files any further."""
    first: dict[str, str] = {}
    problems = []
    for slug in episode_slugs(root):
        file = root / EPISODES / slug / EPISODE_FILE
        line, guid = _guid_line(file)
        if guid and guid in first:
            remedy = "Give the newer one its own, like one that `radkind-pod new` writes; never change a published one."
            problems.append(Problem(shown(file), line, f"guid: the same as in {first[guid]}. {remedy}"))
        first.setdefault(guid, slug)
    return tuple(problems)


def _guid_line(file: Path) -> tuple[int, str]:
    try:
        return top_lines(file).get("guid", (0, ""))
    except OSError:
        return 0, ""  # it ends that episode and no other: the reader of the whole file tells it


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
