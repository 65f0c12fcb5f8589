"""Which episodes stand on which page of the feed (RFC 5005).

feed.xml holds the newest ones. All others are divided from the oldest on: feed-1.xml holds the oldest, and only the
page with the highest number ever grows. So another episode changes feed.xml and one page more, and what a page is
called never changes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from radkind_pod.publish.stages import Listed

NEWEST = "feed.xml"


@dataclass(frozen=True, slots=True)
class FeedPage:
    """A page of the feed. `links`: an Atom relation and the name of a page, each; none where there is one page."""

    name: str
    listed: tuple[Listed, ...]
    links: tuple[tuple[str, str], ...] = ()


def divide(listed: Sequence[Listed], most: int | None) -> tuple[FeedPage, ...]:
    """Return the pages, the newest first, each with at most so many episodes; `listed` are the newest first."""
    if most is None or len(listed) <= most:
        return (FeedPage(NEWEST, tuple(listed)),)
    older = tuple(listed[most:])
    held = [(NEWEST, tuple(listed[:most]))]
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
