"""The seams between intro, interview and outro. pydub mixes them; nothing longer than a seam is held in memory."""

import warnings
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from radkind_pod.audio.edit import Edited, edit
from radkind_pod.audio.fades import falling, rising
from radkind_pod.audio.places import Places
from radkind_pod.audio.stages import Stitch
from radkind_pod.media.blocks import Block
from radkind_pod.media.decibel import amplitude
from radkind_pod.media.decode import read_blocks
from radkind_pod.media.encode import WavWriter
from radkind_pod.model.audio import SAMPLE_RATE, to_samples
from radkind_pod.model.plain import to_json
from radkind_pod.progress import Progress

with warnings.catch_warnings():
    # pydub looks for an ffmpeg program that nothing here needs, and its patterns aren't raw strings
    warnings.filterwarnings("ignore", message="Couldn't find ff", category=RuntimeWarning)
    warnings.filterwarnings("ignore", category=SyntaxWarning)
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    from pydub import AudioSegment


HEADROOM_DB = 24.0
"""pydub's integers clip at full scale; floats on their way to the limiter may pass it."""
_STEPS = 2**31 * amplitude(-HEADROOM_DB)


def stitch(request: Stitch, folder: Path, progress: Progress) -> None:
    """Write opening.wav and closing.wav, where parts overlap, and programme.json."""
    interview = edit(request.interview, request.cuts, request.levels.curve)
    intro, outro = _length(request.intro), _length(request.outro)
    opening = _overlap(request.crossfade_ms, intro, interview.samples)
    closing = _overlap(request.crossfade_ms, outro, interview.samples)
    places = Places(
        intro_keep=intro - opening,
        interview_start=opening,
        interview_end=interview.samples - closing,
        outro_start=closing,
        samples=intro + interview.samples + outro - opening - closing,
        interview_offset=intro - opening,
    )
    progress.moved(1, 3)
    if request.intro and opening:
        _write_opening(request, request.intro, interview, places, folder / "opening.wav")
    progress.moved(2, 3)
    if request.outro and closing:
        _write_closing(request, request.outro, interview, places, folder / "closing.wav")
    (folder / "programme.json").write_text(to_json(places), encoding="utf-8", newline="\n")
    progress.moved(3, 3)


def _length(file: Path | None) -> int:
    return sum(len(block) for block in read_blocks(file, channels=1)) if file else 0


def _overlap(crossfade_ms: int, music: int, interview: int) -> int:
    """Return how long the two overlap, in samples: at most half of the shorter, and whole ms, as pydub counts."""
    return to_samples(min(crossfade_ms, min(music, interview) // 2 * 1000 // SAMPLE_RATE))


def _write_opening(request: Stitch, intro: Path, interview: Edited, places: Places, file: Path) -> None:
    before = _gathered(read_blocks(intro, channels=request.channels, start=places.intro_keep), request.levels.intro_db)
    after = _gathered(interview.blocks(request.channels, 0, places.interview_start), request.levels.interview_db)
    _write(crossfade(before, after), file)


def _write_closing(request: Stitch, outro: Path, interview: Edited, places: Places, file: Path) -> None:
    before = _gathered(interview.blocks(request.channels, places.interview_end), request.levels.interview_db)
    after = _gathered(read_blocks(outro, channels=request.channels, stop=places.outro_start), request.levels.outro_db)
    _write(crossfade(before, after), file)


def crossfade(before: Block, after: Block) -> Block:
    """Return `before` going over into `after`, both of the same shape and a whole number of ms, at equal power."""
    going, coming = _segment(before * falling(len(before))), _segment(after * rising(len(after)))
    mixed = np.frombuffer(going.overlay(coming).raw_data, np.int32).reshape(before.shape)
    return (mixed / _STEPS).astype(np.float32)


def _segment(block: Block) -> AudioSegment:
    whole = np.clip(np.rint(block.astype(np.float64) * _STEPS), -(2**31), 2**31 - 1).astype(np.int32)
    return AudioSegment(whole.tobytes(), sample_width=4, frame_rate=SAMPLE_RATE, channels=block.shape[1])


def _gathered(blocks: Iterable[Block], gain_db: float | None) -> Block:
    return np.concatenate(list(blocks)) * np.float32(amplitude(gain_db or 0))


def _write(seam: Block, file: Path) -> None:
    with WavWriter(file, seam.shape[1]) as writer:
        writer.write(seam)
