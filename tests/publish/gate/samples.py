"""One file of each kind that is published, made as the package room and its libraries make them."""

import io
import wave
from base64 import b64encode
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import av
import lameenc
import numpy as np
from mutagen.flac import FLAC, Picture
from mutagen.id3 import APIC, CHAP, COMM, CTOC, ID3, PCST, TALB, TIT2, TPE1, USLT, WOAF, WXXX, CTOCFlags
from mutagen.mp4 import MP4, MP4Cover
from mutagen.oggopus import OggOpus
from PIL import Image

from radkind_pod.model.consent import Consent, People

RATE = 48_000
AMA = People(
    (Consent("Ama M.", (), None, ("Ama Nkansah",)), Consent("Quiet One", (), None, ("Zoë O\u2019Brien-Müller",)))
)

Make = Callable[..., bytes]


def sound(seconds: float = 1.0) -> np.ndarray:
    noise = np.random.default_rng(6).normal(0, 0.1, int(RATE * seconds))
    return np.clip(noise, -1, 1).astype(np.float32)


def picture(kind: str = "JPEG", **options: Any) -> bytes:
    out = io.BytesIO()
    pixels = np.random.default_rng(7).integers(0, 255, (40, 40, 3), np.uint8)
    Image.fromarray(pixels).save(out, kind, dpi=(72, 72), **options)
    return out.getvalue()


def mp3(
    title: str = "A title", text: str = "Words.", artist: str = "Radical Kindness", chapter: str = "One", **more: Any
) -> bytes:
    encoder = lameenc.Encoder()
    encoder.set_bit_rate(64)
    encoder.set_in_sample_rate(RATE)
    encoder.set_channels(1)
    encoder.set_quality(7)
    encoder.silence()
    body = bytes(encoder.encode((sound() * 32767).astype("<i2").tobytes()) + encoder.flush())
    tags = ID3()
    frames = [
        TIT2(encoding=1, text=[title]),
        TALB(encoding=0, text=["The show"]),
        TPE1(encoding=1, text=[artist]),
        USLT(encoding=1, lang="eng", desc="", text=text),
        COMM(encoding=1, lang="eng", desc="", text=[more.get("comment", "About it.")]),
        WOAF(url=more.get("url", "https://example.org/one/")),
        PCST(value=1),
        APIC(encoding=0, mime="image/jpeg", type=3, desc=more.get("alt", ""), data=more.get("cover") or picture()),
        _chapter("chp0", 0, chapter),
        _chapter("chp1", 500, "Two"),
        CTOC(element_id="toc", flags=CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED, child_element_ids=["chp0", "chp1"]),
        *more.get("frames", ()),
    ]
    for frame in frames:
        tags.add(frame)
    out = io.BytesIO()
    tags.save(out, v1=0, v2_version=3, padding=lambda _: 0)
    return out.getvalue() + body + more.get("behind", b"")


def _chapter(name: str, start: int, title: str) -> CHAP:
    link = WXXX(encoding=0, desc="", url="https://example.org/chapter")
    small = APIC(encoding=0, mime="image/jpeg", type=0, desc="", data=picture())
    return CHAP(
        element_id=name,
        start_time=start,
        end_time=start + 500,
        start_offset=0xFFFFFFFF,
        end_offset=0xFFFFFFFF,
        sub_frames=[TIT2(encoding=1, text=[title]), link, small],
    )


def m4a(
    title: str = "A title", text: str = "Words.", artist: str = "Radical Kindness", chapter: str = "One", **more: Any
) -> bytes:
    options = {"movflags": "+faststart", "movie_timescale": str(RATE), "fflags": "+bitexact"}
    folder = TemporaryDirectory()
    path = Path(folder.name) / "a.m4a"
    with av.open(path, "w", format="ipod", options=options) as container:
        stream = container.add_stream("aac", rate=RATE, layout="mono", options={"flags": "+bitexact"})
        chapters = [(0, 500, chapter), (500, 1000, "Two")]
        container.set_chapters(
            [
                {"id": n, "start": a, "end": b, "time_base": Fraction(1, 1000), "metadata": {"title": said}}
                for n, (a, b, said) in enumerate(chapters)
            ]
        )
        _encode(container, stream, "fltp")
    file = MP4(path)
    if file.tags is None:
        file.add_tags()
    file.tags.clear()
    file.tags.update(
        {
            "\xa9nam": [title],
            "\xa9ART": [artist],
            "\xa9lyr": [text],
            "desc": [more.get("comment", "About it.")],
            "purl": [more.get("url", "https://example.org/feed.xml")],
            "pcst": True,
            "stik": [21],
            "trkn": [(1, 0)],
            "covr": [MP4Cover(more.get("cover") or picture(), MP4Cover.FORMAT_JPEG)],
            **more.get("keys", {}),
        }
    )
    file.save(padding=lambda _: 0)
    with folder:
        return path.read_bytes() + more.get("behind", b"")


def opus(text: str = "Words.", chapter: str = "One", **more: Any) -> bytes:
    out = io.BytesIO()
    with av.open(out, "w", format="opus", options={"fflags": "+bitexact"}) as container:
        stream = container.add_stream("libopus", rate=RATE, layout="mono", options={"flags": "+bitexact"})
        _encode(container, stream, "flt")
    out.seek(0)
    file = OggOpus(out)
    file.tags[:] = [
        *_comments(text, chapter, more),
        ("METADATA_BLOCK_PICTURE", b64encode(_block(more).write()).decode()),
    ]
    file.tags.vendor = "radkind-pod"
    out.seek(0)
    file.save(out, padding=lambda _: 0)
    return out.getvalue() + more.get("behind", b"")


def flac(text: str = "Words.", chapter: str = "One", **more: Any) -> bytes:
    out = io.BytesIO()
    with av.open(out, "w", format="flac", options={"fflags": "+bitexact"}) as container:
        stream = container.add_stream("flac", rate=RATE, layout="mono")
        _encode(container, stream, "s16")
    out.seek(0)
    file = FLAC(out)
    file.tags[:] = _comments(text, chapter, more)
    file.tags.vendor = "radkind-pod"
    file.add_picture(_block(more))
    out.seek(0)
    file.save(out, padding=lambda _: 16)
    return out.getvalue() + more.get("behind", b"")


def _comments(text: str, chapter: str, more: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        ("TITLE", more.get("title", "A title")),
        ("ARTIST", more.get("artist", "Radical Kindness")),
        ("DESCRIPTION", more.get("comment", "About it.")),
        ("WEBSITE", more.get("url", "https://example.org/one/")),
        ("LYRICS", text),
        ("CHAPTER000", "00:00:00.000"),
        ("CHAPTER000NAME", chapter),
        *more.get("comments", ()),
    ]


def _block(more: dict[str, Any]) -> Picture:
    block = Picture()
    block.type, block.mime, block.data = 3, "image/jpeg", more.get("cover") or picture()
    block.desc = more.get("alt", "")
    return block


def _encode(container: Any, stream: Any, kind: str) -> None:
    samples = sound()
    data = (samples * 32767).astype(np.int16) if kind == "s16" else samples
    for at in range(0, len(data), 960):
        part = data[at : at + 960]
        frame = av.AudioFrame.from_ndarray(part.reshape(1, -1), kind, "mono")
        frame.sample_rate, frame.pts = RATE, at
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))


def wav() -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes((sound(0.1) * 32767).astype("<i2").tobytes())
    return out.getvalue()


MAKERS: dict[str, Make] = {
    "mp3": mp3,
    "m4a": m4a,
    "opus": opus,
    "flac": flac,
    "jpg": picture,
    "png": lambda: picture("PNG"),
}
