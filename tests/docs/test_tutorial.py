"""The tutorial's commands work as they stand, one after the other, in an empty folder."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^```sh\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
EDITS = dict(re.findall(r"^(recordings|chapters):\n((?:  .*\n)+)", PAGE, re.MULTILINE))


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Run the tutorial, block after block, and return what each block printed."""
    folder = tmp_path_factory.mktemp("tutorial")
    bin_folder = Path(sys.executable).parent
    environment = {
        **os.environ,
        "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}",
        "SAMPLE": str(ROOT),
        "NO_COLOR": "1",
    }
    outputs = []
    for commands in COMMANDS:
        done = subprocess.run(
            ["sh", "-e", "-c", commands],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, f"{commands}\n{done.stderr}"
        outputs.append(done.stdout)
        if "cd my-show" in commands:
            folder /= "my-show"
        if "radkind-pod new" in commands:
            edit(folder / "episodes" / "first-steps" / "episode.yaml")
    return outputs


def edit(episode_file: Path) -> None:
    """Write the speaker and the chapter of the tutorial into episode.yaml, as a reader would."""
    text = episode_file.read_text(encoding="utf-8")
    text = re.sub(r"^recordings:\n(?:  .*\n)+", f"recordings:\n{EDITS['recordings']}", text, flags=re.MULTILINE)
    chapters = f"\nchapters:\n{EDITS['chapters']}"
    episode_file.write_text(text + chapters, encoding="utf-8", newline="\n")


def block(command: str) -> int:
    """Return which block holds the command."""
    return next(i for i, text in enumerate(COMMANDS) if command in text)


def test_the_first_build_makes_the_episode(said: list[str]) -> None:
    assert "First steps is ready." in said[block("radkind-pod status")]


def test_a_second_build_makes_nothing(said: list[str]) -> None:
    assert "made:" not in said[block("radkind-pod status") + 1]


def test_a_corrected_word_costs_no_sound(said: list[str]) -> None:
    made = re.findall(r"made: (.*?) in ", said[block("LEISURE")])
    names = {name for group in made for name in group.split(", ")}
    assert names == {"captions", "package", "page", "index", "site", "item", "feed"}


def test_a_new_title_costs_no_sound(said: list[str]) -> None:
    made = re.findall(r"made: (.*?) in ", said[block("and a second one")])
    names = {name for group in made for name in group.split(", ")}
    assert names == {"package", "report", "page", "index", "site", "item", "feed"}


def test_the_episode_is_published_and_status_says_so(said: list[str]) -> None:
    published = said[block("radkind-pod publish")]
    assert "new episode  first-steps" in published
    assert "publishing  published\n" in published


def test_after_clean_the_episode_waits_for_a_build(said: list[str]) -> None:
    assert "radkind-pod build first-steps" in said[block("radkind-pod clean")]
