"""Descriptions within Apple's limit, in which no content note is ever lost."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html
from tests.publish.test_feed import texts

from radkind_pod.errors import Refused
from radkind_pod.model.care import ContentNote
from radkind_pod.publish.feed_text import at_most, cut_html

NOTE = ContentNote(60_000, 120_000, "detention", "A night in a cell.")
ALL = "<p><strong>Content notes</strong></p>\n<ul>\n<li>1:00 to 2:00: detention. A night in a cell.</li>\n</ul>"


def described(feed: bytes) -> tuple[str, str]:
    (description,) = texts(feed, "channel/item/description")
    return description, "".join(texts(feed, "channel/item/content:encoded"))


def test_content_notes_follow_the_notes(feed_of, show, changed) -> None:
    description, content = described(feed_of(show, changed(notes="Hello.", content_notes=(NOTE,))))
    assert description == content == f"<p>Hello.</p>\n{ALL}"


def test_an_episode_without_notes_tells_them_after_the_summary(feed_of, show, changed) -> None:
    description, content = described(feed_of(show, changed(notes="", summary="Short.", content_notes=(NOTE,))))
    assert description == f"<p>Short.</p>\n{ALL}"
    assert content == ALL


@pytest.mark.parametrize("length", [600, 691, 705])
def test_where_not_all_of_it_fits_content_notes_come_first_and_the_notes_end_after_a_word(
    feed_of, show, changed, length: int
) -> None:
    notes = "**word** " * 20 + "word " * length
    description, content = described(feed_of(show, changed(notes=notes, content_notes=(NOTE,))))
    assert len(content.encode()) > 4000 or length == 600
    assert len(description.encode()) <= 4000
    if length != 600:
        assert description.startswith(f"{ALL}\n<p><strong>word</strong>")
        assert description.endswith(("word …</p>", "word…</p>"))
        assert len(description.encode()) > 3900


def test_notes_that_would_not_fit_alone_give_way_to_the_summary(feed_of, show, changed) -> None:
    notes, summary = "word " * 900, "Short."
    description, content = described(feed_of(show, changed(notes=notes, summary=summary, content_notes=(NOTE,))))
    assert description == f"<p>Short.</p>\n{ALL}"
    assert content == f"<p>{notes.strip()}</p>\n{ALL}"


def many(count: int, topic: str) -> tuple[ContentNote, ...]:
    return tuple(
        ContentNote(n * 10_000, n * 10_000 + 5_500, topic.format(n=n), "Words & more. " * 8) for n in range(count)
    )


def test_content_notes_too_long_for_apple_are_told_briefly_each_with_its_times(feed_of, show, changed) -> None:
    feed = feed_of(show, changed(notes="Hello.", content_notes=many(60, "grief & <loss>")))
    description, content = described(feed)
    assert len(description.encode()) <= 4000
    assert description.startswith("<p><strong>Content notes:</strong> grief &amp; &lt;loss&gt; (0:00 to 0:06, 0:10 to")
    assert len(re.findall(r"\d to \d", description)) == len(re.findall(r"<li>\d", content)) == 60
    assert description.endswith("<p>Hello.</p>")


def test_content_notes_that_can_not_even_be_told_briefly_are_refused(feed_of, show, changed) -> None:
    with pytest.raises(Refused, match=r"lunch-for-forty: its content notes alone are longer than the 4000 bytes"):
        feed_of(show, changed(content_notes=many(60, "topic number {n} " + "x" * 90)))


def test_helplines_of_its_topics_are_named(feed_of, full_show, changed) -> None:
    notes = (replace(NOTE, topic="DETENTION"), replace(NOTE, topic="bread"))
    description, _ = described(feed_of(full_show, changed(content_notes=notes)))
    assert re.findall(r"<li>Detention: (.*)</li>", description) == [
        '<a href="https://righttoremain.example.org/?a=1&amp;b=2">Right to Remain</a>'
    ]
    assert "Listening Line" not in description


def test_an_html_is_cut_after_a_word_and_stays_well_formed() -> None:
    whole = "<p>One <strong>two three</strong> four</p>\n<ul>\n<li>five</li>\n</ul>"
    assert cut_html(whole, len(whole) + 3) == whole
    assert cut_html(whole, 36) == "<p>One <strong>two…</strong></p>"
    assert cut_html(whole, 3) == ""


@given(
    st.lists(
        st.sampled_from(
            ["<p>a &amp; b</p>", "<ul><li>é <em>x</em></li></ul>", "wörd ", "<p><b>long long</b> word</p>\n"]
        )
    ),
    st.integers(0, 200),
)
def test_a_cut_html_is_never_too_long_and_always_closes_what_it_opens(parts: list[str], room: int) -> None:
    whole = "".join(parts)
    cut = cut_html(whole, room)
    assert len(cut.encode()) <= max(room, 0)
    etree.fromstring(f"<x>{cut}</x>")
    if cut:
        said = html.fromstring(f"<div>{whole}</div>").text_content()
        assert said.startswith(html.fromstring(f"<div>{cut}</div>").text_content().removesuffix("…").rstrip())


@pytest.mark.parametrize(
    ("text", "letters", "expected"), [("one two", 7, "one two"), ("one two", 6, "one…"), ("onetwo", 5, "onet…")]
)
def test_a_text_is_cut_after_a_word(text: str, letters: int, expected: str) -> None:
    assert at_most(text, letters) == expected
