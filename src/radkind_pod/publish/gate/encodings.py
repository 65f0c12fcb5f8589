"""A text as other programs may have written it, read back: escapes, URL-encoding, base64, wrong code pages."""

import base64
import binascii
import html
import re
import zlib
from collections.abc import Iterator
from urllib.parse import unquote

from radkind_pod.publish.gate.folding import foreign

_ROUNDS = 4
"""How often a text is decoded again: %2561 is an `a` after two."""
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_SCRIPT = re.compile(r"\\(?:u\{([0-9A-Fa-f]{1,6})\}|u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|([nrtbfv/\"'`\\])|\n)")
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_CSS = re.compile(r"\\([0-9A-Fa-f]{1,6})([ \t\n]?)")
_QUOTED = re.compile(r"=(?:([0-9A-F]{2})|[ \t]*\r?\n)")
_IS_QUOTED = re.compile(r"=[2-9A-F][0-9A-F]|=[ \t]*\r?\n")
_NO_SIGN = re.compile(r"&#0*[1-9][0-9]{7,}")
"""A number that is no letter's; Python reads none of more than 4,300 digits."""
_HYPHENATED = re.compile("[-\u00ad\u2010\u2011]\n[ \t\u00a0]*([^\\s-]*)")
"""A word that goes on in the next line; its end is taken up, so that the lines keep their numbers."""
_HEX = re.compile(r"[0-9A-Fa-f]{8,}")
_ENTITY = re.compile(r"&#|&[A-Za-z]")
_LEADS = frozenset(map(chr, range(0xC2, 0xF5)))
"""What the first byte of a letter in UTF-8 looks like in Latin-1 and Windows-1252."""
_FOLLOWERS = frozenset(map(chr, range(0x80, 0xC0))) | frozenset(bytes(range(0x80, 0xA0)).decode("cp1252", "ignore"))
"""And its other bytes."""
_BROKEN = re.compile(f"[{re.escape(''.join(sorted(_LEADS | _FOLLOWERS)))}]{{2,}}")
_NO_BASE64 = re.compile(r"[^A-Za-z0-9+/_-]+")
_WRAPPED = re.compile(r"\n(?<=[A-Za-z0-9+/]{56}\n)(?=[A-Za-z0-9+/])")
"""Where a mail programme breaks base64 into lines."""
_LEAST_BASE64 = 4
"""Signs: three letters."""
_MOST_INFLATED = 1 << 20
_INFLATED, _MOST_RATIO = 4096, 50
"""A short run may not make a long text: a page could be full of them."""
_CONTROLS = bytes({*range(32), 127} - {9, 10, 13})
_LEAST_UTF_16 = 4
_SCRIPTS = 2
"""How many blocks of 256 letters a text in UTF-16 uses at most: its own, and that of the space."""
_WIDE_SCRIPTS = tuple(frozenset((0, *blocks)) for blocks in (range(0x12, 0x14), range(0x4E, 0xA0), range(0xAC, 0xD8)))
"""The blocks of Ethiopic, Chinese and Hangul, which use more of them."""
_PLAIN_ENDS = {"n": "\n", "r": "\r", "t": "\t", "b": " ", "f": " ", "v": " "}


def unescaped(text: str) -> list[str]:
    """Return the readings of the text, the most decoded first; each further one holds only lines that differ.

    A reading that only lost its HTML entities replaces the one before it: nothing can have got lost on the way. The
    lines around those that differ are kept too, since a name may run over their ends; others are left empty.
    """
    readings = [text]
    for _ in range(_ROUNDS):
        plain = readings[-1] = _without_entities(readings[-1])
        further = _mended(_unslashed(unquote(plain, errors="replace") if _PERCENT.search(plain) else plain))
        if further == plain:
            break
        readings.append(further)
    best = readings[-1]
    return [best, *(_differing(other, best) for other in (*readings[-2::-1], *_others(readings[0])))]


def _without_entities(text: str) -> str:
    for _ in range(_ROUNDS):
        plain = html.unescape(_NO_SIGN.sub("\ufffd", text)) if _ENTITY.search(text) else text
        if plain == text:
            break
        text = plain
    return text


def _differing(reading: str, best: str) -> str:
    lines, known = reading.split("\n"), best.split("\n")
    if len(lines) != len(known):
        return reading
    differ = {at for at, (a, b) in enumerate(zip(lines, known, strict=True)) if a != b}
    near = {at + step for at in differ for step in (-1, 0, 1)}
    return "\n".join(line if at in near else "" for at, line in enumerate(lines))


