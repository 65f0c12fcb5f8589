"""Files made to mislead: each ends in a Leak that says where, soon, and in little memory."""

import random
import resource
import struct
import time
import zlib
from collections.abc import Callable

import pytest
from tests.publish.gate.metadata import box
from tests.publish.gate.samples import AMA, MAKERS, flac, m4a, mp3, opus

from radkind_pod.model.consent import Consent, People

Look = Callable[..., tuple]


def png(width: int, height: int, packed: bytes) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I4s", len(body), name) + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def with_size(data: bytes, name: bytes, size: int) -> bytes:
    at = data.index(name) - 4
    return data[:at] + size.to_bytes(4, "big") + data[at + 4 :]


def nested(depth: int) -> bytes:
    body = b""
    for _ in range(depth):
        body = box(b"moov", body)
    return box(b"ftyp", b"M4A \0\0\2\0") + body


LIES = {
    "an MP3 whose tag says 256 MB": ("mp3", lambda: b"ID3\3\0\0\x7f\x7f\x7f\x7f" + mp3()[10:]),
    "an MP3 whose tag doesn't say how long it is": ("mp3", lambda: b"ID3\3\0\0\xff\xff\xff\xff" + mp3()[10:]),
    "a frame of 4 GB": ("mp3", lambda: mp3().replace(b"TIT2\0\0\0", b"TIT2\xff\xff\xff", 1)),
    "a box of 4 GB": ("m4a", lambda: with_size(m4a(), b"moov", 0xFFFFFFFF)),
    "a box without a length": ("m4a", lambda: with_size(m4a(), b"moov", 0)),
    "a box shorter than its head": ("m4a", lambda: with_size(m4a(), b"mvhd", 4)),
    "a box of 64 bits": ("m4a", lambda: box(b"ftyp", b"M4A \0\0\2\0") + struct.pack(">I4sQ", 1, b"mdat", 1 << 63)),
    "boxes in boxes": ("m4a", lambda: nested(5000)),
    "4,294,967,295 samples": ("m4a", lambda: counted(b"stsz", 8, 0xFFFFFFFF)),
    "samples of one size, 4 thousand million of them": ("m4a", lambda: counted(b"stsz", 4, 1, 0xFFFFFFFF)),
    "4,294,967,295 chunks": ("m4a", lambda: counted(b"stco", 4, 0xFFFFFFFF)),
    "4,294,967,295 samples a chunk": ("m4a", lambda: counted(b"stsc", 12, 0xFFFFFFFF)),
    "chunks behind the end of the file": ("m4a", lambda: counted(b"stco", 8, 0xFFFFFF00)),
    "a page cut off": ("opus", lambda: opus()[:-7]),
    "a wrong checksum": ("opus", lambda: opus()[:-1] + bytes((opus()[-1] ^ 1,))),
    "4 GB of comments": ("flac", lambda: flac().replace(b"\x0b\0\0\0radkind-pod", b"\xff\xff\xff\xffradkind-pod", 1)),
    "a block of 16 MB": ("flac", lambda: flac()[:43] + b"\xff\xff\xff" + flac()[46:]),
    "a picture of 4 thousand million pixels": ("png", lambda: png(0xFFFF, 0xFFFF, zlib.compress(b""))),
    "a picture that unpacks to more than it is": ("png", lambda: png(10, 10, zlib.compress(bytes(60_000_000)))),
    "a picture that is not packed": ("png", lambda: png(10, 10, b"hello")),
    "a JPEG that never ends": ("jpg", lambda: b"\xff\xd8" + b"\xff\xdb\0\x02" * 100_000),
    "a JPEG segment of no length": ("jpg", lambda: b"\xff\xd8\xff\xdb\0\0" + bytes(99)),
}


def counted(name: bytes, offset: int, *values: int) -> bytes:
    """Return an M4A with numbers put into the first table of this name, some bytes behind its name."""
    data = m4a()
    at = data.index(name) + 4 + offset
    said = b"".join(value.to_bytes(4, "big") for value in values)
    return data[:at] + said + data[at + len(said) :]


@pytest.mark.parametrize("what", LIES)
def test_a_lying_file_is_refused_at_once(what: str, look: Look) -> None:
    ending, make = LIES[what]
    data = make()
    begun, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    leaks = look(data, f"one.{ending}")
    assert leaks
    assert time.process_time() - begun < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400_000


@pytest.mark.parametrize("ending", sorted(MAKERS))
def test_chance_is_refused_and_never_a_traceback(ending: str, samples: dict[str, bytes], look: Look) -> None:
    for number in range(30 if ending == "flac" else 150):
        random_ = random.Random(number)
        data = bytearray(samples[ending])
        for _ in range(random_.randrange(1, 6)):
            at = random_.randrange(min(len(data), 4000))
            data[at : at + random_.randrange(5)] = random_.randbytes(random_.randrange(5))
        look(bytes(data), f"one.{ending}")
    assert look(random.Random(1).randbytes(5000), f"one.{ending}")


@pytest.mark.parametrize(
    "text",
    [
        "<" * 200_000,
        "&#" * 100_000,
        "%25" * 100_000,
        "\\u005c" * 50_000,
        "A\u200b" * 100_000,
        "Ama N" * 50_000,
        "a " * 200_000,
        "\n" * 300_000,
        "00:00 --> \n" * 30_000,
        '"speaker": "' * 20_000,
        "<cite>" * 30_000,
        '"name": "a" ' * 20_000,
        "QUFB" * 100_000,
        "<!--" * 250_000,
        "&lt;!--" * 100_000,
        "-->" * 300_000,
        '"speaker":' + " " * 1_000_000,
        "&#" + "1" * 10_000,
        "AmaNkansah" + "Ama-" * 200_000,
        "and Ama " * 50_000,
        "".join(map(chr, range(0x3000, 0xD000))) * 8,
        "Grace-" * 10_000,
        "and Grace " * 12_000,
        "GraceHope Grace" + " " * 5_000 + "x",
        "Ama M. Nkansah " * 50_000,
    ],
    ids=lambda text: ascii(text[:8]),
)
@pytest.mark.parametrize("ending", ["html", "vtt", "json", "txt"])
def test_a_text_made_to_be_slow_is_read_in_seconds(text: str, ending: str, look: Look) -> None:
    people = People((*AMA.consents, Consent("Ama M. Nkansah", (), None), Consent("Guest", (), None, ("Grace Hope",))))
    begun = time.process_time()
    look(text, f"a.{ending}", people)
    assert time.process_time() - begun < 5
