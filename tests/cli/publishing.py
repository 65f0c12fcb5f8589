"""A show that is ready to publish, and what is found at its destination."""

import json
import shutil

from tests.cli.conftest import SLUG, Show

PUBLIC_NAME = "A LibriVox volunteer"


def add(show: Show, text: str) -> None:
    with (show.root / "config.yaml").open("a", encoding="utf-8") as file:
        file.write(text)


def web(show: Show) -> dict[str, bytes]:
    """Return every public file at the destination."""
    folder = show.root.parent / "web"
    files = (f for f in folder.rglob("*") if f.is_file() and ".radkind-pod" not in f.parts)
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in files}


def clone(show: Show, slug: str, **changes: object) -> None:
    """Make a second episode of the first one, as if it had been built too."""
    source, target = show.episode, show.root / "episodes" / slug
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("raw", "built-from.json"))
    for name in ("release.json", "words.json", "episode.yaml"):
        text = (
            (target / name).read_text(encoding="utf-8").replace(SLUG, slug).replace("5b0f6d0e", slug[:8].ljust(8, "0"))
        )
        (target / name).write_text(text, encoding="utf-8")
    file = target / "release.json"
    release = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**release, **changes}), encoding="utf-8")
    package = show.root / "build" / slug / "package" / "files" / "episodes" / slug
    package.mkdir(parents=True)
    for made in (show.root / "build" / SLUG / "package" / "files" / "episodes" / SLUG).iterdir():
        shutil.copy2(made, package / made.name.replace(SLUG, slug))
