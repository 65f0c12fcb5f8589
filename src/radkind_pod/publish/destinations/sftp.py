"""A server that is reached over SSH, such as most web hosts give."""

import io
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import IO

import paramiko
from paramiko.sftp import CMD_EXTENDED

from radkind_pod.errors import TransferError
from radkind_pod.model.outgoing import Outgoing
from radkind_pod.publish.destinations import Raced, Secrets, Tell, There, untold
from radkind_pod.publish.destinations.address import Address, is_hidden, may_be_empty, parents
from radkind_pod.publish.destinations.aside import ASIDE, aside, check_arrived, check_source, sha256
from radkind_pod.publish.destinations.failures import left_empty, no_folder
from radkind_pod.publish.destinations.looking import put_and_look
from radkind_pod.publish.destinations.sftp_failures import told
from radkind_pod.publish.destinations.sftp_login import ANSWER_S, connected
from radkind_pod.publish.destinations.sftp_writing import write_blocks

ENDING_S = 3
"""How long whoever interrupts waits for the server at most, where it doesn't answer any more."""
NO_EXCL = (
    "this server lets two people make the same file, so two who publish at the same moment can't be kept apart for "
    "sure. Agree who publishes"
)


class Sftp:
    """Files are written aside, brought to the server's disk, and put in place by one rename. Modes 0644 and 0755."""

    def __init__(self, address: Address, sftp: paramiko.SFTPClient) -> None:
        self.name = address.text
        self.remarks: list[str] = []
        self._address, self._sftp = address, sftp
        self._made: set[str] = set()
        self._cleared: set[str] = set()
        self._heeds_excl: bool | None = None

    def look_around(self) -> None:
        """Raise TransferError where neither the destination's folder nor the one around it is there."""
        around = self._address.around
        with self._told(around):
            place = "." if around == "~" else around.removeprefix("~/")
            if not self._is_there(self._top() or ".") and not self._is_there(place):
                raise no_folder(self.name, around)

    def stat(self, path: str) -> There | None:
        """Return how large the file is; None where there is none."""
        with self._told(path):
            size = self._size(self._at(path))
            return None if size is None else There(size)

    def read(self, path: str) -> bytes | None:
        """Return a small file; None where there is none."""
        with self._told(path):
            try:
                with self._sftp.open(self._at(path), "rb") as stream:
                    data: bytes = stream.read()
                    return data
            except FileNotFoundError:
                return None

    def put(self, file: Outgoing, source: Path, tell: Tell = untold) -> None:
        """Bring the whole file to its path by one rename."""
        check_source(file, source)
        self._clear(file.path)
        with source.open("rb") as stream:
            self._send(file.path, stream, file.bytes, tell)

    def swap(self, file: Outgoing, data: bytes, expected: str | None) -> None:
        """Look, then replace by one rename. Between the two, only the lock keeps others away."""
        found = self.read(file.path)
        if (None if found is None else sha256(found)) != expected:
            raise Raced
        self._clear(file.path)
        self._send(file.path, io.BytesIO(data), len(data))

    def create(self, path: str, data: bytes) -> bool:
        """Make the file with the flag EXCL, where the server heeds it; else look before and after.

        Whoever looks while it is made may see it empty.
        """
        with self._told(path):
            self._make_folders(path)
            if self._is_exclusive(path):
                return self._create(self._at(path), data)
        return put_and_look(lambda: self._send_first(path, data), lambda: self.read(path), data)

    def delete(self, path: str) -> None:
        """Take the file away, and folders that are empty without it; all of them may be gone already."""
        if not is_hidden(path):
            self._clear(path)
        with self._told(path):
            with suppress(FileNotFoundError):
                self._sftp.remove(self._at(path))
            self._take_empty(path)

    def _at(self, path: str) -> str:
        place = self._address.at(path)
        return place.removeprefix("/~/") if place.startswith("/~/") else place

    def _top(self) -> str:
        return self._at(".part").rpartition("/")[0]

    def _size(self, place: str) -> int | None:
        try:
            size: int = self._sftp.stat(place).st_size
        except FileNotFoundError:
            return None
        return size

    def _create(self, target: str, data: bytes) -> bool:
        for is_last in (False, False, True):
            try:
                stream = self._sftp.open(target, "wx")
                break
            except OSError:
                if self._size(target) is not None:
                    return False
                if is_last:  # before, the one who had it may just have let it go
                    raise
        try:
            with stream:
                stream.write(data)
            self._sftp.chmod(target, 0o644)
        except BaseException:
            self._try_to_remove(target)
            raise
        return True

    def _is_exclusive(self, path: str) -> bool:
        """Find out once whether the server lets the same file be made twice.

        Whoever holds the lock clears what lies aside, once a run: a file that was cleared in between can be made twice
        anywhere, so one that can is no proof before a second one can as well.
        """
        if self._heeds_excl is None:
            self._heeds_excl = any(self._is_made_once(self._at(aside(path))) for _ in range(2))
            if not self._heeds_excl:
                self.remarks.append(NO_EXCL)
        return self._heeds_excl

    def _is_made_once(self, place: str) -> bool:
        self._sftp.open(place, "wx").close()
        try:
            self._sftp.open(place, "wx").close()
        except OSError:
            return True
        finally:
            with suppress(FileNotFoundError):  # who holds the lock may have cleared it
                self._sftp.remove(place)
        return False

    def _send_first(self, path: str, data: bytes) -> None:
        """Bring the file to its place, or leave that where whoever came first has just cleared what was aside."""
        for _ in range(2):
            with suppress(TransferError):
                return self._send(path, io.BytesIO(data), len(data))
            if self.stat(path):
                return None  # theirs: whoever reads it back sees that it isn't ours
        return self._send(path, io.BytesIO(data), len(data))

    def _send(self, path: str, stream: IO[bytes], size: int, tell: Tell = untold) -> None:
        beside, target = self._at(aside(path)), self._at(path)
        with self._told(path):
            self._make_folders(path)
            try:
                self._write(beside, stream, tell)
                self._sftp.chmod(beside, 0o644)
                check_arrived(self.name, path, size, self._size(beside))
                self._replace(beside, target)
            except BaseException:
                self._try_to_remove(beside)
                raise

    def _try_to_remove(self, place: str) -> None:
        """Take away what was not finished, where the connection still stands; what went wrong first is told."""
        try:
            self._sftp.remove(place)
        except TimeoutError:
            self._sftp.close()  # nobody answers: what comes next need not wait for it as well
        except (OSError, EOFError, paramiko.SSHException):
            pass

    def _write(self, place: str, stream: IO[bytes], tell: Tell) -> None:
        with self._sftp.open(place, "wx") as out:
            try:
                write_blocks(stream, out, self._sftp, tell)
            except KeyboardInterrupt:
                self._sftp.get_channel().settimeout(ENDING_S)
                raise
            with suppress(OSError):  # only OpenSSH can do this, and says so when others can't
                self._sftp._request(CMD_EXTENDED, "fsync@openssh.com", out.handle)

    def _replace(self, beside: str, target: str) -> None:
        try:
            self._sftp.posix_rename(beside, target)
        except OSError:
            if self._size(target) is not None:
                raise TransferError(
                    self.name,
                    "this server can't replace a file in one step, so listeners could see it missing",
                    "Look whether you may write there. Else publish by rsync:// or davs://, if your host has it",
                ) from None
            self._sftp.rename(beside, target)

    def _make_folders(self, path: str) -> None:
        for folder in [self._top(), *map(self._at, parents(path))]:
            if folder and folder not in self._made:
                if not self._is_there(folder):
                    self._make_folder(folder)
                self._made.add(folder)

    def _make_folder(self, folder: str) -> None:
        try:
            self._sftp.mkdir(folder)
        except OSError:
            if not self._is_there(folder):  # else somebody has just made it
                raise
        else:
            self._sftp.chmod(folder, 0o755)

    def _is_there(self, folder: str) -> bool:
        try:
            self._sftp.stat(folder)
        except FileNotFoundError:
            return False
        return True

    def _take_empty(self, path: str) -> None:
        """Take away the folders around this path as far as nothing is in them: rmdir does nothing else."""
        for folder in may_be_empty(path):
            place = self._at(folder)
            try:
                self._sftp.rmdir(place)
            except FileNotFoundError:
                pass
            except OSError as error:  # SFTP has no word for "not empty", so look
                if not self._names(place):
                    self.remarks.append(left_empty(folder, error))
                return
            self._made = {made for made in self._made if not f"{made}/".startswith(f"{place}/")}

    def _clear(self, path: str) -> None:
        """Take away what an interrupted run left in this file's folder, once a run.

        Only who holds the lock does: others, who try to be the first to make one, have something aside themselves.
        """
        folder = self._at(path).rpartition("/")[0]
        if folder not in self._cleared:
            self._cleared.add(folder)
            with self._told(path):
                for name in self._names(folder):
                    if ASIDE.fullmatch(name):
                        with suppress(FileNotFoundError):
                            self._sftp.remove(f"{folder}/{name}" if folder else name)

    def _names(self, folder: str) -> list[str]:
        try:
            names: list[str] = self._sftp.listdir(folder or ".")
        except FileNotFoundError:
            return []
        return names

    def _told(self, path: str) -> AbstractContextManager[None]:
        return told(self.name, path, self._at(path).rpartition("/")[0])


@contextmanager
def opened(address: Address, secrets: Secrets) -> Iterator[Sftp]:
    """Log in, and out again at the end. Raises TransferError where the folder around the destination is missing."""
    with connected(address, secrets) as client:
        try:
            sftp = client.open_sftp()
        except (EOFError, OSError, paramiko.SSHException) as error:
            raise TransferError(
                address.text, f"the server gives no SFTP ({error})", "Ask your host whether SFTP is switched on"
            ) from error
        sftp.get_channel().settimeout(ANSWER_S)
        there = Sftp(address, sftp)
        there.look_around()
        yield there
