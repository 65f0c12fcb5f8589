"""The pages of a long feed: which episodes stand where, and how little changes."""

from pathlib import Path

import pytest
from tests.publish.checker import complaints
from tests.publish.test_feed import GOLDEN, find, texts

from radkind_pod.publish.feed_pages import FeedPage, divide
from radkind_pod.publish.stages import Listed


def listed(count: int) -> list[Listed]:
    """Return so many episodes, the newest first; the oldest is number 1."""
    return [Listed(Path(str(number)), "2026-01-01T00:00:00Z") for number in range(count, 0, -1)]


def held(pages: tuple[FeedPage, ...]) -> dict[str, list[int]]:
    return {page.name: [int(one.item.name) for one in page.listed] for page in pages}


@pytest.mark.parametrize("most", [None, 3, 4])
def test_a_feed_that_is_short_enough_has_one_page_and_no_links(most: int | None) -> None:
    assert divide(listed(3), most) == (FeedPage("feed.xml", tuple(listed(3))),)


def test_the_newest_stand_in_feed_xml_and_the_others_are_numbered_from_the_oldest() -> None:
    assert held(divide(listed(8), 3)) == {"feed.xml": [8, 7, 6], "feed-2.xml": [5, 4], "feed-1.xml": [3, 2, 1]}


@pytest.mark.parametrize("most", [1, 2, 3, 7])
def test_another_episode_changes_feed_xml_and_at_most_the_newest_page_of_the_others(most: int) -> None:
    """Their links too, but where a page begins: then the one before it links on to it."""
    for count in range(most + 1, 30):
        before, after = ({p.name: p for p in divide(listed(n), most)} for n in (count, count + 1))
        changed = [
            name for name, page in after.items() if page.listed != (before[name].listed if name in before else ())
        ]
        assert changed[:1] == ["feed.xml"]
        assert len(changed) == 2
        assert sorted(n for numbers in held(tuple(after.values())).values() for n in numbers) == list(
            range(1, count + 2)
        )


def test_one_can_walk_from_the_newest_page_to_the_oldest_and_back() -> None:
    links = {page.name: dict(page.links) for page in divide(listed(8), 3)}
    ends = {"first": "feed.xml", "last": "feed-1.xml"}
    assert links == {
        "feed.xml": {**ends, "next": "feed-2.xml"},
        "feed-2.xml": {**ends, "prev": "feed.xml", "current": "feed.xml", "next": "feed-1.xml"},
        "feed-1.xml": {**ends, "prev": "feed-2.xml", "current": "feed.xml"},
    }


@pytest.mark.parametrize("name", ["feed.xml", "feed-1.xml"])
def test_each_page_is_the_golden_one_and_a_right_feed(feed_of, full, name: str) -> None:
    feed = feed_of(*full, name=name)
    assert feed == (GOLDEN / "full" / name).read_bytes()
    assert complaints(feed) == []


def test_hub_proofs_and_trailers_stand_on_the_newest_page_alone(feed_of, full) -> None:
    """So a new trailer or proof changes none of the others."""
    for path in ("channel/atom:link[@rel='hub']", "channel/podcast:txt", "channel/podcast:trailer"):
        assert find(feed_of(*full), path)
        assert not find(feed_of(*full, name="feed-1.xml"), path)


def test_a_page_was_built_when_its_newest_episode_came_out(feed_of, full) -> None:
    assert texts(feed_of(*full, name="feed-1.xml"), "channel/lastBuildDate") == ["Thu, 11 Jun 2026 06:00:00 +0000"]
