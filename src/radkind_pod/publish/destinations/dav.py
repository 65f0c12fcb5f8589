"""A server that speaks WebDAV, such as Nextcloud, or nginx and Apache with it switched on."""

import hashlib
import io
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import IO

from radkind_pod.errors import TransferError
from radkind_pod.model.outgoing import Outgoing
from radkind_pod.publish.destinations import Raced, Secrets, Tell, There, untold
from radkind_pod.publish.destinations.address import Address, is_hidden, may_be_empty, parents
from radkind_pod.publish.destinations.aside import CLAIM, check_arrived, check_source, sha256
from radkind_pod.publish.destinations.dav_failures import LISTS_NOTHING, not_sure, refused
from radkind_pod.publish.destinations.dav_http import Answer, Http, Telling
from radkind_pod.publish.destinations.dav_listing import names_in
from radkind_pod.publish.destinations.failures import left_empty, no_folder

MADE, THERE_ALREADY, TAKEN, LOCKED = {200, 201, 204}, {301, 405}, 412, 423
GONE = {*MADE, 404, 410}
TRIES, WAIT_S = 20, 0.1
PART = re.compile(r"aside-[0-9a-f]{16}\.part")
"""A file that is still on its way. It doesn't begin with a dot: nginx doesn't list what does."""


