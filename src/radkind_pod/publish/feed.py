"""The RSS feed: RSS 2.0, Apple's tags and Podcasting 2.0 (PSP-1).

Every date comes from the Releases, so the same Releases give the same bytes. feedgen switches the process locale
while it writes a date: one feed at a time in a process.
"""

from collections.abc import Sequence
from pathlib import Path

from feedgen.feed import FeedGenerator

from radkind_pod.model.release import Release
from radkind_pod.publish.feed_channel import add_channel
from radkind_pod.publish.feed_item import add_item
from radkind_pod.publish.feed_pages import FeedPage, divide
from radkind_pod.publish.podcast_namespace import EpisodeTags, ShowTags
from radkind_pod.publish.releases import cleaned, published, read_releases
from radkind_pod.publish.stages import PublicShow


def write_feed(show: PublicShow, releases: tuple[Path, ...], files: Path) -> None:
    """Write feed.xml with an item for each Release, newest first, and further pages where the show asks for them."""
    files.mkdir(parents=True, exist_ok=True)
    show, known = cleaned(show), read_releases(releases)
    trailers = [release for release in known if release.type == "trailer"]
    for page in divide(known, show.platforms.items):
        (files / page.name).write_bytes(render_page(show, page, trailers))


def render_page(show: PublicShow, page: FeedPage, trailers: Sequence[Release]) -> bytes:
    """Return the page as indented UTF-8 XML; an item's bytes depend on its Release and the show alone."""
    feed = FeedGenerator()
    feed.load_extension("podcast")
    feed.register_extension("tags", ShowTags, EpisodeTags, atom=False)
    add_channel(feed, show, page, trailers)
    feed.tags.is_dated = bool(page.releases)
    if page.releases:
        feed.lastBuildDate(published(page.releases[0]))
    for release in page.releases:
        add_item(feed.add_entry(order="append"), show, release)
    xml: bytes = feed.rss_str(pretty=True)
    return xml
