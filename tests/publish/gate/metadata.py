"""Thirty-odd files that carry what a phone, a recorder or a programme put into them, at places where we put nothing."""

import io
import struct
import zlib
from collections.abc import Callable

from mutagen.id3 import GEOB, PRIV, TSSE, TXXX, UFID
from PIL import Image
from tests.publish.gate.samples import flac, m4a, mp3, opus, picture, wav

SECRET = b"Written by a telephone in Reading"


def box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(body), name) + body


def into_udta(body: bytes) -> bytes:
    """Return an M4A with one more box in moov/udta, all sizes and offsets as they must be."""
    data = m4a()
    at = data.index(b"udta") + 4
    moov = data.index(b"moov")
    for place in (at - 8, moov - 4):
        size = int.from_bytes(data[place : place + 4], "big") + len(body)
        data = data[:place] + size.to_bytes(4, "big") + data[place + 4 :]
    data = data[:at] + body + data[at:]
    start = 0
    while (start := data.find(b"stco", start + 1)) > 0 and start < data.index(b"mdat"):
        count = int.from_bytes(data[start + 8 : start + 12], "big")
        for n in range(count):
            place = start + 12 + 4 * n
            moved = int.from_bytes(data[place : place + 4], "big") + len(body)
            data = data[:place] + moved.to_bytes(4, "big") + data[place + 4 :]
    return data


def mdta() -> bytes:
    """Return the box in which telephones keep a position, as QuickTime lays it out."""
    key = b"com.apple.quicktime.location.ISO6709"
    handler = box(b"hdlr", bytes(8) + b"mdta" + bytes(13))
    keys = box(b"keys", struct.pack(">II", 0, 1) + box(b"mdta", key))
    value = box(b"data", struct.pack(">II", 1, 0) + b"+51.4543-000.9781/")
    return box(b"meta", handler + keys + box(b"ilst", box(b"\0\0\0\1", value)))


def exif_jpeg(thumbnail: bool = False) -> bytes:
    image = Image.open(io.BytesIO(picture()))
    exif = Image.Exif()
    exif[0x013B], exif[0x0110], exif[0x010F] = "Someone", "Phone 12", "Maker"
    exif.get_ifd(0x8825)[2] = (51.0, 27.0, 14.0)
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    if not thumbnail:
        return out.getvalue()
    data = out.getvalue()
    small = picture()[:200]
    return data[:2] + b"\xff\xe0" + struct.pack(">H", 16 + 3 * 4) + b"JFIF\0\1\1\0\0\1\0\1\2\2" + small[:12] + data[2:]


def segment(kind: int, body: bytes) -> bytes:
    data = picture()
    return data[:2] + bytes((0xFF, kind)) + struct.pack(">H", 2 + len(body)) + body + data[2:]


def chunk(name: bytes, body: bytes) -> bytes:
    data = picture("PNG")
    added = struct.pack(">I4s", len(body), name) + body + struct.pack(">I", zlib.crc32(name + body))
    return data[:33] + added + data[33:]


def riff(name: bytes, body: bytes) -> bytes:
    data = wav() + struct.pack("<4sI", name, len(body)) + body
    return data[:4] + struct.pack("<I", len(data) - 8) + data[8:]


def flac_block(kind: int, body: bytes) -> bytes:
    data = flac()
    return data[:42] + bytes((kind,)) + len(body).to_bytes(3, "big") + body + data[42:]


def id3v1() -> bytes:
    return b"TAG" + b"A title".ljust(30, b"\0") + bytes(30 + 30 + 4) + b"Ama Nkansah".ljust(30, b"\0") + b"\xff"


def ape() -> bytes:
    item = struct.pack("<II", 4, 0) + b"Artist\0" + b"Name"
    foot = struct.pack("<8sIIII8x", b"APETAGEX", 2000, len(item) + 32, 1, 0)
    return b"APETAGEX" + foot[8:] + item + foot


def dated(data: bytes) -> bytes:
    at = data.index(b"mvhd") + 8
    return data[:at] + b"\xe3\x4a\x00\x01" + data[at + 4 :]


def packed_behind() -> bytes:
    """Return a PNG with a text behind the end of its compressed pixels, in the same chunk."""
    data = picture("PNG")
    at = data.index(b"IDAT") - 4
    size = int.from_bytes(data[at : at + 4], "big")
    body = data[at + 8 : at + 8 + size] + SECRET
    chunk_ = struct.pack(">I4s", len(body), b"IDAT") + body + struct.pack(">I", zlib.crc32(b"IDAT" + body))
    return data[:at] + chunk_ + data[at + 12 + size :]


FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "udta xyz": ("m4a", lambda: into_udta(box(b"\xa9xyz", b"\x00\x12\x15\xc7+51.4543-000.9781/"))),
    "udta loci": (
        "m4a",
        lambda: into_udta(box(b"loci", bytes(4) + b"\x15\xc7Reading\0\0" + struct.pack(">iii", 1, 2, 3))),
    ),
    "udta make and model": (
        "m4a",
        lambda: into_udta(box(b"\xa9mak", b"\0\5\0\0Apple") + box(b"\xa9mod", b"\0\6\0\0iPhone")),
    ),
    "mdta ISO 6709": ("m4a", lambda: into_udta(mdta())),
    "creation time": ("m4a", lambda: dated(m4a())),
    "a free box with text": ("m4a", lambda: m4a(behind=box(b"free", SECRET))),
    "a skip box": ("m4a", lambda: m4a(behind=box(b"skip", b""))),
    "a uuid box": ("m4a", lambda: m4a(behind=box(b"uuid", bytes(16) + SECRET))),
    "more in mdat": ("m4a", lambda: m4a(behind=box(b"mdat", SECRET))),
    "an unknown key": ("m4a", lambda: m4a(keys={"----:com.apple.iTunes:iTunSMPB": [b"0 1 2"]})),
    "the owner of an account": ("m4a", lambda: m4a(keys={"apID": ["someone@example.org"]})),
    "ID3 GEOB": ("mp3", lambda: mp3(frames=[GEOB(encoding=0, mime="a/b", filename="x", desc="y", data=SECRET)])),
    "ID3 PRIV": ("mp3", lambda: mp3(frames=[PRIV(owner="x", data=SECRET)])),
    "ID3 TXXX": ("mp3", lambda: mp3(frames=[TXXX(encoding=0, desc="location", text=["+51.45-000.97/"])])),
    "ID3 UFID": ("mp3", lambda: mp3(frames=[UFID(owner="x", data=SECRET)])),
    "ID3 TSSE": ("mp3", lambda: mp3(frames=[TSSE(encoding=0, text=["A telephone"])])),
    "ID3v1": ("mp3", lambda: mp3(behind=id3v1())),
    "an APE tag": ("mp3", lambda: mp3(behind=ape())),
    "bytes behind the last frame": ("mp3", lambda: mp3(behind=SECRET)),
    "an iXML chunk, renamed": ("mp3", lambda: riff(b"iXML", b"<BWFXML><NOTE>x</NOTE></BWFXML>")),
    "a bext chunk, renamed": ("flac", lambda: riff(b"bext", SECRET.ljust(602, b"\0"))),
    "a WAV list, renamed": ("m4a", lambda: riff(b"LIST", b"INFOIART" + struct.pack("<I", 4) + b"Name")),
    "a Matroska file, renamed": ("opus", lambda: b"\x1aE\xdf\xa3\x93B\x82\x88matroska" + SECRET),
    "FLAC APPLICATION": ("flac", lambda: flac_block(2, b"riff" + SECRET)),
    "FLAC padding with text": ("flac", lambda: flac_block(1, SECRET)),
    "bytes behind a FLAC": ("flac", lambda: flac(behind=SECRET)),
    "a Vorbis comment LOCATION": ("opus", lambda: opus(comments=[("LOCATION", "+51.45-000.97/")])),
    "bytes behind an Opus": ("opus", lambda: opus(behind=SECRET)),
    "a cover with Exif in MP3": ("mp3", lambda: mp3(cover=exif_jpeg())),
    "a cover with Exif in M4A": ("m4a", lambda: m4a(cover=exif_jpeg())),
    "a cover with Exif in Opus": ("opus", lambda: opus(cover=exif_jpeg())),
    "a cover with Exif in FLAC": ("flac", lambda: flac(cover=exif_jpeg())),
    "JPEG Exif": ("jpg", exif_jpeg),
    "JPEG thumbnail": ("jpg", lambda: exif_jpeg(thumbnail=True)),
    "JPEG XMP": ("jpg", lambda: segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x/>")),
    "JPEG comment": ("jpg", lambda: segment(0xFE, SECRET)),
    "JPEG profile": ("jpg", lambda: segment(0xE2, b"ICC_PROFILE\0" + SECRET)),
    "JPEG IPTC": ("jpg", lambda: segment(0xED, b"Photoshop 3.0\0" + SECRET)),
    "bytes behind EOI": ("jpg", lambda: picture() + SECRET),
    "a second picture behind EOI": ("jpg", lambda: picture() + picture()),
    "PNG tEXt": ("png", lambda: chunk(b"tEXt", b"Author\0Someone")),
    "PNG zTXt": ("png", lambda: chunk(b"zTXt", b"Author\0\0" + zlib.compress(SECRET))),
    "PNG iTXt": ("png", lambda: chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<x/>")),
    "PNG eXIf": ("png", lambda: chunk(b"eXIf", b"II*\0\x08\0\0\0\0\0")),
    "PNG tIME": ("png", lambda: chunk(b"tIME", bytes(7))),
    "bytes behind IEND": ("png", lambda: picture("PNG") + SECRET),
    "bytes behind the pixels": ("png", packed_behind),
}