def _others(text: str) -> Iterator[str]:
    """Yield readings that would spoil ordinary text, which is why nothing else is read on in them."""
    if "\\" in text:
        yield _CSS.sub(lambda m: _letter(int(m[1], 16)), text)
        yield _CSS.sub(lambda m: _letter(int(m[1], 16)) + m[2], text)  # by a writer who doesn't know of the space
    if "=" in text and _IS_QUOTED.search(text):
        yield _mended(_QUOTED.sub(lambda m: chr(int(m[1], 16)) if m[1] else "", text))
    if _HYPHENATED.search(text):
        yield _HYPHENATED.sub(r"\1\n", text)


def _unslashed(text: str) -> str:
    """Return the text without the escapes of JSON and JavaScript."""
    if "\\" not in text:
        return text
    plain = _SCRIPT.sub(_sign, text)
    return _SURROGATES.sub(lambda m: m[0].encode("utf-16", "surrogatepass").decode("utf-16"), plain)


def _sign(match: re.Match[str]) -> str:
    code = match[1] or match[2] or match[3]
    if code:
        return _letter(int(code, 16), surrogates=True)
    return _PLAIN_ENDS.get(match[4], match[4]) if match[4] else ""


def _letter(code: int, surrogates: bool = False) -> str:
    fits = 0 < code < 0x110000 and (surrogates or not 0xD800 <= code < 0xE000)
    return chr(code) if fits else "\ufffd"


def _mended(text: str) -> str:
    """Return the text with UTF-8 that was taken for Latin-1 or Windows-1252 read as what it was."""
    signs = foreign(text)
    pairs = (lead + other for lead in signs & _LEADS for other in signs & _FOLLOWERS)
    return _BROKEN.sub(_mend, text) if any(pair in text for pair in pairs) else text


def _mend(match: re.Match[str]) -> str:
    raw = bytearray()
    for sign in match[0]:
        raw += sign.encode("cp1252", "ignore") or (sign.encode("latin-1", "ignore"))
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return match[0]


def hidden_bytes(text: str) -> Iterator[tuple[str, bytes]]:
    """Yield (run, bytes) for each run of signs that may be base64, from each of the four places at which it may begin.

    So for what may be bytes in hexadecimal digits, from both places.

    Words in small letters, with one capital in front or in capitals alone are taken for words.
    """
    for word in sorted(set(_WRAPPED.sub("", text.replace("\r", "")).split())):
        for digits in _HEX.findall(word):
            yield from ((digits, bytes.fromhex(digits[at : at + (len(digits) - at) // 2 * 2])) for at in (0, 1))
        if len(word) < _LEAST_BASE64 or word.islower():
            continue
        for run in _NO_BASE64.split(word):
            is_word = run[1:] == run[1:].lower() or (run.isupper() and run.isalpha())
            if len(run) >= _LEAST_BASE64 and not is_word:
                yield from ((run, raw) for raw in _readings(run))


def _readings(run: str) -> Iterator[bytes]:
    standard = run.replace("-", "+").replace("_", "/")
    for skip in range(4):
        part = standard[skip:]
        part = part[:-1] if len(part) % 4 == 1 else part
        if len(part) >= _LEAST_BASE64:
            yield base64.b64decode(part + "=" * (-len(part) % 4))


def texts_in(raw: bytes) -> Iterator[tuple[str, bool]]:
    """Yield what the bytes say, as UTF-8, UTF-16 or deflated, and whether all of it is text.

    Of what is no text, or only partly, every byte that doesn't fit becomes U+FFFD.
    """
    plain = inflated(raw)
    if plain is not None:
        yield from texts_in(plain)
        return
    even = len(raw) & ~1
    for start, codec in ((1, "utf-16-le"), (0, "utf-16-be")):
        blocks = set(raw[start:even:2])
        if even >= _LEAST_UTF_16 and (len(blocks) <= _SCRIPTS or any(blocks <= wide for wide in _WIDE_SCRIPTS)):
            yield raw[:even].decode(codec, "replace"), True
    is_text = len(raw.translate(None, _CONTROLS)) == len(raw)
    try:
        yield raw.decode(), is_text
    except UnicodeDecodeError:
        yield raw.decode("utf-8", "replace"), False
        yield raw.decode("latin-1"), False


def inflated(raw: bytes) -> bytes | None:
    """Return the beginning of what zlib, gzip or nothing else has packed into the bytes; None where it isn't that."""
    if raw[:1] not in (b"\x78", b"\x1f"):
        return None
    try:
        return zlib.decompressobj(47).decompress(raw, min(_MOST_INFLATED, _INFLATED + _MOST_RATIO * len(raw))) or None
    except (zlib.error, binascii.Error):
        return None
