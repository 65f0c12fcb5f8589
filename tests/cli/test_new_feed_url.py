"""`radkind-pod new-feed-url`: what it writes, what it says, and that the next feed says it too."""

import pytest
from lxml import etree

URL = "https://new.example/feed.xml"
OWN = "https://radicalkindness.example/podcast/feed.xml"
NEXT = (
    "publish here once more",
    "2c0d9c0a-7147-5aa2-86c7-35f0144feedd",
    f"location = /podcast/feed.xml {{ return 301 {URL}; }}",
    f"Redirect permanent /podcast/feed.xml {URL}",
    "for some months",
)
NEW = "{http://www.itunes.com/dtds/podcast-1.0.dtd}new-feed-url"


def test_the_address_goes_into_the_config_and_the_next_steps_are_told(show, pod) -> None:
    config = show.root / "config.yaml"
    before = config.read_bytes()
    said = pod("new-feed-url", URL)
    assert said.exit == 0
    assert config.read_bytes() == before + f'feed:\n  new_url: "{URL}"\n'.encode()
    for part in NEXT:
        assert part in said.out
    assert "already" in pod("new-feed-url", URL).out


def test_clear_takes_it_back_to_the_byte(show, pod) -> None:
    config = show.root / "config.yaml"
    before = config.read_bytes()
    pod("new-feed-url", URL)
    assert "no more" in pod("new-feed-url", "--clear").out
    assert config.read_bytes() == before
    assert "Nothing to take back" in pod("new-feed-url", "--clear").out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "name the new address"),
        ((URL, "--clear"), "name the new address"),
        (("http://new.example/feed.xml",), "must begin with https://"),
        ((OWN,), "is where the feed is now"),
        ((OWN.replace("radicalkindness.example", "RadicalKindness.example") + "/",), "is where the feed is now"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_written(show, pod, arguments, told: str) -> None:
    before = (show.root / "config.yaml").read_bytes()
    said = pod("new-feed-url", *arguments)
    assert said.exit == 2
    assert told in said.err
    assert (show.root / "config.yaml").read_bytes() == before


def test_the_next_feed_tells_apps_where_to_go(built, pod, build) -> None:
    pod("new-feed-url", URL)
    assert build().exit == 0
    feed = etree.parse(built.root / "public" / "feed.xml")
    assert [one.text for one in feed.iter(NEW)] == [URL]
