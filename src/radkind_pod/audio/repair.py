"""Clicks and clipped peaks, drawn anew from the sound around them (Janssen, Veldhuis and Vries 1986).

libav's own adeclick and adeclip were weighed and left: where much is clipped, adeclip takes minutes for ten seconds.
"""

from collections.abc import Iterator

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from radkind_pod.model.audio import SAMPLE_RATE

Sound = NDArray[np.float64]

AROUND = 1024
"""So many samples on either side must be known."""
_CONTEXT = AROUND // 2
_ORDER, _FRAME, _ROUNDS = 32, 1024, 2
_WIDTHS, _LONGEST_PEAK = (4, 8, 16, 26), SAMPLE_RATE // 500
"""What lasts longer than half a millisecond may be the burst of a p, t or k; a peak of 2 ms can't be drawn anew."""
_ABOVE_HISS, _ABOVE_PULSES, _LIKE_PULSES = 12.0, 4.0, 1.5
"""So many times a click stands above the median of what can't be foretold near it, and above the voice's own pulses.
Where it was drawn anew, what is left must be like them."""
_NEAR, _ITSELF = SAMPLE_RATE // 40, SAMPLE_RATE // 400
_TOGETHER = 24
_MOST_CLICKS = 30
"""In a second: more than that is no click but a texture, as of rain."""
_CLIPPED, _PLATEAU, _HIGHEST = 0.97, 4, 2.0


def without_clicks(sound: Sound) -> Sound:
    """Return the sound with its clicks drawn anew. It has AROUND samples to spare on either side."""
    starts = list(_suspects(sound))
    if len(starts) * SAMPLE_RATE > _MOST_CLICKS * len(sound):
        return sound
    mended = sound.copy()
    for start in starts:
        drawn = _click(mended, start)
        mended[start : start + len(drawn)] = drawn
    return mended


def without_clipping(sound: Sound, level: float) -> Sound:
    """Return the sound with the peaks that were cut off at `level` drawn anew, up to twice as high, never lower."""
    mended = sound.copy()
    for sign in (1, -1):
        for start, stop in _runs(sign * sound >= _CLIPPED * level):
            if _PLATEAU <= stop - start <= _LONGEST_PEAK and _is_inside(sound, start, stop):
                drawn = np.minimum(sign * _drawn(mended, start, stop), _HIGHEST * level)
                mended[start:stop] = sign * np.maximum(sign * sound[start:stop], drawn)
    return mended


def _is_inside(sound: Sound, start: int, stop: int) -> bool:
    return start >= _CONTEXT and stop <= len(sound) - _CONTEXT


def _suspects(sound: Sound) -> Iterator[int]:
    """Yield where clicks may begin: far above what the voice itself brings forth near them."""
    surprise = np.abs(_residual(sound))
    hiss = np.repeat(np.median(surprise.reshape(-1, _FRAME), axis=1), _FRAME)
    for start, stop in _joined(surprise > _ABOVE_HISS * hiss + 1e-7):
        if not _is_inside(sound, start, stop + _WIDTHS[-1]):
            continue
        near = np.concatenate(
            [surprise[max(0, start - _NEAR) : start - _ITSELF], surprise[stop + _ITSELF : stop + _NEAR]]
        )
        if surprise[start:stop].max() > _ABOVE_PULSES * near.max(initial=0):
            yield start - 1


def _click(sound: Sound, start: int) -> Sound:
    """Return what stands best instead of the click that begins here, nothing where it is none.

    It is one if the sound around foretells all of it but a few samples.
    """
    for width in _WIDTHS:
        drawn = _drawn(sound, start, start + width)
        piece = sound[start - _CONTEXT : start + width + _CONTEXT]
        mended = piece.copy()
        mended[_CONTEXT : _CONTEXT + width] = drawn
        filter_ = _foretelling(mended[None])[0]
        before, after = (np.abs(np.convolve(one, filter_)[: len(one)]) for one in (piece, mended))
        inside = slice(_CONTEXT, _CONTEXT + width + _ORDER)
        pulses = max(before[_ORDER:_CONTEXT].max(), before[inside.stop :].max())
        if before[inside].max() > _ABOVE_PULSES * pulses and after[inside].max() <= _LIKE_PULSES * pulses:
            return drawn
    return sound[:0]


def _joined(marked: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Yield the runs of True, those as one that are near each other."""
    begun: tuple[int, int] | None = None
    for start, stop in _runs(marked):
        if begun and start - begun[1] <= _TOGETHER:
            begun = begun[0], stop
        else:
            if begun:
                yield begun
            begun = start, stop
    if begun:
        yield begun


def _runs(marked: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], marked.astype(np.int8), [0]])))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def _residual(sound: Sound) -> Sound:
    """Return what each sample holds that those before it don't foretell. As many samples as whole frames."""
    frames = sound[: len(sound) // _FRAME * _FRAME].reshape(-1, _FRAME)
    foretelling = _foretelling(frames)
    before = np.concatenate([np.zeros(_ORDER), frames.ravel()])
    windows = sliding_window_view(before, _ORDER + 1)[:, ::-1].reshape(-1, _FRAME, _ORDER + 1)
    residual: Sound = np.einsum("fnk,fk->fn", windows, foretelling).ravel()
    return residual


def _foretelling(frames: Sound) -> Sound:
    """Return for each row the filter that leaves what its samples don't foretell of each other, shape (rows, 33)."""
    shaped = frames * np.hanning(frames.shape[1])
    power = np.abs(np.fft.rfft(shaped, 1 << (frames.shape[1] + _ORDER).bit_length())) ** 2
    alike = np.fft.irfft(power)[:, : _ORDER + 1]
    alike[:, 0] = alike[:, 0] * (1 + 1e-9) + 1e-12
    apart = np.abs(np.subtract.outer(np.arange(_ORDER), np.arange(_ORDER)))
    weights = np.linalg.solve(alike[:, apart], alike[:, 1:, None])[:, :, 0]
    return np.concatenate([np.ones((len(frames), 1)), -weights], axis=1)


def _drawn(sound: Sound, start: int, stop: int) -> Sound:
    """Return what stands best between two places, given what is around them."""
    first = start - _CONTEXT
    piece = sound[first : stop + _CONTEXT].copy()
    inside = np.arange(start - first, stop - first)
    piece[inside] = np.interp(inside, [inside[0] - 1, inside[-1] + 1], piece[[inside[0] - 1, inside[-1] + 1]])
    for _ in range(_ROUNDS):
        filter_ = _foretelling(piece[None])[0]
        alike = np.correlate(filter_, filter_, "full")
        missing = np.zeros(len(piece), bool)
        missing[inside] = True
        known = np.where(missing, 0, piece)
        pull = np.convolve(known, alike, "same")[inside]
        apart = np.abs(np.subtract.outer(inside, inside))
        near = np.concatenate([alike[_ORDER:], [0.0]])[np.minimum(apart, _ORDER + 1)]
        piece[inside] = np.linalg.solve(near, -pull)
    return piece[inside]
