"""What `publish` refuses to send, to write over, to take away or to bring back, and that nothing changes then."""

import json
import re
import shutil
from pathlib import Path

import pytest
from tests.cli.conftest import SLUG, Show
from tests.cli.publishing import PUBLIC_NAME, clone, web

REAL_NAME = "Wilhelmina Featherstonehaugh"


def test_a_real_name_anywhere_stops_it(ready: Show, pod, build) -> None:
    ready.edit("people.yaml", f"name: {PUBLIC_NAME}\n", f"name: {PUBLIC_NAME}\n    real_names: [{REAL_NAME}]\n")
    assert pod("publish", "--progress", "none").exit == 0
    before = web(ready)
    ready.edit(f"episodes/{SLUG}/episode.yaml", "read for [LibriVox]", f"read by {REAL_NAME.upper()} for [LibriVox]")
    assert build().exit == 0
    said = pod("publish", "--progress", "none")
    assert said.exit == 7
    assert f"episodes/{SLUG}/index.html" in said.err
    assert "Nothing was sent" in said.err
    assert web(ready) == before


def test_a_real_name_is_told_by_the_line_that_it_comes_from(ready: Show, pod, build) -> None:
    """Once, however many files it would go out in; and with words that somebody wrote."""
    ready.edit("people.yaml", f"name: {PUBLIC_NAME}\n", f"name: {PUBLIC_NAME}\n    real_names: [{REAL_NAME}]\n")
    line = ready.edit(f"episodes/{SLUG}/episode.yaml", "read for [LibriVox]", f"read by {REAL_NAME} for us")
    assert build().exit == 0
    told = pod("publish", "--progress", "none").lines
    assert told[1] == f"    episodes/{SLUG}/episode.yaml:{line}: “{REAL_NAME}” is a name that isn't public"
    assert re.fullmatch(r"      it would go out in \S+, .*; \S+, .*; \S+, .*; and \d+ more", told[2])
    answers = [text.removeprefix("        ") for text in told[4:-1]]
    assert answers
    assert all("says" in answer and "wilhelmina featherstonehaugh" in answer for answer in answers)
    with (ready.root / "people.yaml").open("a", encoding="utf-8") as file:
        file.write("\nnot_this_person:\n" + "".join(f"  {answer}\n" for answer in answers))
    assert pod("publish", "--progress", "none").exit == 0


def test_an_episode_that_is_lost_from_the_project_is_not_lost_to_listeners(ready: Show, pod) -> None:
    clone(ready, "another")
    assert pod("publish", "--progress", "none").exit == 0
    shutil.rmtree(ready.root / "episodes" / "another")
    before = web(ready)
    said = pod("publish", "--progress", "none")
    assert (said.exit, "another" in said.err, "--drop another" in said.err) == (7, True, True)
    assert web(ready) == before
    said = pod("publish", "--drop", "another", "--progress", "none")
    assert (said.exit, "--remove 1" in said.err) == (7, True)
    assert pod("publish", "--drop", "another", "--remove", "1", "--progress", "none").exit == 0
    assert not any("another" in path for path in web(ready))


def test_a_drop_that_was_killed_when_all_was_gone_leaves_nothing_once_it_is_given_again(ready: Show, pod) -> None:
    drop = ("publish", "--drop", SLUG, "--forget", "--remove", "1", "--progress", "none")
    assert pod("publish", "--progress", "none").exit == 0
    (ready.episode / "release.json").unlink()
    own = ready.root / "build/publishing"
    assert pod(*drop).exit == 0
    after = web(ready)
    lock = {"token": (own / "token").read_text(encoding="utf-8").split("\n")[0], "since": "2026-11-24T12:00:00+00:00"}
    (ready.root.parent / "web/.radkind-pod/lock.json").write_text(json.dumps(lock), encoding="utf-8")
    (own / "journal").write_text('{"runs": []}\n', encoding="utf-8")
    said = pod(*drop)
    assert (said.exit, SLUG in said.err) == (7, True)
    assert (web(ready), (own / "journal").exists()) == (after, False)


def test_changes_shows_what_publish_would_refuse(ready: Show, pod) -> None:
    clone(ready, "another")
    assert pod("publish", "--progress", "none").exit == 0
    shutil.rmtree(ready.root / "episodes" / "another")
    said = pod("changes")
    assert (said.exit, "gone         another" in said.out, "--drop another" in said.out) == (7, True, True)


def test_words_that_are_not_those_of_the_release_stop_it(ready: Show, pod) -> None:
    """A merge took one of the two files, or a build died between them."""
    (ready.episode / "words.json").write_text("<<<<<<< HEAD\n", encoding="utf-8")
    said = pod("publish", "--progress", "none")
    assert (said.exit, "words.json: is not what belongs to the Release beside it" in said.err) == (3, True)


