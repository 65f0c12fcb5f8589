"""`radkind-pod build` as a producer uses it: what is made, and that other programs read it as it was meant."""

import json
import shutil
from pathlib import Path

import feedparser
import podcastparser
import pytest
import soundfile
from tests.cli.building import MADE, add_episode, made


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


def test_until_stops_there_and_publishes_nothing(show, build) -> None:
    said = build("--until", "level", "--json")
    assert said.exit == 0
    assert said.json["mp3"] is None
    assert made(said) == ["prepare", "recognise", "transcribe", "level"]
    assert not (show.root / "public").exists()


def items(root: Path) -> list[str]:
    """Return each item of the feed as it is written."""
    text = (root / "public/feed.xml").read_text(encoding="utf-8")
    return [part.split("</item>")[0] for part in text.split("<item>")[1:]]
