"""Names and texts that would give orders to a terminal, break JSON, or fit no other computer."""

import io
import json
import os
import shutil
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import SAMPLE, SLUG, Show

from radkind_pod.cli import main
from radkind_pod.cli.console import Bar, Plain
from radkind_pod.cli.streams import prepare_streams

Run = Callable[..., Any]

CONTROLS = {*map(chr, range(32)), *map(chr, range(0x7F, 0xA0))} - {"\n", "\t"}
EVIL = "a\x1b]0;owned\x07\x1b[31mred\x9b2J\r\x7fb"
SHOWN = r"a\x1b]0;owned\x07\x1b[31mred\x9b2J\x0d\x7fb"


class Terminal(io.TextIOWrapper):
    """What a terminal of this encoding is sent."""

    def __init__(self, encoding: str) -> None:
        self.sent = io.BytesIO()
        super().__init__(self.sent, encoding=encoding, write_through=True)

    def isatty(self) -> bool:
        return True

    @property
    def text(self) -> str:
        return self.sent.getvalue().decode(self.encoding)


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Terminal]:
    """Put a terminal of an encoding in place of both streams."""

    def make(encoding: str) -> Terminal:
        made = Terminal(encoding)
        monkeypatch.setattr(sys, "stdout", made)
        monkeypatch.setattr(sys, "stderr", made)
        monkeypatch.setenv("COLUMNS", "40")
        return made

    return make


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "ascii"])
@pytest.mark.parametrize(
    "words",
    [("new", EVIL), ("new", "zoo", f"/{EVIL}.wav"), (EVIL,), ("check", f"--{EVIL}"), ("-C", f"/{EVIL}", "check")],
)
def test_no_order_reaches_the_terminal_in_any_message(
    show: Show, terminal: Callable[[str], Terminal], words: tuple[str, ...], encoding: str
) -> None:
    screen = terminal(encoding)
    assert main(words) in (2, 3)
    assert not CONTROLS & {*screen.text}
    assert "owned" in screen.text


@pytest.mark.parametrize("look", [Bar, Plain])
def test_no_order_reaches_the_terminal_through_a_display(terminal: Callable[[str], Terminal], look: type[Any]) -> None:
    screen = terminal("utf-8")
    prepare_streams()
    shown = look()
    shown.episode(SLUG, EVIL)
    shown.stage("prepare", (EVIL,))
    shown.remarked(EVIL)
    shown.done("prepare", 1.0)
    shown.close()
    assert SHOWN in screen.text.replace("\n", "")
    assert "\x1b]0;owned" not in screen.text
    assert "\x9b" not in screen.text


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "ascii", "cp437"])
def test_json_stays_json_where_the_terminal_has_no_such_letters(
    show: Show, terminal: Callable[[str], Terminal], encoding: str
) -> None:
    title = "é ü 日本 🎙️ \u202e \u200f"
    show.edit(f"episodes/{SLUG}/episode.yaml", '"Two voices: what we owe each other"', f'"{title}"')
    screen = terminal(encoding)
    assert main(["status", "--json"]) == 0
    assert json.loads(screen.text)["episodes"][0]["title"] == title


@pytest.mark.skipif(sys.platform != "linux", reason="other systems know no such names")
def test_a_folder_whose_name_is_no_text_is_named_in_words_and_in_json(show: Show, pod: Run) -> None:
    folder = show.root / "episodes" / os.fsdecode(b"bad\xff")
    folder.mkdir()
    (folder / "episode.yaml").write_text("title: a\n", encoding="utf-8")
    said = pod("check", "--json")
    assert said.exit == 3
    assert "can't name an episode" in str(said.json)


