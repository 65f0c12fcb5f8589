"""Files in, float32 samples out: the only place where media files are opened for reading."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import chain, groupby, islice
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.error import EOFError as EndOfFile
from av.error import FFmpegError
from av.packet import Packet

from radkind_pod.apart.reading import Reading
from radkind_pod.errors import MediaError, naming
from radkind_pod.media.admission import check_admission
from radkind_pod.media.allocation import keep_freed_blocks
from radkind_pod.media.blocks import BLOCK_S, Block, even, window, with_channels
from radkind_pod.media.gaps import Gaps

# Containers of recordings only: with more, a playlist dressed up as a recording would open other files.
_OPTIONS = {
    "format_whitelist": "wav,w64,mp3,flac,ogg,mov,aac,aiff,matroska,caf,asf,amr",
    "protocol_whitelist": "file",
    # WAV comes in pieces of so many bytes: by itself of 4 KB, and each costs as much as a large one.
    "max_size": "131072",
}
# Before version 19, av refuses a file whose tags aren't UTF-8 unless told otherwise; since then it can't be told.
_TAGS: dict[str, Any] = {"metadata_errors": "replace"} if int(av.__version__.split(".")[0]) < 19 else {}

_READ_FAILURES = 50
"""So many failures in a row end a file: the demuxer no longer gets on."""

_FULL_SCALES = {"s16": 2**15, "s32": 2**31, "flt": 1}
"""Sample formats that need no resampler where the rate is right, and what is 1.0 in them."""
_FRAMES_AT_ONCE = 16
_WORTH_SEEKING_S = 10
_PIECE = 48_000


MISSING = "sound is missing"


@dataclass(frozen=True, slots=True)
class Damage:
    """A place where something could not be decoded: after how many seconds of the sound, and libav's word or MISSING.

    `filled_s` is how long the silence is that stands there instead, so that all that follows keeps its time.
    """

    at_s: float
    reason: str
    filled_s: float = 0.0
    is_of_file: bool = False
    """Whether it is the file itself that could not be read further, rather than a frame in it."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A place from which on a file has another sample rate or other channels."""

    at_s: float
    sample_rate: int
    channels: int


@dataclass(frozen=True, slots=True)
class _Silence:
    """What stands where sound is missing."""

    seconds: float


def _ignore(_: object) -> None:
    """Say nothing: whoever prepares a recording asks about its damage, later readers needn't."""


@contextmanager
def open_media(path: Path) -> Iterator[InputContainer]:
    """Open a recording for reading. Raises MediaError for everything that isn't one."""
    check_admission(path)
    with Reading(path), _opened(path) as container:
        yield container


def _opened(path: Path) -> InputContainer:
    try:
        # An absolute path can't be taken for a protocol ("concat:a|b"), whatever the file is called.
        container: InputContainer = av.open(str(path.absolute()), options=_OPTIONS, **_TAGS)
    except (FFmpegError, UnicodeDecodeError) as error:
        _read_all(path)  # what a disk refuses is told as what it is: most readers take it for a broken file
        raise MediaError(
            path,
            f"no recording can be recognised in this file ({_word(error)})",
            "If it is one, the recorder may have stopped before finishing it: copy it again, or convert it.",
        ) from error
    return container


def sound_of(container: InputContainer, path: Path) -> AudioStream:
    """Return the stream that players would play. Raises MediaError where there is no sound."""
    streams = [s for s in container.streams.audio if s.codec_context and s.codec_context.sample_rate]
    if not streams:
        raise MediaError(path, "there is no sound in this file that can be decoded", "Name a file with sound.")
    best = container.streams.best("audio")
    return next((s for s in streams if s is best), streams[0])


def read_blocks(
    path: Path,
    *,
    channels: int | None = None,
    rate: int | None = 48_000,
    start: int = 0,
    stop: int | None = None,
    noticed: Callable[[Damage], None] = _ignore,
    changed: Callable[[Changed], None] = _ignore,
) -> Iterator[Block]:
    """Yield the samples from `start` to `stop` (counted at `rate`) in blocks of BLOCK_S seconds, the last one shorter.

    `channels` None is as in the file; 1 is the mean of all; 2 leaves stereo as it is and puts anything else in both
    as with 1. `rate` None is as in the file. What is missing or damaged is silence where the file
    says how long it was, else it is left out; `noticed` is told, and `changed` where the rate or the channels change.
    Raises MediaError where not one sample can be decoded.
    """
    keep_freed_blocks()
    with open_media(path) as container:
        stream = sound_of(container, path)
        rate = rate or stream.codec_context.sample_rate
        frames, skip = _frames_near(_Source(container, stream, noticed, changed), rate, start)
        pieces = _resampled(frames, rate)
        if start == 0:
            pieces = _at_least_one(pieces, path)
        pieces = with_channels(pieces, channels)
        yield from even(window(pieces, skip, None if stop is None else max(0, stop - start)), BLOCK_S * rate)


@dataclass(frozen=True, slots=True)
class _Source:
    """An open file, and who is told of what is in it."""

    container: InputContainer
    stream: AudioStream
    noticed: Callable[[Damage], None]
    changed: Callable[[Changed], None]


