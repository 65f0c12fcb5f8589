"""What a media file says it is. Only the header is read, so nothing here is proof."""

from dataclasses import dataclass
from pathlib import Path

from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Disposition

from radkind_pod.errors import MediaError
from radkind_pod.media.decode import open_media, sound_of

_MICROSECONDS = 1_000_000
_WITHOUT_DURATION = ("mp3", "aac", "amr")
_ID3_HEADER = 10


@dataclass(frozen=True, slots=True)
class Found:
    """What a file's header states: `declared_s` is a claim that may be false.

    `is_estimate` says that even the claim is a guess, made from the size of the file. `bits` is 16 where no sample
    needs more, else None. Of several sound tracks (`sounds`) one is read.
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
            declared_s=_declared_s(container, stream),
            has_video=any(not s.disposition & Disposition.attached_pic for s in container.streams.video),
            is_estimate=container.format.name in _WITHOUT_DURATION and not _has_duration_frame(path),
            bits=16 if context.format and context.format.name.rstrip("p") in ("u8", "s16") else None,
            sounds=len(container.streams.audio),
        )


def _declared_s(container: InputContainer, stream: AudioStream) -> float | None:
    if stream.duration and stream.time_base:
        seconds = float(stream.duration * stream.time_base)
    else:
        seconds = (container.duration or 0) / _MICROSECONDS
    return seconds if seconds > 0 else None


def _has_duration_frame(path: Path) -> bool:
    """Say whether an MP3 begins with a frame that counts its frames."""
    with path.open("rb") as file:
        head = file.read(_ID3_HEADER)
        tag = sum(byte << 7 * (3 - i) for i, byte in enumerate(head[6:])) if head.startswith(b"ID3") else 0
        file.seek(tag + _ID3_HEADER if tag else 0)
        first = file.read(512)
    return any(mark in first for mark in (b"Xing", b"Info", b"VBRI"))
