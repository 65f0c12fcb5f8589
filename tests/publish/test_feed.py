"""The feed as bytes and as independent parsers read it. Nothing here shares code with the writer."""

import re
from dataclasses import replace
from datetime import datetime
from email.utils import parsedate_to_datetime
from io import BytesIO
from pathlib import Path

import feedparser
import podcastparser
import pytest
from lxml import etree
from tests.publish.checker import NS, complaints

from radkind_pod.errors import Refused
from radkind_pod.model.people import Person
from radkind_pod.model.show import Funding

GOLDEN = Path(__file__).parent / "golden"


def items(feed: bytes) -> list[bytes]:
    return re.findall(rb"    <item>.*?</item>\n", feed, re.DOTALL)


def find(feed: bytes, path: str) -> list[etree._Element]:
    return etree.fromstring(feed).findall(path, NS)


def texts(feed: bytes, path: str) -> list[str]:
    return [element.text for element in find(feed, path)]


def test_the_feed_is_the_golden_one(feed_of, show, lunch, bus):
    assert feed_of(show, lunch, bus) == (GOLDEN / "feed.xml").read_bytes()


def test_the_order_in_which_releases_are_given_changes_nothing(feed_of, show, lunch, bus):
    assert feed_of(show, bus, lunch) == feed_of(show, lunch, bus)


def test_nothing_required_is_missing(feed_of, show, lunch, bus):
    assert complaints(feed_of(show, lunch, bus)) == []


def test_feedparser_reads_it(feed_of, show, lunch, bus):
    read = feedparser.parse(feed_of(show, lunch, bus))
    assert not read.bozo
    assert read.version == "rss20"
    assert (read.feed.title, read.feed.link, read.feed.language) == (show.title, show.link, "en-gb")
    assert [entry.title for entry in read.entries] == ["The night bus & the “lost” phone <3 🚌", "Lunch for forty"]
    assert [entry.enclosures[0].length for entry in read.entries] == ["59754100", "5004211"]
    assert read.entries[1].published_parsed[:5] == (2026, 5, 14, 5, 0)


def test_podcastparser_reads_it(feed_of, show, lunch, bus):
    read = podcastparser.parse("https://media.example.org/feed.xml", BytesIO(feed_of(show, lunch, bus)))
    assert (read["title"], read["type"], read["cover_url"]) == (
        show.title,
        "episodic",
        "https://media.example.org/kindness/artwork-1f0c6a2b.jpeg",
    )
    first = next(episode for episode in read["episodes"] if episode["title"] == "Lunch for forty")
    assert (first["guid"], first["total_time"]) == ("8f7d0b62-5f6e-4f0e-9d47-3c1f6c1f4a10", 312)
    assert first["enclosures"][0]["file_size"] == 5_004_211


def test_a_third_episode_leaves_the_items_of_two_as_they_are(feed_of, show, changed, lunch, bus):
    before = items(feed_of(show, lunch, bus))
    third = changed(slug="third", guid="third", published="2026-07-01T06:00:00+01:00")
    after = items(feed_of(show, third, lunch, bus))
    assert len(after) == 3
    assert after[1:] == before


def test_without_releases_the_feed_is_valid_and_has_no_clock_in_it(feed_of, show):
    feed = feed_of(show)
    assert complaints(feed) == []
    assert find(feed, "channel/lastBuildDate") == []
    assert not feedparser.parse(feed).bozo


def test_the_feed_was_built_when_the_newest_episode_came_out(feed_of, show, lunch, bus):
    (stamp,) = texts(feed_of(show, lunch, bus), "channel/lastBuildDate")
    assert parsedate_to_datetime(stamp) == datetime.fromisoformat("2026-06-11T06:00:00+00:00")


def test_equal_dates_are_in_the_order_of_their_slugs(feed_of, show, changed):
    files = [changed(slug=slug, guid=slug, title=slug) for slug in ("b", "a", "c")]
    assert texts(feed_of(show, *files), "channel/item/title") == ["a", "b", "c"]


def test_newest_means_the_moment_not_the_text(feed_of, show, changed):
    """23:30 in New York is later than 01:00 the next day in London."""
    files = [
        changed(slug="london", guid="l", title="london", published="2026-05-02T01:00:00+01:00"),
        changed(slug="york", guid="y", title="york", published="2026-05-01T23:30:00-04:00"),
    ]
    assert texts(feed_of(show, *files), "channel/item/title") == ["york", "london"]


def test_two_releases_with_one_guid_are_refused_by_name(feed_of, show, changed, lunch):
    with pytest.raises(Refused, match=r"a-copy and lunch-for-forty have the same guid"):
        feed_of(show, lunch, changed(slug="a-copy"))


