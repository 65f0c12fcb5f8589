"""Corrections on their way into the next build, by the command line."""

import json
import shutil
from typing import Any

import pytest
from tests.cli.conftest import SLUG, case_of, given
from tests.cli.reviewing import corrections, public, transcript


def test_a_correction_reaches_everything_that_is_published(built, begun, pod, build):
    """The word is in VTT, SRT, JSON, text, HTML, page and tags of the next build."""
    assert pod("review", "import", SLUG, str(corrections(built.root, "leisure", "LEISURE", begun=begun))).exit == 0
    assert build().exit == 0
    folder = built.root / "public/episodes" / SLUG
    without = [
        f.name
        for f in folder.iterdir()
        if not f.name.endswith("chapters.json")
        and b"LEISURE" not in f.read_bytes()
        and "LEISURE".encode("utf-16-le") not in f.read_bytes()
    ]
    assert without == []


def test_nothing_else_changes(built, begun, pod, build):
    endings = (".vtt", ".srt", ".txt", ".transcript.json")
    before = {ending: public(built.root, ending) for ending in endings}
    pod("review", "import", SLUG, str(corrections(built.root, "leisure", "LEISURE", begun=begun)))
    build()
    assert {e: public(built.root, e) for e in endings} == {
        e: t.replace("leisure", "LEISURE") for e, t in before.items()
    }


def test_the_page_says_who_corrected_it(built, begun, pod, build):
    pod("review", "import", SLUG, str(corrections(built.root, "leisure", "LEISURE", begun=begun, finished=True)))
    build()
    assert "Written by a machine, corrected by Amina." in public(built.root, "index.html")


def test_the_same_file_twice_changes_nothing(built, begun, pod):
    file = str(corrections(built.root, "leisure", "LEISURE", begun=begun))
    pod("review", "import", SLUG, file)
    first = transcript(built.root)
    said = pod("review", "import", SLUG, file)
    assert (said.exit, transcript(built.root)) == (0, first)
    assert "nothing new" in said.out


def test_two_people_in_the_same_sentence_are_both_kept(built, begun, pod):
    """The first stays in the transcript, the other waits in the editor: none goes silently."""
    ama = corrections(built.root, "leisure", "pleasure", begun=begun, by="Amina")
    tom = corrections(built.root, "leisure", "leather", begun=begun, by="Tom")
    said = pod("review", "import", SLUG, str(ama), str(tom))
    assert "two versions" in said.out
    assert "pleasure" in transcript(built.root)
    waiting = (built.episode / "review/conflicts.json").read_text(encoding="utf-8")
    assert "leather" in waiting
    assert "Tom" in waiting


def test_files_in_any_order_give_the_same_transcript(built, begun, pod, tmp_path):
    one = corrections(built.root, "leisure", "LEISURE", begun=begun, by="Amina")
    two = corrections(built.root, "selfish", "SELFISH", begun=begun, by="Tom")
    other = tmp_path / "other"
    shutil.copytree(built.root, other)
    pod("review", "import", SLUG, str(one), str(two))
    pod("-C", str(other), "review", "import", SLUG, str(two), str(one))
    assert transcript(built.root) == transcript(other)
    assert "LEISURE" in transcript(other)
    assert "SELFISH" in transcript(other)


def test_somebodys_later_file_replaces_their_own_earlier_words(built, begun, pod):
    pod("review", "import", SLUG, str(corrections(built.root, "leisure", "pleasure", begun=begun)))
    later = corrections(built.root, "leisure", "treasure", begun=begun, revision=2)
    said = pod("review", "import", SLUG, str(later))
    assert "two versions" not in said.out
    assert "treasure" in transcript(built.root)
    assert "pleasure" not in transcript(built.root)


def test_an_older_file_of_theirs_changes_nothing_any_more(built, begun, pod):
    pod("review", "import", SLUG, str(corrections(built.root, "leisure", "treasure", begun=begun, revision=2)))
    pod("review", "import", SLUG, str(corrections(built.root, "leisure", "pleasure", begun=begun, revision=1)))
    assert "treasure" in transcript(built.root)


def test_a_heading_is_a_chapter_everywhere(built, begun, pod, build):
    """In the chapters file, in the page, and in the tags."""
    file = corrections(built.root, "Unless", "Unless", begun=begun)
    value = json.loads(file.read_text(encoding="utf-8"))
    words = value["regions"][0]["blocks"][0]["w"]
    split = [{"s": "Reader", "h": None, "w": words[:5]}, {"s": "Reader", "h": "Of selfishness", "w": words[5:]}]
    value["regions"][0]["blocks"] = split
    file.write_text(json.dumps(value), encoding="utf-8")
    assert pod("review", "import", SLUG, str(file)).exit == 0
    assert build().exit == 0
    assert "Of selfishness" in public(built.root, "chapters.json")
    assert "Of selfishness" in public(built.root, "index.html")
    (mp3,) = (built.root / "public/episodes" / SLUG).glob("*.mp3")
    assert "Of selfishness".encode("utf-16-le") in mp3.read_bytes() or b"Of selfishness" in mp3.read_bytes()


