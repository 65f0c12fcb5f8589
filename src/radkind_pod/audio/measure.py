"""What the report tells: the recording as it was prepared and the MP3 as decoded, measured side by side."""

import math
from pathlib import Path

import numpy as np

from radkind_pod.audio.beside import Beside
from radkind_pod.audio.ear import Ear, told
from radkind_pod.audio.edit import edit
from radkind_pod.audio.follow import followed
from radkind_pod.audio.handover import handed_over
from radkind_pod.audio.joins import joins, parts
from radkind_pod.audio.stages import Measure
from radkind_pod.audio.voices import voices
from radkind_pod.audio.work_done import work_done
from radkind_pod.media.ahead import ahead
from radkind_pod.media.decibel import amplitude
from radkind_pod.media.decode import read_blocks
from radkind_pod.media.loudness import Powers, lufs
from radkind_pod.model.plain import to_json
from radkind_pod.model.report import LoudnessCurve, Measured
from radkind_pod.progress import Progress

_WINDOW, _HOP_MS = 30, 100
"""Short-term loudness is that of 3 s."""
_MOST_MOMENTS = 1800
"""Of an hour every 2 s, so that the windows of 3 s leave nothing out."""
_SILENT_LUFS = -70.0
"""Nothing below counts in BS.1770."""


def measure(request: Measure, folder: Path, progress: Progress) -> None:
    """Write measured.json."""
    programme, channels = request.programme, request.channels
    edited = edit(request.interview, request.cuts, programme.levels.curve, programme.stings)
    length = edited.pieces[-1].stop
    total = length + programme.samples
    recorded, decoded = (ahead(read_blocks(file, channels=channels)) for file in (request.interview, request.delivered))
    before = Ear(followed(recorded, progress, before=0, total=total), channels)
    after = Ear(followed(decoded, progress, before=length, total=total), channels, amplitude(request.true_peak_dbtp))
    beside = Beside(before.hops, after.hops, edited, programme)
    found = Measured(
        before=before.measures(),
        after=after.measures(),
        true_peak=after.true_peak(),
        voices=tuple(voices(handed_over(request.turns, before.hops), beside)),
        parts=tuple(parts(request, beside)),
        joins=tuple(joins(request, beside)),
        done=tuple(work_done(request, beside, before, after)),
        curve=_curve(beside),
        waveform_before=before.waveform(),
        waveform_after=after.waveform(),
    )
    (folder / "measured.json").write_text(to_json(found), encoding="utf-8", newline="\n")
    progress.moved(1, 1)


def _curve(beside: Beside) -> LoudnessCurve:
    step = max(1, math.ceil(len(beside.after) / _MOST_MOMENTS))
    before, after = (short_term(hops, step) for hops in (beside.before_in_episode(), beside.after))
    return LoudnessCurve(step * _HOP_MS, before, after)


def short_term(hops: Powers, step: int) -> tuple[float | None, ...]:
    """Return the loudness of the 3 s around every `step`th hop; hops that are NaN count as not there.

    None where it is silent, or more than half of the 3 s are not there.
    """
    sums = np.concatenate([[0.0], np.cumsum(np.nan_to_num(hops))])
    counts = np.concatenate([[0], np.cumsum(np.isfinite(hops))])
    middles = np.arange(0, len(hops), step)
    first, last = np.maximum(middles - _WINDOW // 2, 0), np.minimum(middles + _WINDOW // 2, len(hops))
    there = counts[last] - counts[first]
    powers = (sums[last] - sums[first]) / np.maximum(there, 1)
    return tuple(
        told(loudness) if count >= _WINDOW // 2 and loudness > _SILENT_LUFS else None
        for count, loudness in zip(there.tolist(), map(lufs, powers.tolist()), strict=True)
    )
