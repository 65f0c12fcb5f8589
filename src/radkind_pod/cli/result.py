"""The result of a build as JSON for other programs. Its shape is a promise: `schema` counts its versions."""

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from radkind_pod.cli.editions import editions_of
from radkind_pod.cli.streams import is_unicode
from radkind_pod.model.audio import Loudness
from radkind_pod.model.glossary import Names
from radkind_pod.model.plain import from_plain_file, to_plain
from radkind_pod.model.release import Asset, Release

if TYPE_CHECKING:
    from radkind_pod.pipeline.build import Built


_C1 = re.compile("[\x7f-\x9f]")
"""Controls that json leaves as they are: a terminal would get them, or a stream write them out as no JSON."""


def print_json(value: object) -> None:
    """Write the value on stdout, in ASCII where that isn't UTF-8: what a code page lacks must stay JSON."""
    text = json.dumps(value, ensure_ascii=not is_unicode(sys.stdout), indent=1)
    click.echo(_C1.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


def result_json(root: Path, built: "Built") -> dict[str, Any]:
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
        "loudness": _loudness(release.loudness),
        "editions": editions_of(root, release, built),
        "transcripts": {_extension(asset): _public(asset) for asset in release.transcripts},
        "translation": _public(release.translation.captions) if release.translation else None,
        "names": _names(names_of(built)),
        "chapters": _public(release.chapters_file) if release.chapters_file else None,
        "page": f"public/episodes/{release.slug}/index.html",
        "feed": "public/feed.xml",
        "report": f"build/{release.slug}/report/report.html",
        "stages": stages,
    }


def _loudness(measured: Loudness | None) -> dict[str, float] | None:
    if measured is None:
        return None
    return {
        "integrated_lufs": round(measured.integrated_lufs, 2),
        "true_peak_dbtp": round(measured.true_peak_dbtp, 2),
    }


def names_of(built: "Built") -> Names | None:
    """Return what became of the names in the machine's draft; None where a person corrects the transcript."""
    draft = built.outcome.draft
    return from_plain_file(Names, draft.names) if draft and draft.names else None


def _names(names: Names | None) -> dict[str, Any] | None:
    if names is None:
        return None
    return {"put_right": [to_plain(change) for change in names.changes], "never_heard": list(names.unmet)}


def _public(asset: Asset) -> str:
    return f"public/{asset.path}"


def _extension(asset: Asset) -> str:
    return asset.path.rsplit(".", 1)[1]
