"""Notes can do no harm, and say what was written."""

import pytest
from lxml import html

from radkind_pod.publish.notes import FEED_TAGS, feed_html, page_html

PAGE = "https://example.org/episodes/one/"
HARM = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<p style='position:fixed' onclick=alert(1)>hi</p>",
    "<iframe src='https://evil.example'></iframe>",
    "<svg onload=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox)",
    "![x](https://evil.example/pixel.png)",
    "<a href='https://ok.example' onmouseover='alert(1)'>x</a>",
    "`</code><script>alert(1)</script>`",
    "[a]: javascript:alert(1)\n\n[a]",
    '[x](https://ok.example "\\"onclick=alert(1)")',
]


@pytest.mark.parametrize("markdown", HARM)
@pytest.mark.parametrize("render", [lambda text: feed_html(text, PAGE), page_html], ids=["feed", "page"])
def test_harm_stays_text(render, markdown):
    tree = html.fragment_fromstring(render(markdown), create_parent="div")
    for element in tree.iter():
        assert element.tag not in {"script", "img", "iframe", "svg", "style"}
        assert set(element.attrib) <= {"href", "title"}
        assert element.get("href", "https:").startswith(("https:", "mailto:"))


def test_the_feed_has_only_the_tags_that_apple_shows():
    markdown = "# One\n\n> two\n\n1. **three**\n2. *four*\n\n---\n\n    five\n\n`six`  \nseven"
    tree = html.fragment_fromstring(feed_html(markdown, PAGE), create_parent="div")
    assert {element.tag for element in tree.iterdescendants()} <= FEED_TAGS
    assert tree.text_content().split() == ["One", "two", "three", "four", "five", "six", "seven"]


@pytest.mark.parametrize(
    ("markdown", "feed"),
    [
        ("a\\\nb", "<p>a\n</p><p>b</p>"),
        ("**a  \nb**", "<p><strong>a\n</strong></p><p><strong>b</strong></p>"),
        ("- a\\\n  b\n- c", "<ul>\n<li>\n<p>a\n</p><p>b</p>\n</li>\n<li>c</li>\n</ul>"),
    ],
)
def test_lines_that_are_kept_apart_are_paragraphs_in_the_feed(markdown, feed):
    assert feed_html(markdown, PAGE) == feed


def test_relative_links_in_the_feed_lead_on_from_the_page():
    assert feed_html("[a](soup.html)", PAGE) == f'<p><a href="{PAGE}soup.html">a</a></p>'


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([1, 2, 3], ["h3", "h4", "h5"]),
        ([3, 3, 1], ["h3", "h4", "h3"]),
        ([2, 6, 1], ["h3", "h4", "h3"]),
        ([1, 2, 3, 4, 5, 6], ["h3", "h4", "h5", "h6", "h6", "h6"]),
    ],
)
def test_headings_begin_at_h3_and_skip_no_level(levels, expected):
    markdown = "\n\n".join("#" * level + " Title" for level in levels)
    tree = html.fragment_fromstring(page_html(markdown), create_parent="div")
    assert [element.tag for element in tree] == expected


def test_a_picture_becomes_its_description():
    assert page_html("![Tom & his <soup>](https://example.org/x.png)") == "<p>Tom &amp; his &lt;soup&gt;</p>"


def test_no_notes_are_no_html():
    assert (feed_html("", PAGE), page_html(" \n")) == ("", "")
