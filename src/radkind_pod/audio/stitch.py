"""The seams between intro, interview and outro. pydub mixes them; nothing longer than a seam is held in memory."""

import warnings
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from radkind_pod.audio.ducking import ducking
from radkind_pod.audio.edit import edit
from radkind_pod.audio.fades import falling, rising
from radkind_pod.audio.music import intro_of, outro_of
from radkind_pod.audio.places import Places, seam_of, stings_of
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
    opening = seam_of(request.crossfade_ms, request.fade_ms, intro, interview.samples)
    closing = seam_of(request.crossfade_ms, request.fade_ms, outro, interview.samples)
    sting_samples = to_samples(-(-_length(request.sting) * 1000 // SAMPLE_RATE))
    if request.sting and request.levels.stings:
        heard = stings_of(request.sting, request.levels, sting_samples)
        interview = edit(request.interview, request.cuts, request.levels.curve, heard)
    places = Places(
        intro_keep=intro - opening.overlap,
        interview_start=opening.overlap,
        interview_end=interview.samples - closing.overlap,
        outro_start=closing.overlap,
        intro_fade=opening.fade,
        outro_fade=closing.fade,
        samples=intro + interview.samples + outro - opening.overlap - closing.overlap,
        interview_offset=intro - opening.overlap,
        sting_samples=sting_samples,
        bed_samples=_length(request.bed.file if request.bed else None),
    )
    progress.moved(1, 3)
    if request.intro and opening.overlap:
        music = intro_of(request.intro, request.levels, places).blocks(request.channels, places.intro_keep)
        talk = _gathered(interview.blocks(request.channels, 0, places.interview_start)) * _factor(request)
        _write(mixed(_gathered(music), talk * rising(len(talk))), folder / "opening.wav")
    progress.moved(2, 3)
    if request.outro and closing.overlap:
        music = outro_of(request.outro, request.levels, places).blocks(request.channels, 0, places.outro_start)
        talk = _gathered(interview.blocks(request.channels, places.interview_end)) * _factor(request)
        _write(mixed(talk * falling(len(talk)), _gathered(music)), folder / "closing.wav")
    if request.bed and request.speech:
        stretch = places.interview_start, places.interview_end
        ducking(request.speech.read_bytes(), interview.pieces, request.bed, *stretch).write(folder / "bed.bin")
    (folder / "programme.json").write_text(to_json(places), encoding="utf-8", newline="\n")
    progress.moved(3, 3)


def _length(file: Path | None) -> int:
    return sum(len(block) for block in read_blocks(file, channels=1)) if file else 0


def _factor(request: Stitch) -> np.float32:
    return np.float32(amplitude(request.levels.interview_db))


def mixed(one: Block, other: Block) -> Block:
    """Return both at once; they have the same shape and a whole number of ms."""
    both = _segment(one).overlay(_segment(other))
    return (np.frombuffer(both.raw_data, np.int32).reshape(one.shape) / _STEPS).astype(np.float32)


def _segment(block: Block) -> AudioSegment:
    whole = np.clip(np.rint(block.astype(np.float64) * _STEPS), -(2**31), 2**31 - 1).astype(np.int32)
    return AudioSegment(whole.tobytes(), sample_width=4, frame_rate=SAMPLE_RATE, channels=block.shape[1])


def _gathered(blocks: Iterable[Block]) -> Block:
    return np.concatenate(list(blocks))


def _write(seam: Block, file: Path) -> None:
    with WavWriter(file, seam.shape[1]) as writer:
        writer.write(seam)
