"""What a change costs: a build makes anew what the change touches and keeps the rest, and a plan says so before."""

import shutil

import pytest
from tests.cli.building import AFTER_THE_WORDS, MADE, made


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