def test_a_translation_is_a_transcript_of_its_own_in_its_language(feed_of, show, changed, translation):
    found = find(feed_of(show, changed(language="de", translation=translation)), "channel/item/podcast:transcript")
    assert [t.get("language") for t in found] == ["de"] * 5 + ["en"]
    english = found[-1]
    assert (english.get("type"), english.get("rel")) == ("text/vtt", "captions")
    assert english.get("url").endswith("episodes/lunch-for-forty/english.vtt")


def test_every_transcript_is_there_and_captions_are_marked(feed_of, show, lunch):
    found = find(feed_of(show, lunch), "channel/item/podcast:transcript")
    assert [(t.get("type"), t.get("rel")) for t in found] == [
        ("text/vtt", "captions"),
        ("application/x-subrip", "captions"),
        ("application/json", None),
        ("text/plain", None),
        ("text/html", None),
    ]
    assert {t.get("language") for t in found} == {"en-gb"}


def test_an_item_names_the_hosts_again_since_its_people_replace_the_channels(feed_of, show, lunch):
    found = find(feed_of(show, lunch), "channel/item/podcast:person")
    assert [(p.text, p.get("role"), p.get("group")) for p in found] == [
        ("Amina Yusuf", "host", None),
        ("Tom Price", "guest", None),
        ("Jo Bell", "audio editor", "audio post-production"),
    ]


def test_a_host_whom_the_episode_names_too_is_named_once(feed_of, show, changed):
    file = changed(people=(Person("Amina Yusuf", "host", "https://example.org/other"),))
    found = find(feed_of(show, file), "channel/item/podcast:person")
    assert [(p.text, p.get("href")) for p in found] == [("Amina Yusuf", "https://example.org/other")]


def test_an_address_without_https_in_a_podcast_tag_is_refused(feed_of, show, lunch):
    with pytest.raises(Refused, match=r"podcast:funding can't hold 'http://example\.org'"):
        feed_of(replace(show, funding=Funding("http://example.org", "Give")), lunch)


def test_hostile_text_arrives_as_the_same_text(feed_of, show, changed):
    title = ']]> <script>alert(1)</script> & "q" \'\N{BUS} الحافلة &amp; &#0;'
    feed = feed_of(replace(show, title=title), changed(title=title, notes=title, summary=title))
    assert texts(feed, "channel/title") == [title]
    assert texts(feed, "channel/item/title") == [title]
    assert feedparser.parse(feed).entries[0].title_detail.value == title
    (description,) = texts(feed, "channel/item/description")
    assert "<script" not in description


def test_control_characters_and_lone_surrogates_are_left_out(feed_of, show, changed):
    release = changed(title="a\x0bb\x00c\x1fd\x7fe￾f", notes="x\x0cy")
    release.write_text(release.read_text(encoding="utf-8").replace('"abc', '"a\\ud800bc'), encoding="utf-8")
    feed = feed_of(replace(show, description="p\x08q"), release)
    assert texts(feed, "channel/item/title") == ["abcdef"]
    assert texts(feed, "channel/item/description") == ["<p>xy</p>"]
    assert texts(feed, "channel/description") == ["pq"]


def test_notes_too_long_for_apple_stay_whole_beside_the_summary(feed_of, show, changed):
    notes = "word é " * 900
    feed = feed_of(show, changed(notes=notes, summary="Short."))
    assert texts(feed, "channel/item/description") == ["<p>Short.</p>"]
    assert texts(feed, "channel/item/content:encoded") == [f"<p>{notes.strip()}</p>"]


@pytest.mark.parametrize("summary", ["öäü & " * 2000, "ö" * 9000, "&" * 4000])
def test_a_summary_too_long_for_apple_ends_in_time(feed_of, show, changed, summary):
    (description,) = texts(feed_of(show, changed(notes="", summary=summary)), "channel/item/description")
    assert 3900 < len(description.encode()) <= 4000
    assert description.endswith("…</p>")


@pytest.mark.parametrize(
    ("ms", "seconds"), [(1, "1"), (60_499, "60"), (60_500, "60"), (60_501, "61"), (3_734_600, "3735")]
)
def test_durations_are_whole_seconds(feed_of, show, changed, ms, seconds):
    assert texts(feed_of(show, changed(duration_ms=ms)), "channel/item/itunes:duration") == [seconds]


@pytest.mark.parametrize("suffix", ["jpeg", "jpg", "png"])
def test_a_picture_is_named_whatever_its_suffix(feed_of, show, lunch, suffix):
    """feedgen alone drops .jpeg without a word."""
    art = replace(show.artwork, path=f"art.{suffix}")
    (image,) = find(feed_of(replace(show, artwork=art), lunch), "channel/itunes:image")
    assert image.get("href") == f"https://media.example.org/kindness/art.{suffix}"


def test_no_year_no_clock_no_library_version(feed_of, show, lunch):
    assert texts(feed_of(show, lunch), "channel/generator") == ["radkind-pod"]
