"""What a media file says it is. Only the header is read, so nothing here is proof."""

from dataclasses import dataclass
from pathlib import Path

from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Disposition

from radkind_pod.errors import MediaError
from radkind_pod.media.decode import open_media, sound_of
from radkind_pod.media.header import mp3_counts_frames, ogg_is_finished, wav_states_s

_MICROSECONDS = 1_000_000
_WITHOUT_DURATION = ("mp3", "aac", "amr")


@dataclass(frozen=True, slots=True)
class Found:
    """What a file's header states: `declared_s` is a claim that may be false.

    `is_estimate` says that even the claim is a guess, made from the size of the file. `bits` is 16 where no sample
    needs more, else None. Of several sound tracks (`sounds`) one is read. `is_finished` is false where the end that
    belongs to such a file is missing.
    """

    container: str
    codec: str
    sample_rate: int
    channels: int
    declared_s: float | None
    has_video: bool
    is_estimate: bool = False
    bits: int | None = None
    sounds: int = 1
    is_finished: bool = True


def probe(path: Path) -> Found:
    """Return what the file states. Raises MediaError where it is no recording or has no sound."""
    with open_media(path) as container:
        stream = sound_of(container, path)
        context = stream.codec_context
        if not context.channels:
            raise MediaError(path, "the sound in this file has no channels", "Copy it again from the recorder.")
        return Found(
            container=container.format.name,
            codec=context.name,
            sample_rate=context.sample_rate,
            channels=context.channels,
            declared_s=_declared_s(container, stream, path),
            has_video=any(not s.disposition & Disposition.attached_pic for s in container.streams.video),
            is_estimate=container.format.name in _WITHOUT_DURATION and not mp3_counts_frames(path),
            bits=16 if context.format and context.format.name.rstrip("p") in ("u8", "s16") else None,
            sounds=len(container.streams.audio),
            is_finished=container.format.name != "ogg" or ogg_is_finished(path),
        )


def _declared_s(container: InputContainer, stream: AudioStream, path: Path) -> float | None:
    if container.format.name == "wav" and (stated := wav_states_s(path)):
        return stated
    if stream.duration and stream.time_base:
        seconds = float(stream.duration * stream.time_base)
    else:
        seconds = (container.duration or 0) / _MICROSECONDS
    return seconds if seconds > 0 else None
