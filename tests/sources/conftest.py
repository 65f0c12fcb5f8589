"""A small show on disk, whole and without problems, that tests break in one place."""

from collections.abc import Callable
from pathlib import Path

import pytest

CONFIG = """\
title: "Kindness at Work"
description: "Conversations about kindness."
language: en-gb
author: Radical Kindness
owner: {name: Radical Kindness, email: podcast@radicalkindness.test}
link: https://radicalkindness.test
base_url: https://radicalkindness.test/podcast
guid: 917393e3-1b1e-5cef-ace4-edaa54e1f810
categories: [Society & Culture > Documentary]
explicit: false
artwork: artwork.png
artwork_alt: Two hands
licence: cc-by-nc-4.0
"""

EPISODE = """\
title: "How it began"
guid: urn:uuid:5b0f6d0e-5a55-4d7c-9a40-0d5b8f6c2f11
published: 2026-03-01 09:00 +00:00
summary: "Ama tells how it began."
recordings:
  - a.wav
  - b.wav
"""


@pytest.fixture
def show_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A show with config.yaml, a picture, an intro and the recordings of one episode; it is the current folder."""
    root = tmp_path / "show"
    raw = root / "episodes/how-it-began/raw"
    raw.mkdir(parents=True)
    (root / "audio").mkdir()
    for file in ("artwork.png", "audio/intro.flac", "episodes/how-it-began/garden.jpg"):
        (root / file).write_bytes(b"not looked into")
    for name in ("a.wav", "b.wav"):
        (raw / name).write_bytes(b"not looked into")
    (root / "config.yaml").write_text(CONFIG, encoding="utf-8")
    (raw.parent / "episode.yaml").write_text(EPISODE, encoding="utf-8")
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def write_config(show_folder: Path) -> Callable[..., None]:
    """Replace parts of config.yaml, or add lines to it."""
    return lambda add="", **changes: _write(show_folder / "config.yaml", CONFIG, add, changes)


@pytest.fixture
def write_episode(show_folder: Path) -> Callable[..., None]:
    """Replace the values of keys in episode.yaml, or add lines to it."""
    return lambda add="", **changes: _write(show_folder / "episodes/how-it-began/episode.yaml", EPISODE, add, changes)


def _write(file: Path, text: str, add: str, changes: dict[str, str]) -> None:
    lines = [
        next((f"{k}: {v}" for k, v in changes.items() if line.startswith(f"{k}:")), line) for line in text.splitlines()
    ]
    file.write_text("\n".join(lines) + "\n" + add, encoding="utf-8", newline="\n")
