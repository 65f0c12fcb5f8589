"""A word that a review marks to be withheld is in nothing that a build publishes or a pack hands on."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from tests.cli.conftest import SLUG
from tests.cli.reviewing import corrections

from radkind_pod.model.audio import Cut


@pytest.mark.parametrize("mark", ["cut", "redact"])
def test_marked_words_are_gone_from_sound_and_text_and_a_machine_has_listened(built, begun, pod, build, mark):
    pod("review", "import", SLUG, str(corrections(built.root, "leisure", "leisure", begun=begun, marks=[mark])))
    said = build()
    assert said.exit == 0
    assert f"1 {'cut' if mark == 'cut' else 'bleeped'}; a machine listened to each place" in said.out
    assert "speakers    2, " in said.out
    made = built.root / "build" / SLUG
    (heard,) = json.loads((made / "relisten/relistened.json").read_text(encoding="utf-8"))
    assert "Dashwood" in heard["plain"]
    assert "leisure" not in heard["plain"] + heard["raised"]
    if mark == "redact":
        (compared,) = json.loads((made / "compare/compared.json").read_text(encoding="utf-8"))
        assert compared["alike"] <= 0.01
    else:
        assert json.loads((made / "withhold/cuts.json").read_text(encoding="utf-8"))
    told = json.loads((made / "report/report.json").read_text(encoding="utf-8"))
    assert [join["kind"] for join in told["joins"]] == ["opening", "cut" if mark == "cut" else "bleep", "closing"]
    assert [done["stage"] for done in told["proven"]] == ["relisten"] if mark == "cut" else ["compare", "relisten"]
    for file in (*(built.root / "public").rglob("*"), *(made / "measure").iterdir(), *(made / "report").iterdir()):
        if file.is_file():
            assert b"leisure" not in file.read_bytes(), file
    assert len(list((built.root / "public/episodes" / SLUG).glob("*.mp3"))) == 1, (
        "nor is the sound of before still there"
    )
    again = json.loads(build("--json").out)
    assert not [stage["name"] for stage in again["stages"] if stage["state"] == "made"]


def test_a_marked_word_that_is_still_heard_stops_the_build_and_nothing_public_changes(
    built, begun, pod, build, monkeypatch
):
    """Somebody moved the word's time: the bleep lies elsewhere."""
    before = built.published()
    pod("review", "import", SLUG, str(corrections(built.root, "leisure", "leisure", begun=begun, marks=["redact"])))
    monkeypatch.setattr("radkind_pod.pipeline.episode.redacted", lambda _: (Cut(1000, 1400),))
    said = build()
    assert said.exit == 7
    assert "hears 'leisure', which is marked to be withheld" in said.err
    assert built.published() == before


@pytest.mark.parametrize(
    ("mark", "there"),
    [("cut", "had then to consider"), ("redact", "had then [name withheld] to"), ("redact:a b", "then [a b] to")],
)
def test_captions_honour_the_marks_in_every_format(built, begun, pod, build, mark, there):
    pod("review", "import", SLUG, str(corrections(built.root, "leisure", "leisure", begun=begun, marks=[mark])))
    assert build("--until", "captions").exit == 0
    made = built.root / "build" / SLUG / "captions"
    for name in ("captions.vtt", "captions.srt", "captions.json", "captions.txt", "captions.html", "paragraphs.json"):
        text = re.sub(r"<[^>]*>|\s+", " ", (made / name).read_text(encoding="utf-8"))
        assert "leisure" not in text, name
    assert there in (made / "captions.txt").read_text(encoding="utf-8")


def test_a_pack_holds_no_byte_of_what_is_withheld(built, begun, pod, tmp_path):
    said: Callable[..., Any] = pod
    said("review", "import", SLUG, str(corrections(built.root, "leisure", "Zanzibar", begun=begun, marks=["redact"])))
    assert said("review", "pack", SLUG, "--output", str(tmp_path)).exit == 0
    (pack,) = tmp_path.glob("review-*.html")
    assert "Zanzibar" not in pack.read_text(encoding="utf-8")
    assert "[name withheld]" in pack.read_text(encoding="utf-8")
