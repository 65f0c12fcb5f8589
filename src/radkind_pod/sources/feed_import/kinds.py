"""What fetched files are, whatever their names and headers say: told by their first bytes."""

from pathlib import Path

_HEAD = 4096
_PAGES = (b"<!doctype html", b"<html")
SOUND_ENDINGS = {
    "audio/mpeg": "mp3",
    "audio/x-m4a": "m4a",
    "audio/mp4": "m4a",
    "audio/aac": "aac",
    "audio/ogg": "ogg",
    "audio/flac": "flac",
    "audio/wav": "wav",
    "video/mp4": "mp4",
    "video/x-m4v": "m4v",
    "video/quicktime": "mov",
}
PICTURE_ENDINGS = {"image/jpeg": "jpg", "image/png": "png"}
TEXT_ENDINGS = {
    "text/vtt": "vtt",
    "application/x-subrip": "srt",
    "application/srt": "srt",
    "text/srt": "srt",
    "application/json": "json",
    "text/html": "html",
    "text/plain": "txt",
}
_SAME = {
    "audio/mpeg": {"audio/mp3", "audio/mpeg3", "audio/x-mp3", "audio/x-mpeg", "audio/mpg"},
    "audio/x-m4a": {
        "audio/mp4",
        "audio/m4a",
        "audio/aac",
        "audio/x-m4b",
        "video/mp4",
        "video/x-m4v",
        "video/quicktime",
    },
    "audio/ogg": {"application/ogg", "audio/opus", "audio/vorbis", "video/ogg"},
    "audio/wav": {"audio/x-wav", "audio/wave"},
    "audio/flac": {"audio/x-flac"},
    "audio/aac": {"audio/aacp", "audio/x-aac"},
}


def sound_kind(file: Path, said: str) -> str | None:
    """Return the media type of a sound: `said` where the bytes agree with it, else what they are; None for no sound."""
    with file.open("rb") as stream:
        head = stream.read(_HEAD)
    found = _sound(head.lstrip(b"\0") if head[4:8] != b"ftyp" else head)
    if found is None:
        return None
    return said if said == found or said in _SAME.get(found, ()) else found


def _sound(head: bytes) -> str | None:
    if head[4:8] == b"ftyp":
        return "audio/x-m4a"
    if head.startswith(b"RIFF") and head[8:12] == b"WAVE":
        return "audio/wav"
    for sign, kind in ((b"ID3", "audio/mpeg"), (b"OggS", "audio/ogg"), (b"fLaC", "audio/flac")):
        if head.startswith(sign):
            return kind
    if len(head) > 2 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:
        # MPEG audio frames; ADTS AAC has the layer bits 00
        return "audio/aac" if head[1] & 0x06 == 0 else "audio/mpeg"
    return None


def picture_ending(data: bytes) -> str | None:
    """Return jpg or png, None for anything else."""
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    return "png" if data.startswith(b"\x89PNG\r\n\x1a\n") else None


def is_page(data: bytes) -> bool:
    """Say whether this is a web page."""
    return data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_PAGES)