@pytest.mark.parametrize(
    "name", ["~x.wav", "C:x.wav", "a\\b.wav", "a\nb.wav", "a\tb.wav", "a\x1b[31m.wav", "a\u2028b.wav", "a\x9bb.wav"]
)
def test_a_recording_that_no_episode_can_name_is_not_copied(show: Show, pod: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    said = pod("new", "zoo", str(tmp_path / name))
    assert (said.exit, "can't be written down" in said.err) == (3, True)
    assert not (show.root / "episodes/zoo").exists()


@pytest.mark.parametrize(
    "name",
    [
        "-rf.wav",
        " lead.wav",
        "e\u0301.wav",
        "🎙️ ö.wav",
        "#%20&+.wav",
        "rlo\u202egnp.wav",
        "[b]{x}%s.wav",
        f"{'n' * 251}.wav",
    ],
)
def test_a_recording_of_any_other_name_is_found_again(show: Show, pod: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes((show.raw / "reader-1.wav").read_bytes())
    assert pod("new", "zoo", "--", str(tmp_path / name)).exit == 0
    assert pod("check").exit == 0
    assert pod("build", "zoo", "--plan").exit == 0
    assert [f.name for f in (show.root / "episodes/zoo/raw").iterdir()] == [unicodedata.normalize("NFC", name)]


@pytest.mark.parametrize("name", ["aux.wav", "CON", "nul.tar.wav", "a?.wav", "bb:c.wav", "dot..", "space.wav "])
def test_a_name_that_windows_cant_keep_is_advice(show: Show, pod: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    assert pod("new", "zoo", str(tmp_path / name)).exit == 0
    said = pod("check")
    assert (said.exit, "is a name that Windows can't keep" in said.out + said.err) == (0, True)


@pytest.mark.parametrize(("one", "other"), [("A.wav", "a.wav"), ("\u00e9.wav", "e\u0301.wav")])
def test_names_that_a_folder_of_another_system_takes_for_one_are_told(
    show: Show, pod: Run, one: str, other: str
) -> None:
    """There may be no such folder here, so that it is told before the show is copied to one."""
    for name in (one, other):
        (show.raw / name).write_bytes(b"x")
    if not {one, other} <= {file.name for file in show.raw.iterdir()}:
        pytest.skip("this folder takes them for one")
    show.edit(
        f"episodes/{SLUG}/episode.yaml", "  - {file: reader-1.wav", f"  - {one}\n  - {other}\n  - {{file: reader-1.wav"
    )
    said = pod("check")
    assert (said.exit, "are the same name on a Mac or in Windows" in said.out + said.err) == (0, True)


def test_one_name_in_both_forms_is_one_file_and_one_request(show: Show, pod: Run) -> None:
    """As a Mac writes it, and as people do."""
    (show.raw / "e\u0301.wav").write_bytes((show.raw / "reader-1.wav").read_bytes())
    show.edit(f"episodes/{SLUG}/episode.yaml", "file: reader-1.wav", "file: \u00e9.wav")
    assert pod("check").exit == 0


@pytest.mark.skipif(sys.platform != "linux", reason="other systems know no such names")
@pytest.mark.parametrize("name", ["-e\u0301 🎙️ a%20b#c?d&e'\"$(x)`y` [b]", os.fsdecode(b"bad\xff\x1b]0;x\x07")])
def test_a_project_lives_in_a_folder_of_any_name(
    built_sample: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, terminal: Callable[[str], Terminal], name: str
) -> None:
    root = tmp_path / name / "show"
    shutil.copytree(built_sample.root, root)
    shutil.copy2(SAMPLE / "people.yaml", root)
    monkeypatch.chdir(root)
    with (root / "config.yaml").open("a", encoding="utf-8") as file:
        file.write("publish: {to: ../web}\n")
    screen = terminal("utf-8")
    commands = ["check", f"review start {SLUG}", f"review export {SLUG} --format docx", f"review pack {SLUG}"]
    commands += [f"build {SLUG} --engine replay --progress plain", "status", "publish --progress plain", "clean"]
    for command in commands:
        assert main(command.split()) == 0, screen.text[-2000:]
    assert "\x1b]0;x" not in screen.text
    assert (root.parent / "web/feed.xml").read_bytes() == (root / "public/feed.xml").read_bytes()
