"""The smallest show there can be, and what people do with it besides commands."""

import json
import os
import wave
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import huggingface_hub
from PIL import Image
from tests.cli.reviewing import region
from tests.editor.samples import body, corrections
from tests.editor.samples import region as words_at
from tests.pipeline.feed_import.conftest import BODIES, OLD, golden_feed
from tests.sources.feed_import.old_host import Reply, old_host

from radkind_pod.cli import main
from radkind_pod.cli.review.facts import facts_of
from radkind_pod.cli.review.opening import open_sound
from radkind_pod.editor.desk import Desk
from radkind_pod.transcript.review.case import Case
from radkind_pod.transcript.review.folder import ReviewFolder
from radkind_pod.transcript.review.saving import history
from radkind_pod.transcript.review.withheld import view
from radkind_pod.transcript.stages import Draft

ROOT = Path(__file__).parents[2]
SLUG = "tiny"
SPEAKER = "A LibriVox volunteer"
SECONDS = 1.5
CONFIG = f"""\
title: Tiny show
description: A word or two.
language: en-gb
author: Tiny
owner: {{name: Tiny, email: tiny@tiny.example}}
link: https://tiny.example
base_url: https://tiny.example/podcast
guid: 2c0d9c0a-7147-5aa2-86c7-35f0144feedd
categories: [Education]
explicit: false
artwork: artwork.png
artwork_alt: Green
licence: cc-by-4.0
hosts: [{{name: {SPEAKER}}}]
loudness: {{target: -16, true_peak: -1}}
transcription: {{engine: replay}}
review: {{checks: 1}}
publish: {{to: ../web}}
"""
PEOPLE = f"people: [{{name: {SPEAKER}, uses: [audio, transcript, name, clips], given: 2026-11-23, form: public}}]\n"
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
UNTIL_THE_END = ExitStack()
"""What runs as long as this process."""
SAVINGS: dict[str, dict[str, object]] = {
    "save": {},
    "finish": {"finished": True},
    "merge": {"by": "Tom", "copy": "f" * 16},
}
"""What the editor's page may send: words, that somebody is done, and what another page puts together with it."""
MODEL = {"model.bin": b"weights", "config.json": b"{}", "tokenizer.json": b"[]", "vocabulary.txt": b"a\n"}


@dataclass(frozen=True)
class Scene:
    """A command, or what else somebody does, and how to get to where it is done."""

    name: str
    command: tuple[str, ...] | Callable[[], int]
    before: Sequence[tuple[str, ...] | Callable[[Path], None]] = ()
    ends: tuple[int, ...] = (0,)
    """The exit codes of the run that nothing stops, and of one that finds it done already."""
    is_steady: bool = True
    """Each run makes the same calls in the same order."""


def make_show(top: Path) -> None:
    """Make it, with one recording of less than two seconds and without music."""
    show = top / "show"
    raw = show / "episodes" / SLUG / "raw"
    raw.mkdir(parents=True)
    with (
        wave.open(str(ROOT / "episodes/two-voices/raw/reader-2.wav")) as long,
        wave.open(str(raw / "reader-2.wav"), "wb") as short,
    ):
        short.setparams(long.getparams())
        short.writeframes(long.readframes(int(SECONDS * long.getframerate())))
    Image.new("L", (1400, 1400)).save(show / "artwork.png")
    for name, text in {"people.yaml": PEOPLE, "config.yaml": CONFIG}.items():
        (show / name).write_text(text, encoding="utf-8")
    (raw.parent / "episode.yaml").write_text(EPISODE, encoding="utf-8")
    (raw.parent / "replay.json").write_text(json.dumps(_answer()), encoding="utf-8")


def _answer() -> dict[str, object]:
    """Return what the machine heard of the second recording of the sample, with times of its own, and one filler."""
    answer = json.loads((ROOT / "episodes/two-voices/replay.json").read_text(encoding="utf-8"))
    heard = answer["heard"][1]
    first = heard["words"][0]["start_ms"] - 200
    words = [
        {**word, "start_ms": word["start_ms"] - first, "end_ms": word["end_ms"] - first} for word in heard["words"]
    ]
    words = [word for word in words if word["end_ms"] < SECONDS * 1000]
    words[2]["text"] = "um,"
    return {**answer, "heard": [{**heard, "words": words}]}


