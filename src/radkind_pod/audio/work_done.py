"""What the audio room did to an episode, in plain sentences with their numbers."""

from collections.abc import Iterator

import numpy as np

from radkind_pod.audio.beside import Beside
from radkind_pod.audio.ear import Ear
from radkind_pod.audio.edit import FADE
from radkind_pod.audio.stages import Measure
from radkind_pod.audio.withhold import spans_of
from radkind_pod.media.meter import CELL
from radkind_pod.model.audio import SAMPLE_RATE
from radkind_pod.model.report import Done, Figure

_NOTHING_DB = 0.05
"""Less is 0.0 where one decimal is told."""
_LEAST_DB = 0.5
"""What encoding does to a single peak: less can't be told from no limiting."""


def work_done(request: Measure, beside: Beside, before: Ear, after: Ear) -> Iterator[Done]:
    """Yield what each stage did, in their order."""
    yield from _bleeped(request, beside)
    yield from _cut(beside, before.samples)
    yield from _levelled(beside)
    yield from _joined(beside)
    yield from _added(beside)
    yield _limited(request, beside, before, after)


def _bleeped(request: Measure, beside: Beside) -> Iterator[Done]:
    heard = [piece for span in spans_of(request.redacted) for piece in beside.heard(*span)]
    if heard:
        seconds = sum(last - first for first, last, _ in heard) / SAMPLE_RATE
        figures = Figure("bleeps", len(heard)), Figure("length", round(seconds, 2), "s")
        yield Done("withhold", f"{_places(len(heard))} bleeped, {seconds:.1f} s altogether.", figures)


def _cut(beside: Beside, recorded: int) -> Iterator[Done]:
    edges = [0, *(edge for piece in beside.edited.pieces for edge in (piece.start, piece.stop)), recorded]
    cuts = [later - earlier for earlier, later in zip(edges[::2], edges[1::2], strict=True) if later > earlier]
    seconds, count = sum(cuts) / SAMPLE_RATE, len(cuts)
    if count:
        figures = Figure("cuts", count), Figure("length", round(seconds, 2), "s")
        yield Done("stitch", f"{_places(count)} cut, {seconds:.1f} s altogether.", figures)


def _levelled(beside: Beside) -> Iterator[Done]:
    levels, curve = beside.programme.levels, beside.edited.curve
    if curve:
        lowest, highest = float(curve.db.min()), float(curve.db.max())
        what = f"Each turn of a speaker was brought towards the same loudness: {_turns(lowest, highest)}."
        yield Done(
            "level", what, (Figure("lowest", round(lowest, 2), "dB"), Figure("highest", round(highest, 2), "dB"))
        )
    intro, outro = (music.gain_db if music else None for music in (levels.intro, levels.outro))
    gains = [("intro", intro), ("interview", levels.interview_db), ("outro", outro)]
    there = [(name, gain) for name, gain in gains if gain is not None]
    told = "; ".join(f"the {name} was {_moved(gain)}" for name, gain in there)
    yield Done("level", f"{told[0].upper()}{told[1:]}.", tuple(Figure(name, round(g, 2), "dB") for name, g in there))


def _joined(beside: Beside) -> Iterator[Done]:
    seams = [("intro", beside.programme.opening, beside.opening), ("outro", beside.programme.closing, beside.closing)]
    for name, seam, (start, stop) in seams:
        if seam:
            seconds = (stop - start) / SAMPLE_RATE
            what = f"The {name} and the interview go over into each other for {seconds:.1f} s."
            yield Done("stitch", what, (Figure("overlap", round(seconds, 3), "s"),))


def _added(beside: Beside) -> Iterator[Done]:
    """Tell what is heard besides the recording, between the seams."""
    if beside.programme.bed:
        yield Done("stitch", "Music lies under the interview, and goes down under speech.", ())
    if stings := beside.programme.stings:
        count = len(stings.at_ms)
        what = f"The sting is heard {'once' if count == 1 else f'{count} times'} between segments."
        yield Done("stitch", what, (Figure("stings", count),))


def _limited(request: Measure, beside: Beside, before: Ear, after: Ear) -> Done:
    """Compare the peaks of the interview as levelled with those that came out of the MP3."""
    deepest = 0.0
    for first, last, at in _as_it_was(request, beside, before.samples):
        cells = np.arange(-(-at // CELL), min((at + last - first) // CELL, len(after.peaks) - 1))
        recorded = np.rint((first + cells * CELL - at) / CELL).astype(int)
        there = (recorded < len(before.peaks)) & (cells > 0)
        cells, recorded = cells[there], recorded[there]
        near = np.max([after.peaks[cells + beside_it] for beside_it in (-1, 0, 1)], axis=0, initial=0)
        raised = before.peaks[recorded] * 10 ** (_gain_db(beside, recorded * CELL) / 20)
        loud = raised > after.peaks.max()
        deepest = max(deepest, float(20 * np.log10((raised[loud] / near[loud]).max(initial=1))))
    if deepest < _LEAST_DB:
        return Done("master", "The limiter had next to nothing to do.", (Figure("limited", 0.0, "dB"),))
    what = f"The limiter held the highest peaks of the interview down, by up to about {deepest:.1f} dB."
    return Done("master", what, (Figure("limited", round(deepest, 1), "dB"),))


def _as_it_was(request: Measure, beside: Beside, recorded: int) -> Iterator[tuple[int, int, int]]:
    """Yield what is heard of the recording with no other change than a gain: without bleeps, seams and fades."""
    spans = spans_of(request.redacted)
    starts, stops = [0, *(stop for _, stop in spans)], [*(start for start, _ in spans), recorded]
    for start, stop in zip(starts, stops, strict=True):
        for first, last, at in beside.heard_alone(start, stop):
            yield first + FADE, last - FADE, at + FADE


def _gain_db(beside: Beside, samples: np.ndarray) -> np.ndarray:
    """Return the gain of levelling at these samples of the recording."""
    curve = beside.edited.curve
    turns = np.interp(samples, curve.at, curve.db) if curve else np.zeros(len(samples))
    whole: np.ndarray = turns + beside.programme.levels.interview_db
    return whole


def _places(count: int) -> str:
    return "One place was" if count == 1 else f"{count} places were"


def _turns(lowest: float, highest: float) -> str:
    """Say how far turns were moved; the curve is 0 dB before the first and after the last."""
    parts = (f"{word} by up to {abs(gain):.1f} dB" for word, gain in (("lowered", lowest), ("raised", highest)))
    moved = [part for part, gain in zip(parts, (lowest, highest), strict=True) if abs(gain) >= _NOTHING_DB]
    return f"turns were {' or '.join(moved)}" if moved else "they were equal already"


def _moved(gain_db: float) -> str:
    if abs(gain_db) < _NOTHING_DB:
        return "left as it is"
    return f"{'raised' if gain_db > 0 else 'lowered'} by {abs(gain_db):.1f} dB"
