"""The result of a build as JSON for other programs. Its shape is a promise: `schema` counts its versions."""

import json
from typing import TYPE_CHECKING, Any

import click

from radkind_pod.model.plain import from_plain_file
from radkind_pod.model.release import Asset, Release

if TYPE_CHECKING:
    from radkind_pod.pipeline.build import Built


def print_json(value: object) -> None:
    """Write the value on stdout."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


def result_json(built: "Built") -> dict[str, Any]:
    """Return what became of the episode, with paths relative to the project; null for what was not made."""
    outcome, stages = (
        built.outcome,
        [
            {"name": r.name, "state": r.state, "seconds": r.seconds, "reasons": list(r.reasons)}
            for r in built.runs or ()
        ],
    )
    head: dict[str, Any] = {"schema": 1, "episode": outcome.slug}
    if outcome.packaged is None or not built.whole:
        return {**head, "mp3": None, "stages": stages}
    release = from_plain_file(Release, outcome.packaged.release)
    return {
        **head,
        "mp3": _public(release.audio),
        "duration_ms": release.duration_ms,
        "loudness": {
            "integrated_lufs": round(release.loudness.integrated_lufs, 2),
            "true_peak_dbtp": round(release.loudness.true_peak_dbtp, 2),
        },
        "transcripts": {_extension(asset): _public(asset) for asset in release.transcripts},
        "chapters": _public(release.chapters_file) if release.chapters_file else None,
        "page": f"public/episodes/{release.slug}/index.html",
        "feed": "public/feed.xml",
        "stages": stages,
    }


def _public(asset: Asset) -> str:
    return f"public/{asset.path}"


def _extension(asset: Asset) -> str:
    return asset.path.rsplit(".", 1)[1]
