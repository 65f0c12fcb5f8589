"""`publish`, `changes`, `approve` and `withdraw`, as a producer runs them, to a folder."""

import json
import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.cli.conftest import SLUG, Show
from tests.cli.publishing import clone, web

from radkind_pod.cli.secrets import EnvironmentAndKeyring
from radkind_pod.cli.status import what_is_next
from radkind_pod.model.outgoing import Outgoing
from radkind_pod.pipeline.build import Built
from radkind_pod.pipeline.episode import Outcome
from radkind_pod.pipeline.publishing.publish import Wish, publish
from radkind_pod.pipeline.publishing.standing import Standing
from radkind_pod.progress import Silent
from radkind_pod.publish.destinations import Tell
from radkind_pod.publish.destinations.folder import Folder
from radkind_pod.publish.selection import APPROVAL, FUTURE, Hold

PUBLIC_NAME, REAL_NAME = "A LibriVox volunteer", "Wilhelmina Featherstonehaugh"


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


def test_an_episode_of_tomorrow_leaves_no_byte(ready: Show, pod) -> None:
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).isoformat(timespec="seconds")
    clone(ready, "secretone", published=tomorrow, title="Nobody may know this title")
    said = pod("publish", "--progress", "none")
    assert said.exit == 0
    assert f"secretone: comes out at {tomorrow}" in said.out
    everything = {path.encode() + data for path, data in web(ready).items()}
    everything |= {f.read_bytes() for f in (ready.root.parent / "web").rglob("*") if f.is_file()}
    assert not any(word in data for data in everything for word in (b"secretone", b"Nobody may know"))


def test_without_consent_nothing_goes_out(ready: Show, pod) -> None:
    line = ready.edit("people.yaml", "uses: [audio, transcript, name, clips]", "uses: [audio]")
    said = pod("publish", "--progress", "none")
    assert said.exit == 6
    told = f"{PUBLIC_NAME} agreed to audio, and not to transcript and name (people.yaml:{line - 1})"
    assert f"two-voices: {told}" in said.out
    assert not any(path.startswith("episodes/") for path in web(ready))


def test_an_approval_holds_for_what_was_approved_and_no_more(ready: Show, pod, build) -> None:
    ready.edit("config.yaml", "publish: {to: ../web}", "publish: {to: ../web, approval: true}")
    said = pod("publish", "--progress", "none")
    assert (said.exit, "two-voices: it is not approved yet" in said.out) == (6, True)
    assert 'next: radkind-pod approve two-voices --by "' in said.out
    assert pod("approve", "two", "--by", "Sam Trustee").out.startswith(
        "Two voices: what we owe each other: approved by"
    )
    assert pod("publish", "--progress", "none").exit == 0
    before = web(ready)
    ready.edit(f"episodes/{SLUG}/episode.yaml", "Two voices: what", "Two voices, and what")
    assert build().exit == 0
    said = pod("publish", "--progress", "none")
    assert said.exit == 6
    assert "two-voices: it was changed after it was approved" in said.out
    assert "two-voices: what was published before stays as it is" in said.out
    assert web(ready) == before
    log = (ready.root / "publishing.log").read_text(encoding="utf-8")
    assert [json.loads(line)["what"] for line in log.splitlines()] == ["approve", "publish"]
    assert not re.search("Sam|Trustee|Kennedy|LibriVox|two-voices", log)


def test_an_approval_that_was_killed_before_it_stood_in_the_log_is_logged_by_the_next(ready: Show, pod) -> None:
    pod("approve", "two", "--by", "Sam Trustee")
    log = ready.root / "publishing.log"
    line = log.read_text(encoding="utf-8")
    log.unlink()
    assert pod("approve", "two", "--by", "Sam Trustee").exit == 0
    assert json.loads(log.read_text(encoding="utf-8"))["release"] == json.loads(line)["release"]


def test_an_approval_given_again_after_another_one_is_logged_too(ready: Show, pod) -> None:
    """A, then B, then A again: the log says what was approved last."""
    file = ready.episode / "release.json"
    first = file.read_bytes()
    for text in (first, first + b"\n", first, first):
        file.write_bytes(text)
        assert pod("approve", "two", "--by", "Sam Trustee").exit == 0
    said = [json.loads(line)["release"] for line in (ready.root / "publishing.log").read_bytes().splitlines()]
    assert (len(said), said[0] == said[2], said[0] == said[1]) == (3, True, False)


def test_a_corrected_word_waits_for_a_check_and_says_how(ready: Show, pod, build) -> None:
    shutil.copyfile(ready.root / "build" / SLUG / "transcribe" / "draft.vtt", ready.episode / "transcript.vtt")
    ready.edit(f"episodes/{SLUG}/transcript.vtt", "your country", "YOUR country")
    assert build().exit == 0
    said = pod("publish", "--progress", "none")
    assert said.exit == 6
    assert "two-voices: its corrected transcript was checked against the sound by 0 of 1 people" in said.out
    assert "next: radkind-pod review edit two-voices; hear it all, tick “I have checked it" in said.out


