"""What may stand in each box of an M4A, byte for byte, as libav and mutagen write it: regular expressions.

They are no raw literals: \\0 and \\1 are bytes. A dot is a byte of a number.

Source: ISO/IEC 14496-12 (boxes), 14496-14 (mp4a, esds), QuickTime File Format (gmhd, text, chap), and Nero's chpl.
"""

import re

_MATRIX = b"\0\1\0\0\0{12}\0\1\0\0\0{12}\x40\0\0\0"
_NO_DATES = b"\0{8}"
_DREF = b"\0{4}\0\0\0\1\0\0\0\x0curl \0\0\0\1"
_ESDS = (
    b"\0{4}\x03\x80\x80\x80.\0.\0\x04\x80\x80\x80.\x40\x15"
    b".{11}\x05\x80\x80\x80(?:\x02.{2}|\x05.{5})\x06\x80\x80\x80\x01\x02"
)
_MP4A = b"\0{6}\0\1\0{8}\0[\1\2]\0\x10\0{4}.{2}\0\0\0\0\0.esds" + _ESDS + b"(?:\0\0\0\x14btrt.{12})?"
_TEXT_ENTRY = b"\0{6}\0\1\0\0\0\1\0{19}\1\0{9}\rftab\0\1\0\1\0"
_CONTAINERS = {
    "": "ftyp moov mdat free",
    "moov": "mvhd trak udta free",
    "moov/trak": "tkhd edts tref mdia",
    "moov/trak/edts": "elst",
    "moov/trak/tref": "chap",
    "moov/trak/mdia": "mdhd hdlr minf",
    "moov/trak/mdia/minf": "smhd gmhd dinf stbl",
    "moov/trak/mdia/minf/gmhd": "gmin text",
    "moov/trak/mdia/minf/dinf": "dref",
    "moov/trak/mdia/minf/stbl": "stsd stts stsc stsz stco co64 sgpd sbgp",
    "moov/udta": "meta chpl free",
    "moov/udta/meta": "hdlr ilst free",
}
CHILDREN = {path: frozenset(names.split()) for path, names in _CONTAINERS.items()}
"""Which boxes may stand in which, by the path of the outer one."""

_FORMS = {
    "ftyp": b"(?:M4A |mp42|isom)\0\0[\0-\2]\0(?:M4A |M4B |mp4[12]|isom|iso2)*",
    "mvhd": b"\0{4}" + _NO_DATES + b".{8}\0\1\0\0\1\0\0{10}" + _MATRIX + b"\0{24}.{4}",
    "tkhd": b"\0{3}[\0-\x0f]" + _NO_DATES + b".{4}\0{4}.{4}\0{10}\0[\0-\3][\0\1]\0\0\0" + _MATRIX + b"\0{8}",
    "elst": b"\0{4}\0\0\0[\1\2](?:.{8}\0\1\0\0){1,2}",
    "chap": b"(?:\0\0\0.)+",
    "mdhd": b"\0{4}" + _NO_DATES + b".{10}\0\0",
    "hdlr": b"\0{8}(?:soun\0{12}SoundHandler|text\0{12}SubtitleHandler|mdirappl\0{8})\0",
    "smhd": b"\0{8}",
    "gmin": b"\0{4}\0\x40\x80\0\x80\0\x80\0\0\0\0\0",
    "text": b"\0\1\0{14}\0\1\0{14}\x40\0\0\0",
    "dref": _DREF,
    "stsd": b"\0{4}\0\0\0\1\0\0\0.(?:mp4a" + _MP4A + b"|text" + _TEXT_ENTRY + b")",
    "stts": b"\0{4}.{4}(?:.{8})*",
    "stsc": b"\0{4}.{4}(?:.{12})*",
    "stsz": b"\0{4}.{8}(?:.{4})*",
    "stco": b"\0{4}.{4}(?:.{4})*",
    "co64": b"\0{4}.{4}(?:.{8})*",
    "sgpd": b"\1\0{3}roll\0\0\0\2\0\0\0\1\xff.",
    "sbgp": b"\0{4}roll\0\0\0\1.{4}\0\0\0\1",
    "free": b"\0*",
}
FORMS = {name: re.compile(form + rb"\Z", re.DOTALL) for name, form in _FORMS.items()}

TEXTS = frozenset(["©nam", "©alb", "©day", "©gen", "©lyr", "desc", "ldes", "catg", "keyw", "cprt"])
ARTISTS = frozenset(("\xa9ART", "aART"))
ADDRESSES = frozenset(("purl", "egid"))
PAIRS = frozenset(("trkn", "disk"))
BYTES = frozenset(("pcst", "stik"))
WRITERS = re.compile(r"(?:Lavf|Lavc)[\d.]*")
"""What ©too may say."""
