"""What people do with a show, each with the state in which they do it."""

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
SLUG = "tiny"
BUILD = ("build", SLUG, "--engine", "replay", "--progress", "none")
PUBLISH = ("publish", "--progress", "none")
SPEAKER = "A LibriVox volunteer"
EPISODE = f"""\
title: Tiny
number: 1
published: 2026-11-20T09:00:00+00:00
guid: urn:uuid:5b0f6d0e-5a55-4d7c-9a40-0d5b8f6c2f99
people:
  - {{name: {SPEAKER}, role: host}}
summary: A word or two.
recordings:
  - {{file: reader-2.wav, speaker: {SPEAKER}}}
"""


@dataclass(frozen=True)
class Scene:
    """A command, or what else somebody does, and how to get to where it is done."""

    name: str
    command: tuple[str, ...] | Callable[[], int]
    before: Sequence[tuple[str, ...] | Callable[[Path], None]] = field(default_factory=tuple)
    ends: tuple[int, ...] = (0,)
    """The exit codes with which it may end when nothing goes wrong."""


def make_show(top: Path) -> None:
    """Make the smallest show there can be: one recording of three seconds, without music."""
    show = top / "show"
    raw = show / "episodes" / SLUG / "raw"
    raw.mkdir(parents=True)
    shutil.copy2(ROOT / "episodes/two-voices/raw/reader-2.wav", raw)
    for name in ("artwork.png", "people.yaml"):
        shutil.copy2(ROOT / name, show)
    config = (ROOT / "config.yaml").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = "".join(line for line in config if not line.startswith(("intro:", "outro:")))
    (show / "config.yaml").write_text(f"{kept}\npublish: {{to: ../web}}\n", encoding="utf-8")
    (raw.parent / "episode.yaml").write_text(EPISODE, encoding="utf-8")
    (raw.parent / "replay.json").write_text(json.dumps(_answer()), encoding="utf-8")


def _answer() -> dict[str, object]:
    """Return what the machine heard of the second recording of the sample, with times of its own."""
    answer = json.loads((ROOT / "episodes/two-voices/replay.json").read_text(encoding="utf-8"))
    heard = answer["heard"][1]
    first = heard["words"][0]["start_ms"] - 200
    for word in heard["words"]:
        word["start_ms"] -= first
        word["end_ms"] -= first
    return {**answer, "heard": [heard]}


def retitle(top: Path) -> None:
    """Let a person write another title."""
    file = top / "show/episodes" / SLUG / "episode.yaml"
    file.write_text(EPISODE.replace("title: Tiny", "title: Tiny, and renamed"), encoding="utf-8")


def correct(top: Path) -> None:
    """Let a person correct a word in a text editor."""
    file = top / "show/episodes" / SLUG / "transcript.vtt"
    file.write_text(file.read_text(encoding="utf-8").replace("had", "has", 1), encoding="utf-8")


def save_in_the_editor() -> int:
    """Let a volunteer correct a word in the editor: what the page sends is on the disk when this returns."""
    from tests.editor.samples import body, region

    from radkind_pod.cli.review.facts import facts_of
    from radkind_pod.cli.review.opening import open_sound
    from radkind_pod.editor.desk import Desk

    opened = open_sound(Path.cwd(), SLUG)
    desk = Desk(opened.case, facts_of(opened))
    state = desk.open()
    desk.save(desk.read(body(state, state["disk_version"], regions=[region(state, 0, "Corrected", "here.")])))
    return 0


STARTED = (BUILD, ("review", "start", SLUG))
OUT_THERE = (BUILD, PUBLISH)
SCENES = (
    Scene("new", ("new", "second", f"episodes/{SLUG}/raw/reader-2.wav", "--title", "Second")),
    Scene("build", BUILD),
    Scene("build again", BUILD, (BUILD, retitle)),
    Scene("review start", STARTED[-1], (BUILD,)),
    Scene("review export", ("review", "export", SLUG, "--format", "vtt", "--output", "text.vtt"), STARTED),
    Scene("review pack", ("review", "pack", SLUG), STARTED),
    Scene("editor", save_in_the_editor, STARTED),
    Scene("build corrected", BUILD, (*STARTED, correct)),
    Scene("trim", ("trim", SLUG, "--propose"), STARTED),
    Scene("publish", PUBLISH, (BUILD,)),
    Scene("publish again", PUBLISH, (*OUT_THERE, retitle, BUILD)),
    Scene("approve", ("approve", SLUG, "--by", "Sam"), (BUILD,)),
    Scene("withdraw", ("withdraw", SPEAKER, "--yes", "--progress", "none"), OUT_THERE),
    Scene("new-feed-url", ("new-feed-url", "https://new.example/feed.xml")),
    Scene("clean", ("clean", SLUG), (BUILD,)),
)
