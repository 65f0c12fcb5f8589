"""XML is read whole and with its lines, or refused in plain words; nothing hostile costs memory or opens a file."""

import gzip
import resource
from pathlib import Path

import pytest

from radkind_pod.errors import SourceError
from radkind_pod.sources.feed_import.tree import MOST_BYTES, read_tree

FILE = Path("feed.xml")
LAUGHS = (
    b'<?xml version="1.0"?>\n<!DOCTYPE rss [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY b%d "%s">' % (n, b"&b%d;" % (n - 1) * 10 if n else b"&a;" * 10) for n in range(12))
    + b"]>\n<rss>&b11;</rss>"
)


def refused(data: bytes) -> str:
    with pytest.raises(SourceError) as caught:
        read_tree(data, FILE)
    return str(caught.value)


def test_elements_have_prefixes_lines_and_text() -> None:
    root = read_tree(
        b'<?xml version="1.0"?>\n<rss xmlns:i="http://www.itunes.com/dtds/podcast-1.0.dtd">\n'
        b"<channel><i:author> A &amp; B </i:author></channel></rss>",
        FILE,
    )
    author = root.children[0].children[0]
    assert (author.name, author.line, author.text) == ("itunes:author", 3, " A & B ")


def test_a_prefix_that_nobody_declared_is_read_as_it_is_meant() -> None:
    root = read_tree(b"<rss><channel><itunes:author>A</itunes:author></channel></rss>", FILE)
    assert root.children[0].said("itunes:author") == "A"


def test_letters_that_html_has_names_for_are_read() -> None:
    root = read_tree(b"<rss><a>caf&eacute;&nbsp;&amp; &#xe9;</a><b><![CDATA[&eacute;]]></b></rss>", FILE)
    assert [child.text for child in root.children] == ["caf\xe9\xa0& \xe9", "&eacute;"]


def test_letters_are_read_behind_comments_and_cdata_however_long() -> None:
    long = b"x" * 300_000
    root = read_tree(
        b"<rss><!-- <![CDATA[ &eacute; --><a>&eacute;</a><b><![CDATA[<p>"
        + long
        + b"<p>&eacute;]]></b><a>&eacute;</a></rss>",
        FILE,
    )
    assert [child.text[-8:] for child in root.children] == ["\xe9", "&eacute;", "\xe9"]


@pytest.mark.parametrize("address", ["a\x7f\x7fb", "a b\x9f", "a b\u202ec", "a b" + "x" * 100_000])
def test_what_a_refusal_quotes_of_the_feed_can_be_shown(address: str) -> None:
    said = refused(f'<rss xmlns:x="http://{address}"/>'.encode())
    assert said.isprintable()
    assert len(said) < 400
    assert said.startswith("feed.xml:1: this is not well-formed XML (xmlns:x: 'http://a")


def test_markup_in_a_description_gives_its_words() -> None:
    root = read_tree(b"<rss><channel><description>Hello <p>all of <b>you</b></p>!</description></channel></rss>", FILE)
    assert root.children[0].children[0].text == "Hello all of you!"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_every_usual_encoding_is_read(encoding: str) -> None:
    name = encoding.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{name}"?><rss><a>\xe9</a></rss>'
    assert read_tree(text.encode(encoding), FILE).children[0].text == "\xe9"


def test_a_packed_feed_is_unpacked() -> None:
    assert read_tree(gzip.compress(b"<rss/>", mtime=0), FILE).name == "rss"


def test_a_deep_or_wide_feed_is_read_whole() -> None:
    items = b"<item><title>t</title></item>" * 5000
    assert len(read_tree(b"<rss><channel>" + items + b"</channel></rss>", FILE).children[0].children) == 5000


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"  \n ", "is empty"),
        (b"<!DOCTYPE html><html>", "a web page and no feed"),
        (b"\xef\xbb\xbf<HTML><body>", "a web page and no feed"),
        (b'{"version": "1"}', "this is JSON"),
        (b"hello", "not well-formed"),
        (b"<rss><a></rss>", "feed.xml:1: this is not well-formed"),
        (b"<rss>\n\n<a>&unknown;</a></rss>", "feed.xml:3:"),
        (b"<rss>\n<a>\x0b</a></rss>", "feed.xml:2:"),
        (b"<rss><a>\xff\xfe</a></rss>", "not well-formed"),
        (b'<?xml version="1.0" encoding="klingon"?><rss/>', "not well-formed"),
        (b"<rss><channel>", "not well-formed"),
        (b"<rss>" + b"<a>" * 100_000, "not well-formed"),
        (LAUGHS, "feed.xml:2: declares entities"),
        (b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss>&x;</rss>', "declares entities"),
        (b'<!DOCTYPE r [<!ENTITY % x SYSTEM "http://127.0.0.1/x"> %x;]><rss/>', "declares entities"),
        (b"<!--" + b"x" * 70_000 + b'--><!DOCTYPE r [<!ENTITY x "y">]><rss>&x;</rss>', "feed.xml:1: declares entities"),
        (b"<rss><a " + b" ".join(b'a%d=""' % i for i in range(20_000)) + b"/></rss>", "more than 1000 attributes"),
        (gzip.compress(b"<rss/>", mtime=0)[:-9], "its end is missing"),
        (b"\x1f\x8bnonsense", "can't be unpacked"),
    ],
)
def test_what_is_no_feed_is_refused_in_words(data: bytes, words: str) -> None:
    assert words in refused(data)


def test_a_doctype_in_utf_16_hides_no_entity() -> None:
    assert "declares entities" in refused('<!DOCTYPE r [<!ENTITY x "y">]><rss>&x;</rss>'.encode("utf-16"))


def test_more_than_any_feed_is_refused_before_it_is_parsed() -> None:
    assert "larger than 100 MB" in refused(b"<rss>" + b" " * MOST_BYTES)


def test_a_gzip_bomb_costs_no_more_memory_than_the_limit() -> None:
    bomb = gzip.compress(b"<rss>" + b" " * (MOST_BYTES * 4))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert "larger than 100 MB" in refused(bomb)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400_000


def test_a_feed_full_of_named_letters_costs_little_memory() -> None:
    item = b"<item><title>" + b"&eacute;&amp;" * 2000 + b"</title></item>"
    data = b"<rss><channel>" + item * (20_000_000 // len(item)) + b"</channel></rss>"
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    root = read_tree(data, FILE)
    assert root.children[0].children[-1].children[0].text == "\xe9&" * 2000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000
