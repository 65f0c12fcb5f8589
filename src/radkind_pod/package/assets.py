"""Public files under names that say what they contain: new content has a new address, for good."""

from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path

from radkind_pod.model.release import Asset

_TYPES = {
    "mp3": "audio/mpeg",
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
