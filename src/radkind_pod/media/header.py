"""What files say about their length that libav doesn't pass on."""

import struct
from pathlib import Path

_CHUNK = struct.Struct("<4sI")
_FMT = struct.Struct("<HHIIHH")
_UNKNOWN_SIZES = (0, 0xFFFFFFFF)
_ID3_HEADER = 10
_OGG_PAGE_AT_MOST = 65_307
_SMALL_CHUNK = 4096
_OGG_END_OF_STREAM = 4


def wav_states_s(path: Path) -> float | None:
    """Return how long a RIFF WAV says it is, even if the file ends before; None where it doesn't say.

    Recorders write the size before the sound or leave it empty: libav silently cuts it to the size of the file.
    """
    with path.open("rb") as file:
        if file.read(12)[:4] != b"RIFF":
            return None
        rate = 0
        while len(head := file.read(_CHUNK.size)) == _CHUNK.size:
            name, size = _CHUNK.unpack(head)
            if name == b"data":
                return size / rate if rate and size not in _UNKNOWN_SIZES else None
            body = file.read(size) if size <= _SMALL_CHUNK else b""
            if name == b"fmt " and len(body) >= _FMT.size:
                rate = _FMT.unpack_from(body)[3]
            file.seek(size - len(body) + size % 2, 1)
    return None


def mp3_counts_frames(path: Path) -> bool:
    """Say whether an MP3 begins with a frame that says how many there are (Xing, Info or VBRI)."""
    with path.open("rb") as file:
        head = file.read(_ID3_HEADER)
        tag = sum(byte << 7 * (3 - i) for i, byte in enumerate(head[6:])) if head.startswith(b"ID3") else 0
        file.seek(tag + _ID3_HEADER if tag else 0)
        first = file.read(512)
    return any(mark in first for mark in (b"Xing", b"Info", b"VBRI"))


def ogg_is_finished(path: Path) -> bool:
    """Say whether the last page of an Ogg file is marked as the last."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _OGG_PAGE_AT_MOST))
        tail = file.read()
    last = tail.rfind(b"OggS\x00")
    return 0 <= last < len(tail) - 5 and bool(tail[last + 5] & _OGG_END_OF_STREAM)
