"""Killed at any moment: nothing half-written is public or taken for finished, and the next build finishes.

A kill leaves what the disk holds at that moment. So one build is watched, its folder is copied whenever the disk is
about to change, and each copy is held against the promise; real kills at random moments come on top.
"""

import hashlib
import io
import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from radkind_pod.cli import main

BUILD = ("build", "two-voices", "--engine", "replay", "--progress", "none")
NOTHING_HEARD = '{"engine": "replay", "weights_sha256": "", "language": "en", "heard": []}\n'
NAMED_BY_CONTENT = re.compile(r"-([0-9a-f]{12})\.[a-z0-9.]+$")
THROWN_AWAY = re.compile(r"/\.[a-z]+\.(part-|old)")
STEPS = (
    [(os, name) for name in ("rename", "replace", "unlink", "mkdir", "rmdir")] + [(shutil, "copyfile")] + [(io, "open")]
)
KILLS = 20
SEED = 20261123


def shorten(show: Any, recording: str) -> None:
    """Make the sample a show of one short recording, without music, so that a build takes no time."""
    text = (show.root / "config.yaml").read_text(encoding="utf-8")
    config = re.sub(r"(?m)^(intro|outro|crossfade):.*\n", "", text)
    (show.root / "config.yaml").write_text(config, encoding="utf-8", newline="\n")
    head, _ = (show.episode / "episode.yaml").read_text(encoding="utf-8").split("# The recordings,")
    text = f"{head}recordings:\n  - {recording}\n"
    (show.episode / "episode.yaml").write_text(text, encoding="utf-8", newline="\n")
    (show.episode / "replay.json").write_text(NOTHING_HEARD, encoding="utf-8", newline="\n")


def tree(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file below the folder, by path."""
    files = (f for f in folder.rglob("*") if f.is_file())
    return {f.relative_to(folder).as_posix(): hashlib.sha256(f.read_bytes()).hexdigest() for f in files}


def build(root: Path) -> dict[str, str]:
    """Build the show in this process and return what is public then."""
    assert main(("-C", str(root), *BUILD)) == 0
    return tree(root / "public")


class Watched:
    """Copies a folder each time before the disk changes, and right after a file was opened for writing."""

    def __init__(self, root: Path, copies: Path) -> None:
        self.root, self.copies, self.moments = root, copies, list[Path]()
        self._last: object = None

    def look(self) -> None:
        """Copy the folder if it isn't as it was, whatever is in folders that the next build throws away."""
        paths = (p for p in sorted(self.root.rglob("*")) if not THROWN_AWAY.search(p.parent.as_posix()))
        now = [(p, (s := p.stat()).st_size, s.st_mtime_ns * p.is_file()) for p in paths]
        if now != self._last:
            self._last = now
            self.moments.append(self.copies / f"{len(self.moments):03}")
            shutil.copytree(self.root, self.moments[-1])

    @contextmanager
    def watching(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        """Look at every step that this process takes on the disk."""
        with monkeypatch.context() as patch:
            originals = [(module, name, getattr(module, name)) for module, name in STEPS]

            def watched(step: Callable[..., Any], *, after: bool) -> Callable[..., Any]:
                def watched_step(*arguments: Any, **options: Any) -> Any:
                    if after and not {*str(arguments[1:2])} & {*"wx"}:
                        return step(*arguments, **options)
                    result = step(*arguments, **options) if after else None
                    patch.undo()
                    self.look()
                    put_on()
                    return result if after else step(*arguments, **options)

                return watched_step

            def put_on() -> None:
                for module, name, step in originals:
                    patch.setattr(module, name, watched(step, after=module is io))

            put_on()
            yield


def assert_public_is_whole(public: Path) -> None:
    """Hold what is public against its names and its feed."""
    for file in (f for f in public.rglob("*") if f.is_file()):
        data = file.read_bytes()
        assert ".part" not in file.name
        if found := NAMED_BY_CONTENT.search(file.name):
            assert hashlib.sha256(data).hexdigest().startswith(found[1]), file
        if file.suffix == ".html":
            assert data.rstrip().endswith(b"</html>"), file
    if (public / "feed.xml").exists():
        assert_feed_is_whole(public)


def assert_feed_is_whole(public: Path) -> None:
    """Every file that the feed names is there, as long as it says."""
    channel = ElementTree.parse(public / "feed.xml").getroot().find("channel")
    assert channel is not None
    base = "https://radicalkindness.example/podcast/"
    named = 0
    for element in channel.iter():
        for address in (element.get("url"), element.get("href")):
            path = (address or "").removeprefix(base)
            if address == f"{base}{path}" and "." in path:
                named += 1
                assert (public / path).is_file(), address
                if element.tag == "enclosure":
                    assert (public / path).stat().st_size == int(element.get("length", "0"))
    assert named >= 3


def assert_survived(moments: list[Path], finished: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Hold every moment against the promise, and let the next build go on from it."""
    monkeypatch.setattr(os, "fsync", lambda _: None)  # nobody pulls the plug here, and the disk is slow
    for moment in moments:
        assert_public_is_whole(moment / "public")
        assert build(moment) == finished, moment
        left = [p.name for p in (moment / "build").glob("*/.*") if p.is_dir() and any(p.iterdir())]
        assert left == [], moment
        shutil.rmtree(moment)


def test_a_first_build_may_be_killed_at_every_step(show: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shorten(show, "reader-2.wav")
    watched = Watched(show.root, tmp_path / "moments")
    with watched.watching(monkeypatch):
        finished = build(show.root)
    assert len(watched.moments) > 40
    sys.stdout.write(f"{len(watched.moments)} moments\n")
    assert_survived(watched.moments, finished, monkeypatch)


def test_a_build_over_a_published_one_may_be_killed_at_every_step(
    show: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The recording, the title and the picture change, so that every public file gets a new name or new bytes."""
    shorten(show, "reader-2.wav")
    before = build(show.root)
    (show.raw / "reader-3.wav").replace(show.raw / "reader-2.wav")
    show.edit("episodes/two-voices/episode.yaml", "Two voices: what", "Two voices on what")
    watched = Watched(show.root, tmp_path / "moments")
    with watched.watching(monkeypatch):
        finished = build(show.root)
    assert finished.keys() != before.keys()
    assert len(watched.moments) > 50
    sys.stdout.write(f"{len(watched.moments)} moments\n")
    assert_survived(watched.moments, finished, monkeypatch)


def test_a_build_may_be_killed_at_any_moment(show: Any, tmp_path: Path) -> None:
    """Real kills of a real process, at random moments over the length of a build."""
    shorten(show, "reader-2.wav")
    whole = tmp_path / "whole"
    shutil.copytree(show.root, whole)
    command = [sys.executable, "-m", "radkind_pod", *BUILD]
    began = time.monotonic()
    subprocess.run(command, cwd=whole, check=True, capture_output=True)
    length = time.monotonic() - began
    finished = tree(whole / "public")
    moments = random.Random(SEED)
    for number in range(KILLS):
        root = tmp_path / f"killed-{number}"
        shutil.copytree(show.root, root)
        seconds = moments.uniform(0.2, 1.0) * length
        sys.stdout.write(f"seed {SEED}, kill {number} after {seconds:.3f} s\n")
        with subprocess.Popen(command, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            time.sleep(seconds)
            process.kill()
        assert_public_is_whole(root / "public")
        assert build(root) == finished
        shutil.rmtree(root)
