"""A person's own templates and style come before and after ours, and a mistake in one is told with its line."""

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html

from radkind_pod.errors import SourceError
from radkind_pod.publish.look import Look
from radkind_pod.publish.rendering import style_sheet


@pytest.fixture
def own(tmp_path):
    def make(name: str, text: str | bytes) -> Look:
        file = tmp_path / "templates" / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return Look(templates=tuple(sorted(file.parent.glob("*.html"))))

    return make


def test_an_own_template_goes_before_ours(index_of, show, lunch, own):
    look = own("rows.html", "<p class='mine'>{{ episodes | length }} of {{ show.title }}</p>")
    page = html.document_fromstring(index_of(show, lunch, look=look))
    assert page.findtext(".//p[@class='mine']") == "1 of Small Kindnesses"
    assert page.xpath("//title")


def test_an_own_template_can_change_one_block_of_ours(page_of, show, lunch, own):
    look = own("episode.html", '{% extends "radkind/episode.html" %}{% block player %}<p>No sound</p>{% endblock %}')
    page = page_of(show, lunch, look)
    assert "<p>No sound</p>" in page
    assert "<audio" not in page
    assert 'id="transcript"' in page


def test_values_are_escaped_in_an_own_template_too(index_of, show, lunch, own):
    look = own("rows.html", "{{ show.title }}")
    assert "<script>alert" not in index_of(replace(show, title="<script>alert(1)</script>"), lunch, look=look)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("a\n{% if %}", 2, "Expected an expression"),
        ("a\n\n{{ nobody.name }}", 3, "'nobody' is undefined"),
        ("{{ show.titel }}", 1, "titel"),
        ("a\n{{ 1 / 0 }}", 2, "division by zero"),
        ("a\n{{ show.title | shout }}", 2, "shout"),
        ('a\nb\n{% include "missing.html" %}', 3, "missing.html"),
        ("a\n{{ show.title.nothing() }}", 2, "nothing"),
        ("a\n{% for x in 3 %}{% endfor %}", 2, "not iterable"),
        (b"a\nb \xff", 2, "UTF-8"),
    ],
)
def test_a_mistake_is_told_with_its_file_and_line(index_of, show, lunch, own, text, line, said):
    look = own("rows.html", text)
    with pytest.raises(SourceError) as told:
        index_of(show, lunch, look=look)
    (problem,) = told.value.problems
    assert (problem.file.name, problem.line) == ("rows.html", line)
    assert said in problem.message


def test_a_changed_template_is_read_anew(index_of, show, lunch, own):
    assert "one" in index_of(show, lunch, look=own("rows.html", "one"))
    assert "two" in index_of(show, lunch, look=own("rows.html", "two"))


def test_an_own_style_sheet_comes_after_ours(tmp_path):
    style = tmp_path / "style.css"
    style.write_text("h1 { color: green; }\n", encoding="utf-8")
    assert style_sheet(Look(style=style)) == style_sheet(Look()) + "h1 { color: green; }\n"


def test_a_style_sheet_that_is_no_text_is_told_with_its_line(tmp_path: Path):
    style = tmp_path / "style.css"
    style.write_bytes(b"a\n\xff")
    with pytest.raises(SourceError, match=r"style\.css:2: this is not text in UTF-8"):
        style_sheet(Look(style=style))
