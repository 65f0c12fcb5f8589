"""Two readers of Podcasting 2.0 that others wrote read each field of a feed that says all that a feed can."""

import json
import subprocess
from functools import reduce
from pathlib import Path
from typing import Any

import pytest

from radkind_pod.model.plain import from_plain_file
from radkind_pod.model.release import Release
from radkind_pod.publish.stages import PublicShow

HERE = Path(__file__).parent
FULL = HERE.parent / "publish" / "golden" / "full"
BASE = "https://media.example.org/kindness"
SUPPER = f"{BASE}/episodes/supper"
ART = f"{BASE}/artwork-1f0c6a2b.jpeg"
NOTES = "<li>5:00 to 7:00: detention. A night in a cell &"
CC = "https://creativecommons.org/licenses"

pytestmark = pytest.mark.system


@pytest.fixture(scope="module")
def read() -> dict[str, Any]:
    command = ["node", str(HERE / "readers.mjs"), str(FULL / "feed.xml")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8", timeout=60)
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def show() -> PublicShow:
    return from_plain_file(PublicShow, FULL / "show.json")


@pytest.fixture(scope="module")
def supper() -> Release:
    return from_plain_file(Release, FULL / "supper.release.json")


def at(value: Any, path: str) -> Any:
    """Return what lies at the path, names and numbers with dots between; None where there is nothing."""
    return reduce(
        lambda v, key: v[int(key)] if key.isdigit() and isinstance(v, list) else v.get(key), path.split("."), value
    )


FEEDSMITH = {
    "title": "Small Kindnesses",
    "link": "https://example.org/podcast",
    "language": "en-gb",
    "copyright": "Radical Kindness",
    "lastBuildDate": "Thu, 25 Jun 2026 06:00:00 +0100",
    "image.url": ART,
    "image.title": "Small Kindnesses",
    "image.link": "https://example.org/podcast",
    "itunes.image": ART,
    "itunes.explicit": False,
    "itunes.author": "Radical Kindness",
    "itunes.type": "serial",
    "itunes.newFeedUrl": "https://new.example.org/feed.xml",
    "itunes.block": True,
    "itunes.complete": True,
    "itunes.owner": {"name": "Radical Kindness", "email": "podcast@example.org"},
    "itunes.categories.0": {"text": "Society & Culture", "categories": [{"text": "Personal Journals"}]},
    "itunes.categories.1.text": "Government",
    "atom.links.0": {"href": f"{BASE}/feed.xml", "rel": "self", "type": "application/rss+xml"},
    "atom.links.1": {"href": "https://hub.example.org/", "rel": "hub"},
    "atom.links.2.rel": "first",
    "atom.links.3.href": f"{BASE}/feed-1.xml",
    "atom.links.4": {"href": f"{BASE}/feed-1.xml", "rel": "next", "type": "application/rss+xml"},
    "podcast.guid": "c7f5b6ab-6b1a-5d39-9d5a-6d0f3c4f7a52",
    "podcast.locked": {"value": True, "owner": "podcast@example.org"},
    "podcast.fundings": [{"url": "https://example.org/give", "display": "Help us make the next one"}],
    "podcast.persons": [{"display": "Amina Yusuf", "role": "host", "href": "https://example.org/amina"}],
    "podcast.locations.0": {
        "display": "Leeds, West Yorkshire",
        "rel": "creator",
        "geo": "geo:53.8,-1.55",
        "osm": "R118362",
        "country": "GB",
    },
    "podcast.locations.1": {"display": "Otley", "rel": "subject"},
    "podcast.trailers": [
        {
            "display": "Night shifts are coming",
            "url": f"{BASE}/episodes/coming-soon/coming-soon-00ff00ff.mp3",
            "pubDate": "Thu, 18 Jun 2026 06:00:00 +0100",
            "length": 960000,
            "type": "audio/mpeg",
            "season": 2,
        }
    ],
    "podcast.license": {"display": "cc-by-4.0", "url": f"{CC}/by/4.0/"},
    "podcast.medium": "podcast",
    "podcast.images.0.alt": "Two hands passing a cup of tea across a garden wall",
    "podcast.images.0.href": ART,
    "podcast.blocks": [{"value": True}, {"value": True, "id": "spotify"}],
    "podcast.txts": [{"display": "9A7C-22 <proof>", "purpose": "verify"}, {"display": "S6lpp-7ZCn8"}],
    "podcast.podroll.remoteItems.0": {
        "feedGuid": "917393e3-1b1e-5cef-ace4-edaa54e1f810",
        "feedUrl": "https://feeds.example.net/pc20.xml",
        "title": "Kind Words & Deeds",
    },
    "podcast.podroll.remoteItems.1": {"feedGuid": "9b024349-ccf0-5f69-a609-6b82873eab3c"},
    "podcast.updateFrequency": {
        "display": "every second Tuesday, ten times",
        "complete": True,
        "dtstart": "2026-03-03T09:00:00+00:00",
        "rrule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;COUNT=10",
    },
    "items.0.title": "Supper after the hearing",
    "items.0.link": f"{SUPPER}/",
    "items.0.enclosures": [{"url": f"{SUPPER}/supper-0a1b2c3d.mp3", "length": 28801234, "type": "audio/mpeg"}],
    "items.0.guid": {"value": "urn:example:supper", "isPermaLink": False},
    "items.0.pubDate": "Thu, 25 Jun 2026 06:00:00 +0100",
    "items.0.itunes": {
        "duration": 1800,
        "image": f"{SUPPER}/cover-aabbccdd.png",
        "explicit": False,
        "episode": 3,
        "season": 2,
        "episodeType": "full",
    },
    "items.0.podcast.chapters": {
        "url": f"{SUPPER}/supper-7215ee9c.chapters.json",
        "type": "application/json+chapters",
    },
    "items.0.podcast.soundbites": [
        {"startTime": 61.5, "duration": 30, "display": "Forty-three, actually"},
        {"startTime": 120, "duration": 15.25},
    ],
    "items.0.podcast.persons.1.display": "Tom Price",
    "items.0.podcast.persons.1.img": f"{BASE}/tom.jpg",
    "items.0.podcast.persons.2.group": "audio post-production",
    "items.0.podcast.locations.0.display": "Bradford",
    "items.0.podcast.season": {"number": 2, "name": "Night shifts"},
    "items.0.podcast.episode": {"number": 3},
    "items.0.podcast.license": {"display": "cc-by-nd-4.0", "url": f"{CC}/by-nd/4.0/"},
    "items.0.podcast.images.0.alt": "A laid table, seen from above",
    "items.0.podcast.alternateEnclosures.0.default": True,
    "items.0.podcast.alternateEnclosures.1.bitrate": 96000,
    "items.0.podcast.alternateEnclosures.1.codecs": "mp4a.40.2",
    "items.0.podcast.alternateEnclosures.2.type": "audio/ogg",
    "items.0.podcast.alternateEnclosures.2.length": 5400000,
    "items.0.podcast.alternateEnclosures.2.title": "Opus, few data",
    "items.0.podcast.alternateEnclosures.2.sources": [{"uri": f"{SUPPER}/supper-55667788.opus"}],
    "items.0.podcast.alternateEnclosures.2.integrity.type": "sri",
    "items.0.podcast.socialInteracts.0": {
        "uri": "https://social.example/@kind/1",
        "protocol": "activitypub",
        "accountId": "@kind@social.example",
        "accountUrl": "https://social.example/@kind",
        "priority": 1,
    },
    "items.0.podcast.socialInteracts.1.priority": 2,
    "items.1.itunes.episodeType": "trailer",
}
PARTYTIME = {
    "title": "Small Kindnesses",
    "link": "https://example.org/podcast",
    "language": "en-gb",
    "author": "Radical Kindness",
    "owner": {"name": "Radical Kindness", "email": "podcast@example.org"},
    "explicit": False,
    "itunesImage": ART,
    "itunesType": "serial",
    "itunesBlock": True,
    "itunesComplete": True,
    "itunesNewFeedUrl": "https://new.example.org/feed.xml",
    "itunesCategory": ["Society & Culture > Personal Journals", "Government"],
    "copyright": "Radical Kindness",
    "image.url": ART,
    "pubsub.self": f"{BASE}/feed.xml",
    "pubsub.hub": "https://hub.example.org/",
    "pubsub.next": f"{BASE}/feed-1.xml",
    "guid": "c7f5b6ab-6b1a-5d39-9d5a-6d0f3c4f7a52",
    "medium": "podcast",
    "locked": True,
    "podcastOwner": "podcast@example.org",
    "podcastFunding": [{"message": "Help us make the next one", "url": "https://example.org/give"}],
    "podcastPeople.0.name": "Amina Yusuf",
    "podcastPeople.0.role": "Host",
    "podcastLocation": {"name": "Leeds, West Yorkshire", "osm": "R118362", "geo": "geo:53.8,-1.55"},
    "license": {"identifier": "cc-by-4.0", "url": f"{CC}/by/4.0/"},
    "podcastBlocked": "yes",
    "podcastBlockedPlatforms": {"spotify": True},
    "podcastTxt": [{"value": "9A7C-22 <proof>", "purpose": "verify"}, {"value": "S6lpp-7ZCn8"}],
    "podroll.0.title": "Kind Words & Deeds",
    "podroll.1.feedGuid": "9b024349-ccf0-5f69-a609-6b82873eab3c",
    "podcastSeasons": {"2": {"number": 2, "name": "Night shifts"}},
    "trailers.0.title": "Night shifts are coming",
    "trailers.0.length": 960000,
    "trailers.0.pubdate": "2026-06-18T05:00:00.000Z",
    "trailers.0.season": 2,
    "items.0.guid": "urn:example:supper",
    "items.0.enclosure": {"url": f"{SUPPER}/supper-0a1b2c3d.mp3", "length": 28801234, "type": "audio/mpeg"},
    "items.0.duration": 1800,
    "items.0.explicit": False,
    "items.0.title": "Supper after the hearing",
    "items.0.link": f"{SUPPER}/",
    "items.0.pubDate": "2026-06-25T05:00:00.000Z",
    "items.0.itunesImage": f"{SUPPER}/cover-aabbccdd.png",
    "items.0.itunesEpisode": 3,
    "items.0.itunesSeason": 2,
    "items.0.itunesEpisodeType": "full",
    "items.0.podcastChapters.url": f"{SUPPER}/supper-7215ee9c.chapters.json",
    "items.0.podcastSoundbites.0": {"duration": 30, "startTime": 61.5, "title": "Forty-three, actually"},
    "items.0.podcastSoundbites.1.duration": 15.25,
    "items.0.podcastPeople.1.img": f"{BASE}/tom.jpg",
    "items.0.podcastPeople.2.name": "Jo Bell",
    "items.0.podcastLocation.name": "Bradford",
    "items.0.podcastSeason": {"number": 2, "name": "Night shifts"},
    "items.0.podcastEpisode": {"number": 3},
    "items.0.license": {"identifier": "cc-by-nd-4.0", "url": f"{CC}/by-nd/4.0/"},
    "items.0.alternativeEnclosures.0.default": True,
    "items.0.alternativeEnclosures.1.bitrate": 96000,
    "items.0.alternativeEnclosures.1.codecs": "mp4a.40.2",
    "items.0.alternativeEnclosures.2.source": [{"uri": f"{SUPPER}/supper-55667788.opus", "contentType": "audio/ogg"}],
    "items.0.alternativeEnclosures.2.integrity.type": "sri",
    "items.0.podcastSocialInteraction.0.url": "https://social.example/@kind/1",
    "items.0.podcastSocialInteraction.0.id": "@kind@social.example",
    "items.0.podcastSocialInteraction.1.platform": "bluesky",
}
SUPPORTED = {
    "1": {"locked", "funding", "transcript", "chapters", "soundbite"},
    "2": {"person", "location", "season", "episode"},
    "3": {"trailer", "license", "alternateEnclosure", "guid"},
    "4": {"medium"},
    "5": {"block", "socialInteract"},
    "6": {"txt", "podroll"},
}


@pytest.mark.parametrize("path", FEEDSMITH)
def test_feedsmith_reads_it(read, path: str) -> None:
    assert at(read["feedsmith"], path) == FEEDSMITH[path]


@pytest.mark.parametrize("path", PARTYTIME)
def test_partytime_reads_it(read, path: str) -> None:
    assert at(read["partytime"], path) == PARTYTIME[path]


def test_partytime_names_every_tag_that_it_knows(read) -> None:
    """It drops without a word what it can't read."""
    assert {phase: set(tags) for phase, tags in read["partytime"]["pc20support"].items()} == SUPPORTED


@pytest.mark.parametrize(
    ("reader", "place", "srt"),
    [
        ("feedsmith", "items.0.podcast.transcripts", "application/x-subrip"),
        ("partytime", "items.0.podcastTranscripts", "application/srt"),
    ],
)
def test_both_read_every_transcript(read, show, supper, reader: str, place: str, srt: str) -> None:
    """partytime calls the type of SRT by another name."""
    assert supper.translation
    written = [*((one, "cy") for one in supper.transcripts), (supper.translation.captions, "en")]
    expected = [
        {
            "url": f"{show.base_url}/{asset.path}",
            "type": srt if "subrip" in asset.type else asset.type,
            "language": lang,
        }
        | ({"rel": "captions"} if asset.type in {"text/vtt", "application/x-subrip"} else {})
        for asset, lang in written
    ]
    assert at(read[reader], place) == expected


@pytest.mark.parametrize("reader", ["feedsmith", "partytime"])
def test_both_read_the_content_notes(read, reader: str) -> None:
    assert NOTES in at(read[reader], "items.0.description")
