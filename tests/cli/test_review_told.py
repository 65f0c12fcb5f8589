"""What the review's commands tell, and that it is so."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import SLUG, Show, given
from tests.cli.reviewing import corrections, transcript

from radkind_pod.pipeline import review
from radkind_pod.transcript.exchange import EXPORTS
from radkind_pod.transcript.review.retime import Retimed

Run = Callable[..., Any]


def test_conflicts_are_counted_and_it_is_said_what_to_do(built: Show, pod: Run) -> None:
    begun = given(built.root)
    words = {"leisure": ("pleasure", "leather"), "selfish": ("shellfish", "elfish")}
    ama, bo = (
        [corrections(built.root, old, new[n], begun=begun, by=f"{by} {old}") for old, new in words.items()]
        for n, by in enumerate(("Ama", "Bo"))
    )
    lines = pod("review", "import", SLUG, *map(str, ama)).out.splitlines()
    assert lines[:2] == [f"{file.name}: in the transcript now" for file in ama]
    assert "two versions" not in "".join(lines)
    choose = "Both are kept; choose in: radkind-pod review edit two-voices"
    second = "taken in; where somebody else changed the same sentence, as its second version"
    lines = pod("review", "import", SLUG, *map(str, bo)).out.splitlines()
    assert lines[:2] == [f"{file.name}: {second}" for file in bo]
    assert lines[-2:] == [f"2 passages now have two versions. {choose}", f"Next: radkind-pod build {SLUG}"]
    cy = corrections(built.root, "leisure", "lesser", begun=begun, by="Cy")
    lines = pod("review", "import", SLUG, str(cy)).out.splitlines()
    assert f"One passage now has two versions. {choose}" in lines
    assert pod("review", "status", "--json").json["episodes"][0]["conflicts"] == 3


def test_a_transcript_that_changes_while_words_are_looked_for_is_not_written_over(
    built: Show, pod: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody saves it in a text editor just then."""
    file = built.episode / "transcript.vtt"

    def retime(document: Any, *others: Any) -> Retimed:
        text = transcript(built.root)
        assert "pleasure" in text
        file.write_text(text.replace("pleasure", "theirs"), encoding="utf-8", newline="\n")
        return Retimed(document, 1, 0, ())

    monkeypatch.setattr(review, "retime", retime)
    said = pod("review", "import", SLUG, str(corrections(built.root, "leisure", "pleasure", begun=given(built.root))))
    assert said.exit == 0
    assert "The transcript was changed while typed words were looked for: their times stay estimated" in said.out
    assert f"Next: radkind-pod build {SLUG}" in said.out
    assert "theirs" in transcript(built.root)
    assert "pleasure" not in transcript(built.root)


def add_sentence(episode: Path) -> None:
    """Let the machine hear a sentence more, after the first."""
    answer = json.loads((episode / "replay.json").read_text(encoding="utf-8"))
    before = answer["heard"][1]
    at = before["words"][-1]["end_ms"]
    said = [
        {"text": text, "start_ms": at + 10 + 40 * i, "end_ms": at + 40 + 40 * i, "probability": 0.9, "language": None}
        for i, text in enumerate(("Thank", "you", "all."))
    ]
    answer["heard"].insert(2, {**before, "words": said})
    (episode / "replay.json").write_text(json.dumps(answer), encoding="utf-8")


def test_nobody_has_gone_through_words_that_came_in_since(built: Show, pod: Run, build: Run) -> None:
    """Who had corrected all of it is correcting it again, and no check is left, on the page too."""
    for by, what in (("Bo", "finished"), ("Tom", "checked")):
        file = corrections(built.root, "", "", begun=given(built.root), by=by, **{what: True})
        assert pod("review", "import", SLUG, str(file)).exit == 0
    before = pod("review", "status", "--json").json["episodes"][0]
    assert (before["state"], before["corrected"], before["checked"], before["checks"]) == (
        "checked",
        ["Bo"],
        ["Tom"],
        1,
    )
    add_sentence(built.episode)
    assert pod("review", "update", SLUG, "--engine", "replay").exit == 0
    assert "Thank you all." in transcript(built.root)
    now = pod("review", "status", "--json").json["episodes"][0]
    assert (now["state"], now["editing"], now["corrected"], now["checked"]) == ("being corrected", ["Bo"], [], [])
    assert build().exit == 0
    page = (built.root / "public/episodes" / SLUG / "index.html").read_text(encoding="utf-8")
    assert "Written by a machine, being corrected by Bo." in page
    assert "Tom" not in page


def test_credits_stay_where_the_machine_hears_nothing_new(built: Show, pod: Run) -> None:
    file = corrections(built.root, "", "", begun=given(built.root), by="Bo", finished=True)
    pod("review", "import", SLUG, str(file))
    pod("review", "update", SLUG, "--engine", "replay")
    assert pod("review", "status", "--json").json["episodes"][0]["corrected"] == ["Bo"]


def withheld_paragraph(show: Show) -> Path:
    """Corrections in which the second paragraph is all withheld, has a title and is said by somebody else."""
    begun = given(show.root)
    first, block = len(begun.reviewed.document.blocks[0].words), begun.reviewed.document.blocks[1]
    last = first + len(block.words)
    items = [{"i": i, "m": ["redact"], "l": None} for i in range(first, last)]
    region = {"from": first, "to": last, "blocks": [{"s": "Zebediah Quill", "h": "Kirkcudbright", "w": items}]}
    return corrections(show.root, "", "", begun=begun, regions=[region])


def content(file: Path) -> str:
    """Everything in the file as text, also what is packed in it."""
    if file.suffix != ".docx":
        return file.read_text(encoding="utf-8")
    with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as packed:
        return "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())


def test_who_says_a_withheld_paragraph_and_its_title_are_in_no_export_and_no_pack(
    built: Show, pod: Run, tmp_path: Path
) -> None:
    """And all of it is in each that is asked for with what is withheld."""
    assert pod("review", "import", SLUG, str(withheld_paragraph(built))).exit == 0
    before = transcript(built.root)
    secrets = ("Zebediah", "Quill", "Kirkcudbright", "Americans")
    assert [secret for secret in secrets if secret not in before] == []
    for number, how in enumerate(((), ("--with-withheld",))):
        folder = tmp_path / str(number)
        folder.mkdir()
        for form in EXPORTS:
            assert (
                pod("review", "export", SLUG, "--format", form, "--output", str(folder / f"a.{form}"), *how).exit == 0
            )
        assert pod("review", "pack", SLUG, "--output", str(folder), *how).exit == 0
        files = sorted(folder.iterdir())
        assert len(files) == len(EXPORTS) + 1
        for file in files:
            text = content(file)
            told = [secret for secret in secrets if secret in text]
            captions = file.suffix in (".srt", ".vtt")  # these have no chapters
            expected = [s for s in secrets if not (captions and s == "Kirkcudbright")] if how else []
            assert told == expected, file.name
            assert how or "[name withheld]" in text, file.name
    for form in EXPORTS:
        assert pod("review", "import", SLUG, str(tmp_path / "0" / f"a.{form}")).exit == 0
        assert transcript(built.root) == before, form
