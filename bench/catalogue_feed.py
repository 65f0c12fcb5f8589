"""Say how long feed and site take when one of 2,000 episodes changed.

Usage: python bench/catalogue_feed.py [--episodes N] [--folder FOLDER]

A project is made in which every episode has a Release like those of the tests, an hour's words and its public files
(small ones: their bytes are never read again). All is made once. Then one Release gets another title, and what a
build does for feed and site is done again, with the real stores and hashes. Exits 1 where that takes 5 s or more.
"""

import argparse
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from figures import Figure, report
from references import ROOT

from radkind_pod.model.plain import from_plain_file, to_json
from radkind_pod.model.release import Asset, Release, Words
from radkind_pod.model.transcript import Paragraph
from radkind_pod.pipeline.fingerprint import Hashes
from radkind_pod.pipeline.show import SHOW, assets, build_public, read_release, releases
from radkind_pod.pipeline.store import Store
from radkind_pod.progress import Silent
from radkind_pod.sources.show import read_show

GOLDEN = ROOT / "tests/publish/golden"
WANTED_S = 5.0
PARAGRAPHS = 180
"""Of 20 s each: an hour."""
SETTLED_S = 2.5
"""Files younger than 2 s are read again, which no second build has to do."""


class Timed(Silent):
    """Adds up the seconds of each stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)

    def done(self, name: str, seconds: float) -> None:
        """Count them."""
        self.seconds[name] += seconds


def main() -> int:
    """Print the seconds of each part and say whether the figure is held."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--episodes", type=int, default=2000)
    arguments.add_argument("--folder", type=Path)
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        root = asked.folder or Path(scratch)
        if not (root / "config.yaml").is_file():
            make_project(root, asked.episodes)
        first, parts = rebuild(root)
        print(f"{asked.episodes} episodes, an hour's words each. All of it: {first:.1f} s")
        show_parts(parts)
        time.sleep(SETTLED_S)
        again, parts = rebuild(root)
        print(f"\nNothing changed: {again:.2f} s")
        show_parts(parts)
        change_one(root)
        time.sleep(SETTLED_S)
        busy = time.process_time()
        seconds, parts = rebuild(root)
        busy = time.process_time() - busy
        print(f"\nOne changed: {seconds:.2f} s, {busy:.2f} s of them on a processor")
        show_parts(parts)
        size = (root / "public/feed.xml").stat().st_size
    name, wanted = f"feed and site, one of {asked.episodes} changed", f"below {WANTED_S:.0f} s"
    figures = [Figure(name, f"{seconds:.2f} s", wanted, seconds < WANTED_S)]
    details = {
        "all_s": first,
        "nothing_changed_s": again,
        "one_changed_s": parts,
        "processor_s": busy,
        "feed_bytes": size,
    }
    return report("catalogue_feed", figures, details)


def show_parts(parts: dict[str, float]) -> None:
    """Print a line for each part, the longest first."""
    for name, seconds in sorted(parts.items(), key=lambda item: -item[1]):
        print(f"    {name:12} {seconds:7.3f} s")


def rebuild(root: Path) -> tuple[float, dict[str, float]]:
    """Do what a build does after its episode is made; return the seconds, all and of each part."""
    began = time.monotonic()
    timed = Timed()
    hashes = Hashes(root / "build/hashes.json", root)
    timed.done("hashes read", time.monotonic() - began)
    show = read_show(root)
    stores = {f.parent.name: Store(root / "build" / f.parent.name, hashes, timed) for f in releases(root)}
    build_public(show, Store(root / "build" / SHOW, hashes, timed), stores, hashes, {})
    saving = time.monotonic()
    hashes.save()
    timed.done("hashes saved", time.monotonic() - saving)
    whole = time.monotonic() - began
    timed.done("the rest", whole - sum(timed.seconds.values()))
    return whole, dict(timed.seconds)


def make_project(root: Path, count: int) -> None:
    """Make a project of this many episodes, with what their builds would have left."""
    for name in ("config.yaml", "artwork.png"):
        (root / name).write_bytes((ROOT / name).read_bytes())
    (root / "audio").mkdir()
    for name in ("intro.flac", "outro.flac"):
        (root / "audio" / name).write_bytes((ROOT / "audio" / name).read_bytes())
    models = [from_plain_file(Release, file) for file in sorted(GOLDEN.glob("*.release.json"))]
    said = from_plain_file(Words, GOLDEN / "lunch-for-forty.words.json").transcript[0].text
    words = to_json(Words(tuple(_paragraph(n, said) for n in range(PARAGRAPHS))))
    began = datetime.fromisoformat("1990-01-01T06:00:00+00:00")
    for number in range(1, count + 1):
        _write(root, _cloned(models[number % len(models)], number, began + timedelta(days=number)), words)
    read_show(root)


def _paragraph(number: int, said: str) -> Paragraph:
    spoken = " ".join([f"This is number {number}.", *[said] * 2])
    return Paragraph(number * 20_000, number * 20_000 + 19_000, f"Voice {number % 3}", spoken, None)


def _cloned(model: Release, number: int, published: datetime) -> Release:
    slug = f"episode-{number:04}"

    def own(asset: Asset | None) -> Asset | None:
        return replace(asset, path=asset.path.replace(model.slug, slug)) if asset else None

    return replace(
        model,
        slug=slug,
        guid=f"urn:example:{slug}",
        title=f"{model.title}, told again {number}",
        published=published.isoformat(),
        number=number,
        audio=own(model.audio),
        transcripts=tuple(own(asset) for asset in model.transcripts),
        chapters_file=own(model.chapters_file),
        chapters=tuple(replace(chapter, image=own(chapter.image)) for chapter in model.chapters),
        artwork=own(model.artwork),
    )


def _write(root: Path, release: Release, words: str) -> None:
    kept = root / "episodes" / release.slug
    kept.mkdir(parents=True)
    (kept / "release.json").write_text(to_json(release), encoding="utf-8", newline="\n")
    (kept / "words.json").write_text(words, encoding="utf-8", newline="\n")
    for asset in assets(release):
        file = root / "build" / release.slug / "package/files" / asset.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(asset.path, encoding="utf-8", newline="\n")


def change_one(root: Path) -> None:
    """Give an episode in the middle another title."""
    files = releases(root)
    file = files[len(files) // 2]
    changed = replace(read_release(file), title=f"Renamed {time.time_ns()}")
    file.write_text(to_json(changed), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    sys.exit(main())
