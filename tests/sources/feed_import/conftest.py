"""An old host, and feeds of a few lines."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.sources.feed_import.old_host import OldHost, old_host

from radkind_pod.sources.feed_import.old import OldFeed
from radkind_pod.sources.feed_import.reading import read_old_feed

NAMESPACES = (
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom" '
    'xmlns:psc="http://podlove.org/simple-chapters" xmlns:media="http://search.yahoo.com/mrss/"'
)
SOUND = '<enclosure url="https://old.example.com/1.mp3" length="1000" type="audio/mpeg"/>'
DATE = "<pubDate>Thu, 14 May 2026 06:00:00 +0100</pubDate>"


def feed_text(*items: str, channel: str = "") -> bytes:
    listed = "".join(f"<item>{item}</item>" for item in items)
    head = f'<?xml version="1.0"?>\n<rss {NAMESPACES}><channel><itunes:category text="Arts"/>'
    return f"{head}{channel}{listed}</channel></rss>".encode()


@pytest.fixture
def host() -> Iterator[OldHost]:
    with old_host() as running:
        yield running


@pytest.fixture
def read() -> Callable[..., OldFeed]:
    """Read a feed of these items and this channel."""

    def make(*items: str, channel: str = "", feed_url: str = "https://old.example.com/feed.xml") -> OldFeed:
        return read_old_feed(feed_text(*items, channel=channel), Path("feed.xml"), feed_url)

    return make


@pytest.fixture
def read_item(read: Callable[..., OldFeed]) -> Callable[..., OldFeed]:
    """Read a feed of one episode that has also this."""

    def make(text: str, title: str = "One", guid: str = "g-1", sound: str = SOUND, date: str = DATE) -> OldFeed:
        return read(f"<title>{title}</title><guid>{guid}</guid>{date}{sound}{text}")

    return make
