"""What the tests of the package room share: a small MP3, pictures, a whole request, a tag reader of our own."""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import lameenc
import numpy as np
import pytest
from PIL import Image

from radkind_pod.media.editions import AAC, OPUS, EditionWriter
from radkind_pod.media.encode import FlacWriter
from radkind_pod.model.audio import Loudness
from radkind_pod.model.people import Person
from radkind_pod.model.plain import to_json
from radkind_pod.model.programme import MadeEdition
from radkind_pod.model.transcript import Paragraph, Provenance
from radkind_pod.package.bundle import bundle
from radkind_pod.package.stages import EpisodeSlice, MappedChapter, Package, ShowSlice

TRANSCRIPT = "Amina: We began with one kettle.\n\nTom: And then — “the whole street” came. 🫖\n"


@dataclass(frozen=True)
class RawFrame:
    """One frame of a tag as its bytes lie in the file."""

    name: str
    body: bytes

    @property
    def text(self) -> str:
        """The text of a text frame."""
        return decode(self.body[0], self.body[1:])

    @property
    def element(self) -> str:
        """The element id of a CHAP or CTOC."""
        return self.body.split(b"\0", 1)[0].decode("ascii")

    @property
    def times_ms(self) -> tuple[int, int]:
        """Start and end of a CHAP."""
        return struct.unpack_from(">II", self.body, len(self.element) + 1)

    @property
    def offsets(self) -> tuple[int, int]:
        """Byte offsets of a CHAP."""
        return struct.unpack_from(">II", self.body, len(self.element) + 9)

    @property
    def inner(self) -> dict[str, "RawFrame"]:
        """The frames inside a CHAP."""
        return {f.name: f for f in raw_frames(self.body[len(self.element) + 17 :])}


def decode(encoding: int, data: bytes) -> str:
    """Decode ID3v2.3 text: 0 is Latin-1, 1 is UTF-16 with its byte order mark."""
    return data.decode({0: "latin-1", 1: "utf-16"}[encoding]).removesuffix("\0")


def raw_frames(data: bytes) -> Iterator[RawFrame]:
    """Yield the frames of a tag's body, ID3v2.3: name, four bytes of size, two of flags."""
    while data and data[0]:
        name, size, flags = struct.unpack_from(">4sIH", data)
        assert flags == 0
        yield RawFrame(name.decode("ascii"), data[10 : 10 + size])
        data = data[10 + size :]


def split_mp3(file: Path) -> tuple[bytes, bytes]:
    """Return the tag's body and the sound behind the tag."""
    data = file.read_bytes()
    assert data[:6] == b"ID3\x03\x00\x00"
    size = data[6] << 21 | data[7] << 14 | data[8] << 7 | data[9]
    return data[10 : 10 + size], data[10 + size :]


@pytest.fixture
def read_frames() -> Callable[[Path], list[RawFrame]]:
    """Return a function that reads the frames of an MP3 in the order of the file."""
    return lambda file: list(raw_frames(split_mp3(file)[0]))


@pytest.fixture
def read_sound() -> Callable[[Path], bytes]:
    """Return a function that reads what stands behind the tag."""
    return lambda file: split_mp3(file)[1]


