"""A checker that can't fail would prove nothing: each thing that can be wrong with a feed or its files is found."""

import json
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256, sha384

import pytest
from tests.publish.checker import complaints
from tests.publish.file_checker import Fetched, file_complaints, id3_chapters, mp3_seconds

from radkind_pod.model.plain import from_plain_file
from radkind_pod.model.release import Asset, Chapter, Edition, Release

FRAME = bytes([0xFF, 0xFB, 0x90, 0x64]) + bytes(413)
"""128 kbit/s at 44.1 kHz: 1152 samples, silent."""
FRAMES = 1149
VTT = b"WEBVTT\n\n00:00.000 --> 00:02.000\nHello\n\n00:03.000 --> 00:05.000\nagain\n"


@pytest.mark.parametrize(
    ("right", "wrong", "complaint"),
    [
        (b"encoding='UTF-8'", b"encoding='UTF-16'", "declaration"),
        (b'rel="self"', b'rel="me"', "self"),
        (b">en-gb</language>", b">english</language>", "language"),
        (b">en-gb</language>", b">xq-gb</language>", "language"),
        (b'text="Government"', b'text="Governments"', "category Governments []"),
        (b'text="Personal Journals"', b'text="Books"', "category Society &amp; Culture ['Books']"),
        (b"      <title>Small Kind", b"      <title>Small kind", "image title"),
        (b">serial</itunes:type>", b">Serial</itunes:type>", "type"),
        (b">Yes</itunes:complete>", b">true</itunes:complete>", "complete"),
        (b"<copyright>Radical", b"<copyright>Copyright Radical", "copyright"),
        (b"<copyright>Radical", b"<copyright>2026 Radical", "copyright"),
        (b'rel="first"', b'rel="start"', "paging"),
        (b'rel="next"', b'rel="prev"', "paging prev"),
        (b'<podcast:funding url="https', b'<podcast:funding url="http', "podcast:funding url"),
        (b'owner="podcast@example.org">yes', b">yes", "podcast:locked"),
        (b">c7f5b6ab-", b">C7F5B6AB-", "podcast:guid"),
        (b'geo="geo:53.8,-1.55"', b'geo="53.8,-1.55"', "podcast:location"),
        (b'osm="R118362"', b'osm="118362"', "podcast:location"),
        (b' dtstart="2026-03-03T09:00:00+00:00"', b"", "podcast:updateFrequency"),
        (b'feedGuid="9b02', b'feedGuid="zz02', "podcast:remoteItem"),
        (b'pubdate="Thu, 18', b'pubdate="Fri, 18', "podcast:trailer"),
        (b'length="960000" type="audio/mpeg" s', b'length="" type="audio/mpeg" s', "podcast:trailer length space"),
        (b">9A7C-22", b">" + b"x" * 4001, "podcast:txt text"),
        (b'<podcast:block id="spotify">yes', b'<podcast:block id="spotify">Yes', "podcast:block"),
        (b' alt="A laid table, seen from above"', b"", "podcast:image"),
        (b'name="Night shifts">2', b'name="Night shifts">two', "podcast:season"),
        (b'"application/x-subrip"', b'"application/srt"', "podcast:transcript"),
        (b'type="application/json+chapters"', b'type="application/json"', "podcast:chapters"),
        (b'duration="15.25"', b'duration="2000"', "item soundbite"),
        (b'bitrate="24000"', b'bitrate="24"', "podcast:alternateEnclosure"),
        (b'value="sha384-', b'value="md5-', "podcast:alternateEnclosure"),
        (b'length="28801234" lang', b'length="28801235" lang', "item default length"),
        (b'protocol="bluesky"', b'protocol="blue"', "podcast:socialInteract"),
        (b">1800</itunes:duration>", b">30:00</itunes:duration>", "item duration"),
        (b">1800</itunes:duration>", b">0</itunes:duration>", "item duration"),
        (b"<itunes:episode>3</itunes:episode>", b"", "item serial episode"),
        (b"<title>Supper", b"<title>Episode 3: Supper", "item title"),
        (b"<title>Supper", b"<title>Small Kindnesses: Supper", "item title with show"),
        (b"<pubDate>Thu, 25 Jun", b"<pubDate>Thu, 11 Jun", "order"),
        (b"<pubDate>Thu, 25 Jun 2026", b"<pubDate>25 Jun 2026", "item pubDate"),
        (b">urn:example:coming-soon<", b">urn:example:supper<", "guid twice"),
        (b'<guid isPermaLink="false">urn:example:supper', b"<guid>urn:example:supper", "item guid"),
        (b'type="audio/mpeg"/>\n      <pubDate>', b'type="audio/ogg"/>\n      <pubDate>', "item enclosure"),
        (b'length="28801234" type', b'length="None" type', "item length"),
        (b">Amina Yusuf</podcast:person>\n      <", b">Tim</podcast:person>\n      <", "item host"),
        (b"<ul>\n<li><a", b"<ul><script>x</script>\n<li><a", "item description"),
        (b"<itunes:explicit>false</itunes:explicit>\n      <itunes:image", b"<itunes:image", "item itunes:explicit"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_feed_is_found(feed_of, full, right: bytes, wrong: bytes, complaint: str) -> None:
    feed = feed_of(*full)
    assert complaints(feed) == []
    assert right in feed
    assert complaint.replace("&amp;", "&") in complaints(feed.replace(right, wrong, 1))


def test_an_enclosure_that_is_used_again_is_found(feed_of, full) -> None:
    feed = feed_of(*full)
    again = feed.replace(b"coming-soon/coming-soon-00ff00ff.mp3", b"supper/supper-0a1b2c3d.mp3")
    assert "enclosure twice" in complaints(again)


def chapter(number: int, ms: int) -> bytes:
    body = f"chp{number}".encode() + b"\0" + ms.to_bytes(4, "big") + bytes(4) + b"\xff" * 8
    return b"CHAP" + len(body).to_bytes(4, "big") + b"\0\0" + body


@pytest.fixture
def served(feed_of, show, lunch, changed):
    """A feed with one episode of 30 s, and a host that serves its files."""
    frames = b"ID3\x03\0\0" + bytes([0, 0, 0, 62]) + chapter(0, 0) + chapter(1, 10_000) + FRAME * FRAMES
    release = from_plain_file(Release, lunch)
    opus = b"OggS and what follows"
    sri = f"sha384-{b64encode(sha384(opus).digest()).decode()}"
    edition = Edition("opus", "Opus", "opus", 24, release.loudness, Asset("x.opus", "audio/ogg", len(opus), ""), sri)
    file = changed(
        duration_ms=FRAMES * 1152 * 10 // 441,
        audio=replace(release.audio, bytes=len(frames), sha256=sha256(frames).hexdigest()),
        transcripts=release.transcripts[:1],
        chapters=(Chapter(0, "One"), Chapter(10_000, "Two")),
        editions=(edition,),
    )
    chapters = [{"startTime": 0, "title": "One"}, {"startTime": 10.0, "title": "Two"}]
    files = {
        ".mp3": Fetched("audio/mpeg", frames),
        ".vtt": Fetched("text/vtt", VTT),
        ".opus": Fetched("audio/ogg", opus),
        ".json": Fetched("application/json+chapters", json.dumps({"version": "1.2.0", "chapters": chapters}).encode()),
    }
    return feed_of(show, file), files


def judged(feed: bytes, files: dict[str, Fetched]) -> list[str]:
    return file_complaints(feed, lambda url: files[f".{url.rpartition('.')[2]}"])


def test_right_files_are_right(served) -> None:
    feed, files = served
    assert mp3_seconds(files[".mp3"].body) == pytest.approx(30.01, abs=0.01)
    assert id3_chapters(files[".mp3"].body) == [0, 10]
    assert judged(feed, files) == []


@pytest.mark.parametrize(
    ("kind", "right", "wrong", "complaint"),
    [
        (".mp3", FRAME * 3, FRAME * 2, "length"),
        (".mp3", FRAME * 400, b"", "duration"),
        (".mp3", chapter(0, 0) + chapter(1, 10_000), chapter(1, 10_000) + chapter(0, 0), "chapters in file shuffled"),
        (".mp3", chapter(1, 10_000), chapter(1, 11_000), "chapters differ from the file's"),
        (".json", b'"1.2.0"', b"1.2", "chapters version"),
        (".json", b"10.0", b"0", "chapters times"),
        (".json", b"10.0", b"31", "chapters times"),
        (".json", b'"Two"', b'""', "chapters title"),
        (".vtt", b"00:03.000", b"00:06.000", "transcript times"),
        (".vtt", b"00:05.000", b"01:05.000", "transcript times"),
        (".vtt", b"WEBVTT", b"WEBVT", "transcript vtt"),
        (".vtt", VTT[8:], b"", "transcript empty"),
        (".opus", b"Ogg", b"OGG", "integrity"),
        (".opus", b"and", b"", "edition"),
    ],
)
def test_what_is_wrong_in_a_file_is_found(served, kind: str, right: bytes, wrong: bytes, complaint: str) -> None:
    feed, files = served
    assert right in files[kind].body
    files[kind] = replace(files[kind], body=files[kind].body.replace(right, wrong, 1))
    assert complaint in judged(feed, files)


@pytest.mark.parametrize(
    ("right", "wrong", "complaint"),
    [(b"<itunes:duration>30<", b"<itunes:duration>32<", "duration"), (b'"audio/mpeg"/>', b'"audio/mp3"/>', "type")],
)
def test_what_a_feed_says_wrongly_of_a_file_is_found(served, right: bytes, wrong: bytes, complaint: str) -> None:
    feed, files = served
    assert right in feed
    assert complaint in judged(feed.replace(right, wrong), files)


@pytest.mark.parametrize("kind", [".vtt", ".json"])
def test_a_wrong_type_of_a_file_is_found(served, kind: str) -> None:
    feed, files = served
    files[kind] = replace(files[kind], type="application/octet-stream")
    assert any("type application/octet-stream" in told for told in judged(feed, files))