def test_another_feed_is_not_overwritten(ready: Show, pod) -> None:
    folder = ready.root.parent / "web"
    folder.mkdir()
    (folder / "feed.xml").write_text("<rss/>", encoding="utf-8")
    said = pod("publish", "--progress", "none")
    assert (said.exit, "did not put there" in said.err) == (7, True)
    assert pod("publish", "--adopt", "--progress", "none").exit == 0
    assert b"two-voices" in web(ready)["feed.xml"]


def test_a_website_that_is_there_is_not_overwritten(ready: Show, pod) -> None:
    folder = ready.root.parent / "web"
    folder.mkdir()
    (folder / "index.html").write_text("My site", encoding="utf-8")
    said = pod("publish", "--progress", "none")
    assert (said.exit, "did not put there (index.html)" in said.err) == (7, True)
    assert web(ready) == {"index.html": b"My site"}
    assert pod("publish", "--adopt", "--progress", "none").exit == 0
    assert b"two-voices" in web(ready)["index.html"]


def second_computer(show: Show) -> Path:
    """Return a copy of the project as another computer has it that nobody brings up to date."""
    folder = show.root.parent / "second"
    shutil.copytree(show.root, folder)
    return folder


def test_a_computer_that_is_behind_does_not_bring_back_what_was_cut(ready: Show, pod, build, monkeypatch) -> None:
    assert pod("publish", "--progress", "none").exit == 0
    behind = second_computer(ready)
    with (ready.episode / "episode.yaml").open("a", encoding="utf-8") as file:
        file.write('\ncuts:\n  - {from: "0:02", to: "0:04"}\n')
    assert (build().exit, pod("publish", "--progress", "none").exit) == (0, 0)
    before = web(ready)
    monkeypatch.chdir(behind)
    for said in (pod("changes"), pod("publish", "--progress", "none")):
        told = said.out + said.err
        assert (said.exit, "probably older" in told, "--again two-voices" in told) == (7, True, True)
    assert web(ready) == before
    assert pod("changes", "--again", SLUG).exit == 0
    assert pod("publish", "--again", SLUG, "--progress", "none").exit == 0
    assert pod("publish", "--progress", "none").exit == 0


def test_a_computer_that_is_behind_does_not_bring_back_who_was_withdrawn(ready: Show, pod, monkeypatch) -> None:
    assert pod("publish", "--progress", "none").exit == 0
    behind = second_computer(ready)
    assert pod("withdraw", "John F. Kennedy", "--yes", "--progress", "none").exit == 0
    before = web(ready)
    monkeypatch.chdir(behind)
    said = pod("publish", "--progress", "none")
    assert (said.exit, "the episode was withdrawn: two-voices." in said.err) == (7, True)
    assert web(ready) == before
    pod("withdraw", PUBLIC_NAME, "--yes", "--progress", "none")
    assert not any("two-voices" in path for path in web(ready))


@pytest.mark.parametrize("how", ["withdrawn: 2026-11-01", "expires: 2026-02-01"])
def test_what_people_yaml_says_is_over_comes_down_or_is_asked_about(ready: Show, pod, how: str) -> None:
    """A withdrawal was written down by somebody; a day just passes."""
    clone(ready, "another", title="Another", people=[{"name": "Zed", "role": "guest"}], speakers=["Zed"], soundbites=[])
    people = ready.root / "people.yaml"
    text = people.read_text(encoding="utf-8")
    consent = f"{text}  - {{name: Zed, uses: [audio, transcript, name, clips], given: 2026-01-01"
    people.write_text(f"{consent}}}\n", encoding="utf-8")
    assert pod("publish", "--progress", "none").exit == 0
    people.write_text(f"{consent}, {how}}}\n", encoding="utf-8")
    line = text.count("\n") + 1
    said = pod("publish", "--progress", "none")
    is_down = not any("another" in path for path in web(ready))
    if how.startswith("withdrawn"):
        assert (said.exit, is_down) == (6, True)
    else:
        assert (said.exit, is_down) == (7, False)
        told = f"1 of 2 episodes would be taken away: another (people.yaml:{line}: Zed agreed until 2026-02-01"
        assert told in said.err
        assert pod("publish", "--remove", "1", "--progress", "none").exit == 6


def test_a_computer_that_is_behind_does_not_replace_a_newer_version(ready: Show, pod, build, monkeypatch) -> None:
    assert pod("publish", "--progress", "none").exit == 0
    behind = second_computer(ready)
    ready.edit(f"episodes/{SLUG}/episode.yaml", "Two voices: what", "Two voices, and what")
    assert (build().exit, pod("publish", "--progress", "none").exit) == (0, 0)
    before = web(ready)
    monkeypatch.chdir(behind)
    for said in (pod("changes"), pod("publish", "--progress", "none")):
        told = said.out + said.err
        assert (said.exit, "another computer published since: two-voices" in told) == (7, True)
    assert web(ready) == before
    for name in ("published.json", "published-words.json"):
        shutil.copy2(ready.episode / name, behind / "episodes" / SLUG / name)
    assert pod("changes").exit == 0
    assert pod("publish", "--progress", "none").exit == 0
