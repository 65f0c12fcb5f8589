"""Other formats beside the MP3, as `output:` in config.yaml asks for them."""

import json
from collections.abc import Callable

import pytest
from tests.cli.building import made
from tests.cli.conftest import SLUG, Said, Show

from radkind_pod.media.decode import read_blocks
from radkind_pod.media.loudness import LoudnessMeter
from radkind_pod.model.plain import from_plain_file
from radkind_pod.model.release import Release

ALL = "  channels: 2\n  aac: 96\n  opus: 24\n  flac: true\n"
OLD = "  channels: 2\n"
TRANSCRIPT = f"episodes/{SLUG}/transcript.vtt"


@pytest.fixture
def asked(built: Show) -> Show:
    """The sample show, built with its MP3 alone, and all editions asked for since then."""
    built.edit("config.yaml", OLD, ALL)
    return built


def test_editions_are_made_beside_the_mp3_and_it_is_not_encoded_again(asked: Show, build: Callable[..., Said]) -> None:
    before = asked.published()
    result = build("--json").json
    stages = ["aac", "opus", "flac", "package", "page", "index", "site", "item", "feed"]
    assert made(Said(0, json.dumps(result), "")) == stages
    told = {edition["name"]: edition for edition in result["editions"]}
    assert list(told) == ["aac", "opus", "flac"]
    assert [told[name]["published"] for name in told] == [True, True, False]
    assert told["flac"]["path"] == f"build/{SLUG}/package/archive/{SLUG}.flac"
    for edition in told.values():
        file = asked.root / edition["path"]
        assert file.stat().st_size == edition["bytes"]
        measured = LoudnessMeter.of(read_blocks(file), edition["channels"]).integrated_lufs
        assert measured == pytest.approx({1: -19, 2: -16}[edition["channels"]], abs=0.1)
        assert edition["integrated_lufs"] == pytest.approx(measured, abs=0.02)
    assert before[result["mp3"]] == asked.published()[result["mp3"]]


def test_what_is_public_is_what_the_release_names(asked: Show, build: Callable[..., Said]) -> None:
    build()
    release = from_plain_file(Release, asked.episode / "release.json")
    public = {path for path in asked.published() if path.endswith((".m4a", ".opus", ".flac"))}
    assert public == {f"public/{edition.asset.path}" for edition in release.editions}
    assert len(public) == 2


def test_another_bitrate_of_one_edition_makes_only_that_one_again(asked: Show, build: Callable[..., Said]) -> None:
    build()
    asked.edit("config.yaml", "aac: 96", "aac: 64")
    said = build("--json")
    assert made(said) == ["aac", "package", "page", "index", "site", "item", "feed"]
    assert build().exit == 0
    assert made(build("--json")) == []


def test_a_corrected_word_encodes_no_edition(asked: Show, pod: Callable[..., Said], build: Callable[..., Said]) -> None:
    build()
    assert pod("review", "start", SLUG).exit == 0
    asked.edit(TRANSCRIPT, "country", "land")
    assert {"aac", "opus", "flac"} & set(made(build("--json"))) == set()


def test_the_summary_names_each_edition_and_its_measures(asked: Show, build: Callable[..., Said]) -> None:
    out = build().out
    for told in ("  M4A         public/", "  Opus        public/", f"  FLAC        build/{SLUG}/", "one channel"):
        assert told in out
    assert "for the archive, not for the web" in out


def test_a_plan_names_editions_only_where_they_are_asked_for(asked: Show, build: Callable[..., Said]) -> None:
    planned = {stage["name"]: stage["state"] for stage in build("--plan", "--json").json["stages"]}
    assert planned["aac"] == "run"
    assert {name for name in planned if name.startswith("compare")} == set()
    asked.edit("config.yaml", ALL, OLD)
    assert "aac" not in {stage["name"] for stage in build("--plan", "--json").json["stages"]}


def test_an_edition_that_is_no_longer_asked_for_leaves_the_public_folder(
    asked: Show, build: Callable[..., Said]
) -> None:
    before = asked.published()
    build()
    asked.edit("config.yaml", ALL, OLD)
    build()
    assert asked.published() == before


def test_what_is_withheld_is_proven_to_be_out_of_each_edition(
    asked: Show, pod: Callable[..., Said], build: Callable[..., Said]
) -> None:
    assert pod("review", "start", SLUG).exit == 0
    asked.edit(TRANSCRIPT, "leisure", "<c.redact>leisure</c>")
    said = build("--json")
    assert said.exit == 0
    stages = [stage["name"] for stage in said.json["stages"]]
    assert [name for name in stages if name.startswith("compare")] == [
        "compare",
        "compare-aac",
        "compare-opus",
        "compare-flac",
    ]
    report = (asked.root / "build" / SLUG / "report" / "report.html").read_text(encoding="utf-8")
    for what in ("The MP3", "The AAC edition", "The Opus edition", "The FLAC edition"):
        assert f"{what} was compared with the recording" in report
