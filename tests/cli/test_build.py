"""`radkind-pod build` as a producer uses it: what is made, what is kept, and what it says."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import feedparser
import podcastparser
import pytest
import soundfile

from radkind_pod.pipeline.chain import STAGES

AFTER_THE_WORDS = ["package", "page", "index", "site", "item", "feed"]

EDITIONS = ("aac", "compare-aac", "opus", "compare-opus", "flac", "compare-flac")
NEVER = ("diarise", "clean", "withhold", "compare", "relisten", "overhear", "translate", "subtitles", *EDITIONS)
MADE = tuple(name for name in STAGES if name not in NEVER)
"""The stages of the sample episode: nobody shares a recording or withholds a word, nothing is cleaned or translated."""


def made(said) -> list[str]:
    return [stage["name"] for stage in said.json["stages"] if stage["state"] == "made"]


def test_the_result_as_json_names_everything_that_was_made(built, build) -> None:
    result = build("--json").json
    assert list(result) == [
        "schema",
        "episode",
        "mp3",
        "duration_ms",
        "loudness",
        "editions",
        "transcripts",
        "translation",
        "names",
        "chapters",
        "page",
        "feed",
        "report",
        "stages",
    ]
    assert (result["schema"], result["episode"]) == (1, "two-voices")
    assert list(result["transcripts"]) == ["vtt", "srt", "json", "txt", "html"]
    named = [result["mp3"], result["chapters"], result["page"], result["feed"], *result["transcripts"].values()]
    named.append(result["report"])
    assert [path for path in named if not (built.root / path).is_file()] == []
    assert {stage["name"] for stage in result["stages"]} == set(MADE)
    assert set(result["stages"][0]) == {"name", "state", "seconds", "reasons"}


def test_the_delivered_file_holds_its_figures_for_a_second_decoder(built, build) -> None:
    """Recording 26.390 s, intro 6 s, outro 7 s, two crossfades of 1.5 s."""
    result = build("--json").json
    with soundfile.SoundFile(built.root / result["mp3"]) as mp3:
        assert (mp3.samplerate, mp3.channels) == (48_000, 2)
        assert mp3.frames / 48 == pytest.approx(26_390 + 6_000 + 7_000 - 3_000, abs=2)
    assert result["duration_ms"] == pytest.approx(36_390, abs=2)
    assert result["loudness"]["integrated_lufs"] == pytest.approx(-16.0, abs=0.2)
    assert result["loudness"]["true_peak_dbtp"] <= -1.0


def test_a_second_build_makes_nothing_and_changes_no_byte(built, build) -> None:
    before = built.published()
    assert made(build("--json")) == []
    assert built.published() == before


def test_a_build_from_nothing_gives_the_same_bytes(built, build) -> None:
    before = built.published()
    shutil.rmtree(built.root / "build")
    shutil.rmtree(built.root / "public")
    build()
    assert built.published() == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Two short recordings", "Two very short recordings"),
        ("title: Rather cold-hearted", "title: Cold-hearted"),
    ],
    ids=["notes", "chapter"],
)
def test_new_words_about_the_episode_cost_no_sound(built, build, old: str, new: str) -> None:
    built.edit("episodes/two-voices/episode.yaml", old, new)
    assert made(build("--json")) == AFTER_THE_WORDS


def test_a_new_title_stands_in_the_report_too_and_nothing_is_measured_for_it(built, build) -> None:
    built.edit("episodes/two-voices/episode.yaml", 'title: "Two voices', 'title: "Three voices')
    assert made(build("--json")) == ["package", "report", "page", "index", "site", "item", "feed"]


def test_the_report_tells_the_figures_of_the_delivered_file_and_is_not_published(built, build) -> None:
    result = build("--json").json
    page = built.root / result["report"]
    told = json.loads((page.parent / "report.json").read_text(encoding="utf-8"))
    loudness = result["loudness"]
    assert told["after"]["integrated_lufs"] == loudness["integrated_lufs"]
    assert told["true_peak"]["dbtp"] == loudness["true_peak_dbtp"]
    assert told["after"]["duration_ms"] == result["duration_ms"]
    assert [voice["speaker"] for voice in told["voices"]] == ["A LibriVox volunteer", "John F. Kennedy"]
    assert f"report      {result['report']}" in build().out
    assert not [file for file in (built.root / "public").rglob("*") if "report" in file.name]


def test_a_new_intro_costs_no_transcription(built, build) -> None:
    shutil.copy(built.root / "audio/outro.flac", built.root / "audio/intro.flac")
    stages = made(build("--json"))
    assert stages[:4] == ["level", "stitch", "master", "encode"]
    assert not {"prepare", "recognise", "transcribe"} & set(stages)


def test_another_loudness_costs_no_transcription(built, build) -> None:
    built.edit("config.yaml", "target: -16", "target: -18")
    result = build("--json")
    assert not {"prepare", "recognise", "transcribe"} & set(made(result))
    assert result.json["loudness"]["integrated_lufs"] == pytest.approx(-18.0, abs=0.2)


def test_a_speakers_name_costs_no_hearing(built, build) -> None:
    for _ in range(3):
        built.edit("episodes/two-voices/episode.yaml", "speaker: A LibriVox volunteer", "speaker: Ana")
    stages = made(build("--json"))
    assert "transcribe" in stages
    assert not {"recognise", "level", "stitch", "master", "encode"} & set(stages)


def test_a_correction_costs_no_sound_and_is_never_written_by_a_build(built, build, pod) -> None:
    """A corrected word makes captions, package, feed and site anew, and the file stays as the person left it."""
    assert pod("review", "start", "two-voices").exit == 0
    build()
    transcript = built.episode / "transcript.vtt"
    built.edit("episodes/two-voices/transcript.vtt", "ill-disposed young man", "ill-mannered young man")
    words = transcript.read_bytes()
    result = build("--json")
    assert made(result) == ["captions", *AFTER_THE_WORDS]
    assert transcript.read_bytes() == words
    text = (built.root / result.json["transcripts"]["txt"]).read_text(encoding="utf-8")
    assert "ill-mannered young man" in text
    assert pod("review", "start", "two-voices").exit == 7
    assert transcript.read_bytes() == words


def test_a_cut_is_gone_from_sound_and_words_and_everything_after_it_moves(built, build) -> None:
    """Cut is "He was not an ill-disposed young man." with the chapter's beginning moved to the cut's end."""
    cuts = "cuts:\n  - {from: 0:07.000, to: 0:10.090}\n# Where a new subject begins."
    built.edit("episodes/two-voices/episode.yaml", "# Where a new subject begins.", cuts)
    built.edit("episodes/two-voices/episode.yaml", "{recording: jfk.flac, at: 0:00}", "0:08")
    said = build("--json")
    assert not {"prepare", "recognise", "transcribe"} & set(made(said))
    assert said.json["duration_ms"] == pytest.approx(36_390 - 3_090, abs=2)
    text = (built.root / said.json["transcripts"]["txt"]).read_text(encoding="utf-8")
    assert "young man" not in text
    assert "ask not what your country" in text
    chapters = json.loads((built.root / said.json["chapters"]).read_text(encoding="utf-8"))["chapters"]
    assert [c["startTime"] for c in chapters] == [0, 11.5, pytest.approx(4.5 + 21.09 - 3.09, abs=0.001)]
    assert "begins inside a cut: it moves to the end of the cut" in build().out


def test_every_word_is_in_a_cue_that_covers_it(built, build) -> None:
    """The engine's words, moved by intro and crossfade (4.5 s), lie in a cue that shows them, within 0.3 s."""
    result = build("--json").json
    answer = json.loads((built.root / "build/two-voices/recognise/answer.json").read_text(encoding="utf-8"))
    segments = json.loads((built.root / result["transcripts"]["json"]).read_text(encoding="utf-8"))["segments"]
    words = [word for heard in answer["heard"] for word in heard["words"]]
    assert len(words) > 60
    for word in words:
        start, end = word["start_ms"] / 1000 + 4.5, word["end_ms"] / 1000 + 4.5
        assert any(
            word["text"] in s["body"] and s["startTime"] <= start + 0.3 and end - 0.3 <= s["endTime"] for s in segments
        ), word


