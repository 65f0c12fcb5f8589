"""Public files under names that say what they contain: new content has a new address, for good."""

from base64 import b64encode
from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path

from radkind_pod.model.release import Asset

_TYPES = {
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "opus": "audio/ogg",
    "vtt": "text/vtt",
    "srt": "application/x-subrip",
    "transcript.json": "application/json",
    "txt": "text/plain",
    "transcript.html": "text/html",
    "chapters.json": "application/json+chapters",
    "jpg": "image/jpeg",
}


@dataclass(frozen=True, slots=True)
class Shelf:
    """The public files of one episode. `root` stands for the public folder."""

    root: Path
    slug: str

    @property
    def folder(self) -> Path:
        """Where the episode's files lie."""
        return self.root / "episodes" / self.slug

    def add(self, data: bytes, ending: str) -> Asset:
        """Write the bytes under their public name."""
        asset = self._asset(sha256(data).hexdigest(), len(data), ending)
        (self.root / asset.path).write_bytes(data)
        return asset

    def adopt(self, file: Path, ending: str) -> Asset:
        """Give a file that lies on the shelf already its public name."""
        with file.open("rb") as opened:
            digest = file_digest(opened, "sha256").hexdigest()
        asset = self._asset(digest, file.stat().st_size, ending)
        file.replace(self.root / asset.path)
        return asset

    def _asset(self, digest: str, size: int, ending: str) -> Asset:
        path = f"episodes/{self.slug}/{self.slug}-{digest[:12]}.{ending}"
        return Asset(path=path, type=_TYPES[ending], bytes=size, sha256=digest)


def integrity_of(file: Path) -> str:
    """Return the SHA-384 of the file as web pages and feeds state it (W3C Subresource Integrity)."""
    with file.open("rb") as opened:
        return f"sha384-{b64encode(file_digest(opened, 'sha384').digest()).decode('ascii')}"
