"""What is told of the editions beside the MP3."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from radkind_pod.model.programme import MadeEdition
from radkind_pod.model.release import Release

if TYPE_CHECKING:
    from radkind_pod.pipeline.build import Built


def editions_of(root: Path, release: Release, built: "Built") -> list[dict[str, Any]]:
    """Return for each edition its path in the project, size and measures; of the FLAC too, which isn't published."""
    published = {edition.name: f"public/{edition.asset.path}" for edition in release.editions}
    assert built.outcome.packaged
    archive = built.outcome.packaged.archive
    kept = archive.relative_to(root).as_posix() if archive else ""
    return [_told(root, made, published.get(made.name, kept)) for made in built.outcome.editions]


def _told(root: Path, made: MadeEdition, path: str) -> dict[str, Any]:
    return {
        "name": made.name,
        "path": path,
        "bytes": (root / path).stat().st_size,
        "published": path.startswith("public/"),
        "bitrate_kbps": made.bitrate_kbps,
        "channels": made.channels,
        "integrated_lufs": round(made.loudness.integrated_lufs, 2),
        "true_peak_dbtp": round(made.loudness.true_peak_dbtp, 2),
    }
