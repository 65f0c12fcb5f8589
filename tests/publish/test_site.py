"""The pages as a browser, a screen reader and a slow connection meet them."""

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import PurePosixPath

import pytest
from lxml import html

from radkind_pod.model.plain import from_plain_file
from radkind_pod.model.release import Asset, Chapter, Release
from radkind_pod.model.transcript import Paragraph

EPISODE = PurePosixPath("episodes/lunch-for-forty")
LOADING = {"img": "src", "source": "src", "audio": "src", "script": "src", "iframe": "src", "video": "src"}


@pytest.fixture(params=["lunch", "bus", "index"])
def page(request, page_of, index_of, show, lunch, bus) -> html.HtmlElement:
    made = (
        index_of(show, lunch, bus)
        if request.param == "index"
        else page_of(show, {"lunch": lunch, "bus": bus}[request.param])
    )
    return html.document_fromstring(made.encode())


def loaded(page: html.HtmlElement) -> Iterator[str]:
    for element in page.iter(*LOADING):
        if LOADING[element.tag] in element.attrib:
            yield element.get(LOADING[element.tag])
    yield from page.xpath("//link[@rel='stylesheet' or @rel='icon' or @rel='preload']/@href")


def test_there_is_one_h1_and_no_heading_skips_a_level(page):
    levels = [int(element.tag[1]) for element in page.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_nothing_is_loaded_from_elsewhere(page):
    assert [url for url in loaded(page) if re.match(r"[a-z]+:|//", url)] == []
    assert "default-src 'none'" in page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]


def test_ids_are_unique_and_every_link_into_the_page_arrives(page):
    ids = page.xpath("//@id")
    assert len(set(ids)) == len(ids)
    inside = [href[1:] for href in page.xpath("//a/@href") if href.startswith("#")]
    assert set(inside) <= set(ids)
    assert inside


def test_a_keyboard_reaches_the_content_first(page):
    first = page.xpath("//body//a")[0]
    assert (first.get("href"), first.get("class")) == ("#main", "skip")
    assert page.get_element_by_id("main").tag == "main"


def test_there_is_no_script_or_style_in_the_page(page):
    """A block of data is no script: no browser runs it."""
    inside = [script for script in page.iter("script", "style") if script.text]
    assert [script.get("type") for script in inside] == ["application/ld+json"]
    assert page.xpath("//@style | //@onclick") == []


def test_every_picture_says_what_it_shows(page):
    assert all(image.get("alt") for image in page.iter("img"))


def test_links_are_relative_so_pages_work_from_disk(page_of, show, lunch):
    page = html.document_fromstring(page_of(show, lunch))
    found = {str(EPISODE / href.partition("#")[0]) for href in (*loaded(page), *page.xpath("//a[@download]/@href"))}
    assert found == {
        f"{EPISODE}/../../style.css",
        f"{EPISODE}/../../copy.js",
        f"{EPISODE}/../../player.js",
        f"{EPISODE}/../../artwork-1f0c6a2b.jpeg",
        f"{EPISODE}/chapter-2-c81e728d.jpg",
        f"{EPISODE}/lunch-for-forty-3b9aca00.mp3",
    }


def test_hostile_text_stays_text(page_of, index_of, show, changed):
    evil = '"><script>alert(1)</script>]]>&\x0b'
    file = changed(
        title=evil,
        summary=evil,
        notes=evil,
        chapters=(Chapter(0, evil),),
        artwork_alt=evil,
        transcript=(Paragraph(0, 1, evil, evil, evil),),
    )
    for made in (page_of(replace(show, title=evil), file), index_of(replace(show, title=evil), file)):
        page = html.document_fromstring(made)
        assert {script.get("src") for script in page.iter("script")} <= {
            "../../player.js",
            "../../copy.js",
            "copy.js",
            None,
        }
        (data,) = page.xpath("//script[@type='application/ld+json']/text()")
        assert evil.removesuffix("\x0b") in {node.get("name") for node in json.loads(data)["@graph"]}
        assert evil.removesuffix("\x0b") in page.findtext(".//h1") + "".join(page.itertext("h3"))
        assert "\x0b" not in made


