"""A stretch of the recording where cleaning has most to do: as it was, cleaned gently, cleaned strongly."""

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from radkind_pod.audio.ailments import find_ailments
from radkind_pod.audio.audition_stage import Audition
from radkind_pod.audio.cleaning import STRENGTHS, Strength, cleaned
from radkind_pod.audio.envelope import FRAME_MS, Envelope
from radkind_pod.audio.prepare import treated
from radkind_pod.media.blocks import Block, fitted, window
from radkind_pod.media.decibel import amplitude, decibels
from radkind_pod.media.decode import read_blocks
from radkind_pod.media.encode import Mp3Writer
from radkind_pod.media.loudness import LoudnessMeter
from radkind_pod.model.audio import OFF, SAMPLE_RATE, Auditioned, Sample, Track, to_ms
from radkind_pod.model.plain import to_json
from radkind_pod.progress import Progress, Silent

_SECONDS = 20
_FADE = SAMPLE_RATE // 100
_VOICE, _NOISE = 90, 10
"""Percentiles of the levels: of the louder vowels, and of the pauses between words."""
_SPOKEN_WITHIN_DB = 6
_SILENT_DB = 90
_SETTLES_S = 3
_APART_S = 61
"""Tracks may be so far apart, and that they aren't is only known when they are mixed."""
_HIGHEST_PEAK_DB = -1.5


def audition(request: Audition, folder: Path, progress: Progress) -> None:
    """Write audition.mp3 and audition.json."""
    first = noisiest(np.frombuffer(request.levels.read_bytes(), np.uint8).astype(np.float64))
    start = first * FRAME_MS * SAMPLE_RATE // 1000
    stretch = range(start, start + _SECONDS * SAMPLE_RATE)
    heard = {OFF: np.concatenate(list(read_blocks(request.interview, start=stretch.start, stop=stretch.stop)))}
    for number, name in enumerate(STRENGTHS, 1):
        heard[name] = _cleaned(request, name, stretch, folder)
        progress.moved(number, len(STRENGTHS))
    length = len(heard[OFF])
    with Mp3Writer(folder / "audition.mp3", request.mp3) as mp3:
        for sound in equally_loud(
            [fitted(one, request.mp3.channels) for one in heard.values()], request.integrated_lufs
        ):
            mp3.write(sound * _fades(length))
    samples = tuple(
        Sample(name, to_ms(i * length), _voice_above_noise(one)) for i, (name, one) in enumerate(heard.items())
    )
    made = Auditioned(Path("audition.mp3"), first * FRAME_MS, samples)
    (folder / "audition.json").write_text(to_json(made), encoding="utf-8", newline="\n")


def noisiest(below_db: NDArray[np.float64]) -> int:
    """Return the first frame of the 20 s in which somebody speaks and the noise comes nearest to the voice.

    `below_db` holds for each 100 ms by how much it lies below full scale. Digital silence is no noise.
    """
    frames = _SECONDS * 1000 // FRAME_MS
    if len(below_db) <= frames:
        return 0
    windows = np.lib.stride_tricks.sliding_window_view(-below_db, frames)[:: 1000 // FRAME_MS]
    voice = np.percentile(windows, _VOICE, axis=1)
    noise = np.percentile(windows, _NOISE, axis=1)
    spoken = voice >= voice.max() - _SPOKEN_WITHIN_DB
    apart = np.where(spoken & (noise > -_SILENT_DB), voice - noise, np.inf)
    best = int(apart.argmin()) if np.isfinite(apart).any() else int(voice.argmax())
    return best * 1000 // FRAME_MS


def _cleaned(request: Audition, strength: str, stretch: range, folder: Path) -> Block:
    """Return the stretch of the mix with every track cleaned."""
    near = dict(_near(request, stretch))

    def treat(track: Track, heard: Callable[[], Iterator[Block]]) -> Iterator[Block]:
        if not near.get(track):
            return heard()
        return _cleaned_part(heard, near[track], STRENGTHS[strength], request.weights)

    mix = treated(request.recordings, treat, folder, Silent())
    return np.concatenate(list(window(mix.blocks, stretch.start, len(stretch))))


def _cleaned_part(
    heard: Callable[[], Iterator[Block]], seconds: range, strength: Strength, weights: Path
) -> Iterator[Block]:
    """Yield the whole track, of which only these seconds are cleaned: the rest would take too long."""
    ailments = find_ailments(heard())
    blocks = heard()
    yield from islice(blocks, seconds.start)
    yield from cleaned(islice(blocks, len(seconds)), ailments, strength, weights)
    yield from blocks


def _near(request: Audition, stretch: range) -> Iterator[tuple[Track, range]]:
    """Yield the tracks of which something is in the stretch, with the seconds of theirs that must be cleaned for it."""
    ends = [*request.starts[1:], stretch.stop]
    for recording, start, end in zip(request.recordings, request.starts, ends, strict=True):
        if start < stretch.stop and stretch.start < end:
            around = _SETTLES_S if len(recording.tracks) == 1 else _APART_S
            first = max(0, (stretch.start - start) // SAMPLE_RATE - around)
            last = (stretch.stop - start) // SAMPLE_RATE + around
            yield from ((track, range(first, last)) for track in recording.tracks)


def equally_loud(sounds: list[Block], lufs: float) -> Iterator[Block]:
    """Yield the sounds at the same loudness: the one that is asked for, or the highest that clips none of them."""
    loudness = [LoudnessMeter.of([sound], sound.shape[1]).integrated_lufs for sound in sounds]
    highest = min(
        _HIGHEST_PEAK_DB - decibels(float(np.abs(s).max())) + own for s, own in zip(sounds, loudness, strict=True)
    )
    for sound, own in zip(sounds, loudness, strict=True):
        yield sound * np.float32(amplitude(min(lufs, highest) - own)) if np.isfinite(own) else sound


def _voice_above_noise(sound: Block) -> float:
    envelope = Envelope()
    envelope.add(sound)
    voice, noise = np.percentile(envelope.levels_db(), [_VOICE, _NOISE])
    return round(float(voice - noise), 1)


def _fades(length: int) -> Block:
    place = np.arange(length) + 0.5
    gain = np.clip(np.minimum(place, length - place) / _FADE, 0, 1)
    faded: Block = gain.astype(np.float32)[:, None]
    return faded
