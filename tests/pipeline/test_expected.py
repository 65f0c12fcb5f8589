"""What stages are expected to take."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from radkind_pod.model.audio import Interview, Recording, Track
from radkind_pod.model.plain import to_json
from radkind_pod.pipeline.build import Built
from radkind_pod.pipeline.episode import Outcome
from radkind_pod.pipeline.expected import RATES, expected
from radkind_pod.pipeline.fingerprint import Hashes
from radkind_pod.pipeline.pace import Expected
from radkind_pod.pipeline.store import StageRun
from radkind_pod.pipeline.words import Choice

HOUR = 3600


@pytest.fixture
def show(tmp_path: Path) -> Any:
    """A show whose transcripts are played from recorded answers."""
    return SimpleNamespace(root=tmp_path, speech=SimpleNamespace(engine="replay", model="base"))


def made(root: Path, slug: str, recorded_s: int, **seconds: float) -> None:
    """Leave what a build of the episode would leave."""
    prepare = root / "build" / slug / "prepare"
    prepare.mkdir(parents=True)
    interview = Interview(Path("interview.flac"), Path("levels.bin"), 1, recorded_s * 48_000, (), (0,), (), ())
    (prepare / "interview.json").write_text(to_json(interview), encoding="utf-8")
    for stage, took in seconds.items():
        folder = root / "build" / slug / stage
        folder.mkdir(exist_ok=True)
        request = {"engine": "replay", "weights": None} if stage == "recognise" else {}
        (folder / "manifest.json").write_text(json.dumps({"request": request, "seconds": took}), encoding="utf-8")


def asked(show: Any, slug: str, **states: str) -> dict[str, Expected]:
    """Return what the stages of the episode are expected to take, given what the plan says of each."""
    file = show.root / "long.wav"
    with file.open("wb") as stream:
        stream.truncate(192_000 * HOUR)
    episode: Any = SimpleNamespace(recordings=(Recording((Track(file), Track(file))),))
    runs = [StageRun(name, state, 0.0, ()) for name, state in states.items()]
    hashes = Hashes(show.root / "hashes.json", show.root)
    return expected(show, [Built(Outcome(slug), episode, runs)], Choice(), hashes)[slug]


def test_a_stage_takes_what_it_took_the_last_time(show: Any) -> None:
    made(show.root, "a", HOUR, encode=50, level=9)
    made(show.root, "b", HOUR, encode=500)
    assert asked(show, "a", encode="run", level="keep", master="maybe") == {
        "encode": Expected(50, is_known=True),
        "master": Expected(RATES["master"] * HOUR + 1, is_known=False),
    }


def test_a_new_episode_takes_as_long_for_each_second_as_the_others_did(show: Any) -> None:
    """Two tracks of an hour that were recorded together are an hour."""
    made(show.root, "a", HOUR, encode=50)
    made(show.root, "b", 3 * HOUR, encode=170)
    assert asked(show, "new", encode="run") == {"encode": Expected(55, is_known=True)}


def test_what_another_model_took_says_nothing(show: Any) -> None:
    made(show.root, "a", HOUR, recognise=50)
    assert asked(show, "a", recognise="run")["recognise"].is_known
    file = show.root / "build/a/recognise/manifest.json"
    file.write_text(file.read_text(encoding="utf-8").replace("replay", "openai-whisper"), encoding="utf-8")
    assert not asked(show, "a", recognise="run")["recognise"].is_known


@pytest.mark.parametrize("text", ["", "[]", '{"seconds": "x", "request": {}}', '{"request": null, "seconds": 3}'])
def test_a_damaged_manifest_is_no_reason_to_fail(show: Any, text: str) -> None:
    made(show.root, "a", HOUR, encode=50)
    (show.root / "build/a/encode/manifest.json").write_text(text, encoding="utf-8")
    assert not asked(show, "a", encode="run")["encode"].is_known


def test_what_is_made_of_all_episodes_is_not_counted_for_one(show: Any) -> None:
    assert asked(show, "a", page="run", feed="run") == {}


def test_an_episode_of_which_nothing_can_be_planned_takes_no_time(show: Any) -> None:
    hashes = Hashes(show.root / "hashes.json", show.root)
    assert expected(show, [Built(Outcome("a"))], Choice(), hashes) == {"a": {}}
