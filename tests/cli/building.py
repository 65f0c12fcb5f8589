"""What a build of the sample episode made, and further episodes beside it."""

import shutil
from pathlib import Path

from radkind_pod.pipeline.chain import STAGES

AFTER_THE_WORDS = ["package", "page", "index", "site", "item", "feed"]

EDITIONS = ("aac", "compare-aac", "opus", "compare-opus", "flac", "compare-flac")
NEVER = ("diarise", "clean", "withhold", "compare", "relisten", "overhear", "translate", "subtitles", *EDITIONS)
MADE = tuple(name for name in STAGES if name not in NEVER)
"""The stages of the sample episode: nobody shares a recording or withholds a word, nothing is cleaned or translated."""


def made(said) -> list[str]:
    return [stage["name"] for stage in said.json["stages"] if stage["state"] == "made"]


def add_episode(root: Path, slug: str, number: int) -> None:
    """Copy the sample episode under another slug, number, date and guid."""
    source, target = root / "episodes/two-voices", root / "episodes" / slug
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("release.json"))
    text = (source / "episode.yaml").read_text(encoding="utf-8")
    text = text.replace("number: 1", f"number: {number}").replace("8f6c2f11", f"8f6c2f1{number}")
    text = text.replace("2026-11-23T09", f"2026-11-2{3 + number}T09")
    (target / "episode.yaml").write_text(text, encoding="utf-8", newline="\n")
