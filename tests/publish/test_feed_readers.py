"""Two readers of feeds from PyPI read each field that they know, in a feed that says all that a feed can."""

from functools import reduce
from io import BytesIO
from typing import Any

import feedparser
import podcastparser
import pytest

BASE = "https://media.example.org/kindness"
SUPPER = f"{BASE}/episodes/supper"
ART = f"{BASE}/artwork-1f0c6a2b.jpeg"

FEEDPARSER = {
    "bozo": False,
    "version": "rss20",
    "feed.title": "Small Kindnesses",
    "feed.link": "https://example.org/podcast",
    "feed.language": "en-gb",
    "feed.rights": "Radical Kindness",
    "feed.generator": "radkind-pod",
    "feed.author_detail.name": "Radical Kindness",
    "feed.author_detail.email": "podcast@example.org",
    "feed.image.href": ART,
    "feed.updated": "Thu, 25 Jun 2026 06:00:00 +0100",
    "feed.itunes_block": 1,
    "feed.itunes_complete": "Yes",
    "feed.itunes_new-feed-url": "https://new.example.org/feed.xml",
    "feed.itunes_type": "serial",
    "feed.tags.0.term": "Society & Culture",
    "feed.tags.1.term": "Personal Journals",
    "feed.tags.2.term": "Government",
    "feed.links.1.rel": "self",
    "feed.links.1.href": f"{BASE}/feed.xml",
    "feed.links.2.rel": "hub",
    "feed.links.4.href": f"{BASE}/feed-1.xml",
    "feed.links.5.rel": "next",
    "feed.podcast_guid": "c7f5b6ab-6b1a-5d39-9d5a-6d0f3c4f7a52",
    "feed.podcast_medium": "podcast",
    "feed.podcast_funding.url": "https://example.org/give",
    "feed.podcast_locked.owner": "podcast@example.org",
    "feed.podcast_updatefrequency.rrule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;COUNT=10",
    "feed.podcast_trailer.length": "960000",
    "feed.podcast_image.alt": "Two hands passing a cup of tea across a garden wall",
    "entries.0.title": "Supper after the hearing",
    "entries.0.link": f"{SUPPER}/",
    "entries.0.id": "urn:example:supper",
    "entries.0.guidislink": False,
    "entries.0.published": "Thu, 25 Jun 2026 06:00:00 +0100",
    "entries.0.image.href": f"{SUPPER}/cover-aabbccdd.png",
    "entries.0.enclosures.0.href": f"{SUPPER}/supper-0a1b2c3d.mp3",
    "entries.0.enclosures.0.length": "28801234",
    "entries.0.enclosures.0.type": "audio/mpeg",
    "entries.0.itunes_duration": "1800",
    "entries.0.itunes_episode": "3",
    "entries.0.itunes_season": "2",
    "entries.0.itunes_episodetype": "full",
    "entries.0.podcast_season.name": "Night shifts",
    "entries.0.podcast_chapters.url": f"{SUPPER}/supper-7215ee9c.chapters.json",
    "entries.0.podcast_transcript.language": "en",
    "entries.0.podcast_license.url": "https://creativecommons.org/licenses/by-nd/4.0/",
    "entries.0.podcast_location.osm": "R2793302",
    "entries.0.podcast_image.alt": "A laid table, seen from above",
}
PODCASTPARSER = {
    "title": "Small Kindnesses",
    "link": "https://example.org/podcast",
    "language": "en-gb",
    "generator": "radkind-pod",
    "explicit": False,
    "type": "serial",
    "cover_url": ART,
    "new_url": "https://new.example.org/feed.xml",
    "paged_feed_first": f"{BASE}/feed.xml",
    "paged_feed_next": f"{BASE}/feed-1.xml",
    "itunes_author": "Radical Kindness",
    "itunes_owner": {"email": "podcast@example.org", "name": "Radical Kindness"},
    "itunes_categories": [["Society & Culture", "Personal Journals"], ["Government"]],
    "episodes.0.guid": "urn:example:supper",
    "episodes.0.title": "Supper after the hearing",
    "episodes.0.link": f"{SUPPER}/",
    "episodes.0.published": 1782363600,
    "episodes.0.total_time": 1800,
    "episodes.0.number": 3,
    "episodes.0.season": 2,
    "episodes.0.type": "full",
    "episodes.0.explicit": False,
    "episodes.0.episode_art_url": f"{SUPPER}/cover-aabbccdd.png",
    "episodes.0.enclosures": [
        {"file_size": 28801234, "mime_type": "audio/mpeg", "url": f"{SUPPER}/supper-0a1b2c3d.mp3"}
    ],
    "episodes.1.type": "trailer",
}
NOTES = "<li>5:00 to 7:00: detention. A night in a cell &amp; what came after.</li>"


def at(value: Any, path: str) -> Any:
    return reduce(lambda v, key: v[int(key)] if key.isdigit() else v[key], path.split("."), value)


def parsed(feed: bytes) -> dict[str, Any]:
    """Return what podcastparser read; it gives the episodes in any order."""
    read = podcastparser.parse(f"{BASE}/feed.xml", BytesIO(feed))
    return {**read, "episodes": sorted(read["episodes"], key=lambda one: -one["published"])}


@pytest.mark.parametrize("path", FEEDPARSER)
def test_feedparser_reads_it(feed_of, full, path: str) -> None:
    assert at(feedparser.parse(feed_of(*full)), path) == FEEDPARSER[path]


@pytest.mark.parametrize("path", PODCASTPARSER)
def test_podcastparser_reads_it(feed_of, full, path: str) -> None:
    assert at(parsed(feed_of(*full)), path) == PODCASTPARSER[path]


def test_both_read_the_content_notes(feed_of, full) -> None:
    feed = feed_of(*full)
    assert NOTES in feedparser.parse(feed).entries[0].summary
    assert NOTES in parsed(feed)["episodes"][0]["description_html"]
