"""Each title gives a folder's name of its own words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from radkind_pod.sources.feed_import.slugs import slug_for
from radkind_pod.sources.project import is_slug


@pytest.fixture
def slug(read_item):
    return lambda title, taken=(), **more: slug_for(
        read_item("<itunes:episode>7</itunes:episode>", title).episodes[0], taken
    )


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("How it began", "how-it-began"),
        ("Straße, Łódź &amp; Ørsted", "strasse-lodz-orsted"),
        ("Don\u2019t ../../etc", "dont-etc"),
        ("\u0635\u062f\u0649", "episode-7"),
        ("2020", "episode-7"),
        ("con", "episode-con"),
        ("x" * 200, "x" * 76),
        ("word " * 40, "-".join(["word"] * 15)),
    ],
)
def test_a_title_becomes_a_slug(slug, title: str, expected: str) -> None:
    assert slug(title) == expected


def test_a_slug_that_is_taken_gets_a_number(slug) -> None:
    assert slug("Hello", {"hello", "hello-2"}) == "hello-3"


@given(st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff<&"), min_size=1))
def test_every_title_has_a_slug(title: str) -> None:
    from pathlib import Path

    from tests.sources.feed_import.conftest import feed_text

    from radkind_pod.sources.feed_import.reading import read_old_feed

    data = feed_text(f'<title>{title}</title><enclosure url="https://x.example/1.mp3"/>')
    episode = read_old_feed(data, Path("f"), "").episodes[0]
    assert is_slug(slug_for(episode, ()))
