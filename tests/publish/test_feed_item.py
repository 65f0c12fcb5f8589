"""What the feed says of an episode beyond what every item has."""

from base64 import b64decode
from dataclasses import replace

import pytest
from tests.publish.test_feed import find

from radkind_pod.model.plain import from_plain_file
from radkind_pod.model.release import Release, Soundbite
from radkind_pod.model.show import Season


def told(feed: bytes, name: str) -> list[tuple[str | None, dict[str, str]]]:
    return [(element.text, dict(element.attrib)) for element in find(feed, f"channel/item/podcast:{name}")]


def test_an_episode_without_editions_names_no_other_enclosure(feed_of, show, lunch) -> None:
    assert told(feed_of(show, lunch), "alternateEnclosure") == []


def test_each_edition_is_named_after_the_mp3_with_size_bits_a_second_and_codec(feed_of, full_show, supper) -> None:
    found = [attributes for _, attributes in told(feed_of(full_show, supper), "alternateEnclosure")]
    assert [(one["title"], one["type"], one["length"]) for one in found] == [
        ("MP3", "audio/mpeg", "28801234"),
        ("AAC, with chapters", "audio/mp4", "21600000"),
        ("Opus, few data", "audio/ogg", "5400000"),
    ]
    assert [(one.get("bitrate"), one.get("codecs"), one.get("default")) for one in found] == [
        (None, None, "true"),
        ("96000", "mp4a.40.2", None),
        ("24000", "opus", None),
    ]


def test_each_edition_says_where_it_is_and_its_hash(feed_of, full_show, supper) -> None:
    feed, release = feed_of(full_show, supper), from_plain_file(Release, supper)
    paths = [release.audio.path, *(edition.asset.path for edition in release.editions)]
    uris = [one.get("uri") for one in find(feed, "channel/item/podcast:alternateEnclosure/podcast:source")]
    assert uris == [f"{full_show.base_url}/{path}" for path in paths]
    mp3, *others = find(feed, "channel/item/podcast:alternateEnclosure/podcast:integrity")
    assert b64decode(mp3.get("value").removeprefix("sha256-")).hex() == release.audio.sha256
    assert [one.get("value") for one in others] == [edition.integrity for edition in release.editions]


def test_an_mp3_whose_hash_nobody_knows_has_none(feed_of, full_show, supper, changed) -> None:
    """It is still where it was published before."""
    release = from_plain_file(Release, supper)
    file = changed(audio=replace(release.audio, sha256=""), editions=release.editions[:1])
    found = find(feed_of(full_show, file), "channel/item/podcast:alternateEnclosure")
    assert [one.find("{*}integrity") is not None for one in found] == [False, True]


def test_soundbites_are_in_seconds_and_need_no_title(feed_of, full_show, supper) -> None:
    assert told(feed_of(full_show, supper), "soundbite") == [
        ("Forty-three, actually", {"startTime": "61.5", "duration": "30"}),
        (None, {"startTime": "120", "duration": "15.25"}),
    ]


def test_a_soundbites_title_stays_within_the_limit(feed_of, show, changed) -> None:
    bite = Soundbite(0, 15_000, "long " * 40)
    ((title, _),) = told(feed_of(show, changed(soundbites=(bite,))), "soundbite")
    assert len(title) <= 128


@pytest.mark.parametrize(("number", "name"), [(2, "Night shifts"), (3, None)])
def test_a_season_has_its_name_where_the_show_gives_it_one(feed_of, show, changed, number: int, name) -> None:
    feed = feed_of(replace(show, seasons=(Season(2, "Night shifts"),)), changed(season=number))
    assert told(feed, "season") == [(str(number), {"name": name} if name else {})]


def test_its_own_licence_is_named_only_where_it_has_one(feed_of, full_show, supper, lunch) -> None:
    url = "https://creativecommons.org/licenses/by-nd/4.0/"
    assert told(feed_of(full_show, supper), "license") == [("cc-by-nd-4.0", {"url": url})]
    assert told(feed_of(full_show, lunch), "license") == []


def test_where_people_talk_about_it_stands_in_the_order_of_preference(feed_of, full_show, supper) -> None:
    first, second = (attributes for _, attributes in told(feed_of(full_show, supper), "socialInteract"))
    assert first == {
        "protocol": "activitypub",
        "uri": "https://social.example/@kind/1",
        "accountId": "@kind@social.example",
        "accountUrl": "https://social.example/@kind",
        "priority": "1",
    }
    assert second == {"protocol": "bluesky", "uri": "https://sky.example/post/2", "priority": "2"}


def test_its_place_is_named(feed_of, full_show, supper) -> None:
    place = {"rel": "subject", "geo": "geo:53.79,-1.75", "osm": "R2793302", "country": "GB"}
    assert told(feed_of(full_show, supper), "location") == [("Bradford", place)]


def test_its_picture_comes_with_its_description(feed_of, full_show, supper) -> None:
    ((_, attributes),) = told(feed_of(full_show, supper), "image")
    assert attributes["alt"] == "A laid table, seen from above"


def test_another_title_of_the_show_changes_no_item(feed_of, full_show, supper) -> None:
    items = [feed_of(s, supper).partition(b"<item>")[2] for s in (full_show, replace(full_show, title="Other"))]
    assert items[0] == items[1]
