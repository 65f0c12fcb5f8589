"""What is not wrong, and would be better otherwise. Nothing of it stops a build."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path

from radkind_pod.errors import Problem
from radkind_pod.model.episode import Episode
from radkind_pod.model.people import Person
from radkind_pod.model.roles import ROLES
from radkind_pod.model.show import Show
from radkind_pod.sources.answers import PLACEHOLDER_DESCRIPTION
from radkind_pod.sources.document import Place, read_document
from radkind_pod.sources.guess import closest
from radkind_pod.sources.new_episode import PLACEHOLDER_SUMMARY
from radkind_pod.sources.places import is_kept_everywhere
from radkind_pod.sources.project import CONFIG
from radkind_pod.sources.text import cited

Hint = tuple[Place, str]

_PLACEHOLDER_SITES = re.compile(r"\bexample\.(org|com|net)\b")
_NUMBERED = re.compile(r"(?:(?:episode|ep\.?)\s*#?\d+|#\d+|s\d+\s*e\d+)\s*[:.\u2013\u2014-]", re.IGNORECASE)


def advice(show: Show, episodes: Iterable[Episode]) -> tuple[Problem, ...]:
    """Return what would be better in config.yaml and in these episodes, file after file, each with its line."""
    listed = list(episodes)
    problems = _located(show.root / CONFIG, list(_show_hints(show)))
    for episode in listed:
        hints = [*_episode_hints(show, episode), *_number_hints(episode, listed)]
        problems += _located(episode.file, hints)
    return tuple(problems)


def _located(file: Path, hints: list[Hint]) -> list[Problem]:
    if not hints:
        return []
    document = read_document(file)
    problems = [document.problem(place, f"{place[0]}: {message}") for place, message in hints]
    return sorted(problems, key=lambda p: p.line or 0)


def _show_hints(show: Show) -> Iterator[Hint]:
    info = show.info
    for key, value in (("link", info.link), ("base_url", info.base_url), ("owner", info.owner.email)):
        if _PLACEHOLDER_SITES.search(value):
            yield (key,), f"{value} is only an example. Write the real address before anything is published."
    if info.description == PLACEHOLDER_DESCRIPTION:
        yield ("description",), "is still the sentence that `radkind-pod init` wrote. Say what the show is about."
    if not info.artwork_alt:
        yield ("artwork",), "people who can't see the picture get no words for it. Add a line artwork_alt:."
    if info.artwork.read_bytes() == (files("radkind_pod.sources") / "templates/artwork.png").read_bytes():
        yield ("artwork",), "is still the plain placeholder. Put the show's picture in its place."
    if info.copyright and re.search(r"©|\(c\)|copyright|\b(19|20)\d\d\b", info.copyright, re.IGNORECASE):
        yield ("copyright",), "apps add the sign, the word and the year themselves. Write the name alone."
    yield from _role_hints("hosts", info.hosts)


def _episode_hints(show: Show, episode: Episode) -> Iterator[Hint]:
    info = episode.info
    if len(show.info.title) > 3 and show.info.title.lower() in info.title.lower():
        yield ("title",), f"holds the show's name, which apps show anyway. Leave {cited(show.info.title)} out."
    if _NUMBERED.match(info.title):
        yield ("title",), "begins with a number, which apps show themselves. Write it as number: and leave it out here."
    if info.summary == PLACEHOLDER_SUMMARY:
        yield ("summary",), "is still the sentence that `radkind-pod new` wrote. Say what the episode is about."
    if info.artwork and not info.artwork_alt:
        yield ("artwork",), "people who can't see the picture get no words for it. Add a line artwork_alt:."
    for index, chapter in enumerate(episode.chapters):
        if chapter.image and not chapter.image_alt:
            yield ("chapters", index, "image"), "people who can't see the picture get no words for it. Add image_alt:."
    yield from _role_hints("people", info.people)
    yield from _name_hints(episode)


def _name_hints(episode: Episode) -> Iterator[Hint]:
    """Say which recordings another computer can't hold, or takes for one another."""
    met: dict[str, str] = {}
    for file in (track.file for recording in episode.recordings for track in recording.tracks):
        name = file.name
        if not is_kept_everywhere(name):
            yield ("recordings",), f"{cited(name)} is a name that Windows can't keep. Rename the file, here and in raw."
        same = met.setdefault(unicodedata.normalize("NFC", name).casefold(), name)
        if same != name:
            yield (
                ("recordings",),
                f"{cited(same)} and {cited(name)} are the same name on a Mac or in Windows. Rename one of the two.",
            )


def _role_hints(key: str, people: Iterable[Person]) -> Iterator[Hint]:
    for index, person in enumerate(people):
        if person.role not in ROLES:
            near = closest(person.role, ROLES)
            remedy = f"Did you mean {near}?" if near else "Apps may leave it out; host, guest or producer are known."
            yield (key, index, "role"), f"{cited(person.role)} is not a role of the podcast taxonomy. {remedy}"


def _number_hints(episode: Episode, episodes: list[Episode]) -> Iterator[Hint]:
    info = episode.info
    for other in episodes:
        if other is episode:
            return
        same = (other.info.season, other.info.number, other.info.type) == (info.season, info.number, info.type)
        if info.number is not None and same:
            yield ("number",), f"{other.info.slug} has the number {info.number} too. Give each episode its own."
