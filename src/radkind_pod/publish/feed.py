"""The RSS feed: RSS 2.0, Apple's tags and Podcasting 2.0 (PSP-1), put together of the items of all episodes.

Every date comes from the Releases, so the same Releases give the same bytes. feedgen switches the process locale
while it writes a date: one feed at a time in a process.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from feedgen.feed import FeedGenerator

from radkind_pod.model.release import Release
from radkind_pod.publish.feed_channel import add_channel
from radkind_pod.publish.feed_item import ITEMS_END
from radkind_pod.publish.feed_pages import FeedPage, divide
from radkind_pod.publish.podcast_namespace import EpisodeTags, ShowTags
from radkind_pod.publish.releases import cleaned, read_release
from radkind_pod.publish.stages import Listed, PublicShow


def write_feed(show: PublicShow, listed: tuple[Listed, ...], trailers: tuple[Path, ...], files: Path) -> None:
    """Write feed.xml with the item of each episode, and further pages where the show asks for them."""
    files.mkdir(parents=True, exist_ok=True)
    show, known = cleaned(show), [read_release(file) for file in trailers]
    for page in divide(listed, show.platforms.items):
        (files / page.name).write_bytes(_page(show, page, known))


def _page(show: PublicShow, page: FeedPage, trailers: Sequence[Release]) -> bytes:
    """Return the page as indented UTF-8 XML; an item's bytes depend on its Release and little of the show."""
    feed = FeedGenerator()
    feed.load_extension("podcast")
    feed.register_extension("tags", ShowTags, EpisodeTags, atom=False)
    add_channel(feed, show, page, trailers)
    feed.tags.is_dated = bool(page.listed)
    if page.listed:
        feed.lastBuildDate(datetime.fromisoformat(page.listed[0].published))
    xml: bytes = feed.rss_str(pretty=True)
    head, end, rest = xml.rpartition(ITEMS_END)
    return b"".join((head, *(one.item.read_bytes() for one in page.listed), end, rest))
