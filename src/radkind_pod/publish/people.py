"""A page for each person who took part, under an address made of the name."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

from radkind_pod.model.people import Person
from radkind_pod.model.release import Release
from radkind_pod.publish.addresses import public_url
from radkind_pod.publish.linked_data import person_data
from radkind_pod.publish.look import Face, Look
from radkind_pod.publish.releases import cleaned, credited, published, read_releases
from radkind_pod.publish.search.words import folded
from radkind_pod.publish.stages import PublicShow
from radkind_pod.publish.writing import write

_LONGEST = 60


def make_faces(hosts: tuple[Person, ...], releases: Iterable[Release]) -> tuple[Face, ...]:
    """Return everyone who is credited with an address of their own, in order of the alphabet.

    Where two names would give the same address, the one that was there first has it: the hosts, then by date.
    """
    people = list(hosts)
    for release in sorted(releases, key=lambda release: (published(release), release.slug)):
        people += release.people
    names = (shown_name(person) for person in people)
    taken: dict[str, str] = {}
    for name in dict.fromkeys(names):
        slug = plain_slug(name)
        taken[slug if slug and slug not in taken else _numbered(slug, name)] = name
    return tuple(sorted((Face(name, f"people/{slug}/index.html") for slug, name in taken.items()), key=_by_name))


@cache
def shown_name(person: Person) -> str:
    """Return the name as pages show it, free of control characters."""
    return cleaned(person).name


def plain_slug(name: str) -> str:
    """Return the name in small ASCII letters, digits and hyphens; "" where its letters have no ASCII form."""
    bare = folded(name)
    if any(c.isalnum() and not c.isascii() for c in bare):
        return ""
    slug = re.sub("[^a-z0-9]+", "-", bare).strip("-")
    return slug if len(slug) <= _LONGEST and slug != "index" else ""


def write_people(show: PublicShow, look: Look, faces: Sequence[Face], releases: Sequence[Path], files: Path) -> None:
    """Write people/<slug>/index.html for each of the faces; `releases` are those that credit them, and may be more."""
    show = cleaned(show)
    known = [(release, published(release), credited(show.hosts, release)) for release in read_releases(releases)]
    for face in faces:
        write(files / face.path, _page(show, look, face, known))


def own_path(show: PublicShow, url: str | None) -> str | None:
    """Return the path of a public file of this site; None for what lies elsewhere, which no page loads."""
    path = (url or "").removeprefix(f"{show.base_url}/")
    return path if url and path != url and re.fullmatch(r"[\w.-]+(/[\w.-]+)*", path) and ".." not in path else None


def _page(
    show: PublicShow, look: Look, face: Face, known: Sequence[tuple[Release, datetime, tuple[Person, ...]]]
) -> str:
    from radkind_pod.publish.rendering import render_page  # a build in which nothing runs makes faces, and no page

    entries = [person for person in show.hosts if person.name == face.name]
    episodes = []
    for release, when, people in known:
        here = [person for person in people if person.name == face.name]
        if here:
            episodes.append((release, when, [person.role for person in here]))
            entries += here
    url = public_url(show, face.path.removesuffix("index.html"))
    link = next((person.link for person in entries if person.link), None)
    return render_page(
        "person.html",
        face.path,
        show,
        look,
        name=face.name,
        roles=tuple(dict.fromkeys(person.role for person in entries)),
        link=link,
        picture=next((path for person in entries if (path := own_path(show, person.image))), None),
        episodes=episodes,
        url=url,
        data=person_data(show, face.name, url, link),
    )


def _numbered(slug: str, name: str) -> str:
    digest = sha256(unicodedata.normalize("NFC", name).encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{slug}-{digest}" if slug else f"person-{digest}"


def _by_name(face: Face) -> tuple[str, str]:
    return plain_slug(face.name) or face.name.casefold(), face.name
