"""HTML becomes Markdown that says the same, and hostile HTML becomes words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from radkind_pod.publish.notes import feed_html, page_html
from radkind_pod.sources.feed_import.html_notes import markdown_of, notes_of, plain_of
from radkind_pod.sources.feed_import.values import prose

PAGE = "https://example.org/e/"


@pytest.mark.parametrize(
    "html",
    [
        "<p>One &amp; two.</p>\n<p>Three.</p>",
        '<p>See <a href="https://example.org/a?b=c&amp;d=e">this page</a>.</p>',
        "<p><strong>Bold</strong> and <em>soft</em>.</p>",
        "<ul>\n<li>One</li>\n<li>Two</li>\n</ul>",
        "<ol>\n<li>One</li>\n<li>Two</li>\n</ol>\n<p>After.</p>",
        "<p>2 * 3 * 4 and snake_case_name and [brackets] and `ticks`</p>",
        "<p># no heading</p>\n<p>1. no list</p>\n<p>- no dash</p>",
        "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
        "<p>\\ and * alone</p>",
    ],
)
def test_what_apps_show_is_the_same_before_and_after(html: str) -> None:
    assert feed_html(markdown_of(html), PAGE) == html


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<h2>Links</h2><p>x</p>", "## Links\n\nx"),
        ("<div>a<br>b</div>", "a\\\nb"),
        ("<p>a <b> b </b> c</p>", "a **b** c"),
        ('<a href="javascript:alert(1)">click</a>', "click"),
        ('<a href="/rel">here</a>', "here"),
        ("<p>x<script>alert(1)</script>y</p>", "xy"),
        ('<p>x <img src="https://t.example/p.gif" alt="a cat"></p>', "x a cat"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "- a\n  - b"),
        ("</p></b></a></ul>stray<p>", "stray"),
        ("<p>unclosed <b>bold", "unclosed **bold**"),
        ("<![if foo]>x<p>y</p>", "&lt;!\\[if foo]>x"),
    ],
)
def test_each_kind_of_markup_has_its_markdown(html: str, markdown: str) -> None:
    assert markdown_of(html).startswith(markdown.replace("&lt;!\\[if foo]>x", "\\<!\\[if foo\\]\\>x"))


def test_plain_text_keeps_its_lines_and_signs() -> None:
    assert feed_html(markdown_of("0:00 Hello\n2:00 *You*\n\nBye"), PAGE) == (
        "<p>0:00 Hello\n</p><p>2:00 *You*</p>\n<p>Bye</p>"
    )


def test_lines_stay_apart_on_the_page_and_in_apps() -> None:
    """What ends a line outlives the tidying of line ends."""
    notes = prose(markdown_of("<p>Host: Ama<br>Guest: Jo</p>"))
    assert page_html(notes) == "<p>Host: Ama<br>\nGuest: Jo</p>"
    assert feed_html(notes, PAGE) == "<p>Host: Ama\n</p><p>Guest: Jo</p>"


@pytest.mark.parametrize(
    ("html", "page"),
    [
        ("<ul><li><p>one</p></li><li><p>two</p></li></ul>", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"),
        ("<ul><li><p>a</p><p>b</p></li></ul>", "<ul>\n<li>\n<p>a</p>\n<p>b</p>\n</li>\n</ul>"),
        ("<ul><li>a</li></ul>\n<p>after</p>", "<ul>\n<li>a</li>\n</ul>\n<p>after</p>"),
        ('<ol start="9"><li>a<ul><li>b</li></ul></li><li>c<ul><li>d</li></ul></li></ol>',
         '<ol start="9">\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n<li>c\n<ul>\n<li>d</li>\n</ul>\n</li>\n</ol>'),
        ("Title\n---\nMore", "<p>Title<br>\n---<br>\nMore</p>"),
        ("<b>Guest:</b>Ama", "<p><strong>Guest</strong>:Ama</p>"),
        ("\u3053\u308c<b>\u300c\u91cd\u300d</b>\u3067",
         "<p>\u3053\u308c\u300c<strong>\u91cd</strong>\u300d\u3067</p>"),
        ("<b>a</b><b>b</b>c", "<p><strong>ab</strong>c</p>"),
        ("<b>:</b>x", "<p>:x</p>"),
        ("<b>a</b><i>b</i>", "<p>a<em>b</em></p>"),
        ("<b>bold <i>both</i></b> end", "<p><strong>bold <em>both</em></strong> end</p>"),
        ("<b>a<br><br>b</b>", "<p><strong>a</strong></p>\n<p><strong>b</strong></p>"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "<p>a b</p>"),
        ("<blockquote>q</blockquote>", "<p>q</p>"),
        ("&lt;p&gt;Twice &amp;amp; more&lt;/p&gt;", "<p>Twice &amp; more</p>"),
        ("<h2>a<br>b</h2>c", "<h3>a b</h3>\n<p>c</p>"),
        ("a <title>b</p><p>rest", "<p>a b</p>\n<p>rest</p>"),
        ("<p>a<script>b</p><p>rest", "<p>ab</p>\n<p>rest</p>"),
        ("<p>a<!-- b</p><p>rest", "<p>a&lt;!-- b</p>\n<p>rest</p>"),
        ("<title>a<title>b</title>c", "<p>c</p>"),
    ],
)  # fmt: skip
def test_nothing_of_the_notes_is_lost_or_shown_as_a_sign(html: str, page: str) -> None:
    assert page_html(markdown_of(html)) == page


@pytest.mark.parametrize(
    ("html", "page"),
    [
        ('<a href="/about">x</a>', '<a href="https://old.example/about">x</a>'),
        ('<a href="HTTPS://x.org/A">x</a>', '<a href="https://x.org/A">x</a>'),
        ('<a href="https://x.org/a b">x</a>', '<a href="https://x.org/a%20b">x</a>'),
        ('<a href="https://x.org"><p>x</p></a>', '<a href="https://x.org">x</a>'),
        ('<a href="https://x.org"><img src="i.png" alt=""></a>', '<a href="https://x.org">https://x.org</a>'),
        ('<a href="mailto:a@x.org">x</a>', '<a href="mailto:a@x.org">x</a>'),
    ],
)
def test_a_link_is_kept(html: str, page: str) -> None:
    markdown, lost = notes_of(html, "https://old.example/feed.xml")
    assert (page_html(markdown), lost) == (f"<p>{page}</p>", ())


def test_a_link_that_cant_be_kept_is_told() -> None:
    found = notes_of('<a href="tel:+44123">call</a><a href="javascript:x">y</a>', "https://old.example/")
    assert found == ("cally", ("tel:+44123", "javascript:x"))


def test_hostile_marks_take_no_time() -> None:
    for html in (
        "<b>" * 60_000,
        "<b>x</b>" * 20_000,
        "<b></b><i></i>" * 14_000,
        "<b>.</b>x" * 20_000,
        "<script>" * 25_000,
    ):
        markdown_of(html)


def test_words_of_html_are_lines() -> None:
    assert plain_of("<p>0:00 Hello\n</p><p>2:00&nbsp;You<br>4:00 Bye</p>") == "0:00 Hello\n\n2:00 You\n4:00 Bye"


@given(st.text(st.sampled_from("<>/abp&;!-[]*_#`\\ \n\"'="), max_size=80))
def test_no_text_brings_it_down(text: str) -> None:
    """Whatever comes is turned into something that renders without a tag that isn't allowed."""
    assert "<script" not in feed_html(markdown_of(text), PAGE)
    plain_of(text)