def test_a_published_episode_never_drops_out_of_the_feed(built, pod) -> None:
    """Two episodes are released, build/ and public/ are lost, a third one is built: three items, two unchanged."""
    add_episode(built.root, "second", 2)
    assert pod("build", "second", "--engine", "replay").exit == 0
    before = items(built.root)
    shutil.rmtree(built.root / "build")
    shutil.rmtree(built.root / "public")
    add_episode(built.root, "third", 3)
    assert pod("build", "third", "--engine", "replay").exit == 0
    after = items(built.root)
    assert len(before) == 2
    assert len(after) == 3
    assert [item for item in after if item in before] == before
    assert (built.root / "public/episodes/two-voices/index.html").is_file()


def test_the_summary_speaks_of_what_people_changed_and_of_no_fields(built, pod) -> None:
    assert pod("review", "start", "two-voices").exit == 0
    built.edit("episodes/two-voices/episode.yaml", "Two voices: what", "Two voices, and what")
    built.edit("config.yaml", "crossfade: 1.5", "crossfade: 1.2")
    said = pod("build", "two-voices", "--engine", "replay", "--progress", "none").out
    assert re.search(r"^  made: .* in [\d.]+ s \(changed: crossfade, .*title.*\)$", said, re.MULTILINE)
    assert "->" not in said.partition("made:")[2]
    assert "words, as the machine wrote them, checked by nobody yet" in said
    assert "kHz" not in said
    assert "reader-2.wav: much too short for an interview" in said


