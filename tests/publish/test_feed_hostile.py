"""Whatever people or programs wrote into a text: the feed can be read, and the text comes back as text."""

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any

import feedparser
import podcastparser
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from radkind_pod.model.plain import from_plain, to_plain
from radkind_pod.publish.stages import PublicShow

SHOW = """title description author owner.name artwork_alt hosts.0.name funding.text copyright seasons.1.name
locations.0.name rhythm.text recommends.0.title platforms.proofs.0.text platforms.proofs.0.purpose"""
RELEASE = """title guid artwork_alt people.0.name people.1.role editions.0.title editions.1.codecs soundbites.0.title
locations.0.name posts.0.account licence"""
HTML = "summary notes content_notes.0.topic content_notes.0.text"
"""These stand in the HTML of a description."""
LIMITS = {"editions.0.title": 32, "soundbites.0.title": 128}
NAMED = {
    "script": "<script>alert(1)</script>",
    "cdata": "a ]]> b <![CDATA[ c ]]>",
    "entities": "&amp; &lt;b&gt; &#0; &nope; &#x41;",
    "path": "../../etc/passwd",
    "quotes": "\" onload='x' `${x}`",
    "bidi": "\u202eevil\u2066 \u200f\u061c ends\u2069",
    "controls": "a\x00b\x08c\x0bd\x0ce\x1ff\x7fg\x85h\ufffei\uffff",
    "surrogates": "a\ud800b\udfffc",
    "comment": "--> <!-- <?xml version='1.0'?> <!DOCTYPE x>",
    "element": "</title></channel></rss><item>",
}  # fmt: skip
NOT_XML = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Make = Callable[..., bytes]


@pytest.fixture
def hostile(feed_of: Make, full_show: PublicShow, supper: Path, tmp_path: Path) -> Make:
    """The feed in which these places of show and Release hold another text."""

    def make(text: str, show: str = "", release: str = "") -> bytes:
        about, episode = to_plain(full_show), json.loads(supper.read_text(encoding="utf-8"))
        for data, paths in ((about, show), (episode, release)):
            for path in paths.split():
                put(data, path.split("."), text)
        file = tmp_path / "hostile.json"
        file.write_text(json.dumps(episode), encoding="ascii")
        return feed_of(from_plain(PublicShow, about), file)

    return make


def put(data: Any, path: list[str], text: str) -> None:
    for key in path[:-1]:
        data = data[int(key) if key.isdigit() else key]
    data[path[-1]] = text


def cleaned(text: str) -> str:
    return NOT_XML.sub("", text)


def values(feed: bytes) -> set[str]:
    """Return every text and attribute of the feed."""
    found = set()
    for element in etree.fromstring(feed).iter():
        found |= {element.text or "", *map(str, element.attrib.values())}
    return found


class Texts(HTMLParser):
    """What an HTML says, and its tags."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.said, self.tags = "", set[str]()
        self.feed(html)
        self.close()

    def handle_data(self, data: str) -> None:
        self.said += data

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.add(tag)


def read_everywhere(feed: bytes) -> None:
    """Fail where one of three parsers finds the feed broken."""
    assert len(etree.fromstring(feed).findall("channel/item")) == 1
    read = feedparser.parse(feed)
    assert not read.bozo
    assert len(read.entries) == 1
    assert len(podcastparser.parse("https://example.org/feed.xml", BytesIO(feed))["episodes"]) == 1


PLACES = [*(("show", path) for path in SHOW.split()), *(("release", path) for path in RELEASE.split())]


@pytest.mark.parametrize("name", NAMED)
@pytest.mark.parametrize(("where", "path"), PLACES)
def test_a_hostile_text_comes_back_as_the_same_text(hostile: Make, where: str, path: str, name: str) -> None:
    feed = hostile(NAMED[name], **{where: path})
    read_everywhere(feed)
    expected = cleaned(NAMED[name])
    assert expected in values(feed) or len(expected) > LIMITS.get(path, 10_000)


@pytest.mark.parametrize("name", NAMED)
@pytest.mark.parametrize("path", HTML.split())
def test_a_hostile_text_in_a_description_is_no_markup(hostile: Make, path: str, name: str) -> None:
    feed = hostile(NAMED[name], release=path)
    read_everywhere(feed)
    (description,) = (one.text for one in etree.fromstring(feed).findall("channel/item/description"))
    assert Texts(description).tags <= {"p", "ul", "li", "a", "strong", "em", "ol"}
    if path.startswith("content_notes"):
        assert cleaned(NAMED[name]) in Texts(description).said


@pytest.mark.parametrize("text", ["x" * 1_000_000, "<b>&" * 10_000, "wort " * 200_000], ids=["one", "markup", "words"])
def test_titles_and_texts_of_a_megabyte_stay_readable_and_descriptions_short(hostile: Make, text: str) -> None:
    """Markup is shorter, and authors are left out: feedparser itself takes minutes for those."""
    feed = hostile(text, show="title description funding.text", release="title summary notes people.0.name")
    read_everywhere(feed)
    assert text in values(feed)
    for path in ("channel/description", "channel/item/description"):
        assert len(etree.fromstring(feed).findtext(path, "").encode()) <= 4000


ANYTHING = st.text(st.characters(codec=None) | st.sampled_from("<>&\"']\x00\ud800\u202e\r\n\t "), max_size=80)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(ANYTHING)
def test_any_text_in_any_place_can_be_read_and_comes_back(hostile: Make, text: str) -> None:
    """With a letter in front, for a show without any title is refused long before."""
    feed = hostile(f"a{text}", show=SHOW, release=RELEASE)
    read_everywhere(feed)
    assert cleaned(f"a{text}") in values(feed)
    assert not NOT_XML.search(feed.decode())
