"""What was fetched for one episode: the files below imported/, and which address each came from."""

import json
from dataclasses import dataclass, field
from hashlib import file_digest, sha256
from pathlib import Path

from radkind_pod.disk import write_whole
from radkind_pod.model.plain import from_plain, parsed, to_plain
from radkind_pod.model.release import Asset
from radkind_pod.pipeline.show import IMPORTED
from radkind_pod.present import is_file

_LIST = "fetched.json"


@dataclass(slots=True)
class Shelf:
    """The files of one episode that came from elsewhere. `files` holds each by the address that it came from."""

    folder: Path
    slug: str
    files: dict[str, Asset] = field(default_factory=dict)
    unfit: set[str] = field(default_factory=set)
    """Addresses of what came and can't be used."""

    def file_of(self, url: str) -> Path | None:
        """Return the fetched file of an address, None where it isn't here."""
        asset = self.files.get(url)
        file = self.folder / asset.path.rpartition("/")[2] if asset else None
        return file if file and is_file(file) else None

    def aside(self, url: str) -> Path:
        """Return where the file of this address lies until its name is known, the same each time."""
        self.folder.mkdir(parents=True, exist_ok=True)
        return self.folder / f".{sha256(url.encode()).hexdigest()[:16]}"

    def adopt(self, url: str, file: Path, kind: str, ending: str) -> Asset:
        """Give a fetched file its public name, and write down where it came from."""
        with file.open("rb") as opened:
            digest = file_digest(opened, "sha256").hexdigest()
        asset = self._asset(digest, file.stat().st_size, kind, ending)
        file.replace(self.folder / asset.path.rpartition("/")[2])
        self.files[url] = asset
        self._save()
        return asset

    def add(self, url: str, data: bytes, kind: str, ending: str) -> Asset:
        """Keep bytes that were made of what is at this address."""
        file = self.aside(url)
        file.write_bytes(data)
        return self.adopt(url, file, kind, ending)

    def _asset(self, digest: str, size: int, kind: str, ending: str) -> Asset:
        return Asset(f"episodes/{self.slug}/{self.slug}-{digest[:12]}.{ending}", kind, size, digest)

    def _save(self) -> None:
        plain = {url: to_plain(asset) for url, asset in sorted(self.files.items())}
        write_whole(self.folder / _LIST, json.dumps(plain, ensure_ascii=False, indent=1).encode() + b"\n")


def open_shelf(episode_folder: Path) -> Shelf:
    """Return what was fetched for this episode so far."""
    shelf = Shelf(episode_folder / IMPORTED, episode_folder.name)
    try:
        plain = parsed((shelf.folder / _LIST).read_text(encoding="utf-8"))
        shelf.files = {url: from_plain(Asset, asset) for url, asset in plain.items()}
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        shelf.files = {}  # a list that is gone or broken only means that its files are fetched again
    shelf.files = {url: asset for url, asset in shelf.files.items() if shelf.file_of(url)}
    return shelf