def test_without_build_the_machines_words_are_still_there(built, begun, pod):
    """The draft is kept with the review: history, restore and the machine's version need no build/."""
    pod("review", "import", SLUG, str(corrections(built.root, "leisure", "LEISURE", begun=begun)))
    shutil.rmtree(built.root / "build")
    case = case_of(built.root)
    document = case.begin().reviewed.document
    machine = case.machine(document.draft)
    assert machine is not None
    assert "leisure" in [word.text for cue in machine.cues for word in cue.words]
    history = pod("review", "history", SLUG)
    oldest = history.out.splitlines()[-2].split()[0]
    assert pod("review", "restore", SLUG, oldest).exit == 0
    assert "leisure" in transcript(built.root)
    newest = next(line for line in pod("review", "history", SLUG).out.splitlines() if "imported" in line)
    assert pod("review", "restore", SLUG, newest.split()[0]).exit == 0
    assert "LEISURE" in transcript(built.root)


def test_a_new_draft_comes_in_where_nobody_corrected(built, begun, pod):
    """Corrections win; what both changed is kept beside them."""
    pod("review", "import", SLUG, str(corrections(built.root, "leisure", "LEISURE", begun=begun)))
    answer = built.episode / "replay.json"
    text = answer.read_text(encoding="utf-8")
    answer.write_text(text.replace('"selfish"', '"shellfish"').replace('"leisure"', '"lesser"'), encoding="utf-8")
    said = pod("review", "update", SLUG, "--engine", "replay")
    assert (said.exit, said.err.count("Traceback")) == (0, 0)
    assert "shellfish" in transcript(built.root)
    assert "LEISURE" in transcript(built.root)
    assert "lesser" not in transcript(built.root)
    assert "lesser" in (built.episode / "review/conflicts.json").read_text(encoding="utf-8")


def test_transcribing_again_never_touches_the_transcript(built, begun, pod, build):
    pod("review", "import", SLUG, str(corrections(built.root, "leisure", "LEISURE", begun=begun)))
    before = transcript(built.root)
    assert build("--fresh").exit == 0
    assert transcript(built.root) == before


@pytest.mark.parametrize("form", ["docx", "txt", "vtt", "srt", "md"])
def test_every_format_goes_out_and_comes_back(built, begun, pod, form, tmp_path):
    """Nothing changes when nothing was corrected, and a corrected word comes in with its time."""
    pod("review", "import", SLUG, str(corrections(built.root, "leisure", "LEISURE", begun=begun)))
    before = transcript(built.root)
    file = tmp_path / f"sent.{form}"
    assert pod("review", "export", SLUG, "--format", form, "--output", str(file)).exit == 0
    assert pod("review", "import", SLUG, str(file)).exit == 0
    assert transcript(built.root) == before


def test_status_says_how_far_each_transcript_is(built, begun, pod):
    def state() -> Any:
        return pod("review", "status", "--json").json["episodes"][0]

    assert state()["state"] == "draft"
    pod("review", "import", SLUG, str(corrections(built.root, "leisure", "LEISURE", begun=begun)))
    assert (state()["state"], state()["editing"]) == ("being corrected", ["Amina"])
    pod("review", "import", SLUG, str(corrections(built.root, "", "", begun=given(built.root), by="Bo", finished=True)))
    assert (state()["state"], state()["corrected"]) == ("corrected", ["Bo"])
    pod("review", "import", SLUG, str(corrections(built.root, "", "", begun=given(built.root), by="Tom", checked=True)))
    assert (state()["state"], state()["checked"], state()["checks"]) == ("checked", ["Tom"], 1)
    pod("review", "import", SLUG, str(corrections(built.root, "selfish", "silly", begun=given(built.root), by="Cy")))
    assert (state()["state"], state()["checks"]) == ("corrected", 0)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"episode": "another"}, "these are corrections of the episode another"),
        ({"version": "00" * 32}, "from which this was made"),
        ({"schema": 2}, "made by a newer radkind-pod"),
        ({"part": 9}, "part 9 of a transcript"),
    ],
)
def test_a_file_that_does_not_belong_here_is_refused_and_nothing_changes(built, begun, pod, change, words):
    said = pod("review", "import", SLUG, str(corrections(built.root, "leisure", "LEISURE", begun=begun, **change)))
    assert said.exit in (3, 6)
    assert words in said.err
    assert not (built.episode / "transcript.vtt").exists()