class Dav:
    """Files are PUT aside and MOVEd to their place.

    A PUT to the place itself would be shorter, but some servers (those written in Go) keep what arrived when the
    connection breaks in the middle. MOVE replaces in one step in nginx. Others (Apache, Nextcloud, those in Go) take
    the old file away first, as RFC 4918 9.9.3 says: there it is missing for a moment, but never short.
    """

    def __init__(self, address: Address, server: Http) -> None:
        self.name = address.text
        self.remarks: list[str] = []
        self._address, self._http = address, server
        self._made: set[str] = set()
        self._cleared: set[str] = set()
        self._lists_all: bool | None = None

    def stat(self, path: str) -> There | None:
        """Return size and ETag; None where there is none."""
        answer = self._http.send("HEAD", self._address.at(path))
        if answer.status in {404, 410}:
            return None
        self._expect(answer, path, {200})
        return There(answer.size or 0, answer.tag)

    def read(self, path: str) -> bytes | None:
        """Return a small file; None where there is none, and nothing where it is just being made."""
        answer = self._http.send("GET", self._address.at(path))
        if answer.status in {404, 410}:
            is_claimed = self._http.send("GET", f"{self._claim(path)}/").status not in {404, 410}
            return b"" if is_claimed else None
        self._expect(answer, path, {200})
        return answer.body

    def put(self, file: Outgoing, source: Path, tell: Tell = untold) -> None:
        """Bring the whole file to its path by PUT and MOVE."""
        check_source(file, source)
        self._clear(file.path)
        with Telling(source, tell) as stream:
            self._send(file.path, stream, file.bytes)

    def swap(self, file: Outgoing, data: bytes, expected: str | None) -> None:
        """Look, then replace by MOVE. Between the two, only the lock keeps others away."""
        found = self.read(file.path)
        if (None if found is None else sha256(found)) != expected:
            raise Raced
        self._clear(file.path)
        self._send(file.path, io.BytesIO(data), len(data))

    def create(self, path: str, data: bytes) -> bool:
        """Make a folder of the file's own beside it, then MOVE the file to its place unless something is there.

        nginx, Apache and Nextcloud make a folder only once. Servers in Go say yes each time, but let only one of
        those in who MOVE to the same place. The folder goes when the file is deleted; until the file is there, it
        reads as empty.
        """
        self._make_folders(path)
        if not self._make(self._claim(path)):
            return False
        try:
            return self._send_first(path, data)
        except BaseException:
            self._try_to_remove(f"{self._claim(path)}/")
            raise

    def delete(self, path: str) -> None:
        """Take the file away, what `create` made beside it, and folders that are empty then; they may be gone."""
        if not is_hidden(path):
            self._clear(path)
        for place in (self._address.at(path), f"{self._claim(path)}/"):
            self._expect(self._patiently("DELETE", place), path, GONE)
        self._take_empty(path)

    def _send_first(self, path: str, data: bytes) -> bool:
        """Bring the file to its place unless something is there; say whether it was the first.

        Whoever was first may clear what lies aside, and so also what is just being brought here.
        """
        for _ in range(2):
            with suppress(TransferError):
                return self._send(path, io.BytesIO(data), len(data), overwrite="F")
            if self.stat(path):
                return False  # else the first has let it go again
        return self._send(path, io.BytesIO(data), len(data), overwrite="F")

    def _claim(self, path: str) -> str:
        folder, slash, _ = path.rpartition("/")
        return self._address.at(f"{folder}{slash}{CLAIM}{hashlib.sha256(path.encode()).hexdigest()[:16]}")

    def _send(self, path: str, stream: IO[bytes], size: int, overwrite: str = "T") -> bool:
        """Bring the file to its place; say whether it may stand there (with `overwrite` "F": nothing was there)."""
        folder, slash, _ = path.rpartition("/")
        beside = f"{folder}{slash}aside-{token_hex(8)}.part"
        place = self._address.at(beside)
        self._make_folders(path)
        try:
            self._expect(self._http.send("PUT", place, stream, size), path, MADE)
            there = self.stat(beside)
            check_arrived(self.name, path, size, there.bytes if there else None)
            how = {"Destination": self._http.url(self._address.at(path)), "Overwrite": overwrite}
            moved = self._patiently("MOVE", place, how)
            if moved.status == TAKEN and overwrite == "F":
                self._http.send("DELETE", place)
                return False
            self._expect(moved, path, MADE)
        except BaseException:
            self._try_to_remove(place)
            raise
        return True

    def _try_to_remove(self, place: str) -> None:
        """Take away what was not finished, where the server can be reached; what went wrong first is told."""
        with suppress(TransferError):
            self._http.close()
            self._http.send("DELETE", place)

    def _patiently(self, method: str, place: str, headers: dict[str, str] | None = None) -> Answer:
        """Send, and again while somebody else's request has the place locked."""
        for _ in range(TRIES):
            answer = self._http.send(method, place, headers=headers)
            if answer.status != LOCKED:
                break
            time.sleep(WAIT_S)
        return answer

    def _make_folders(self, path: str) -> None:
        for folder in map(self._address.at, parents(path)):
            if folder not in self._made:
                self._make(folder)
                self._made.add(folder)

    def _make(self, folder: str) -> bool:
        """Make a folder; say whether it wasn't there yet."""
        answer = self._patiently("MKCOL", f"{folder}/")
        self._expect(answer, folder, {201, *THERE_ALREADY})
        return answer.status == 201

    def _take_empty(self, path: str) -> None:
        """Take away the folders around this path as far as the server says for sure that nothing is in them.

        DELETE takes a folder with all that is in it. What somebody without the lock puts there between the look and
        the DELETE would be lost; WebDAV has nothing that would be surer.
        """
        for folder in may_be_empty(path):
            place = self._address.at(folder)
            listed = self._list(place)
            if listed.status not in {404, 410}:
                names = self._without_left(place, names_in(listed, place))
                if names or names is None or not self._tells_all():
                    return self._remark(LISTS_NOTHING if names is None else "" if names else not_sure(folder))
                status = self._patiently("DELETE", f"{place}/").status
                if status not in GONE:
                    return self._remark(left_empty(folder, status))
            self._made = {made for made in self._made if not f"{made}/".startswith(f"{place}/")}
        return None

    def _without_left(self, folder: str, names: set[str] | None) -> set[str] | None:
        """Clear what an interrupted run left: Apache may not list a folder before its index.html is gone."""
        left = set(filter(PART.fullmatch, names or ()))
        for name in left:
            self._patiently("DELETE", f"{folder}/{name}")
        return None if names is None else names - left

    def _remark(self, words: str) -> None:
        if words and words not in self.remarks:
            self.remarks.append(words)

    def _tells_all(self) -> bool:
        """Find out once whether the server lists what is hidden too (nginx doesn't).

        At the top there is something hidden at least: the lock of whoever deletes.
        """
        if self._lists_all is None:
            top = self._address.path
            names = names_in(self._list(top), top) or set()
            self._lists_all = any(name.startswith(".") for name in names)
        return self._lists_all

    def _list(self, folder: str) -> Answer:
        return self._http.send("PROPFIND", f"{folder}/", headers={"Depth": "1"})

    def _clear(self, path: str) -> None:
        """Take away what an interrupted run left in this file's folder, once a run, where the server can list it.

        Only who holds the lock does: others, who try to be the first to make one, have something aside themselves.
        """
        folder = self._address.at(path).rpartition("/")[0]
        if folder not in self._cleared:
            self._cleared.add(folder)
            listed = self._list(folder)
            for name in set(PART.findall(listed.body.decode("utf-8", "replace"))) if listed.status == 207 else ():
                self._patiently("DELETE", f"{folder}/{name}")

    def _expect(self, answer: Answer, path: str, statuses: set[int]) -> None:
        if answer.status not in statuses:
            raise refused(self.name, path, answer.status)


@contextmanager
def opened(address: Address, secrets: Secrets) -> Iterator[Dav]:
    """Reach the server, with the user of the address and the password that is given."""
    server = Http(address, secrets.get("RADKIND_POD_PASSWORD"))
    try:
        status = server.send("HEAD", f"{address.path}/").status
        if status == 404:
            status = server.send("MKCOL", f"{address.path}/").status
        if status in {404, 409}:
            raise no_folder(address.text, address.around)
        if status in {401, 502, 503, 504}:
            raise refused(address.text, "the podcast", status)
        yield Dav(address, server)
    finally:
        server.close()
