"""What the feed says of the show, each thing only where the show says it."""

from dataclasses import replace

import pytest
from tests.publish.test_feed import find, texts

from radkind_pod.model.show import Platforms, Rhythm


def told(feed: bytes, path: str) -> list[tuple[str | None, dict[str, str]]]:
    return [(element.text, dict(element.attrib)) for element in find(feed, f"channel/{path}")]


def test_a_show_that_says_little_has_none_of_the_rare_elements(feed_of, show, lunch) -> None:
    feed = feed_of(show, lunch)
    rare = "itunes:new-feed-url itunes:complete itunes:block podcast:block podcast:txt podcast:podroll podcast:location"
    for path in [
        *rare.split(),
        "podcast:trailer",
        "podcast:updateFrequency",
        "podcast:podping",
        "atom:link[@rel='hub']",
    ]:
        assert find(feed, f"channel/{path}") == []


def test_the_hub_is_named(feed_of, full) -> None:
    assert told(feed_of(*full), "atom:link[@rel='hub']") == [(None, {"rel": "hub", "href": "https://hub.example.org/"})]


def test_a_feed_that_moved_and_ended_says_so(feed_of, full) -> None:
    feed = feed_of(*full)
    assert texts(feed, "channel/itunes:new-feed-url") == ["https://new.example.org/feed.xml"]
    assert texts(feed, "channel/itunes:complete") == ["Yes"]
    assert find(feed, "channel/podcast:updateFrequency")[0].get("complete") == "true"


@pytest.mark.parametrize(
    ("block", "apple", "others"),
    [
        ((), [], []),
        (("all",), ["Yes"], [(None, "yes")]),
        (("apple", "spotify"), ["Yes"], [("apple", "yes"), ("spotify", "yes")]),
        (("spotify",), [], [("spotify", "yes")]),
    ],
)
def test_who_is_blocked_is_named_and_apple_in_its_own_way_too(feed_of, show, lunch, block, apple, others) -> None:
    feed = feed_of(replace(show, platforms=Platforms(block=block)), lunch)
    assert texts(feed, "channel/itunes:block") == apple
    assert [(one.get("id"), one.text) for one in find(feed, "channel/podcast:block")] == others


def test_the_picture_comes_with_its_description(feed_of, show, lunch) -> None:
    url = "https://media.example.org/kindness/artwork-1f0c6a2b.jpeg"
    alt = "Two hands passing a cup of tea across a garden wall"
    expected = {"href": url, "alt": alt, "type": "image/jpeg", "purpose": "artwork"}
    assert told(feed_of(show, lunch), "podcast:image") == [(None, expected)]


def test_places_proofs_and_other_shows_are_there_in_order(feed_of, full) -> None:
    feed = feed_of(*full)
    leeds = {"rel": "creator", "geo": "geo:53.8,-1.55", "osm": "R118362", "country": "GB"}
    assert told(feed, "podcast:location") == [("Leeds, West Yorkshire", leeds), ("Otley", {"rel": "subject"})]
    assert told(feed, "podcast:txt") == [("9A7C-22 <proof>", {"purpose": "verify"}), ("S6lpp-7ZCn8", {})]
    assert [shows.get("title") for shows in find(feed, "channel/podcast:podroll/podcast:remoteItem")] == [
        "Kind Words & Deeds",
        None,
    ]


def test_the_rhythm_is_told_to_people_and_calendars(feed_of, show, lunch) -> None:
    feed = feed_of(replace(show, rhythm=Rhythm("weekly", "FREQ=WEEKLY")), lunch)
    assert told(feed, "podcast:updateFrequency") == [("weekly", {"rrule": "FREQ=WEEKLY"})]


def test_every_trailer_is_named_with_its_file_and_season(feed_of, full) -> None:
    expected = {
        "pubdate": "Thu, 18 Jun 2026 06:00:00 +0100",
        "url": "https://media.example.org/kindness/episodes/coming-soon/coming-soon-00ff00ff.mp3",
        "length": "960000",
        "type": "audio/mpeg",
        "season": "2",
    }
    assert told(feed_of(*full), "podcast:trailer") == [("Night shifts are coming", expected)]


def test_a_trailer_with_a_long_title_is_named_within_the_limit(feed_of, show, changed) -> None:
    feed = feed_of(show, changed(type="trailer", title="word " * 60))
    (title,) = texts(feed, "channel/podcast:trailer")
    assert len(title) <= 128
    assert title.endswith("word…")
