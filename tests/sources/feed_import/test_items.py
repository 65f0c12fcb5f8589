"""Everything that an item says is kept, or it is told."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from tests.sources.feed_import.conftest import DATE, SOUND

from radkind_pod.model.people import Person
from radkind_pod.model.places import Location, Post
from radkind_pod.model.release import Chapter, Soundbite
from radkind_pod.sources.feed_import.old import OldFile

SUMMER = timezone(timedelta(hours=1))


def test_all_that_listeners_see_is_kept(read_item) -> None:
    one = read_item(
        "<itunes:episode>7</itunes:episode><itunes:season>2</itunes:season><itunes:episodeType>bonus</itunes:episodeType>"
        "<itunes:explicit>yes</itunes:explicit><itunes:duration>1:02:03</itunes:duration>"
        '<itunes:image href="https://old.example.com/1.jpg"/>'
        "<description><![CDATA[<p>Hello <b>you</b></p>]]></description>"
        '<podcast:person role="Guest" href="https://a.example">Ama</podcast:person>'
        '<podcast:soundbite startTime="12.5" duration="30">Tea</podcast:soundbite>'
        '<podcast:location rel="subject" geo="geo:1,2" osm="R1" country="gb">Leeds</podcast:location>'
        '<podcast:license url="https://l.example">CC-BY-4.0</podcast:license>'
        '<podcast:socialInteract protocol="activitypub" uri="https://s.example/1" accountId="@a"/>'
    ).episodes[0]
    assert (one.number, one.season, one.type, one.explicit, one.duration_ms) == (7, 2, "bonus", True, 3_723_000)
    assert (one.notes, one.summary, one.picture) == ("Hello **you**", "Hello you", "https://old.example.com/1.jpg")
    assert one.published == datetime(2026, 5, 14, 6, tzinfo=SUMMER)
    assert one.people == (Person("Ama", "guest", "https://a.example", None),)
    assert one.soundbites == (Soundbite(12_500, 30_000, "Tea"),)
    assert one.locations == (Location("Leeds", "subject", "geo:1,2", "R1", "GB"),)
    assert (one.licence, one.licence_url) == ("cc-by-4.0", "https://l.example")
    assert one.posts == (Post("activitypub", "https://s.example/1", "@a"),)


def test_transcripts_and_chapters_keep_type_and_language(read_item) -> None:
    one = read_item(
        '<podcast:transcript url="https://o.example/1.vtt" type="text/vtt" language="en-GB" rel="captions"/>'
        '<podcast:transcript url="1.srt" type="application/srt"/>'
        '<podcast:chapters url="https://o.example/1.json" type="application/json+chapters"/>'
    ).episodes[0]
    assert one.transcripts == (
        OldFile("https://o.example/1.vtt", "text/vtt", language="en-gb"),
        OldFile("https://old.example.com/1.srt", "application/srt"),
    )
    assert one.chapters_file == OldFile("https://o.example/1.json", "application/json+chapters")


def test_podlove_chapters_stand_in_the_feed(read_item) -> None:
    one = read_item(
        '<psc:chapters><psc:chapter start="0" title="A"/>'
        '<psc:chapter start="00:01:02.500" title="B" href="https://b.example"/></psc:chapters>'
    ).episodes[0]
    assert one.chapters == (Chapter(0, "A"), Chapter(62_500, "B", "https://b.example"))


def test_the_first_of_several_sounds_is_taken_and_the_rest_told(read_item) -> None:
    feed = read_item(
        "",
        sound='<enclosure url="https://x.example/a.pdf" type="application/pdf"/>'
        '<enclosure url="https://x.example/a.mp3" type="audio/mpeg" length="9"/>'
        '<enclosure url="https://x.example/a.ogg" type="audio/ogg"/>',
    )
    assert feed.episodes[0].sound == OldFile("https://x.example/a.mp3", "audio/mpeg", 9)
    assert "https://x.example/a.ogg" in feed.told[0].text


@pytest.mark.parametrize(
    ("sound", "kind"),
    [
        ('<enclosure url="https://x.example/a.mp3"/>', "audio/mpeg"),
        ('<enclosure url="https://x.example/a.m4a?x=1" type="application/octet-stream"/>', "audio/x-m4a"),
        ('<media:content url="https://x.example/a" type="audio/ogg"/>', "audio/ogg"),
        ('<enclosure url="https://x.example/a.ogg" type="application/ogg"/>', "audio/ogg"),
        ('<enclosure url="https://x.example/a" type="application/ogg"/>', "audio/ogg"),
        ('<enclosure url="https://x.example/a.mp3" type="text/html"/>', "audio/mpeg"),
        ('<enclosure url="https://x.example/a" type="application/octet-stream"/>', "audio/mpeg"),
        ('<enclosure url="https://x.example/a" type="mp3"/>', "audio/mpeg"),
        ('<media:group><media:content url="https://x.example/a.mp4" type="video/mp4"/></media:group>', "video/mp4"),
    ],
)
def test_the_type_is_the_feeds_or_told_by_the_ending(read_item, sound: str, kind: str) -> None:
    assert read_item("", sound=sound).episodes[0].sound.type == kind


@pytest.mark.parametrize(
    "date",
    ["", "<pubDate>yesterday</pubDate>", "<pubDate>Thu, 99 May 2026 06:00:00 +0100</pubDate>", "<pubDate>0</pubDate>"],
)
def test_an_unreadable_date_is_told(read_item, date: str) -> None:
    feed = read_item("", date=date)
    assert feed.episodes[0].published == datetime(1970, 1, 1, tzinfo=UTC)
    assert "published:" in feed.told[0].text


def test_a_title_of_markup_and_many_lines_becomes_one_line(read_item) -> None:
    feed = read_item("", title="<![CDATA[One &amp;\n two &lt;3 \u202e]]>")
    assert feed.episodes[0].title == "One & two <3 \u202e".strip()


def test_a_guest_whose_link_is_not_https_is_kept_without_it(read_item) -> None:
    feed = read_item('<podcast:person href="http://a.example">Ama</podcast:person>')
    assert feed.episodes[0].people == (Person("Ama", "host"),)
    assert "http://a.example" in feed.told[0].text


def test_long_notes_keep_a_short_summary(read_item) -> None:
    text = "word " * 3000
    one = read_item(f"<description>{text}</description>").episodes[0]
    assert len(one.notes) > 14_000
    assert len(one.summary) <= 1000
    assert one.summary.endswith("…")


def test_numbers_that_are_none_are_told(read_item) -> None:
    feed = read_item("<itunes:episode>twelve</itunes:episode>")
    assert feed.episodes[0].number is None
    assert "'twelve'" in feed.told[0].text


def test_links_in_notes_lead_on_from_the_entrys_page_and_those_without_a_page_are_told(read_item) -> None:
    feed = read_item(
        "<link>https://show.example/e/1/</link>"
        '<description><![CDATA[<a href="more">more</a> <a href="tel:+44123">call</a>]]></description>'
    )
    assert feed.episodes[0].notes == "[more](<https://show.example/e/1/more>) call"
    assert any("tel:+44123" in one.text and one.about == "One" for one in feed.told)


def test_a_date_whose_zone_was_guessed_is_told(read_item) -> None:
    feed = read_item("", date="<pubDate>Thu, 14 May 2026 06:00:00 XYZ</pubDate>")
    assert any("'XYZ'" in one.text and "2026-05-14 06:00:00+00:00" in one.text for one in feed.told)


def test_a_guid_that_no_feed_can_carry_is_told(read_item) -> None:
    feed = read_item("", guid="a\u2028b")
    assert feed.episodes[0].guid == "ab"
    assert any("'a\\u2028b' became 'ab'" in one.text for one in feed.told)


@pytest.mark.parametrize(
    ("sound", "words"),
    [
        ("", "has no sound"),
        ('<media:content url="https://x.example/a.jpg"/>', "is no sound"),
        ('<media:content url="https://x.example/a" medium="image"/>', "is no sound"),
        ('<enclosure url="https://x.example/a.pdf" type="application/pdf"/>', "is no sound (application/pdf)"),
        ('<enclosure url="https://x.example/a.mp3" type="image/png"/>', "is no sound (image/png)"),
        ('<enclosure url="https://me:secret@x.example/a.mp3" type="audio/mpeg"/>', "holds a password"),
        ('<enclosure url="ftp://x.example/a.mp3" type="audio/mpeg"/>', "'ftp://x.example/a.mp3'"),
        ('<enclosure url="https://x.example:99999/a.mp3"/>', "x.example:99999"),
    ],
)
def test_why_an_entry_is_left_out_is_told_as_it_is(read, sound: str, words: str) -> None:
    feed = read(f"<title>Good</title><guid>1</guid>{DATE}{SOUND}", f"<title>Bad</title><guid>2</guid>{DATE}{sound}")
    told = [one.text for one in feed.told if one.about == "Bad"]
    assert len(feed.episodes) == 1
    assert words in told[0]
    assert "secret" not in told[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('<podcast:soundbite startTime="soon" duration="30">Tea</podcast:soundbite>', "'Tea' from 'soon for 30'"),
        ('<podcast:socialInteract protocol="mastodon" uri="https://s.example/1"/>', "mastodon https://s.example/1"),
        ('<podcast:socialInteract protocol="activitypub" uri="http://s.example/1"/>', "no https address"),
        ('<psc:chapters><psc:chapter start="0" title="A" href="javascript:x"/></psc:chapters>', "javascript:x"),
        ('<psc:chapters><psc:chapter start="later" title="A"/></psc:chapters>', "no title or no time"),
        ("<itunes:season>12345678</itunes:season>", "'12345678' is no whole number"),
        (f"<podcast:person>{'N' * 400}</podcast:person>", "A name has 400 letters, and 128 have a place"),
        ('<podcast:location geo="geo:1,2"/>', "A place without a name"),
    ],
)
def test_nothing_is_dropped_without_a_word(read_item, text: str, words: str) -> None:
    assert any(words in one.text and one.about == "One" for one in read_item(text).told)


def test_what_says_that_nothing_is_there_is_not_told(read_item) -> None:
    bare = read_item("").told
    feed = read_item('<podcast:socialInteract protocol="disabled"/><itunes:season>0</itunes:season>')
    assert feed.told == bare


def test_a_soundbite_may_have_clock_times(read_item) -> None:
    bite = '<podcast:soundbite startTime="1:30" duration="0:20">Tea</podcast:soundbite>'
    assert read_item(bite).episodes[0].soundbites == (Soundbite(90_000, 20_000, "Tea"),)


def test_a_long_title_is_cut_and_told(read_item) -> None:
    feed = read_item("", title="word " * 100)
    assert any("Its title has 499 letters" in one.text for one in feed.told)


@pytest.mark.parametrize("address", ["https://old.example.com/1.mp3", "other.mp3", "javascript:x"])
def test_a_picture_that_is_the_sound_is_left_out_and_told(read_item, address: str) -> None:
    feed = read_item(f'<itunes:image href="{address}"/>')
    assert feed.episodes[0].picture is None
    assert any("no picture" in one.text and address in one.text for one in feed.told)
