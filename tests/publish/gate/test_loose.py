"""Files that other programs made: what their walker doesn't know is searched all the same."""

import random
import struct
from collections.abc import Callable

import pytest
from tests.publish.gate.samples import m4a, mp3

from radkind_pod.publish.gate.loose import loose_texts

Look = Callable[..., tuple]
FRAMES = (b"\xff\xfb\x90\x00" + bytes(413)) * 3


def id3(version: int, *frames: tuple[bytes, bytes]) -> bytes:
    body = b"".join(name + struct.pack(">I", len(said)) + b"\0\0" + said for name, said in frames)
    size = len(body)
    return b"ID3" + bytes((version, 0, 0, size >> 21 & 127, size >> 14 & 127, size >> 7 & 127, size & 127)) + body


def box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body) + 8) + name + body


def chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body


def riff(*chunks: bytes) -> bytes:
    return chunk(b"RIFF", b"WAVE" + b"".join(chunks))


CAPTIONS = "1\n00:00:00,000 --> 00:00:01,000\nwith Nkansah, caf\xe9\n"
FILES = {
    "ID3v2.4": ("mp3", id3(4, (b"TIT2", b"\3With Nkansah")) + FRAMES),
    "ID3v2.4 in UTF-16": ("mp3", id3(4, (b"TIT2", b"\1" + "Nkansah".encode("utf-16"))) + FRAMES),
    "ID3v2.2": ("mp3", b"ID3\2\0\0\0\0\0\x0eTT2\0\0\x08\0Nkansah" + FRAMES),
    "a foreign frame first": ("mp3", id3(3, (b"TSSE", b"\0Lavf60"), (b"TIT2", b"\0Nkansah")) + FRAMES),
    "frames that touch": ("mp3", id3(4, (b"TIT2", b"\3Grace NKANSAH"), (b"TPE1", b"\3NKANSAH")) + FRAMES),
    "a short first name alone": ("mp3", id3(4, (b"TXXX", b"\3who\0Zoe")) + FRAMES),
    "ID3v1": ("mp3", FRAMES + b"TAG" + b"KOFI".ljust(30, b"\0") + b"NKANSAH".ljust(95, b"\0")),
    "an APE tag": ("mp3", FRAMES + b"APETAGEX" + bytes(24) + b"\7\0\0\0\0\0\0\0ARTIST\0Nkansah"),
    "an unknown box first": ("m4a", box(b"ftyp", b"M4A \0\0\0\0") + box(b"uuid", bytes(16) + b"Ama Nkansah")),
    "a box of QuickTime": ("m4a", box(b"ftyp", b"qt  ") + box(b"moov", box(b"udta", box(b"name", b"Nkansah")))),
    "a WAV": ("wav", riff(chunk(b"data", bytes(98)), chunk(b"LIST", b"INFO" + chunk(b"IART", b"Nkansah\0")))),
    "an MP4": ("mp4", box(b"ftyp", b"isom") + box(b"moov", b"\0\0\0\x0f\xa9nam\0\7\0\0Nkansah")),
    "an AAC": ("aac", b"\xff\xf1" + bytes(99) + b"title Nkansah here"),
    "an Ogg": ("ogg", b"OggS" + bytes(60) + b"\7\0\0\0\1\0\0\0\x0e\0\0\0ARTIST=Nkansah"),
    "UTF-16 within sound": (
        "aac",
        b"\xff\xf1\xff\0with Nkansah\xff".replace(b"with Nkansah", "with Nkansah".encode("utf-16-le")),
    ),
    "captions in Latin-1": ("srt", CAPTIONS.encode("latin-1")),
    "captions in UTF-16": ("srt", CAPTIONS.encode("utf-16")),
    "captions in UTF-16 without its mark": ("vtt", CAPTIONS.encode("utf-16-be")),
    "a path": ("mp3", id3(3, (b"TXXX", b"\0src\0/home/someone/pod/x.wav")) + FRAMES),
}


@pytest.mark.parametrize("what", FILES)
def test_names_and_paths_are_found_behind_what_no_walker_knows(what: str, look: Look) -> None:
    ending, data = FILES[what]
    leaks = look(data, f"episodes/one/one.{ending}")
    assert {"name", "place"} & {leak.kind for leak in leaks}


@pytest.mark.parametrize("make", [mp3, m4a])
def test_a_name_behind_the_end_of_a_file_is_found(make: Callable[..., bytes], look: Look) -> None:
    leaks = look(make(behind=b"ARTIST=Nkansah"), f"one.{make.__name__}")
    assert "name" in {leak.kind for leak in leaks}


def test_artists_are_told_from_other_texts() -> None:
    data = id3(4, (b"TPE1", b"\3Grace"), (b"TIT2", b"\3Hope")) + FRAMES
    assert [piece.text for piece in loose_texts(data) if piece.form == "label"] == ["Grace"]


@pytest.mark.parametrize("ending", ["aac", "m4a"])
def test_chance_holds_no_name(ending: str, look: Look) -> None:
    head = box(b"ftyp", b"M4A ") + struct.pack(">I", 4_000_008) + b"mdat" if ending == "m4a" else b"\xff\xf1"
    leaks = look(head + random.Random(3).randbytes(4_000_000), f"one.{ending}")
    assert {"name", "place"}.isdisjoint(leak.kind for leak in leaks)
