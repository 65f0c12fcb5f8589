"""A whole feed: its episodes, each with a guid of its own, and what had no place."""

from pathlib import Path

import pytest
from tests.sources.feed_import.conftest import DATE, SOUND

from radkind_pod.errors import SourceError
from radkind_pod.sources.feed_import.reading import read_old_feed


def item(guid: str, url: str, title: str = "T") -> str:
    tag = f"<guid>{guid}</guid>" if guid else ""
    return f'<title>{title}</title>{tag}{DATE}<enclosure url="{url}" type="audio/mpeg" length="5"/>'


def test_guids_are_kept_to_the_letter(read) -> None:
    guids = {
        "urn:uuid:0D5E": "urn:uuid:0D5E",
        "https://x.example/?p=1&amp;q=2": "https://x.example/?p=1&q=2",
        "Tag:One two": "Tag:One two",
        "0": "0",
        " a  b\xa0c\u200bd\ne ": "a  b\xa0c\u200bd\ne",
        "<![CDATA[a&eacute;b]]>": "a&eacute;b",
        "x" * 5000: "x" * 5000,
    }
    feed = read(*(item(guid, f"https://x.example/{i}.mp3") for i, guid in enumerate(guids)))
    assert [one.guid for one in feed.episodes] == list(guids.values())


def test_an_episode_without_a_guid_has_its_sounds_address_for_one_as_apps_do(read) -> None:
    feed = read(item("", "https://x.example/1.mp3"))
    assert feed.episodes[0].guid == "https://x.example/1.mp3"
    assert "no guid" in feed.told[0].text


def test_of_two_with_the_same_guid_the_second_gets_its_own(read) -> None:
    feed = read(item("a", "https://x.example/1.mp3", "New"), item("a", "https://x.example/2.mp3", "Old"))
    assert [one.guid for one in feed.episodes] == ["a", "https://x.example/2.mp3"]
    assert feed.told[0].about == "Old"


def test_a_guid_made_of_a_sounds_address_takes_no_other_episodes(read) -> None:
    feed = read(
        item("https://x.example/2.mp3", "https://x.example/3.mp3"),
        item("a", "https://x.example/1.mp3"),
        item("a", "https://x.example/2.mp3"),
        item("a", "https://x.example/4.mp3"),
        item("https://x.example/4.mp3", "https://x.example/5.mp3"),
    )
    assert [one.guid.removeprefix("https://x.example/") for one in feed.episodes] == [
        "2.mp3", "a", "2.mp3#2", "4.mp3#2", "4.mp3",
    ]  # fmt: skip


def test_the_same_episode_twice_is_taken_once(read) -> None:
    same = item("a", "https://x.example/1.mp3")
    assert len(read(same, item("b", "https://x.example/2.mp3"), same, same).episodes) == 2


def test_entries_without_sound_are_told_and_left_out(read) -> None:
    feed = read(item("a", "https://x.example/1.mp3"), "<title>A blog post</title><guid>b</guid>")
    assert len(feed.episodes) == 1
    assert [one.about for one in feed.told] == ["A blog post"]


def test_what_has_no_place_is_counted(read) -> None:
    feed = read(item("a", "https://x.example/1.mp3") + "<podcast:value/><podcast:value/>", channel="<podcast:chat/>")
    assert feed.left_out == (("podcast:chat", 1), ("podcast:value", 2))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title></feed>', "Atom feed"),
        ("<feed><title>x</title></feed>", "Atom feed"),
        ("<opml><body/></opml>", "begins with <opml>"),
        ("<rss><item/></rss>", "no <channel>"),
        ("<rss><channel><title>x</title></channel></rss>", "no episode with a sound"),
        ("<rss><channel><item><title>x</title></item></channel></rss>", "no episode with a sound"),
    ],
)
def test_what_is_no_podcast_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(SourceError) as caught:
        read_old_feed(text.encode(), Path("feed.xml"), "")
    assert words in str(caught.value)
    assert str(caught.value).startswith("feed.xml:1: ")


def test_sound_of_the_shared_item_is_read(read_item) -> None:
    assert SOUND.split('"')[1] == read_item("").episodes[0].sound.url
