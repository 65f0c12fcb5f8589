"""A recording of several people gets their names, and a name costs no listening."""

import json
import shutil
from pathlib import Path

import pytest

from radkind_pod.transcript.voices import package

THREE = Path(__file__).parents[1] / "data/multi/picovoice_leopard_diarization.wav"
WORDS = (("begins.", 1360, 3260), ("crocodile", 7310, 7730), ("water", 10170, 10410), ("gentlemen,", 13280, 13660))


@pytest.fixture
def table(show):
    """The sample episode with one recording of three people, and what an engine heard in it."""
    shutil.copy2(THREE, show.raw / "table.wav")
    file = show.episode / "episode.yaml"
    before = file.read_text(encoding="utf-8").partition("\nrecordings:")[0]
    file.write_text(f"{before}\nrecordings:\n  - {{file: table.wav, speakers: 3}}\n", encoding="utf-8", newline="\n")
    words = [
        {"text": text, "start_ms": start, "end_ms": end, "probability": 0.9, "language": None}
        for text, start, end in WORDS
    ]
    answer = json.loads((show.episode / "replay.json").read_text(encoding="utf-8"))
    answer["heard"] = [{**answer["heard"][0], "words": words}]
    (show.episode / "replay.json").write_text(json.dumps(answer), encoding="utf-8")
    return show


def spoken_by(show) -> list[str]:
    draft = json.loads((show.root / "build/two-voices/transcribe/draft.json").read_text(encoding="utf-8"))
    return [cue["speaker"] for cue in draft["cues"]]


def test_people_on_one_recording_are_told_apart_and_named_without_listening_again(table, build) -> None:
    assert build("--until", "transcribe").exit == 0
    assert spoken_by(table) == ["Speaker 1", "Speaker 2", "Speaker 2", "Speaker 3"]
    table.edit("episodes/two-voices/episode.yaml", "speakers: 3", "speakers: [Ada, Ben, Cy]")
    said = build("--until", "transcribe")
    assert "made: transcribe in" in said.out
    assert spoken_by(table) == ["Ada", "Ben", "Ben", "Cy"]


def test_without_the_weights_the_command_is_said_before_anything_is_heard(table, build, monkeypatch) -> None:
    monkeypatch.setattr(package, "_PACKAGE", "no_such_package")
    said = build()
    assert said.exit == 4
    assert package.INSTALL in said.err
    assert not (table.root / "build/two-voices/recognise").exists()


def test_where_nobody_shares_a_recording_the_stage_is_not_even_planned(show, build) -> None:
    assert "diarise" not in build("--plan").out
