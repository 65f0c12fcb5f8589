"""Single values as feeds write them: lengths, numbers, yes and no, addresses."""

import re
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import quote, urljoin, urlsplit

from pydantic_core import PydanticCustomError

from radkind_pod.sources.addresses import read_secure, read_web
from radkind_pod.sources.feed_import.old import Notebook

T = TypeVar("T")

_NO_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_WEB_SIGNS = "%/:=&?~#+!$,;'@()*[]"
_LONGEST_S = 60 * 60 * 100


def one_line(text: str, most: int | None = None) -> str:
    """Return the text on one line without invisible signs, cut after a word where it has more than `most` letters."""
    line = " ".join(_NO_CONTROLS.sub("", text.replace("\t", " ")).split())
    if most is None or len(line) <= most:
        return line
    kept = line[: most - 1]
    return f"{(kept.rpartition(' ')[0] or kept).rstrip()}…"


def fitting(text: str, most: int, what: str, about: str, notebook: Notebook) -> str:
    """Return the text on one line, cut where it has more than `most` letters, which is noted."""
    whole, cut = one_line(text), one_line(text, most)
    if cut != whole:
        notebook.note(about, f"{what} has {len(whole)} letters, and {most} have a place: {cut!r}.")
    return cut


def clock_ms(text: str) -> int | None:
    """Return the milliseconds of seconds or a clock time, like 90, 90.5, 1:30 or 1:01:30.250; None where it is none."""
    found = re.fullmatch(r"(?:(?:(\d{1,2}):)?(\d{1,3}):)?(\d{1,7})(?:[.,](\d{1,9}))?", text.strip(), re.ASCII)
    if not found:
        return None
    hours, minutes, seconds, fraction = found.groups()
    whole = (int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds)
    return whole * 1000 + round(float(f"0.{fraction or 0}") * 1000)


def without_controls(text: str) -> str:
    """Return the text without the signs that YAML and XML can't carry; line ends and tabs stay."""
    return _NO_CONTROLS.sub("", text)


def prose(text: str) -> str:
    """Return the text without invisible signs, its lines ended by \\n."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_NO_CONTROLS.sub("", line).rstrip() for line in lines).strip()


def length_ms(text: str) -> int:
    """Return the milliseconds of `3735`, `62:15` or `1:02:15`; 0 where it is none of these."""
    if not re.fullmatch(r"[0-9]{1,7}(:[0-9]{1,2}){0,2}(\.[0-9]{1,6})?", text):
        return 0
    seconds = 0.0
    for part in text.split(":"):
        seconds = seconds * 60 + float(part)
    return round(seconds * 1000) if seconds < _LONGEST_S else 0


def whole(text: str) -> int | None:
    """Return a whole number from 1, None where it is none."""
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text) and int(text) else None


def is_yes(text: str) -> bool:
    """Say whether this is one of the words with which feeds say yes."""
    return text.strip().lower() in ("yes", "true", "explicit", "1")


def web(text: str, base: str) -> str | None:
    """Return an absolute http(s) address in ASCII, or None. A relative one is completed with `base`."""
    if not text.strip():
        return None
    try:
        url = urljoin(base, _NO_CONTROLS.sub("", text.strip()))
        parts = urlsplit(url)
        if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
            return None
        host = parts.netloc.encode("idna").decode("ascii")
        url = quote(parts._replace(scheme=parts.scheme.lower(), netloc=host).geturl(), safe=_WEB_SIGNS)
    except (ValueError, UnicodeError):
        return None
    return taken(read_web, url)


def secure(text: str, base: str) -> str | None:
    """Return an absolute https address, or None."""
    url = web(text, base)
    return taken(read_secure, url) if url else None


def taken(read: Callable[[str], T], text: str) -> T | None:
    """Return what a reader of config.yaml makes of the text, None where it refuses it."""
    try:
        return read(text)
    except PydanticCustomError:
        return None
