"""Which episodes stand on which page of the feed (RFC 5005).

feed.xml holds the newest ones. All others are divided from the oldest on: feed-1.xml holds the oldest, and only the
page with the highest number ever grows. So another episode changes feed.xml and one page more, and what a page is
called never changes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from radkind_pod.model.release import Release

NEWEST = "feed.xml"


@dataclass(frozen=True, slots=True)
class FeedPage:
    """A page of the feed. `links`: an Atom relation and the name of a page, each; none where there is one page."""

    name: str
    releases: tuple[Release, ...]
    links: tuple[tuple[str, str], ...] = ()


def divide(releases: Sequence[Release], most: int | None) -> tuple[FeedPage, ...]:
    """Return the pages, the newest first, each with at most so many Releases; `releases` are the newest first."""
    if most is None or len(releases) <= most:
        return (FeedPage(NEWEST, tuple(releases)),)
    older = tuple(releases[most:])
    held = [(NEWEST, tuple(releases[:most]))]
    for number in range(-(-len(older) // most), 0, -1):
        end = len(older) - (number - 1) * most
        held.append((f"feed-{number}.xml", older[max(0, end - most) : end]))
    names = [name for name, _ in held]
    return tuple(FeedPage(name, episodes, _links(names, place)) for place, (name, episodes) in enumerate(held))


def _links(names: Sequence[str], place: int) -> tuple[tuple[str, str], ...]:
    links = [("first", names[0]), ("last", names[-1])]
    if place:
        links += [("prev", names[place - 1]), ("current", names[0])]
    if place + 1 < len(names):
        links.append(("next", names[place + 1]))
    return tuple(links)
