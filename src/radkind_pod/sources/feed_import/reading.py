"""A whole feed as an OldFeed: RSS 2.0 with Apple's and the podcast namespace's tags. Nothing is fetched."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from radkind_pod.errors import Problem, SourceError
from radkind_pod.sources.feed_import.channel import show_of
from radkind_pod.sources.feed_import.items import episode_of
from radkind_pod.sources.feed_import.old import Notebook, OldEpisode, OldFeed
from radkind_pod.sources.feed_import.tree import Element, read_tree

_KNOWN_BY_PREFIX = {
    "atom:": "author id link published updated",
    "": (
        "author category comments copyright description docs enclosure generator guid image item language "
        "lastBuildDate link managingEditor pubDate source title ttl webMaster"
    ),
    "content:": "encoded",
    "dc:": "creator date language",
    "googleplay:": "author category description email explicit image owner",
    "itunes:": (
        "author block category complete duration episode episodeType explicit image keywords new-feed-url "
        "owner season subtitle summary title type"
    ),
    "media:": "category content copyright credit description group keywords rating thumbnail title",
    "podcast:": (
        "block chapters episode funding guid license location locked medium person podroll season "
        "socialInteract soundbite transcript txt updateFrequency"
    ),
    "psc:": "chapters",
}
_KNOWN = {prefix + name for prefix, names in _KNOWN_BY_PREFIX.items() for name in names.split()}
"""What is taken over, or says nothing that a listener or a producer would miss."""


def read_old_feed(data: bytes, file: Path, feed_url: str) -> OldFeed:
    """Return what the feed says. `file` is for messages; `feed_url` its address where it is known, else "".

    Raises SourceError where this is no feed that can be read, and where it has no episode.
    """
    root = read_tree(data, file)
    channel = _channel(root, file)
    notebook = Notebook()
    show = show_of(channel, feed_url, notebook)
    base = show.feed_url or feed_url
    items = [*channel.all("item"), *root.all("item")]
    fallback = channel.said("pubDate", "lastBuildDate")
    read = (episode_of(item, base, fallback, notebook) for item in items)
    episodes = tuple(_distinct([episode for episode in read if episode], notebook))
    if not episodes:
        message = (
            f"there is no episode with a sound in it (entries: {len(items)}). Look whether it is the podcast's own feed"
        )
        raise SourceError([Problem(file, channel.line, message)])
    return OldFeed(show, episodes, tuple(notebook.told), tuple(_left_out([channel, *items])))


def _channel(root: Element, file: Path) -> Element:
    if root.name.startswith("atom:") or root.name == "feed":
        message = (
            "this is an Atom feed, which podcast directories don't take. Ask the old host for the RSS feed's address"
        )
        raise SourceError([Problem(file, root.line, message)])
    if root.name != "rss":
        message = (
            f"this is XML and no RSS feed: it begins with <{root.name[:40]}>. Look whether the address is the feed's"
        )
        raise SourceError([Problem(file, root.line, message)])
    channel = root.first("channel")
    if channel is None:
        message = "this feed has no <channel>, so there is no podcast in it. Look whether the address is the feed's"
        raise SourceError([Problem(file, root.line, message)])
    return channel


def _distinct(episodes: list[OldEpisode], notebook: Notebook) -> Iterator[OldEpisode]:
    """Yield the episodes, each with a guid of its own: of two with the same one, apps only ever show the first."""
    taken: set[str] = set()
    met: set[tuple[str, str]] = set()
    known = {episode.guid for episode in episodes}
    for episode in episodes:
        guid, sound = episode.guid, episode.sound.url
        if guid in taken:
            if (guid, sound) in met:
                notebook.note(episode.title, "It is in the feed twice, with the same guid and sound; it is taken once.")
                continue
            notebook.note(
                episode.title,
                f"Another episode above it has the same guid ({episode.guid}), so that apps never showed this one. "
                "Its guid is made of the sound's address now.",
            )
            ways = (sound, *(f"{sound}#{number}" for number in range(2, len(episodes) + 2)))
            guid = next(way for way in ways if way not in known and way not in taken)
        met.add((episode.guid, sound))
        taken.add(guid)
        yield replace(episode, guid=guid)


def _left_out(parents: list[Element]) -> Iterator[tuple[str, int]]:
    """Yield the names of elements that have no place here, and how many there are."""
    names = Counter(child.name for parent in parents for child in parent.children if child.name not in _KNOWN)
    yield from sorted(names.items())
