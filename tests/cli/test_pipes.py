"""What is asked for by `| head` ends, or goes on, without a word."""

import os
import subprocess
import sys
from pathlib import Path

from tests.cli.conftest import SLUG, Show

POD = (sys.executable, "-c", "import sys; from radkind_pod.cli import main; sys.exit(main())")


def unread(root: Path, *arguments: str) -> int:
    """Run it with both streams into a pipe that nobody reads; return the exit code."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        return subprocess.run([*POD, *arguments], cwd=root, stdout=writer, stderr=writer, check=False).returncode
    finally:
        os.close(writer)


def test_a_reader_that_has_gone_is_no_failure(show: Show) -> None:
    for words in (("status",), ("help",), ("check", "--json")):
        assert unread(show.root, *words) == 0


def test_the_exit_code_is_the_one_that_was_earned(show: Show) -> None:
    show.edit("config.yaml", "title:", "titel:")
    assert unread(show.root, "check") == 3


def test_a_transcript_that_is_exported_to_a_reader_that_has_gone(built: Show) -> None:
    words = ("review", "export", SLUG, "--format", "docx", "--output", "-")
    assert unread(built.root, *words) == 0


def test_a_build_goes_on_without_its_display(show: Show) -> None:
    assert unread(show.root, "build", SLUG, "--engine", "replay", "--progress", "plain") == 0
    assert (show.root / "public" / "feed.xml").is_file()
    assert not list((show.root / "build").glob("crash-*"))
