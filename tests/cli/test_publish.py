"""`publish` and `changes`, as a producer runs them, to a folder: what goes out, and what is said of it."""

import json
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.cli.conftest import SLUG, Show
from tests.cli.publishing import web

from radkind_pod.cli.secrets import EnvironmentAndKeyring
from radkind_pod.model.outgoing import Outgoing
from radkind_pod.pipeline.publishing.publish import Wish, publish
from radkind_pod.progress import Silent
from radkind_pod.publish.destinations import Tell
from radkind_pod.publish.destinations.folder import Folder


def test_everything_goes_out_and_then_nothing(ready: Show, pod) -> None:
    first = pod("publish", "--progress", "none")
    assert (first.exit, first.err) == (0, "")
    assert first.out.startswith("Published to ")
    assert "new episode  two-voices" in first.out
    outgoing = ready.root / "build" / "outgoing"
    sent = {f.relative_to(outgoing).as_posix(): f.read_bytes() for f in outgoing.rglob("*") if f.is_file()}
    assert web(ready) == sent
    assert {"feed.xml", "index.html", f"episodes/{SLUG}/index.html"} <= sent.keys()
    folder = ready.root.parent / "web"
    times = {f: f.stat().st_mtime_ns for f in folder.rglob("*")}
    again = pod("publish", "--progress", "none")
    assert (again.exit, "Nothing to send" in again.out) == (0, True)
    assert {f: f.stat().st_mtime_ns for f in folder.rglob("*")} == times


def test_changes_says_what_would_go_and_sends_nothing(ready: Show, pod) -> None:
    said = pod("changes")
    assert said.exit == 0
    assert re.search(r"would go: \d+ files, \d\.\d MB", said.out)
    assert "add          episodes/two-voices/two-voices-" in said.out
    assert re.search(r"  add          and \d+ more\n  All of them: radkind-pod changes --all\n", said.out)
    everything = pod("changes", "--all").out
    assert " more\n" not in everything
    assert len(re.findall(r"  add +\S+ \(", everything)) == int(re.search(r"(\d+) files", said.out)[1])  # type: ignore[index]
    assert web(ready) == {}
    assert pod("publish", "--dry-run", "--progress", "none").out == said.out


def test_a_new_title_keeps_the_earlier_sound_for_a_month(ready: Show, pod, build) -> None:
    """The title stands in the MP3's tag, so it gets a new address; apps may still be loading the old one."""
    assert pod("publish", "--progress", "none").exit == 0
    before = {path for path in web(ready) if path.endswith(".mp3")}
    ready.edit(f"episodes/{SLUG}/episode.yaml", "Two voices: what", "Two voices, and what")
    assert build().exit == 0
    changes = pod("changes")
    assert re.search(r"two-voices: words or tags changed, so its MP3 goes up again \(\d\.\d MB\)", changes.out)
    assert "keep a while" in changes.out
    assert pod("publish", "--progress", "none").exit == 0
    after = {path for path in web(ready) if path.endswith(".mp3")}
    assert (len(after), before < after) == (2, True)


def test_the_log_names_each_episode_whose_files_went_up(ready: Show, pod, build) -> None:
    def logged() -> list[tuple[str, int]]:
        entries = [
            json.loads(line) for line in (ready.root / "publishing.log").read_text(encoding="utf-8").splitlines()
        ]
        return [(one["what"], len(one["episodes"])) for one in entries]

    assert pod("publish", "--progress", "none").exit == 0
    ready.edit(f"episodes/{SLUG}/episode.yaml", "Two voices: what", "Two voices, and what")
    assert build().exit == 0
    assert pod("publish", "--progress", "none").exit == 0
    assert logged() == [("publish", 1), ("publish", 1)]


def test_at_a_new_destination_nothing_goes_up_again(ready: Show, pod, build) -> None:
    """The memory of what was published is of the destination before."""
    assert pod("publish", "--progress", "none").exit == 0
    ready.edit(f"episodes/{SLUG}/episode.yaml", "Two voices: what", "Two voices, and what")
    assert build().exit == 0
    ready.edit("config.yaml", "../web", "../other")
    said = pod("changes").out
    assert "new episode  two-voices" in said
    assert "again" not in said


