"""What the files that a feed names must be: as long, of the type and as lasting as it says, and readable.

Like the checker of the feed it shares no code with what writes them. An MP3 is read frame by frame.
"""

import json
import re
import struct
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import new
from itertools import pairwise

from lxml import etree
from tests.publish.checker import NS

RATES = {0: (44100, 48000, 32000), 2: (22050, 24000, 16000)}
KBPS = {
    0: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
CUE = re.compile(r"((?:\d+:)?\d\d:\d\d[.,]\d{3}) --> ((?:\d+:)?\d\d:\d\d[.,]\d{3})")


@dataclass(frozen=True)
class Fetched:
    """What a server answered to a GET."""

    type: str
    body: bytes


Fetch = Callable[[str], Fetched]


def file_complaints(feed: bytes, fetch: Fetch) -> list[str]:
    """Return what is wrong with the files that the feed names."""
    return [told for item in etree.fromstring(feed).iter("item") for told in _item(item, fetch)]


def _item(item: etree._Element, fetch: Fetch) -> Iterator[str]:
    enclosure = item.find("enclosure")
    audio = fetch(enclosure.get("url"))
    if len(audio.body) != int(enclosure.get("length")):
        yield "length"
    if audio.type != enclosure.get("type"):
        yield "type"
    seconds = mp3_seconds(audio.body)
    if abs(seconds - float(item.findtext("itunes:duration", "0", NS))) > 1.5:
        yield "duration"
    for edition in item.findall("podcast:alternateEnclosure", NS):
        yield from _edition(edition, fetch)
    for transcript in item.findall("podcast:transcript", NS):
        yield from _transcript(transcript, fetch(transcript.get("url")), seconds)
    for chapters in item.findall("podcast:chapters", NS):
        yield from _chapters(fetch(chapters.get("url")), audio.body, seconds)


def _edition(edition: etree._Element, fetch: Fetch) -> Iterator[str]:
    found = fetch(edition.find("podcast:source", NS).get("uri"))
    if len(found.body) != int(edition.get("length")) or found.type != edition.get("type"):
        yield "edition"
    integrity = edition.find("podcast:integrity", NS)
    name, _, wanted = integrity.get("value").partition("-") if integrity is not None else ("", "", "")
    if name and b64encode(new(name, found.body).digest()).decode() != wanted:
        yield "integrity"


def _transcript(element: etree._Element, found: Fetched, seconds: float) -> Iterator[str]:
    if found.type != element.get("type"):
        yield f"transcript type {found.type}"
    text = found.body.decode("utf-8")
    if found.type == "application/json":
        read = json.loads(text)
        times = [(s["startTime"], s["endTime"]) for s in read["segments"]]
        if read["version"] != "1.0.0" or not all(s["body"] for s in read["segments"]):
            yield "transcript json"
    else:
        times = [tuple(map(_seconds, pair)) for pair in CUE.findall(text)]
    if found.type == "text/vtt" and not text.startswith("WEBVTT"):
        yield "transcript vtt"
    if found.type in {"text/vtt", "application/x-subrip"} and not times:
        yield "transcript empty"
    if any(begins >= ends or ends > seconds + 1 for begins, ends in times) or times != sorted(times):
        yield "transcript times"


def _seconds(text: str) -> float:
    parts = [float(part) for part in text.replace(",", ".").split(":")]
    return sum(part * 60**place for place, part in enumerate(reversed(parts)))


def _chapters(found: Fetched, audio: bytes, seconds: float) -> Iterator[str]:
    if found.type != "application/json+chapters":
        yield f"chapters type {found.type}"
    read = json.loads(found.body)
    starts = [chapter["startTime"] for chapter in read["chapters"]]
    if not isinstance(read["version"], str) or not re.fullmatch(r"1\.\d\.\d", read["version"]):
        yield "chapters version"
    if starts != sorted(set(starts)) or any(not 0 <= start < seconds for start in starts):
        yield "chapters times"
    if not all(chapter.get("title") for chapter in read["chapters"] if chapter.get("toc", True)):
        yield "chapters title"
    inside = id3_chapters(audio)
    if any(first > second for first, second in pairwise(inside)):
        yield "chapters in file shuffled"
    shown = [chapter["startTime"] for chapter in read["chapters"] if chapter.get("toc", True)]
    if len(shown) != len(inside) or any(abs(a - b) > 0.01 for a, b in zip(shown, sorted(inside), strict=True)):
        yield "chapters differ from the file's"


def id3_chapters(audio: bytes) -> list[float]:
    """Return where the chapters of an ID3v2.3 tag begin, in seconds, in the order of the file."""
    starts, place = [], 10
    end = _tag_end(audio)
    while place + 10 < end and audio[place] != 0:
        size = int.from_bytes(audio[place + 4 : place + 8], "big")
        if audio[place : place + 4] == b"CHAP":
            named = audio.index(b"\0", place + 10) + 1
            starts.append(int.from_bytes(audio[named : named + 4], "big") / 1000)
        place += 10 + size
    return starts


def mp3_seconds(audio: bytes) -> float:
    """Return how long the frames of the MP3 last, without an Info frame and what it says to leave out at both ends."""
    place, samples, rate, trimmed = _tag_end(audio), 0, 44100, 0
    while place + 4 <= len(audio) and audio[place] == 0xFF and audio[place + 1] & 0xE6 == 0xE2:
        (header,) = struct.unpack(">I", audio[place : place + 4])
        kind = 0 if (header >> 19) & 3 == 3 else 2
        rate = RATES[kind][(header >> 10) & 3]
        each = 1152 if kind == 0 else 576
        size = each // 8 * KBPS[kind][(header >> 12) & 15] * 1000 // rate + ((header >> 9) & 1)
        frame = audio[place : place + size]
        info = max(frame.find(b"Info", 0, 60), frame.find(b"Xing", 0, 60))
        if info > 0:
            lame = frame.find(b"LAME", info)
            packed = int.from_bytes(frame[lame + 21 : lame + 24], "big") if lame > 0 else 0
            trimmed = (packed >> 12) + (packed & 0xFFF)
        else:
            samples += each
        place += size
    return (samples - trimmed) / rate


def _tag_end(audio: bytes) -> int:
    if audio[:3] != b"ID3":
        return 0
    return 10 + sum((byte & 0x7F) << 7 * place for place, byte in enumerate(reversed(audio[6:10])))
