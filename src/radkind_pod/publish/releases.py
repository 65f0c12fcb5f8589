"""Releases as feed and pages want them: clean, in order, each guid once."""

import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from radkind_pod.errors import Refused
from radkind_pod.model.people import Person
from radkind_pod.model.plain import from_plain, parsed, to_plain
from radkind_pod.model.release import Release, Words

T = TypeVar("T")

_NOT_XML = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 (section 2.2, Char) doesn't allow or discourages; HTML takes it no better."""
_ESCAPED = re.compile(r"\\[ubf]")
"""How JSON writes what may be one of them."""


def read_release(file: Path) -> Release:
    """Return the Release, every text in it free of control characters."""
    return from_plain(Release, _load(file))


def read_words(file: Path) -> Words:
    """Return what is said, every text free of control characters."""
    return from_plain(Words, _load(file))


def read_releases(files: Iterable[Path]) -> tuple[Release, ...]:
    """Return all Releases, newest first, as `newest_first` has them. Raises Refused for a guid used twice."""
    return tuple(newest_first([read_release(file) for file in files]))


def newest_first(releases: Iterable[Release]) -> list[Release]:
    """Return the Releases by date; where dates are equal the higher number first, and then by slug.

    Raises Refused for a guid used twice.
    """
    by_slug = sorted(releases, key=lambda release: release.slug)
    _refuse_shared_guid(by_slug)
    by_number = sorted(by_slug, key=lambda release: (release.season or 0, release.number or 0), reverse=True)
    return sorted(by_number, key=published, reverse=True)


def published(release: Release) -> datetime:
    """Return when the episode was published, with its zone."""
    return datetime.fromisoformat(release.published)


def credited(hosts: tuple[Person, ...], release: Release) -> tuple[Person, ...]:
    """Return everyone whom the episode names, the show's hosts first, nobody twice in the same role."""
    return tuple({(person.name, person.role): person for person in (*hosts, *release.people)}.values())


def cleaned(value: T) -> T:
    """Return the same value of the model without control characters in any of its texts."""
    return from_plain(type(value), _without_controls(to_plain(value)))


def without_controls(text: str) -> str:
    """Return the text without control characters."""
    return _NOT_XML.sub("", text)


def _load(file: Path) -> Any:
    text = file.read_text(encoding="utf-8")
    plain = parsed(text)
    is_clean = not _ESCAPED.search(text) and not _NOT_XML.search(text)
    return plain if is_clean else _without_controls(plain)


def _without_controls(plain: Any) -> Any:
    if isinstance(plain, str):
        return without_controls(plain)
    if isinstance(plain, dict):
        return {key: _without_controls(item) for key, item in plain.items()}
    if isinstance(plain, list):
        return [_without_controls(item) for item in plain]
    return plain


def _refuse_shared_guid(releases: Iterable[Release]) -> None:
    owners: dict[str, str] = {}
    for release in releases:
        first = owners.setdefault(release.guid, release.slug)
        if first != release.slug:
            raise Refused(
                f"{first} and {release.slug} have the same guid {release.guid}: apps would show only one of them",
                "Give the newer of the two a guid of its own in its episode.yaml",
            )
