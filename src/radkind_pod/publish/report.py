"""The report for the producer: one page that needs nothing else, and the same numbers as JSON. Never published."""

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from radkind_pod.model.audio import Finding
from radkind_pod.model.plain import from_plain_file, to_plain
from radkind_pod.model.report import BLEEP, CUT, Join, LoudnessCurve, Measured, Waveform
from radkind_pod.publish import drawing, wording
from radkind_pod.publish.rendering import render, static
from radkind_pod.publish.stages import Report
from radkind_pod.publish.writing import write

SCHEMA = 1
_WINDOW_MS = 3000
"""Loudness over time is that of 3 s."""
_MOST_POINTS = 300
"""More points of a curve can't be told apart on a phone; all of them are in the JSON."""
_ROWS = 10
"""So many stretches of a figure are told in its table."""
MOST_STEP_LU, MOST_APART_LU = 2.0, 1.0
"""More than this between both sides of a seam, or between speakers, is pointed out."""


@dataclass(frozen=True, slots=True)
class Row:
    """A stretch of a figure, for those who read it: values are None for silence."""

    start_ms: int
    end_ms: int
    before: float | None
    after: float | None


def write_report(request: Report, folder: Path) -> None:
    """Write report.html and report.json."""
    measured = _named(from_plain_file(Measured, request.measured), dict(request.names))
    write(folder / "report.json", json.dumps(_as_json(request, measured), ensure_ascii=False, indent=1) + "\n")
    write(folder / "report.html", _page(request, measured))


def _named(measured: Measured, names: dict[str, str]) -> Measured:
    voices = (replace(voice, speaker=names.get(voice.speaker, voice.speaker)) for voice in measured.voices)
    return replace(measured, voices=tuple(voices))


def _as_json(request: Report, measured: Measured) -> dict[str, Any]:
    own = {"schema": SCHEMA, "episode": request.slug, "title": request.title}
    facts = ("recordings", "findings", "target", "mp3", "rounds")
    numbers = to_plain(measured)
    return {
        **own,
        **{name: to_plain(getattr(request, name)) for name in facts},
        **numbers,
        "done": to_plain([*request.done, *measured.done]),
        "proven": to_plain(request.proven),
    }


def _page(request: Report, measured: Measured) -> str:
    curve = _fewer(measured.curve)
    scale = drawing.scale_for(request.target.integrated_lufs, [*curve.before_lufs, *curve.after_lufs])
    language = wording.page_language(request.language)
    return render(
        "report.html",
        style=static("style.css") + static("report.css"),
        language=language,
        report=request,
        measured=measured,
        done=(*request.done, *measured.done),
        curve=curve,
        smoothed=curve.step_ms > max(measured.curve.step_ms, _WINDOW_MS),
        scale=scale,
        drawing=drawing,
        curves=_curve_rows(measured),
        waves=_wave_rows(measured),
        apart=measured.apart_lu,
        found=_found(request.findings),
        steep=[join for join in measured.joins if _is_steep(join)],
        most_step=MOST_STEP_LU,
        most_apart=MOST_APART_LU,
    )


def _is_steep(join: Join) -> bool:
    """Say whether two parts meet at different loudness. Within a talk, that is how people speak."""
    return join.kind not in (CUT, BLEEP) and round(abs(join.step_lu or 0.0), 1) > MOST_STEP_LU


def _fewer(curve: LoudnessCurve) -> LoudnessCurve:
    """Return the curve as it is drawn: the mean of as many values as make one point."""
    together = math.ceil(len(curve.after_lufs) / _MOST_POINTS) or 1
    before, after = (
        tuple(_mean(values[first : first + together]) for first in range(0, len(values), together))
        for values in (curve.before_lufs, curve.after_lufs)
    )
    return LoudnessCurve(curve.step_ms * together, before, after)


def _found(findings: Iterable[Finding]) -> dict[str, list[str]]:
    """Return what was found in each file, in their order."""
    found: dict[str, list[str]] = {}
    for finding in findings:
        found.setdefault(finding.file, []).append(finding.message)
    return found


def _curve_rows(measured: Measured) -> Iterator[Row]:
    """Yield the mean loudness of both curves in stretches of the episode."""
    curve, length = measured.curve, measured.after.duration_ms
    for first, last in _stretches(len(curve.after_lufs)):
        before, after = (_mean(values[first:last]) for values in (curve.before_lufs, curve.after_lufs))
        yield Row(first * curve.step_ms, min(last * curve.step_ms, length), before, after)


def _wave_rows(measured: Measured) -> Iterator[Row]:
    """Yield the highest peaks, in dBFS, in tenths of the recording and of the episode."""
    waves = measured.waveform_before, measured.waveform_after
    before, after = ([_highest(wave, part) for part in range(_ROWS)] for wave in waves)
    for tenth in range(_ROWS):
        yield Row(tenth, tenth + 1, before[tenth], after[tenth])


def _highest(wave: Waveform, part: int) -> float | None:
    first, last = (len(wave.peaks) * edge // _ROWS for edge in (part, part + 1))
    peak = max(wave.peaks[first : max(first + 1, last)], default=0.0)
    return 20 * math.log10(peak) if peak else None


def _stretches(count: int) -> Iterator[tuple[int, int]]:
    edges = [count * part // _ROWS for part in range(_ROWS + 1)]
    yield from ((first, last) for first, last in pairwise(edges) if first < last)


def _mean(values: Sequence[float | None]) -> float | None:
    """Return the loudness of the mean power."""
    powers = [10 ** (value / 10) for value in values if value is not None]
    return 10 * math.log10(sum(powers) / len(powers)) if powers else None
