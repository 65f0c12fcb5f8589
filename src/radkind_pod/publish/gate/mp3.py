"""Every byte of an MP3: one ID3v2.3 tag, then MPEG frames one after the other to the end of the file.

Source: ISO/IEC 11172-3 and 13818-3, 2.4.1 (layer III); the Xing header, and LAME's "MP3 Info Tag revision 1" behind it.
What is inside a frame of sound is not looked into.
"""

import re
from mmap import mmap

from radkind_pod.publish.gate.id3 import tag_size, walk_id3
from radkind_pod.publish.gate.piece import Found, Unaccounted, broken
from radkind_pod.publish.gate.reader import Reader

_KBPS_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_KBPS_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
"""By the two bits of the version: MPEG-1, MPEG-2, MPEG-2.5."""
_MPEG_1 = 3
_LAYER_3 = 1
_MONO = 3
_SAME = 0xFFFE0C00
"""The bits of a header that all frames share: version, layer and sampling rate."""
_WRITERS = re.compile(rb"(?:LAME|Lavf|Lavc|L3\.99)[0-9. abr]{0,5}\0*\Z")
_ID3_HEADER = 10


def walk_mp3(data: bytes) -> Found:
    """Account for every byte of an MP3. Raises Unaccounted at the first that is neither tag nor frame."""
    start = 0
    if data[:3] == b"ID3":
        start = tag_size(data[:_ID3_HEADER])
        if start > len(data):
            raise broken(start, "the tag is longer than the file")
        yield from walk_id3(data[:start])
    first = int.from_bytes(data[start : start + 4], "big")
    size = _frame_size(first)
    if not size:
        raise _no_frame(data, start)
    _check_info(data, start, first, size)
    _pass_frames(data, start, first)


def _pass_frames(data: bytes, start: int, first: int) -> None:
    at = _end_of_frames(data, start, first)
    if at < len(data):
        raise _no_frame(data, at)
    if at > len(data):
        raise broken(len(data), "the last frame is cut off")


def end_of_frames(data: bytes | mmap, start: int) -> int:
    """Return where the frames of sound that begin at a byte have their end: there itself if none begins there."""
    return min(len(data), _end_of_frames(data, start, int.from_bytes(data[start : start + 4], "big")))


def _end_of_frames(data: bytes | mmap, start: int, first: int) -> int:
    sizes: dict[bytes, int] = {}
    at, end = start, len(data)
    while at < end:
        head = data[at : at + 4]
        size = sizes.get(head, 0)
        if not size:
            header = int.from_bytes(head, "big")
            size = _frame_size(header) if len(head) == 4 and not (header ^ first) & _SAME else 0
            if not size:
                break
            sizes[head] = size
        at += size
    return at


def _no_frame(data: bytes, at: int) -> Unaccounted:
    names = {b"TAG": "an ID3v1 tag", b"APE": "an APE tag", b"ID3": "a second ID3 tag", b"LYR": "Lyrics3"}
    what = names.get(data[at : at + 3])
    if what:
        return Unaccounted(f"byte {at}", f"holds {what}, which no file of ours has")
    return Unaccounted(f"byte {at}", f"is neither tag nor sound, and {len(data) - at} bytes are left")


def _frame_size(header: int) -> int:
    """Return how many bytes the frame with this header has; 0 where it is no header of layer III."""
    version, layer = header >> 19 & 3, header >> 17 & 3
    place, rate = header >> 12 & 15, header >> 10 & 3
    if header >> 21 != 0x7FF or version == 1 or layer != _LAYER_3 or place in (0, 15) or rate == 3:
        return 0
    kbps = (_KBPS_1 if version == _MPEG_1 else _KBPS_2)[place]
    return (144_000 if version == _MPEG_1 else 72_000) * kbps // _RATES[version][rate] + (header >> 9 & 1)


def _check_info(data: bytes, start: int, header: int, size: int) -> None:
    """Hold the first frame to its fields if it is no sound but says how much of it there is."""
    frame = Reader(data[start : start + size])
    is_mpeg_1, is_mono = header >> 19 & 3 == _MPEG_1, header >> 6 & 3 == _MONO
    side = (17 if is_mono else 32) if is_mpeg_1 else (9 if is_mono else 17)
    checksum = 0 if header >> 16 & 1 else 2
    mark = bytes(frame.data[4 + checksum + side : 8 + checksum + side])
    if bytes(frame.data[36:40]) == b"VBRI":
        raise Unaccounted(f"byte {start}", "holds a VBRI header, which no file of ours has")
    if mark not in (b"Xing", b"Info"):
        return
    frame.take(4 + checksum)
    frame.zeros(side, "the frame in front of the sound")
    frame.take(4)
    flags = frame.number(4)
    if flags > 15:
        raise broken(start, "an Info frame of an unknown kind")
    for bit, length in ((1, 4), (2, 4), (4, 100), (8, 4)):
        frame.take(length if flags & bit else 0)
    if frame.left and any(frame.data[frame.at : frame.at + 9]):
        if not _WRITERS.match(frame.take(9)):
            raise Unaccounted(f"byte {start}", "names a program that isn't ours in its Info frame")
        frame.take(27)
    frame.zeros(frame.left, "the end of the Info frame")