def test_the_same_releases_give_the_same_bytes(page_of, index_of, show, lunch, bus):
    assert page_of(show, lunch) == page_of(show, lunch)
    assert index_of(show, lunch, bus) == index_of(show, bus, lunch)


def test_the_index_lists_the_newest_first(index_of, show, lunch, bus):
    page = html.document_fromstring(index_of(show, lunch, bus))
    assert page.xpath("//h3/a/@href") == ["episodes/the-night-bus/index.html", "episodes/lunch-for-forty/index.html"]
    assert len(page.xpath("//a[starts-with(@href, 'episodes/') and contains(@href, '.mp3')]")) == 2


def test_an_hour_of_words_is_a_small_page(page_of, show, changed):
    """9,000 different enough words, as an hour has them."""
    vocabulary = ["soup", "chair", "window", "because", "street", "Thursday", "neighbour", "carried", "once", "and"]
    words = [f"{vocabulary[n * 7 % 10]}{n * 7919 % 997}" for n in range(9000)]
    said = tuple(
        Paragraph(n * 20_000, n * 20_000 + 19_000, "AB"[n % 2], " ".join(words[n * 50 : n * 50 + 50]))
        for n in range(180)
    )
    made = page_of(show, changed(transcript=said, duration_ms=3_600_000))
    assert all(word in made for word in words)
    assert len(gzip.compress(made.encode())) < 100_000


def test_sound_of_another_host_can_be_played_and_is_asked_for_only_then(page_of, show, changed):
    """An imported episode may have its sound elsewhere. Nothing else comes from there: no picture, no script."""
    there = "https://old-host.example/media/1.mp3?x=;script-src *"
    art = Asset("https://old-host.example/art.jpg", "image/jpeg", 1, "")
    file = changed(
        audio=Asset(there, "audio/mpeg", 1, ""), artwork=art, chapters=(Chapter(0, "One", image=art, image_alt="x"),)
    )
    page = html.document_fromstring(page_of(show, file))
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert "media-src 'self' https://old-host.example; style-src 'self'; script-src 'self';" in policy
    assert page.xpath("//audio/@preload") == ["none"]
    assert page.xpath("//source/@src") == [there]
    assert page.xpath("//img/@src") == ["../../artwork-1f0c6a2b.jpeg"]


def test_sound_of_this_site_needs_no_other_host(page_of, show, lunch):
    assert "media-src 'self';" in page_of(show, lunch)


@pytest.mark.parametrize(
    ("kind", "size", "words"),
    [
        ("audio/x-m4a", 72_000, "72 kB (M4A)"),
        ("audio/ogg; codecs=opus", 72_000, "72 kB (Ogg)"),
        ("audio/flac", 0, "Download the sound (FLAC)"),
    ],
)
def test_the_sound_is_called_what_it_is(page_of, show, lunch, changed, kind, size, words):
    audio = replace(from_plain_file(Release, lunch).audio, type=kind, bytes=size)
    page = html.document_fromstring(page_of(show, changed(audio=audio)))
    (item,) = page.xpath("//ul[@class='downloads']/li[1]")
    assert words in item.text_content()


def test_a_length_that_nobody_knows_is_not_told(page_of, feed_of, show, changed):
    release = changed(duration_ms=0)
    page = page_of(show, release)
    assert "1 sec" not in page
    assert "PT1S" not in page
    assert b"itunes:duration" not in feed_of(show, release)


def test_of_two_episodes_in_the_same_minute_the_later_number_is_the_newer(index_of, show, changed):
    first = changed(slug="a", guid="a", title="First", number=1)
    second = changed(slug="b", guid="b", title="Second", number=2)
    page = html.document_fromstring(index_of(show, first, second))
    assert [title.text_content() for title in page.xpath("//ol[@class='episodes']//h3")] == ["Second", "First"]
