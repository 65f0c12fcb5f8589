"""Cuts are added as a person would add them: nothing else in the file changes, not a comment, not a space."""

import difflib
from collections.abc import Callable
from pathlib import Path

import pytest

from radkind_pod.errors import SourceError
from radkind_pod.model.episode import Moment, PlannedCut
from radkind_pod.model.show import Show
from radkind_pod.sources.added_cuts import AddedCut, add_cuts
from radkind_pod.sources.document import read_document
from radkind_pod.sources.episode import read_episode
from radkind_pod.sources.show import read_show

NAMES = ("a.wav", "b.wav")
ADDED = (
    AddedCut(PlannedCut(Moment(12_250), Moment(14_000)), "pause"),
    AddedCut(PlannedCut(Moment(3_723_004), Moment(3_723_400)), "um"),
)
FIRST, SECOND = "{from: 0:12.250, to: 0:14.000}", "{from: 1:02:03.004, to: 1:02:03.400}"
FORMS = {
    "absent": ("title: a", f"title: a\ncuts:\n  - {FIRST}  # pause\n  - {SECOND}  # um\n"),
    "example": (
        "title: a\n\n# What listeners don't hear.\n# cuts:\n#   - {from: 1:00, to: 1:10}\n\n# Names.\nnotes: |\n  b\n",
        "title: a\n\n# What listeners don't hear.\n# cuts:\n#   - {from: 1:00, to: 1:10}\n"
        f"cuts:\n  - {FIRST}  # pause\n  - {SECOND}  # um\n\n# Names.\nnotes: |\n  b\n",
    ),
    "nothing": ("cuts:   # none\ntitle: a\n", f"cuts:   # none\n  - {FIRST}  # pause\n  - {SECOND}  # um\ntitle: a\n"),
    "null": ("cuts: ~  # none\ntitle: a\n", f"cuts:  # none\n  - {FIRST}  # pause\n  - {SECOND}  # um\ntitle: a\n"),
    "empty": ("cuts: [ ]\ntitle: a\n", f"cuts:\n  - {FIRST}  # pause\n  - {SECOND}  # um\ntitle: a\n"),
    "empty over lines": ("cuts: [\n ]\ntitle: a\n", f"cuts:\n  - {FIRST}  # pause\n  - {SECOND}  # um\ntitle: a\n"),
    "block": (
        "cuts:\n- from: 1:00\n  to:   1:10   # ad\n\n# More.\ntitle: a\n",
        f"cuts:\n- from: 1:00\n  to:   1:10   # ad\n- {FIRST}  # pause\n- {SECOND}  # um\n\n# More.\ntitle: a\n",
    ),
    "indented block at the end": (
        "cuts:\n    - {from: 1:00,\n       to: 1:10\n      }",
        f"cuts:\n    - {{from: 1:00,\n       to: 1:10\n      }}\n    - {FIRST}  # pause\n    - {SECOND}  # um\n",
    ),
    "block of blocks": (
        'cuts:\n  - from: {recording: a.wav, at: 1:00}\n    to:\n      recording: "a.wav"\n      at: 1:10\ntitle: a\n',
        'cuts:\n  - from: {recording: a.wav, at: 1:00}\n    to:\n      recording: "a.wav"\n      at: 1:10\n'
        f"  - {FIRST}  # pause\n  - {SECOND}  # um\ntitle: a\n",
    ),
    "in brackets": (
        "cuts: [{from: 1:00, to: 1:10} ]  # ad\ntitle: a\n",
        f"cuts: [{{from: 1:00, to: 1:10}},\n  {FIRST},\n  {SECOND} ]  # ad\ntitle: a\n",
    ),
    "in brackets over lines": (
        "cuts: [\n  {from: 1:00, to: 1:10}  # ad\n ]\ntitle: a\n",
        f"cuts: [\n  {{from: 1:00, to: 1:10}},  # ad\n  {FIRST},  # pause\n  {SECOND},  # um\n ]\ntitle: a\n",
    ),
    "in brackets with a last comma": (
        "cuts: [\n  {from: 1:00, to: 1:10},  # ad\n]\ntitle: a\n",
        f"cuts: [\n  {{from: 1:00, to: 1:10}},  # ad\n  {FIRST},  # pause\n  {SECOND},  # um\n]\ntitle: a\n",
    ),
}