def test_what_a_killed_run_left_there_is_replaced_and_not_added(ready: Show, pod, monkeypatch) -> None:
    """It was killed between two pages: only those that came before are there."""
    whole = Folder.put

    def put(folder: Folder, file: Outgoing, source: Path, tell: Tell) -> None:
        if file.path == "index.html":
            raise KeyboardInterrupt
        whole(folder, file, source, tell)

    monkeypatch.setattr(Folder, "put", put)
    assert pod("publish", "--progress", "none").exit == 130
    monkeypatch.undo()
    monkeypatch.chdir(ready.root)
    there = {path for path in web(ready) if path.endswith("index.html")}
    assert there
    wish = Wish(only_look=True)
    changes = publish(ready.root, wish, datetime.now(UTC), EnvironmentAndKeyring, Silent()).changes
    pages = {file.path for file in changes.uploads if file.path.endswith("index.html")}
    assert pages > there
    assert {file.path for file in changes.replaced if file.path.endswith("index.html")} == there
    (ready.root.parent / "web" / "feed.xml").write_text("somebody else's", encoding="utf-8")
    assert re.search(r"  replace +feed\.xml", pod("changes").out)


@pytest.mark.parametrize(
    ("command", "said"), [("publish", "Publish again: it goes on from there"), ("changes", "nothing was sent")]
)
def test_a_publish_that_is_interrupted_says_how_to_go_on(ready: Show, pod, monkeypatch, command, said) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("radkind_pod.pipeline.publishing.publish.publish", interrupted)
    told = pod(command)
    assert (told.exit, told.err.startswith("radkind-pod: interrupted; "), said in told.err) == (130, True, True)
    assert "build" not in told.err


def test_a_folder_that_was_renamed_changes_nothing_out_there(ready: Show, pod) -> None:
    """The addresses follow the slug of the Release, until the episode is built again."""
    assert pod("publish", "--progress", "none").exit == 0
    before = web(ready)
    ready.episode.rename(ready.root / "episodes" / "first")
    said = pod("publish", "--progress", "none")
    assert (said.exit, said.err, "Nothing to send" in said.out) == (0, "", True)
    assert web(ready) == before
    assert (ready.root / "episodes/first/published.json").is_file()


def test_without_a_destination_it_says_what_to_write(built: Show, pod) -> None:
    said = pod("publish", "--progress", "none")
    assert said.exit == 6
    assert "config.yaml" in said.err
    assert "publish: {to:" in said.err


def test_a_second_computer_publishes_the_same_show(ready: Show, pod, monkeypatch) -> None:
    """It has what people wrote and the remembered Releases, and neither recordings nor artefacts."""
    assert pod("publish", "--progress", "none").exit == 0
    before = web(ready)
    second = ready.root.parent / "second"
    shutil.copytree(ready.root, second, ignore=shutil.ignore_patterns("build", "public", "raw"))
    monkeypatch.chdir(second)
    said = pod("publish", "--progress", "none")
    assert (said.exit, "Nothing to send" in said.out) == (0, True)
    assert web(ready) == before


@pytest.mark.parametrize("how", ["deleted", "replaced"])
def test_a_feed_that_is_gone_from_the_server_goes_up_again(ready: Show, pod, how: str) -> None:
    assert pod("publish", "--progress", "none").exit == 0
    before, feed = web(ready), ready.root.parent / "web" / "feed.xml"
    feed.unlink() if how == "deleted" else feed.write_text("<rss/>", encoding="utf-8")
    assert f"{'add' if how == 'deleted' else 'replace':<12} feed.xml" in pod("changes").out
    assert pod("publish", "--progress", "none", *(["--adopt"] if how == "replaced" else [])).exit == 0
    assert web(ready) == before