def _frames_near(source: _Source, rate: int, start: int) -> tuple[Iterator[AudioFrame | _Silence], int]:
    """Return frames and how many samples of them lie before `start`; jumps only where that is exact to the sample."""
    container, stream = source.container, source.stream
    exact = container.format.name in ("wav", "w64", "flac") and stream.codec_context.sample_rate == rate
    if not exact or start < _WORTH_SEEKING_S * rate or stream.time_base is None:
        return _frames(source), start
    container.seek(int((start / rate - 1) / stream.time_base), stream=stream)
    frames = _frames(source)
    first = next(frames, None)
    if isinstance(first, AudioFrame) and first.pts is not None:
        reached = round(first.pts * stream.time_base * rate)
        if reached <= start:
            return chain([first], frames), start - reached
    container.seek(0, stream=stream)
    return _frames(source), start


def _frames(source: _Source) -> Iterator[AudioFrame | _Silence]:
    gaps = Gaps(source.container.format.name, source.stream)
    shape: tuple[int, int] | None = None

    read_once = cache(_read_all)  # each of hundreds of damaged places comes here

    def unreadable(error: FFmpegError) -> None:
        read_once(Path(source.container.name))
        source.noticed(Damage(gaps.seconds, _word(error), is_of_file=True))

    for packet in _packets(source.container, source.stream, unreadable):
        try:
            frames = packet.decode()
        except EndOfFile:
            return
        except FFmpegError as error:
            source.noticed(Damage(gaps.seconds, _word(error)))
            gaps.failed(packet)
            continue
        for frame in frames:
            if not isinstance(frame, AudioFrame) or not frame.samples:
                continue
            at_s = gaps.seconds
            missing_s, filled_s = gaps.before(frame, packet)
            if missing_s:
                source.noticed(Damage(at_s, MISSING, filled_s))
            if filled_s:
                yield _Silence(filled_s)
            found = (frame.sample_rate, frame.layout.nb_channels)
            if shape is not None and found != shape:
                source.changed(Changed(at_s + filled_s, *found))
            shape = found
            yield frame


def _read_all(path: Path) -> None:
    """Raise OSError where the disk can't read the file: that is no damage of the recording, and must not be silence."""
    with naming(path), path.open("rb") as stream:
        while stream.read(1 << 20):
            pass


def _packets(
    container: InputContainer, stream: AudioStream, damaged: Callable[[FFmpegError], None]
) -> "Iterator[Packet[AudioStream]]":
    failures = 0
    packets = container.demux(stream)
    while failures < _READ_FAILURES:
        try:
            packet = next(packets, None)
        except FFmpegError as error:
            damaged(error)
            failures += 1
            packets = container.demux(stream)
            continue
        if packet is None:
            return
        failures = 0
        yield packet


def _at_least_one(pieces: Iterator[Block], path: Path) -> Iterator[Block]:
    """Yield the same. Nothing may come of a frame too: a resampler gives nothing for the first three milliseconds."""
    first = next(filter(len, pieces), None)
    if first is None:
        raise MediaError(path, "nothing in this file can be decoded", "Copy it again from the recorder.")
    yield first
    yield from pieces


def _resampled(frames: Iterator[AudioFrame | _Silence], rate: int) -> Iterator[Block]:
    """Yield the samples at `rate`; a file may change its rate, format or channels on the way."""
    channels = 1
    for (found, format_name, _), run in groupby(frames, _shape):
        if not found:
            seconds = sum(gap.seconds for gap in run if isinstance(gap, _Silence))
            yield from _silent(round(seconds * rate), channels)
            continue
        sound = (frame for frame in run if isinstance(frame, AudioFrame))
        alike = found == rate and format_name.removesuffix("p") in _FULL_SCALES
        for samples in _as_floats(sound) if alike else _through_resampler(sound, rate):
            channels = samples.shape[1]
            # A float file may hold what is no number: one such sample would spoil every sum that it enters.
            yield samples if np.isfinite(samples).all() else np.nan_to_num(samples, nan=0.0, posinf=0.0, neginf=0.0)


def _shape(frame: AudioFrame | _Silence) -> tuple[int, str, str]:
    """Return what a run of frames has in common; silence has no rate."""
    return (0, "", "") if isinstance(frame, _Silence) else (frame.sample_rate, frame.format.name, frame.layout.name)


def _as_floats(run: Iterator[AudioFrame]) -> Iterator[Block]:
    """Yield what libav's converter would, of many small frames at a time: that is several times as fast."""
    while some := list(islice(run, _FRAMES_AT_ONCE)):
        kind, channels = some[0].format, some[0].layout.nb_channels
        joined = np.concatenate([frame.to_ndarray() for frame in some], axis=1)
        samples = joined.T if kind.is_planar else joined.reshape(-1, channels)
        floats: Block = np.ascontiguousarray(samples, np.float32)
        if (scale := _FULL_SCALES[kind.name.removesuffix("p")]) != 1:
            floats *= np.float32(1 / scale)
        yield floats


def _through_resampler(run: Iterator[AudioFrame], rate: int) -> Iterator[Block]:
    resampler: AudioResampler | None = None
    for frame in run:
        resampler = resampler or AudioResampler(format="flt", layout=frame.layout, rate=rate)
        frame.pts = None
        yield from _drained(resampler, frame)
    if resampler:
        yield from _drained(resampler, None)


def _silent(samples: int, channels: int) -> Iterator[Block]:
    for done in range(0, samples, _PIECE):
        yield np.zeros((min(_PIECE, samples - done), channels), np.float32)


def _drained(resampler: AudioResampler, frame: AudioFrame | None) -> Iterator[Block]:
    for out in resampler.resample(frame):
        samples: Block = out.to_ndarray().reshape(-1, out.layout.nb_channels).astype(np.float32, copy=False)
        yield samples


def _word(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
