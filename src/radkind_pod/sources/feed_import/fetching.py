"""Fetching over http(s): with limits, whole files or none, going on where an interrupted fetch stopped."""

import http.client
import json
import os
import re
import ssl
import time
import urllib.error
import urllib.request
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPMessage
from pathlib import Path
from typing import Any

from radkind_pod import __version__
from radkind_pod.model.plain import parsed
from radkind_pod.progress import Progress
from radkind_pod.sources.feed_import.addresses import NotFetched, check_address
from radkind_pod.sources.feed_import.connections import opener

MOST_SOUND, MOST_PICTURE, MOST_TEXT = 4_000_000_000, 30_000_000, 20_000_000
"""So many bytes may a sound, a picture, and a transcript or chapters file have."""

TRIES = 4
_PATIENCE_S = 30.0
_PAUSE_S = 2.0
_CHUNK = 262_144
_NO_SUCH_RANGE = 416
_PART = 206
_AGAIN = (408, _NO_SUCH_RANGE, 425, 429, 500, 502, 503, 504)
_MEANT = {
    401: "it asks for a password",
    403: "it is forbidden",
    404: "it isn't there any more",
    410: "it was taken away for good",
}


@dataclass(frozen=True, slots=True)
class Got:
    """What a host sent. `type` is what it says of it; `url` where it was found in the end."""

    file: Path
    type: str
    bytes: int
    url: str


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Fetches from the open internet, and from `trusted`, the host that a person typed."""

    trusted: str
    progress: Progress
    patience_s: float = _PATIENCE_S
    pause_s: float = _PAUSE_S

    def read(self, url: str, most: int) -> tuple[bytes, str]:
        """Return what is at the address, unpacked where it came packed, and its final address. Raises NotFetched."""
        for tried in range(TRIES):
            try:
                with self._opened(url, {"Accept-Encoding": "gzip"}) as answer:
                    self._goes_on(answer, 0)
                    data = _unpacked(b"".join(self._chunks(answer, 0, most)), answer.headers, most)
                    return data, str(answer.url)
            except NotFetched as error:
                self._wait_or_give_up(error, tried)
        raise AssertionError("the last try returns or raises")

    def bring(self, url: str, file: Path, most: int) -> Got:
        """Write what is at the address to `file`, whole or not at all. Raises NotFetched.

        What arrived before an interruption lies beside it, and is not fetched again if the host says it is the same.
        """
        part = file.with_name(f"{file.name}.part")
        for tried in range(TRIES):
            try:
                got = self._once(url, part, most)
            except NotFetched as error:
                if isinstance(error.__cause__, urllib.error.HTTPError) and error.__cause__.code == _NO_SUCH_RANGE:
                    _note_of(part).unlink(missing_ok=True)  # the next try begins anew
                self._wait_or_give_up(error, tried)
                continue
            part.replace(file)
            _note_of(part).unlink(missing_ok=True)
            return Got(file, got.type, got.bytes, got.url)
        raise AssertionError("the last try returns or raises")

    def _once(self, url: str, part: Path, most: int) -> Got:
        have, validator = _begun(url, part)
        headers = {"Range": f"bytes={have}-", "If-Range": validator} if have else {}
        with self._opened(url, headers) as answer:
            try:
                goes_on = self._goes_on(answer, have)
            except NotFetched:
                _note_of(part).unlink(missing_ok=True)  # the next try begins anew
                raise
            if not goes_on:
                have = 0
                note = json.dumps({"url": url, "validator": _validator(answer.headers)})
                _note_of(part).write_text(note, encoding="utf-8")
            with part.open("ab" if goes_on else "wb") as out:
                for chunk in self._chunks(answer, have, most):
                    out.write(chunk)
                out.flush()
                os.fsync(out.fileno())
            kind = answer.headers.get_content_type() if answer.headers.get("Content-Type") else ""
            return Got(part, kind, part.stat().st_size, str(answer.url))

    def _goes_on(self, answer: Any, have: int) -> bool:
        """Say whether the answer is the rest of what is here. Raises NotFetched where it is another part."""
        if answer.status != _PART:
            return False
        part = re.fullmatch(r"bytes (\d+)-(\d+)/(\d+|\*)", str(answer.headers.get("Content-Range", "")).strip())
        if part is None or int(part[1]) != have or part[3] not in ("*", str(int(part[2]) + 1)):
            raise NotFetched("the host sent a part of it in place of the whole", is_broken=True)
        return True

    def _chunks(self, answer: Any, have: int, most: int) -> Iterator[bytes]:
        """Yield the body. Raises NotFetched where it is too large, or shorter than the host said."""
        stated = answer.headers.get("Content-Length", "")
        whole = have + int(stated) if stated.isdecimal() else 0
        if whole > most:
            raise NotFetched(f"it has {whole / 1e6:.0f} MB, and at most {most / 1e6:.0f} MB are taken")
        done = have
        while chunk := answer.read(_CHUNK):
            done += len(chunk)
            if done > most:
                raise NotFetched(f"it has more than {most / 1e6:.0f} MB, which is the most that is taken")
            yield chunk
            self.progress.moved(done, whole)
        if whole and done != whole:
            raise NotFetched(f"the connection ended after {done} of {whole} bytes", is_broken=True)

    def _wait_or_give_up(self, error: NotFetched, tried: int) -> None:
        if not error.is_broken or tried == TRIES - 1:
            raise error
        time.sleep(self.pause_s * 2**tried)

    @contextmanager
    def _opened(self, url: str, headers: dict[str, str]) -> Iterator[Any]:
        check_address(url, self.trusted)
        agent = {"User-Agent": f"radkind-pod/{__version__}", "Accept-Encoding": "identity"}
        try:
            request = urllib.request.Request(url, headers={**agent, **headers})  # noqa: S310 - the scheme was checked
            with opener(self.trusted).open(request, timeout=self.patience_s) as answer:
                yield answer
        except urllib.error.HTTPError as error:
            error.close()
            what = _MEANT.get(error.code, "it refused")
            raise NotFetched(f"{what} (HTTP {error.code})", is_broken=error.code in _AGAIN) from error
        except TimeoutError as error:
            raise NotFetched(f"nothing came for {self.patience_s:.0f} s", is_broken=True) from error
        except ssl.SSLError as error:
            raise NotFetched(f"the host can't prove who it is ({error.reason or error})") from error
        except urllib.error.URLError as error:
            raise _unreached(error, self.patience_s) from error
        except (http.client.HTTPException, ConnectionError, ValueError) as error:
            raise NotFetched(f"the connection broke ({type(error).__name__})", is_broken=True) from error


def _unreached(error: urllib.error.URLError, patience_s: float) -> NotFetched:
    if isinstance(error.reason, TimeoutError):
        return NotFetched(f"nothing came for {patience_s:.0f} s", is_broken=True)
    if isinstance(error.reason, ssl.SSLError):
        return NotFetched(f"the host can't prove who it is ({error.reason.reason or error.reason})")
    return NotFetched(f"the host can't be reached ({error.reason})", is_broken=True)


def _note_of(part: Path) -> Path:
    return part.with_name(f"{part.name}.json")


def _begun(url: str, part: Path) -> tuple[int, str]:
    """Return how many bytes are here, and by what the host can tell that they are still the same."""
    try:
        note = parsed(_note_of(part).read_text(encoding="utf-8"))
        same = note["url"] == url and isinstance(note["validator"], str)
        return (part.stat().st_size, note["validator"]) if same and note["validator"] else (0, "")
    except (OSError, ValueError, KeyError, TypeError):
        return 0, ""


def _validator(headers: HTTPMessage) -> str:
    """Return a strong ETag, else the date of the last change (RFC 9110, section 13.1.5)."""
    tag = str(headers.get("ETag") or "")
    return tag if tag and not tag.startswith("W/") else str(headers.get("Last-Modified") or "")


def _unpacked(data: bytes, headers: HTTPMessage, most: int) -> bytes:
    if str(headers.get("Content-Encoding") or "").lower() not in ("gzip", "x-gzip", "deflate"):
        return data
    worker = zlib.decompressobj(wbits=47)
    try:
        plain = worker.decompress(data, most + 1)
    except zlib.error as error:
        raise NotFetched("what came is damaged", is_broken=True) from error
    if len(plain) > most:
        raise NotFetched(f"it has more than {most / 1e6:.0f} MB, which is the most that is taken")
    return plain
