"""The packets of a file of sound: put into a new file with chapters, and proven to be the same. Nothing is encoded."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet

from radkind_pod.media.decode import open_media, sound_of
from radkind_pod.media.editions import AAC
from radkind_pod.media.encode import create_media

Named = tuple[int, int, str]
"""A chapter: start and end in ms, and its title."""


def with_chapters(source: Path, target: Path, chapters: Iterable[Named], language: str) -> None:
    """Write an M4A with the sound of another one, and chapters both as Nero's list and as QuickTime's text track.

    `language` is an ISO 639-2 code. The first chapter has to begin at 0: in the text track none can begin later.
    """
    with open_media(source) as old, create_media(target, AAC.container, AAC.container_options) as new:
        sound = sound_of(old, source)
        stream = new.add_stream_from_template(sound)
        stream.metadata["language"] = language
        new.set_chapters(
            [
                {"id": n, "start": start, "end": end, "time_base": Fraction(1, 1000), "metadata": {"title": title}}
                for n, (start, end, title) in enumerate(chapters)
            ]
        )
        for packet in _packets(old, sound):
            packet.stream = stream
            new.mux(packet)


def read_chapters(file: Path) -> list[tuple[int, str]]:
    """Return start in ms and title of each chapter as libav, and so most players, read them."""
    with open_media(file) as container:
        return [
            (round(one["start"] * (one["time_base"] or 1) * 1000), one["metadata"].get("title", ""))
            for one in container.chapters()
        ]


def digest_of_sound(file: Path) -> str:
    """Return a SHA-256 of what is decoded: each packet with its time and length, and the decoder's set-up."""
    digest = sha256()
    with open_media(file) as container:
        sound = sound_of(container, file)
        digest.update(sound.codec_context.extradata or b"")
        for packet in _packets(container, sound):
            digest.update(f"{packet.pts} {packet.duration} {packet.size};".encode())
            digest.update(memoryview(packet))
    return digest.hexdigest()


def _packets(container: InputContainer, sound: AudioStream) -> "Iterator[Packet[AudioStream]]":
    return (packet for packet in container.demux(sound) if packet.size)