def test_an_episode_that_was_never_built_is_named(built, pod) -> None:
    add_episode(built.root, "second", 2)
    said = pod("build", "two-voices", "--engine", "replay")
    assert "Not in the feed yet, because never built: second" in said.out


def test_an_episode_that_fails_is_not_told_among_those_that_were_never_built(built, pod) -> None:
    add_episode(built.root, "second", 2)
    built.edit("episodes/second/episode.yaml", "title:", "titel:")
    alone = pod("build", "second", "--engine", "replay")
    assert (alone.exit, alone.out) == (3, "")
    assert "because never built" not in pod("build", "--all", "--engine", "replay").out


def test_two_independent_readers_take_the_feed(built) -> None:
    feed = built.root / "public" / "feed.xml"
    parsed = feedparser.parse(feed.read_bytes())
    assert not parsed.bozo
    assert parsed.entries[0].title == "Two voices: what we owe each other"
    with feed.open("rb") as stream:
        episode = podcastparser.parse("https://radicalkindness.example/podcast/feed.xml", stream)["episodes"][0]
    mp3 = built.root / "public" / episode["enclosures"][0]["url"].split("/podcast/")[1]
    assert mp3.stat().st_size == episode["enclosures"][0]["file_size"]
    assert episode["total_time"] == 36


def test_a_plan_runs_nothing_and_writes_nothing(built, pod) -> None:
    built.edit("episodes/two-voices/episode.yaml", 'title: "Two', 'title: "Four')
    before = {p: p.stat().st_mtime_ns for p in built.root.rglob("*")}
    said = pod("build", "two", "--plan", "--engine", "replay", "--json")
    states = {stage["name"]: stage["state"] for stage in said.json["stages"]}
    assert states["package"] == "run"
    assert states["feed"] == "maybe"
    assert {states[name] for name in MADE[: MADE.index("package")]} == {"keep"}
    assert {p: p.stat().st_mtime_ns for p in built.root.rglob("*")} == before


def test_a_plan_before_the_first_build_names_every_stage(show, pod) -> None:
    said = pod("build", "two", "--plan", "--engine", "replay", "--json")
    assert [stage["name"] for stage in said.json["stages"]] == list(MADE)
    assert {stage["state"] for stage in said.json["stages"]} == {"run"}
    assert not (show.root / "build").exists()


def test_a_plan_after_a_build_that_stopped_half_way_names_the_rest(show, build) -> None:
    build("--until", "encode")
    said = build("--plan", "--json")
    states = {stage["name"]: stage["state"] for stage in said.json["stages"]}
    before = MADE[: MADE.index("encode") + 1]
    assert said.exit == 0
    assert states == {name: "keep" if name in before else "run" for name in MADE}


def test_a_plan_names_the_rest_where_a_file_was_deleted(built, build) -> None:
    (built.root / "build/two-voices/captions/captions.vtt").unlink()
    said = build("--plan", "--json")
    states = {stage["name"]: stage["state"] for stage in said.json["stages"]}
    assert said.exit == 0
    assert states == {name: "keep" if name in MADE[: MADE.index("captions")] else "run" for name in MADE}


def test_fresh_makes_every_stage_again(built, build) -> None:
    assert made(build("--fresh", "--json")) == list(MADE)


def test_a_picture_that_can_not_be_used_is_told_before_the_long_work(show, build) -> None:
    (show.root / "artwork.png").write_bytes(b"GIF89a" + bytes(40))
    said = build("--json")
    assert said.exit == 5
    assert "artwork.png: this is a GIF" in said.json["error"]["message"]
    assert not (show.root / "build/two-voices/prepare").exists()


