"""What `publish` holds back until its day, consent, approval or check has come, and what `status` says of it."""

import json
import re
import shutil
from datetime import UTC, datetime, timedelta

import pytest
from tests.cli.conftest import SLUG, Show
from tests.cli.publishing import PUBLIC_NAME, clone, web

from radkind_pod.cli.status import what_is_next
from radkind_pod.pipeline.build import Built
from radkind_pod.pipeline.episode import Outcome
from radkind_pod.pipeline.publishing.standing import Standing
from radkind_pod.publish.selection import APPROVAL, FUTURE, Hold


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
