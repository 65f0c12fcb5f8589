"""Real feeds and exactly what is read of each. A new case is a feed in tests/data/feeds and a file in golden/."""

from pathlib import Path

import pytest

from radkind_pod.errors import SourceError
from radkind_pod.sources.feed_import.old import OldEpisode
from radkind_pod.sources.feed_import.reading import read_old_feed

FEEDS = sorted((Path(__file__).parents[2] / "data/feeds").iterdir())


def lines_of(file: Path) -> list[str]:
    try:
        feed = read_old_feed(file.read_bytes(), Path(file.name), "https://old.example.com/feed.xml")
    except SourceError as error:
        return [f"refused: {error}"]
    show = feed.show
    categories = ", ".join(" > ".join(filter(None, (one.name, one.subcategory))) for one in show.categories)
    head = [f"show: {show.title} | {show.language} | {show.author} | {show.owner_email} | {show.link} | {categories}"]
    told = [f"told: {one.about}: {one.text}" for one in feed.told]
    left = [f"left out: {name} {count}" for name, count in feed.left_out]
    return [*head, *(line for one in feed.episodes for line in of_episode(one)), *told, *left]


def of_episode(one: OldEpisode) -> list[str]:
    sound = f"{one.sound.url} {one.sound.type} {one.sound.bytes}"
    numbers = f"{one.season}/{one.number} {one.type} {one.duration_ms} ms"
    more = [f"  transcript: {file.url} {file.type} {file.language}" for file in one.transcripts]
    more += [f"  person: {person.name}, {person.role}" for person in one.people]
    more += [f"  chapter: {chapter.start_ms} {chapter.title}" for chapter in (*one.chapters, *one.listed_chapters)]
    if one.chapters_file:
        more.append(f"  chapters: {one.chapters_file.url}")
    return [f"episode: {one.guid} | {one.published.isoformat()} | {one.title} | {sound} | {numbers}", *more]


@pytest.mark.parametrize("file", FEEDS, ids=lambda file: file.name)
def test_a_real_feed_is_read_as_it_is_meant(file: Path) -> None:
    golden = Path(__file__).parent / "golden" / f"{file.name}.txt"
    assert lines_of(file) == golden.read_text(encoding="utf-8").splitlines()