def test_until_stops_there_and_publishes_nothing(show, build) -> None:
    said = build("--until", "level", "--json")
    assert said.exit == 0
    assert said.json["mp3"] is None
    assert made(said) == ["prepare", "recognise", "transcribe", "level"]
    assert not (show.root / "public").exists()


def test_several_episodes_give_a_list_and_one_failure_stops_none(built, pod) -> None:
    add_episode(built.root, "broken", 2)
    (built.root / "episodes/broken/raw/jfk.flac").write_bytes(b"")
    said = pod("build", "--all", "--engine", "replay", "--progress", "none", "--json")
    assert said.exit == 5
    assert [result["episode"] for result in said.json] == ["broken", "two-voices"]
    assert said.json[0]["error"]["exit"] == 5
    assert "jfk.flac" in said.json[0]["error"]["file"]
    assert said.json[1]["mp3"]


def test_two_episodes_that_were_never_built_can_not_share_a_guid(show, pod) -> None:
    add_episode(show.root, "zweite", 1)
    said = pod("build", "zweite", "--engine", "replay", "--progress", "none", "--json")
    assert said.exit == 3
    assert "guid: the same as in two-voices" in said.json["error"]["message"]


def test_a_bug_wins_over_other_failures_and_leaves_a_report_without_names(built, pod, monkeypatch) -> None:
    add_episode(built.root, "broken", 2)
    (built.root / "episodes/broken/raw/jfk.flac").write_bytes(b"")

    def fail(*_: object) -> None:
        msg = "Amina said so"
        raise RuntimeError(msg)

    monkeypatch.setattr("radkind_pod.pipeline.build.remember", fail)
    said = pod("build", "--all", "--engine", "replay", "--progress", "none", "--json")
    assert said.exit == 1
    assert [result["error"]["exit"] for result in said.json] == [5, 1]
    report = next((built.root / "build").glob("crash-*.txt")).read_text(encoding="utf-8")
    assert "RuntimeError" in report
    assert "Amina" not in report
    assert str(built.root) not in report


def test_a_stage_costs_a_line_without_a_terminal(built, pod) -> None:
    built.edit("episodes/two-voices/episode.yaml", 'title: "Two', 'title: "Four')
    lines = pod("build", "two", "--engine", "replay", "--progress", "plain").lines
    assert lines[0] == "two-voices: Four voices: what we owe each other"
    assert "encode: kept" in lines
    assert any(line.startswith("package: episode.title: Two voices") for line in lines)
    assert not any("\x1b" in line for line in lines)


@pytest.mark.parametrize("environment", [{}, {"NO_COLOR": "1"}, {"TERM": "dumb"}, {"FORCE_COLOR": "1"}])
def test_a_pipe_of_any_code_page_gets_plain_text(built, environment: dict[str, str]) -> None:
    """As under cron, or on Windows with cp1252: no escape codes, no traceback."""
    command = [sys.executable, "-m", "radkind_pod", "build", "two", "--engine", "replay"]
    environment = {"PYTHONIOENCODING": "cp1252:strict", "PATH": "/usr/bin:/bin", **environment}
    done = subprocess.run(command, capture_output=True, env=environment, cwd=built.root, check=False)
    assert (done.returncode, b"\x1b" in done.stdout + done.stderr, b"Traceback" in done.stderr) == (0, False, False)


def add_episode(root: Path, slug: str, number: int) -> None:
    """Copy the sample episode under another slug, number, date and guid."""
    source, target = root / "episodes/two-voices", root / "episodes" / slug
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("release.json"))
    text = (source / "episode.yaml").read_text(encoding="utf-8")
    text = text.replace("number: 1", f"number: {number}").replace("8f6c2f11", f"8f6c2f1{number}")
    text = text.replace("2026-11-23T09", f"2026-11-2{3 + number}T09")
    (target / "episode.yaml").write_text(text, encoding="utf-8", newline="\n")


def items(root: Path) -> list[str]:
    """Return each item of the feed as it is written."""
    text = (root / "public/feed.xml").read_text(encoding="utf-8")
    return [part.split("</item>")[0] for part in text.split("<item>")[1:]]


def test_a_renamed_folder_is_told_what_that_means(built, pod) -> None:
    built.episode.rename(built.root / "episodes" / "first")
    said = pod("build", "first", "--engine", "replay", "--progress", "none")
    assert said.exit == 7
    assert "the episode was called two-voices when it was built last; as first its page" in said.err
    assert "Call its folder two-voices again" in said.err
    (built.root / "episodes/first/release.json").unlink()
    assert pod("build", "first", "--engine", "replay", "--progress", "none").exit == 0
