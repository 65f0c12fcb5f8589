"""What the stages of a build are expected to take, from what they took before."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from radkind_pod.audio.records import read_interview
from radkind_pod.errors import PodError
from radkind_pod.model.episode import Episode
from radkind_pod.model.show import Show
from radkind_pod.pipeline.apart import LISTENING
from radkind_pod.pipeline.chain import STAGES
from radkind_pod.pipeline.fingerprint import Hashes, fingerprint
from radkind_pod.pipeline.pace import Expected
from radkind_pod.pipeline.space import unpacked_bytes
from radkind_pod.pipeline.store import MANIFEST
from radkind_pod.pipeline.words import Choice
from radkind_pod.present import matching

if TYPE_CHECKING:
    from radkind_pod.pipeline.build import Built

_OF_SHOW = STAGES.index("artwork")
"""From here on a stage is the show's, or takes next to nothing."""
_BYTES_A_SECOND = 192_000
"""48 kHz, two channels, 16 bit."""
_UNKNOWN_S = 1800.0
"""A recording of which nobody can tell how long it is."""
RATES = {
    "prepare": 0.004,
    "diarise": 0.02,
    "clean": 0.14,
    "withhold": 0.004,
    "level": 0.003,
    "master": 0.004,
    "encode": 0.02,
    "aac": 0.02,
    "opus": 0.02,
    "flac": 0.01,
    "measure": 0.01,
    **dict.fromkeys(("recognise", "translate", "overhear"), 0.05),
}
"""Seconds for each recorded second where nobody saw the stage on this show yet: measured on two cores of a server, half
an hour of two voices (diarise and clean: the figures in docs/design.md). All others take a second."""
_BASE_BYTES = 145_000_000
"""The weights with which it was measured; larger ones take longer, about as much as they are larger."""


@dataclass(frozen=True, slots=True)
class _Took:
    seconds: float
    recorded_s: float


def expected(show: Show, plans: Iterable["Built"], choice: Choice, hashes: Hashes) -> dict[str, dict[str, Expected]]:
    """Return for each episode the stages that have to run, or may have to, and what each is expected to take."""
    build, like = show.root / "build", _listening(show, choice, hashes)
    took: dict[str, dict[str, _Took]] = {}
    for folder in matching(build, "*/prepare"):
        recorded_s = recorded_before(folder)
        for stage in STAGES[:_OF_SHOW]:
            if recorded_s and (seconds := _seconds(folder.with_name(stage), like)) is not None:
                took.setdefault(stage, {})[folder.parent.name] = _Took(seconds, recorded_s)
    return {plan.outcome.slug: dict(_of_one(build, plan, took, like)) for plan in plans}


def _of_one(
    build: Path, plan: "Built", took: Mapping[str, Mapping[str, _Took]], like: Mapping[str, Any]
) -> Iterable[tuple[str, Expected]]:
    slug = plan.outcome.slug
    recorded_s = recorded_before(build / slug / "prepare") or (recorded(plan.episode) if plan.episode else 0.0)
    for run in plan.runs or ():
        if run.state == "keep" or STAGES.index(run.name) >= _OF_SHOW:
            continue
        before = took.get(run.name, {})
        if slug in before:
            yield run.name, Expected(before[slug].seconds, is_known=True)
        elif before:
            rate = sum(one.seconds for one in before.values()) / sum(one.recorded_s for one in before.values())
            yield run.name, Expected(rate * recorded_s, is_known=True)
        else:
            larger = like["bytes"] / _BASE_BYTES if run.name in LISTENING else 1.0
            yield run.name, Expected(RATES.get(run.name, 0.0) * recorded_s * larger + 1.0, is_known=False)


def recorded(episode: Episode) -> float:
    """Return about how many seconds the episode's recordings are, by their size."""
    try:
        longest = sum(max(unpacked_bytes(track.file) for track in one.tracks) for one in episode.recordings)
    except OSError:  # whoever reads them says what is wrong with them
        longest = 0
    return longest / _BYTES_A_SECOND or _UNKNOWN_S


def recorded_before(prepare: Path) -> float:
    """Return how many seconds an earlier build found, 0 where there is none."""
    try:
        return read_interview(prepare).duration_ms / 1000
    except (OSError, ValueError, KeyError, TypeError):
        return 0.0


def _listening(show: Show, choice: Choice, hashes: Hashes) -> dict[str, Any]:
    """Return what a stage that listens as it will now has in its request, and how large the weights are."""
    from radkind_pod.transcript.models import find_model

    engine = choice.engine or show.speech.engine
    try:
        weights = None if engine == "replay" else find_model(choice.model or show.speech.model)
        size = weights.stat().st_size if weights else 0
        return {"engine": engine, "weights": fingerprint(weights, hashes), "bytes": size}
    except (PodError, OSError):  # whoever needs it says so
        return {"engine": engine, "weights": None, "bytes": 0}


def _seconds(folder: Path, like: Mapping[str, Any]) -> float | None:
    """Return what the stage took when it was made; None where it wasn't, or by another machine's ear."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        request, seconds = manifest["request"], float(manifest["seconds"])
        same = all(request[key] == like[key] for key in ("engine", "weights") if key in request)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return seconds if same else None
