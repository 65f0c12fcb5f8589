"""The feed of many episodes: only the item that changed is made again, and old pages keep their bytes."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from radkind_pod.errors import Refused
from radkind_pod.model.plain import from_plain_file, to_json
from radkind_pod.model.release import Release
from radkind_pod.pipeline.feed import make_feed
from radkind_pod.pipeline.fingerprint import Hashes
from radkind_pod.pipeline.store import Store
from radkind_pod.progress import Silent
from radkind_pod.publish.stages import PublicShow

GOLDEN = Path(__file__).parent.parent / "publish" / "golden"
Make = Callable[[PublicShow, dict[Path, Release]], tuple[Path, dict[str, str]]]


@pytest.fixture
def show() -> PublicShow:
    show = from_plain_file(PublicShow, GOLDEN / "full" / "show.json")
    return replace(show, platforms=replace(show.platforms, items=2))


@pytest.fixture
def five(tmp_path: Path) -> dict[Path, Release]:
    """Five Releases, the oldest first, as their files."""
    model = from_plain_file(Release, GOLDEN / "full" / "supper.release.json")
    found = {}
    for day in range(1, 6):
        release = replace(model, slug=f"day-{day}", guid=f"g{day}", published=f"2026-05-0{day}T06:00:00+00:00")
        file = tmp_path / f"day-{day}.json"
        file.write_text(to_json(release), encoding="utf-8")
        found[file] = release
    return found


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Make the feed; return its folder, and what became of each stage by where its store is."""

    def run(show: PublicShow, known: dict[Path, Release]) -> tuple[Path, dict[str, str]]:
        hashes = Hashes(tmp_path / "hashes.json", tmp_path)
        show_store = Store(tmp_path / "build" / "_show", hashes, Silent())
        stores = {one.slug: Store(tmp_path / "build" / one.slug, hashes, Silent()) for one in known.values()}
        folder = make_feed(show_store, stores, show, known)
        every = {**stores, "_show": show_store}
        return folder, {name: run.state for name, store in every.items() for run in store.runs}

    return run


def pages(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_when_one_episode_changes_only_its_item_and_its_page_do(make: Make, show, five) -> None:
    folder, states = make(show, five)
    before = pages(folder)
    assert set(states.values()) == {"made"}
    assert set(before) == {"feed.xml", "feed-1.xml", "feed-2.xml"}
    file = next(path for path, one in five.items() if one.slug == "day-1")
    five[file] = replace(five[file], title="Another title")
    file.write_text(to_json(five[file]), encoding="utf-8")
    folder, states = make(show, five)
    assert {name for name, state in states.items() if state == "made"} == {"_show", "day-1"}
    assert {name for name, page in pages(folder).items() if page != before[name]} == {"feed-1.xml"}


def test_another_title_of_the_show_makes_no_item_again(make: Make, show, five) -> None:
    make(show, five)
    _, states = make(replace(show, title="Other"), five)
    assert {name for name, state in states.items() if state == "made"} == {"_show"}


def test_with_nothing_new_nothing_is_made(make: Make, show, five) -> None:
    make(show, five)
    assert set(make(show, five)[1].values()) == {"kept"}


def test_two_episodes_with_one_guid_are_refused(make: Make, show, five) -> None:
    file = next(iter(five))
    five[file] = replace(five[file], guid="g2")
    with pytest.raises(Refused, match="day-1 and day-2 have the same guid"):
        make(show, five)