def edited(tmp_path: Path, text: str, newline: str = "\n") -> str:
    file = tmp_path / "episode.yaml"
    file.write_text(text, encoding="utf-8", newline=newline)
    add_cuts(file, ADDED, NAMES)
    return file.read_bytes().decode("utf-8")


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("form", FORMS)
def test_cuts_go_where_a_person_would_write_them(tmp_path: Path, form: str, newline: str) -> None:
    before, after = FORMS[form]
    assert edited(tmp_path, f"# A\n{before}", newline) == f"# A\n{after}".replace("\n", newline)


def test_what_an_editor_put_before_the_first_line_stays(tmp_path: Path) -> None:
    assert edited(tmp_path, "\ufefftitle: a\n") == f"\ufeff{FORMS['absent'][1]}"


def test_a_cut_counts_in_its_recording_where_it_says_so(tmp_path: Path) -> None:
    file = tmp_path / "episode.yaml"
    file.write_text("title: a\n", encoding="utf-8")
    across = PlannedCut(Moment(1000, 0), Moment(2500, 1))
    add_cuts(file, [AddedCut(across, "pause")], ("a.wav", 'b "2".wav'))
    said = {"from": {"recording": "a.wav", "at": "0:01.000"}, "to": {"recording": 'b "2".wav', "at": "0:02.500"}}
    assert read_document(file).data["cuts"] == [said]


def test_a_new_episode_takes_cuts_and_every_other_line_stays(
    show_folder: Path, write_episode: Callable[..., None]
) -> None:
    show: Show = read_show(show_folder)
    file = show_folder / "episodes/how-it-began/episode.yaml"
    before = file.read_text(encoding="utf-8")
    write_episode("# cuts:\n#   - {from: 12:30, to: 12:45}\n\n# language: en-gb\n")
    before = file.read_text(encoding="utf-8")
    add_cuts(file, ADDED, NAMES)
    after = file.read_text(encoding="utf-8")
    changes = [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line[0] in "+-"]
    assert changes == ["+ cuts:", f"+   - {FIRST}  # pause", f"+   - {SECOND}  # um"]
    assert [(cut.start.ms, cut.end.ms) for cut in read_episode(show, "how-it-began").cuts] == [
        (12_250, 14_000),
        (3_723_004, 3_723_400),
    ]


@pytest.mark.parametrize("text", ["{title: a}\n", "title: a\n...\n", "title: a\ncuts: 1:00\n"])
def test_where_nothing_can_be_added_the_lines_are_said_and_nothing_is_changed(tmp_path: Path, text: str) -> None:
    with pytest.raises(SourceError, match="by hand") as raised:
        edited(tmp_path, text)
    assert f"  - {FIRST}\n  - {SECOND}" in str(raised.value)
    assert (tmp_path / "episode.yaml").read_text(encoding="utf-8") == text
    assert [file.name for file in tmp_path.iterdir()] == ["episode.yaml"]


def test_more_cuts_than_are_read_are_not_said_to_be_added_by_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By hand, too, they would make the file one that nobody can read."""
    monkeypatch.setattr("radkind_pod.sources.document._MOST_NODES", 12)
    with pytest.raises(SourceError, match="more keys and values stand here") as raised:
        edited(tmp_path, "title: a\n")
    assert [(one.file.name, one.line) for one in raised.value.problems] == [("episode.yaml", 4)]
    assert (tmp_path / "episode.yaml").read_text(encoding="utf-8") == "title: a\n"


def test_permissions_and_links_stay(tmp_path: Path) -> None:
    target, link = tmp_path / "elsewhere.yaml", tmp_path / "episode.yaml"
    target.write_text("title: a\n", encoding="utf-8")
    target.chmod(0o640)
    link.symlink_to(target)
    add_cuts(link, ADDED, NAMES)
    assert link.is_symlink()
    assert target.stat().st_mode & 0o777 == 0o640
    assert target.read_text(encoding="utf-8") == FORMS["absent"][1]
