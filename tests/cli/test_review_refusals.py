"""What review and build refuse, and that nothing is written then."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import SLUG, Show, given
from tests.cli.reviewing import corrections

from radkind_pod.editor import server

Run = Callable[..., Any]


def files(root: Path) -> dict[Path, bytes]:
    """Every file of the show but of the review's own folder and of build/, which looking at it may change."""
    own = (root / "episodes" / SLUG / "review", root / "build")
    found = (f for f in root.rglob("*") if f.is_file() and not any(f.is_relative_to(folder) for folder in own))
    return {file: file.read_bytes() for file in found}


def assert_refused(said: Any, code: int, *words: str) -> None:
    """One line beside the progress says what is wrong and what to do."""
    (line,) = [line for line in said.err.splitlines() if line != "prepare: kept"]
    assert said.exit == code
    assert line.startswith("radkind-pod: ")
    assert [word for word in words if word not in line] == []


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("mine.docx", "mine.docx is there already, and holds something else. Move it away"),
        ("folder", "folder is there already"),
        (f"episodes/{SLUG}/out.vtt", f"episodes/{SLUG}/out.vtt would lie among the sources of the show"),
        (f"folder/../episodes/{SLUG}/raw/out.txt", "among the sources"),
        ("link.txt", "among the sources"),
        (f"episodes/{SLUG}/transcript.vtt", "is there already"),
        ("no/where/out.docx", "no/where is no folder. Make it first, or name another place with --output"),
    ],
)
def test_an_export_never_takes_the_place_of_something_else(built: Show, pod: Run, output: str, words: str) -> None:
    (built.root / "folder").mkdir()
    (built.root / "mine.docx").write_bytes(b"what came back")
    (built.root / "link.txt").symlink_to(built.episode / "new.txt")
    assert pod("review", "start", SLUG).exit == 0
    before = files(built.root)
    assert_refused(pod("review", "export", SLUG, "--format", "txt", "--output", output), 7, words)
    assert files(built.root) == before


def test_the_same_export_may_be_written_again_and_another_one_may_not(built: Show, pod: Run) -> None:
    for code in (0, 0):
        assert pod("review", "export", SLUG, "--format", "txt").exit == code
    before = files(built.root)
    (built.root / f"{SLUG}.docx").write_bytes(before[built.root / f"{SLUG}.txt"])
    assert_refused(pod("review", "export", SLUG), 7, f"{SLUG}.docx is there already")


def test_a_corrected_transcript_that_is_gone_is_not_replaced_by_the_draft(built: Show, pod: Run, build: Run) -> None:
    """The draft may say what people took out: nothing public changes until a person decides."""
    file = corrections(built.root, "leisure", "LEISURE", begun=given(built.root))
    assert pod("review", "import", SLUG, str(file)).exit == 0
    assert build().exit == 0
    transcript, before = built.episode / "transcript.vtt", built.published()
    text = transcript.read_bytes()
    transcript.unlink()
    said = build()
    assert_refused(said, 6, "transcript.vtt: this transcript was corrected, and now it is gone", "move review/ away")
    assert built.published() == before
    found = re.search(r"radkind-pod review restore two-voices ([0-9a-f]{12});", said.err)
    assert found
    for command in (("pack",), ("export",), ("export", "--format", "vtt"), ("edit", "--no-browser")):
        assert_refused(pod("review", command[0], SLUG, *command[1:]), 6, "now it is gone")
    assert [*built.root.glob("*.html"), *built.root.glob("*.docx"), *built.root.glob("*.vtt")] == []
    assert found[1] in pod("review", "status").out
    assert pod("review", "restore", SLUG, found[1]).exit == 0
    assert transcript.read_bytes() == text
    assert build().exit == 0


def test_who_begins_anew_without_the_review_gets_the_draft(built: Show, pod: Run, build: Run) -> None:
    pod("review", "import", SLUG, str(corrections(built.root, "leisure", "LEISURE", begun=given(built.root))))
    (built.episode / "transcript.vtt").unlink()
    shutil.rmtree(built.episode / "review")
    assert build().exit == 0


def test_the_editor_refuses_a_transcript_that_cannot_be_read_before_it_serves(
    built: Show, pod: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    served: list[Any] = []
    monkeypatch.setattr(server, "edit", lambda *args, **how: served.append(args))
    assert pod("review", "edit", SLUG, "--no-browser").exit == 0
    assert len(served) == 1
    text = "WEBVTT\n\n00:01.000 --> 00:03.000\n<c.redacted>Siân</c>\n"
    (built.episode / "transcript.vtt").write_text(text, encoding="utf-8", newline="\n")
    said = pod("review", "edit", SLUG, "--no-browser")
    assert said.exit == 3
    assert f"episodes/{SLUG}/transcript.vtt:4: <c.redacted> is no mark" in said.err
    assert len(served) == 1


def broken(show: Show, what: str) -> str:
    """A second episode in which something is broken; return what must be said of it."""
    folder = show.root / "episodes" / "another"
    shutil.copytree(show.episode, folder, ignore=shutil.ignore_patterns("release.json"))
    if what == "yaml":
        (folder / "episode.yaml").write_text("title: [\n", encoding="utf-8")
        return "episodes/another/episode.yaml:"
    if what == "transcript":
        (folder / "transcript.vtt").write_bytes(b"WEBVTT\n\n00:01.000 -->\nHello.\n")
        return "episodes/another/transcript.vtt:3: a time is missing"
    (folder / "review").mkdir()
    (folder / "review" / "conflicts.json").write_bytes(b"<<<<<<< HEAD")
    (folder / "transcript.vtt").write_bytes(b"WEBVTT\n\n00:01.000 --> 00:02.000\nHello.\n")
    return "episodes/another/review/conflicts.json:1: this file can't be read any more"


@pytest.mark.parametrize("what", ["yaml", "transcript", "conflicts"])
def test_one_broken_episode_is_named_and_the_others_are_shown(built: Show, pod: Run, what: str) -> None:
    words = broken(built, what)
    said = pod("review", "status")
    assert (said.exit, said.err) == (0, "")
    one, two = re.split(r"(?m)^(?=two-voices: )", said.out)
    assert one.startswith("another: ")
    look_again = "radkind-pod check" if what == "yaml" else "radkind-pod review status"
    assert f"  transcript  {words}" in one
    assert f"  next        mend it, then: {look_again}\n" in one
    assert "  transcript  draft" in two
    first, second = pod("review", "status", "--json").json["episodes"]
    assert first["problem"].startswith(words)
    assert (first["state"], first["next"], second["state"]) == ("none", look_again, "draft")