def test_status_says_how_far_an_episode_is_with_listeners(ready: Show, pod, build) -> None:
    def stands() -> str:
        (state,) = pod("status", "--json").json["episodes"]
        return str(state["publishing"])

    assert stands() == "may go out"
    assert pod("publish", "--progress", "none").exit == 0
    assert stands() == "published"
    ready.edit(f"episodes/{SLUG}/episode.yaml", "Two voices: what", "Two voices, and what")
    assert build().exit == 0
    assert stands() == "published; a newer version may go out"
    ready.edit("config.yaml", "publish: {to: ../web}", "publish: {to: ../web, approval: true}")
    assert stands() == "published; the newer version waits: it is not approved yet"
    pod("withdraw", "John F. Kennedy", "--yes", "--progress", "none")
    assert stands() == f"withdrawn on {datetime.now().astimezone().date()}"


@pytest.mark.parametrize(
    ("goes", "hold", "corrected", "expected"),
    [
        (True, None, False, "radkind-pod review edit x, or radkind-pod publish"),
        (True, None, True, "radkind-pod serve, then radkind-pod publish"),
        (False, None, True, "radkind-pod serve"),
        (False, Hold(APPROVAL, "it is not approved yet"), True, 'radkind-pod approve x --by "YOUR NAME"'),
        (False, Hold(FUTURE, "comes out tomorrow"), True, "radkind-pod serve"),
    ],
)
def test_status_names_the_step_that_brings_an_episode_on(
    *, goes: bool, hold: Hold | None, corrected: bool, expected: str
) -> None:
    built = Built(Outcome("x"), runs=[])
    assert what_is_next(built, Standing("X", "", goes, hold), corrected=corrected) == expected


def test_status_has_the_title_of_an_episode_that_needs_mending(ready: Show, pod) -> None:
    ready.edit(f"episodes/{SLUG}/episode.yaml", "summary:", "sumary:")
    (state,) = pod("status", "--json").json["episodes"]
    assert state["title"] == "Two voices: what we owe each other"
    assert state["build"].startswith("needs mending: ")


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


def test_a_folder_that_was_renamed_changes_nothing_out_there(ready: Show, pod) -> None:
    """The addresses follow the slug of the Release, until the episode is built again."""
    assert pod("publish", "--progress", "none").exit == 0
    before = web(ready)
    ready.episode.rename(ready.root / "episodes" / "first")
    said = pod("publish", "--progress", "none")
    assert (said.exit, said.err, "Nothing to send" in said.out) == (0, "", True)
    assert web(ready) == before
    assert (ready.root / "episodes/first/published.json").is_file()


def test_another_feed_is_not_overwritten(ready: Show, pod) -> None:
    folder = ready.root.parent / "web"
    folder.mkdir()
    (folder / "feed.xml").write_text("<rss/>", encoding="utf-8")
    said = pod("publish", "--progress", "none")
    assert (said.exit, "did not put there" in said.err) == (7, True)
    assert pod("publish", "--adopt", "--progress", "none").exit == 0
    assert b"two-voices" in web(ready)["feed.xml"]


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


def test_what_was_written_since_the_build_holds_it_back(ready: Show, pod, build) -> None:
    """A date moved into the future, a word marked to be taken out: neither may be lost by publishing too early."""
    ready.edit(f"episodes/{SLUG}/episode.yaml", "published: 2026-11-23", "published: 2099-11-23")
    said = pod("publish", "--progress", "none")
    assert said.exit == 6
    assert "two-voices: episode.yaml was changed since it was built\n    next: radkind-pod build two-voices" in said.out
    assert not any(path.startswith("episodes/") for path in web(ready))
    ready.edit(f"episodes/{SLUG}/episode.yaml", "published: 2099-11-23", "published: 2026-11-23")
    assert pod("publish", "--progress", "none").exit == 0
    before = web(ready)
    pod("review", "start", "two")
    said = pod("publish", "--progress", "none")
    assert (said.exit, "transcript.vtt was changed since it was built" in said.out) == (6, True)
    assert web(ready) == before
    assert build().exit == 0
    assert pod("publish", "--progress", "none").exit == 0


def test_a_website_that_is_there_is_not_overwritten(ready: Show, pod) -> None:
    folder = ready.root.parent / "web"
    folder.mkdir()
    (folder / "index.html").write_text("My site", encoding="utf-8")
    said = pod("publish", "--progress", "none")
    assert (said.exit, "did not put there (index.html)" in said.err) == (7, True)
    assert web(ready) == {"index.html": b"My site"}
    assert pod("publish", "--adopt", "--progress", "none").exit == 0
    assert b"two-voices" in web(ready)["index.html"]


@pytest.mark.parametrize("how", ["deleted", "replaced"])
def test_a_feed_that_is_gone_from_the_server_goes_up_again(ready: Show, pod, how: str) -> None:
    assert pod("publish", "--progress", "none").exit == 0
    before, feed = web(ready), ready.root.parent / "web" / "feed.xml"
    feed.unlink() if how == "deleted" else feed.write_text("<rss/>", encoding="utf-8")
    assert f"{'add' if how == 'deleted' else 'replace':<12} feed.xml" in pod("changes").out
    assert pod("publish", "--progress", "none", *(["--adopt"] if how == "replaced" else [])).exit == 0
    assert web(ready) == before


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