def receive(top: Path) -> None:
    """Let two volunteers send back what they corrected in the same sentence."""
    made = top / "show/build" / SLUG / "transcribe"
    draft = Draft(made / "draft.json", made / "draft.vtt")
    begun = Case(ReviewFolder(top / "show/episodes" / SLUG), "en-gb", draft).begin()
    page = {"episode": SLUG, "version": begun.version, "pack": "ab" * 8, "part": None, "withheld": True}
    for by, word in (("Amina", "is"), ("Tom", "were")):
        changed = region(view(begun.reviewed.document), "was", word, [])
        sent = corrections(page, copy=by.encode().hex().zfill(16), by=by, regions=[changed])
        (top / f"{by}.json").write_text(json.dumps(sent), encoding="utf-8")


def forget_the_sound(top: Path) -> None:
    """Let a project come from another computer: the transcript is there, and nothing that builds keep."""
    main(["-C", str(top / "show"), "clean"])


def serve_a_feed(top: Path) -> None:
    """Let an old host serve a feed with its files, as long as this process lives."""
    host = UNTIL_THE_END.enter_context(old_host())
    text = golden_feed(top / "golden").decode().replace(OLD, host.url)
    host.files["/feed.xml"] = Reply(text.encode(), "application/rss+xml")
    (top / "address").write_text(f"{host.url}/feed.xml", encoding="utf-8")
    for ending, reply in BODIES.items():
        for path in _paths(text, host.url, ending):
            host.files[path] = Reply(reply.body, reply.type, etag=reply.etag)


def _paths(text: str, host: str, ending: str) -> list[str]:
    found = (part.partition('"')[0].partition("<")[0] for part in text.split(host)[1:])
    return [path for path in found if path.endswith(f".{ending}")]


def import_the_feed(*how: str) -> int:
    """Import what the old host serves."""
    address = Path("../address").read_text(encoding="utf-8")
    return main(["import-feed", address, "../moved", "--base-url", "https://new.example/p", "--progress", "none", *how])


def save_in_the_editor() -> int:
    """Let a volunteer correct a word in the editor: what the page sends is on the disk when this returns."""
    desk = at_the_desk()
    state = desk.open()
    words = [words_at(state, 0, "Corrected", "here.")]
    desk.save(desk.read(body(state, state["disk_version"], regions=words)))
    return 0


def at_the_desk() -> Desk:
    """Return the editor's desk of the show in the current folder."""
    opened = open_sound(Path.cwd(), SLUG)
    return Desk(opened.case, facts_of(opened))


def save_in_a_row(kinds: Sequence[str]) -> int:
    """Save this in the editor, one after the other, and note each answer."""
    desk = at_the_desk()
    state = desk.open()
    version = state["disk_version"]
    for number, kind in enumerate(kinds, 1):
        words = [words_at(state, 0, f"Saved{number}", "here.")]
        changed = {"regions": words, "revision": number, **SAVINGS[kind]}
        sent = desk.read(body(state, version, **changed))
        version = (desk.merge(sent) if kind == "merge" else desk.save(sent)).version
        Path(f"answered-{number}").mkdir()
    return 0


def restore_the_first() -> int:
    """Bring back the transcript as it was when its review began."""
    first = next(entry.version for entry in history(ReviewFolder(Path("episodes", SLUG))) if entry.what == "started")
    return main(["review", "restore", SLUG, first])


def open_the_editor() -> int:
    """Open the editor's page, with its sound."""
    at_the_desk().open()
    return 0


def put_a_model(folder: Path) -> None:
    """Put what looks like a model there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in MODEL.items():
        (folder / name).write_bytes(data)


def pull_a_model() -> int:
    """Pull a model from a hub that is a few bytes of ours."""

    def snapshot_download(_repo: str, *, local_dir: Path, **_: object) -> None:
        put_a_model(local_dir)

    huggingface_hub.snapshot_download = snapshot_download
    os.environ["RADKIND_POD_MODELS"] = str(Path.cwd().parent / "store")
    return main(["models", "pull", "tiny.en"])
