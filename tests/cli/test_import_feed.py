"""`import-feed` as a producer runs it."""

import shutil
from pathlib import Path

import pytest
from tests.pipeline.feed_import.conftest import bring, build, host, serve  # noqa: F401 - fixtures

FEED = Path(__file__).parents[1] / "publish/golden/feed.xml"


@pytest.fixture
def moved(pod, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The golden feed imported without fetching, and the current folder."""
    shutil.copyfile(FEED, tmp_path / "feed.xml")
    text = (tmp_path / "feed.xml").read_text(encoding="utf-8").replace("media.example.org", "10.0.0.1")
    (tmp_path / "feed.xml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    flags = ("--base-url", "https://new.example.org/p", "--reference", "--progress", "none")
    assert pod("import-feed", "feed.xml", "show", *flags).exit == 0
    monkeypatch.chdir(tmp_path / "show")
    return tmp_path / "show"


def test_a_file_becomes_a_project_that_checks_builds_and_says_what_comes_next(pod, moved: Path) -> None:
    assert pod("check").exit == 0
    said = pod("build", "--all", "--progress", "none")
    assert said.exit == 0
    assert "with the sound that it was imported with" in said.out
    assert "urn:example:the-night-bus" in (moved / "public/feed.xml").read_text(encoding="utf-8")
    status = pod("status")
    assert "transcript  as it was imported" in status.out
    assert "next        ask, write the answer into people.yaml" in status.out
    assert pod("build", "--all", "--json", "--progress", "none").json[0]["mp3"] is None


def test_of_several_imported_episodes_each_is_listed_with_its_state(pod, moved: Path) -> None:
    slugs = sorted(file.parent.name for file in moved.glob("episodes/*/episode.yaml"))
    assert len(slugs) > 1
    said = pod("build", "--all", "--progress", "plain")
    told = [line.split(maxsplit=2) for line in said.out.split("\n\n")[0].splitlines()]
    assert told == [[slug, "kept", "with the sound that it was imported with"] for slug in slugs]
    assert sum(": kept (" in line for line in said.lines) == len(slugs)


def test_a_plan_of_an_imported_episode_names_no_stage_of_sound(pod, moved: Path) -> None:
    pod("build", "--all", "--progress", "none")
    plan = pod("build", "lunch", "--plan").out
    assert "prepare" not in plan
    assert "keep   feed" in plan


def test_words_that_a_person_changes_reach_feed_and_page(pod, moved: Path) -> None:
    file = moved / "episodes/lunch-for-forty/episode.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace('title: "Lunch for forty"', 'title: "Soup"'), "utf-8")
    assert pod("build", "lunch", "--progress", "none").exit == 0
    feed = (moved / "public/feed.xml").read_text(encoding="utf-8")
    assert "<title>Soup</title>" in feed
    assert "8f7d0b62-5f6e-4f0e-9d47-3c1f6c1f4a10" in feed


def test_a_changed_guid_is_refused(pod, moved: Path) -> None:
    file = moved / "episodes/lunch-for-forty/episode.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("8f7d0b62-", "9f7d0b62-"), "utf-8")
    said = pod("build", "lunch", "--progress", "none")
    assert said.exit == 7
    assert "the guid was 8f7d0b62" in said.err


def test_without_its_release_an_imported_episode_is_refused_and_not_emptied(pod, moved: Path) -> None:
    (moved / "episodes/lunch-for-forty/release.json").unlink()
    said = pod("build", "lunch", "--progress", "none")
    assert said.exit == 7
    assert "run import-feed again" in said.err


@pytest.mark.parametrize("command", [("review", "start"), ("trim",), ("audition",)])
def test_what_needs_recordings_says_that_there_are_none(pod, moved: Path, command: tuple[str, ...]) -> None:
    said = pod(*command, "lunch")
    assert said.exit == 3
    assert "has no recordings" in said.err
    assert "Traceback" not in said.err


def test_a_review_status_leaves_imported_episodes_out(pod, moved: Path) -> None:
    assert "there is no transcript to correct here" in pod("review", "status").out


def test_an_imported_episode_can_be_made_anew_with_the_same_guid_and_date(pod, moved: Path, built_sample) -> None:
    """Its old sound becomes its recording: the new one takes its place in the feed."""
    folder = moved / "episodes/lunch-for-forty"
    (folder / "raw").mkdir()
    shutil.copy(built_sample.raw / "jfk.flac", folder / "raw")
    shutil.copy(built_sample.episode / "replay.json", folder)
    text = (folder / "episode.yaml").read_text(encoding="utf-8").replace("\nimported: true", "\nrecordings: [jfk.flac]")
    (folder / "episode.yaml").write_text(text, "utf-8")
    said = pod("build", "lunch", "--engine", "replay", "--until", "prepare", "--progress", "none")
    assert said.exit == 0, said.err
    assert "made up to prepare" in said.out


def test_what_the_feed_does_not_say_is_named_with_its_option(pod, tmp_path: Path) -> None:
    (tmp_path / "poor.xml").write_text(
        '<rss><channel><item><enclosure url="https://x.y/a.mp3"/></item></channel></rss>'
    )
    said = pod("import-feed", str(tmp_path / "poor.xml"), str(tmp_path / "show"), "--no-input", "--progress", "none")
    assert said.exit == 3
    assert [
        flag for flag in ("--title", "--email", "--language", "--base-url", "--feed-url") if flag not in said.err
    ] == []
    assert not (tmp_path / "show").exists()


@pytest.mark.parametrize(
    ("source", "words", "code"),
    [
        ("nothing.xml", "is not there", 3),
        ("http://127.0.0.1:1/feed.xml", "the feed can't be fetched", 5),
        ("https://127.0.0.1:1/feed.xml", "the feed can't be fetched", 5),
        ("http://127.0.0.1:1/" + "x" * 5000, "the feed can't be fetched", 5),
        ("feed://127.0.0.1:1/feed.xml", "the feed can't be fetched", 5),
        ("https://jo:secret@example.org/feed.xml", "holds a password", 3),
        ("https://jo@example.org/feed.xml", "holds a user name", 3),
        ("http://[bad/feed.xml", "is not a web address", 3),
        ("http://example.org:99999/feed.xml", "is not a web address", 3),
        ("https://", "names no host", 3),
    ],
)
def test_a_source_that_can_not_be_read_is_told(pod, tmp_path: Path, monkeypatch, source, words, code) -> None:
    monkeypatch.setattr("time.sleep", lambda seconds: None)  # between two tries
    monkeypatch.chdir(tmp_path)
    said = pod("import-feed", source, "show", "--progress", "none")
    assert said.exit == code
    assert words in said.err
    assert "secret" not in said.err
    assert not (tmp_path / "show").exists()


def test_an_address_is_imported_and_the_summary_says_what_to_read(pod, serve, tmp_path: Path) -> None:  # noqa: F811
    said = pod("import-feed", serve(), str(tmp_path / "show"), "--progress", "plain")
    assert said.exit == 0
    assert "Small Kindnesses: 2 episodes are in" in said.out
    assert "import-report.md" in said.out
    assert "lunch-for-forty: 7 files to fetch" in said.err


def test_the_folder_is_named_after_the_show_where_nobody_names_one(pod, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copyfile(FEED, "feed.xml")
    Path("feed.xml").write_text(Path("feed.xml").read_text("utf-8").replace("media.example.org", "10.0.0.1"), "utf-8")
    assert pod("import-feed", "feed.xml", "--reference", "--base-url", "https://n.example.org").exit == 0
    assert (tmp_path / "small-kindnesses/config.yaml").is_file()