@pytest.fixture(scope="session")
def sound() -> bytes:
    """Two seconds of a tone as MP3, an Info frame in front."""
    encoder = lameenc.Encoder()
    encoder.set_in_sample_rate(48_000)
    encoder.set_channels(1)
    encoder.set_bit_rate(64)
    encoder.silence()
    tone = np.sin(np.arange(96_000) * 2 * np.pi * 440 / 48_000) * 8000
    frames = bytes(encoder.encode(tone.astype(np.int16).tobytes()) + encoder.flush())
    size = 144 * 64_000 // 48_000
    info = frames[:4] + bytes(17) + b"Info" + struct.pack(">II", 1, len(frames) // size)
    return info.ljust(size, b"\0") + frames


@pytest.fixture
def picture(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that draws a picture file of one colour."""

    def draw(name: str = "art.jpg", size: tuple[int, int] = (1400, 1400), mode: str = "RGB", **saved: object) -> Path:
        path = tmp_path / name
        Image.new(mode, size, 120 if mode in {"L", "I;16"} else (20, 120, 90, 128)[: len(mode)]).save(path, **saved)
        return path

    return draw


@pytest.fixture
def episode() -> EpisodeSlice:
    """An episode with text that breaks weak writers."""
    return EpisodeSlice(
        slug="one-kettle",
        guid="0b2f4a1e-5f7c-4d0e-9d0a-1f4f5b7f0a11",
        title="Ein Wasserkocher für die ganze Straße: wie aus Nachbarn Freundinnen wurden 🫖 ]]> <script>",
        published="2026-03-09T00:05:00+00:00",
        summary="One kettle, one street.\n\nHow it began.",
        notes="# Notes\n\n<b>as written</b>\n",
        number=7,
        season=2,
        type="full",
        explicit=False,
        language="en-GB",
        people=(Person("Amina", "host"), Person("Tom")),
        artwork_alt="A kettle",
        page_url="https://pod.example/episodes/one-kettle/",
    )


@pytest.fixture
def chapters(picture: Callable[..., Path]) -> tuple[MappedChapter, ...]:
    """Three chapters whose titles grow shorter: by length they would come in another order."""
    return (
        MappedChapter(0, "Ç" * 80 + " 🫖", "https://example.org/straße?a=1&b=<c>", None, None),
        MappedChapter(700, "The middle, of some length", None, picture("kettle.png", (900, 300)), "Ein Kessel, groß"),
        MappedChapter(1500, "End", "https://example.org/end", None, None),
    )


@pytest.fixture
def request_(
    tmp_path: Path,
    sound: bytes,
    picture: Callable[..., Path],
    episode: EpisodeSlice,
    chapters: tuple[MappedChapter, ...],
) -> Package:
    """A whole request, every file of it in the test's own folder."""
    audio, paragraphs = tmp_path / "episode.mp3", tmp_path / "paragraphs.json"
    audio.write_bytes(sound)
    paragraphs.write_text(to_json((Paragraph(0, 900, "Amina", "We began."),)), encoding="utf-8")
    captions = tuple(tmp_path / f"captions.{ending}" for ending in ("vtt", "srt", "json", "txt", "html"))
    for file in captions:
        file.write_text(TRANSCRIPT if file.suffix == ".txt" else f"{file.suffix} file\n", encoding="utf-8")
    return Package(
        audio=audio,
        duration_ms=2000,
        loudness=Loudness(-16.02, -1.3),
        captions=captions,
        paragraphs=paragraphs,
        provenance=Provenance(reviewed=True, corrected=("Amina",)),
        translation=None,
        chapters=chapters,
        artwork=picture(),
        own_artwork=False,
        show=ShowSlice("Radical Kindness", "Radical Kindness Network", "Radical Kindness"),
        episode=episode,
    )


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """An empty folder for the outputs."""
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


@pytest.fixture
def leaky_jpeg(picture: Callable[..., Path]) -> Callable[[str], Path]:
    """Return a function that makes a square JPEG as phones do: place, maker, thumbnail, XMP and a comment in it."""

    def make(name: str) -> Path:
        exif = Image.Exif()
        exif[0x010F] = "LEAK maker"
        exif[0x8825] = {1: "N", 2: (51.0, 30.0, 26.0), 29: "LEAK date"}
        path = picture(name, exif=exif, comment=b"LEAK comment")
        data = path.read_bytes()
        thumbnail = exif.tobytes() + b"\xff\xd8\xff\xfe\x00\x10LEAK thumbnail\xff\xd9"
        xmp = b"http://ns.adobe.com/xap/1.0/\0<x>LEAK xmp</x>"
        extra = b"".join(b"\xff\xe1" + struct.pack(">H", len(part) + 2) + part for part in (thumbnail, xmp))
        path.write_bytes(data[:2] + extra + data[2:] + b"LEAK after the end")
        return path

    return make


@pytest.fixture(scope="session")
def encoded(tmp_path_factory: pytest.TempPathFactory) -> tuple[MadeEdition, ...]:
    """The two seconds as AAC, Opus and FLAC, without tags."""
    folder = tmp_path_factory.mktemp("encoded")
    tone = (0.25 * np.sin(np.arange(96_000) * 2 * np.pi * 440 / 48_000)).astype(np.float32)[:, None]
    kinds = (("aac", "episode.m4a", 96), ("opus", "episode.opus", 24), ("flac", "episode.flac", None))
    for name, file, kbps in kinds:
        recipe = {"aac": AAC, "opus": OPUS}.get(name)
        path = folder / file
        with EditionWriter(path, recipe, 1, kbps or 0) if recipe else FlacWriter(path, 1) as writer:
            writer.write(tone)
    return tuple(MadeEdition(name, folder / file, 1, kbps, Loudness(-19.0, -1.2)) for name, file, kbps in kinds)


@pytest.fixture
def packaged(
    request_: Package, encoded: tuple[MadeEdition, ...], out: Path
) -> Callable[[Package | None], dict[str, Path]]:
    """Return a function that packages a request with all editions, and gives the tagged files by their endings."""

    def make(request: Package | None = None) -> dict[str, Path]:
        bundle(replace(request or request_, editions=encoded), out)
        return {f.suffix: f for f in out.rglob("*") if f.suffix in {".mp3", ".m4a", ".opus", ".flac"}}

    return make
