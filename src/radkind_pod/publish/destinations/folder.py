"""A folder: on this computer, on a stick, or of another computer that is mounted here."""

import errno
import io
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from radkind_pod.disk import sync_folder
from radkind_pod.errors import TransferError
from radkind_pod.model.outgoing import Outgoing
from radkind_pod.present import is_folder, is_there, matching
from radkind_pod.publish.destinations import Raced, Tell, There, untold
from radkind_pod.publish.destinations.address import inside, is_hidden, may_be_empty, parents
from radkind_pod.publish.destinations.aside import ASIDE, aside, check_arrived, check_source, sha256
from radkind_pod.publish.destinations.failures import disk, left_empty

BLOCK = 4 << 20
"""Bytes that are brought to the disk at a time."""
NAME_ANOTHER = "Name a folder of this computer in config.yaml, as `to:` under `publish:`"
NOT_EMPTY = {errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR}
"""What rmdir reports of a folder that is not empty, or is a link to another place."""


class Folder:
    """Files are written aside, brought to the disk, and put in place by one rename. Modes are 0644 and 0755."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.name = str(root)
        self.remarks: list[str] = []
        self._cleared: set[Path] = set()

    def stat(self, path: str) -> There | None:
        """Return how large the file is; None where there is none."""
        with disk(self.name):
            try:
                return There(self._at(path).stat().st_size)
            except (FileNotFoundError, NotADirectoryError):
                return None

    def read(self, path: str) -> bytes | None:
        """Return a small file; None where there is none."""
        with disk(self.name):
            try:
                return self._at(path).read_bytes()
            except (FileNotFoundError, NotADirectoryError):
                return None

    def put(self, file: Outgoing, source: Path, tell: Tell = untold) -> None:
        """Bring the whole file to its path by one rename."""
        check_source(file, source)
        with source.open("rb") as stream:
            self._send(file.path, stream, file.bytes, tell)

    def swap(self, file: Outgoing, data: bytes, expected: str | None) -> None:
        """Look, then replace by one rename. Between the two, only the lock keeps others away."""
        found = self.read(file.path)
        if (None if found is None else sha256(found)) != expected:
            raise Raced
        self._send(file.path, io.BytesIO(data), len(data))

    def create(self, path: str, data: bytes) -> bool:
        """Make the file with O_EXCL. Whoever looks while it is made may see it empty."""
        target = self._at(path)
        with disk(self.name):
            self._make_folders(path)
            try:
                stream = target.open("xb")
            except FileExistsError:
                return False
            try:
                with stream:
                    stream.write(data)
                    _to_disk(stream)
            except OSError:
                target.unlink()
                raise
            _allow(target, 0o644)
            sync_folder(target.parent)
        return True

    def delete(self, path: str) -> None:
        """Take the file away, and folders that are empty without it; all of them may be gone already."""
        target = self._at(path)
        with disk(self.name):
            if not is_hidden(path):
                self._clear(target.parent)
            with suppress(NotADirectoryError):
                target.unlink(missing_ok=True)
            self._take_empty(path)
            sync_folder(next(folder for folder in target.parents if is_folder(folder)))  # else it may come back

    def _at(self, path: str) -> Path:
        return self.root / inside(path)

    def _send(self, path: str, stream: IO[bytes], size: int, tell: Tell = untold) -> None:
        target, beside = self._at(path), self._at(aside(path))
        with disk(self.name):
            self._make_folders(path)
            self._clear(target.parent)
            try:
                with beside.open("xb") as out:
                    _copy(stream, out, tell)
                _allow(beside, 0o644)
                check_arrived(self.name, path, size, beside.stat().st_size)
                beside.replace(target)
            finally:
                beside.unlink(missing_ok=True)
            sync_folder(target.parent)

    def _make_folders(self, path: str) -> None:
        for folder in [self.root, *(self.root / parent for parent in parents(path))]:
            with suppress(FileExistsError):
                folder.mkdir()
                _allow(folder, 0o755)
                sync_folder(folder.parent)

    def _take_empty(self, path: str) -> None:
        """Take away the folders around this path as far as nothing is in them: rmdir does nothing else."""
        for folder in may_be_empty(path):
            try:
                (self.root / folder).rmdir()
            except FileNotFoundError:
                continue
            except OSError as error:
                if error.errno not in NOT_EMPTY:
                    self.remarks.append(left_empty(folder, error.strerror))
                return

    def _clear(self, folder: Path) -> None:
        """Take away what an interrupted run left in this folder, once a run."""
        if folder not in self._cleared:
            self._cleared.add(folder)
            for left in matching(folder, ".part-*"):
                if ASIDE.fullmatch(left.name):
                    left.unlink(missing_ok=True)


@contextmanager
def opened(address: str, root: Path) -> Iterator[Folder]:
    """Open a folder; it is made with the first file. Raises TransferError where the one around it is not there."""
    folder = root / _on_this_system(address)
    if not is_folder(folder.parent):
        raise TransferError(
            str(folder),
            "the folder around it is not there",
            "Plug the disk in or connect the network folder; if it is new, make that folder first",
        )
    if is_there(folder) and not is_folder(folder):
        raise TransferError(str(folder), "this is a file, not a folder", NAME_ANOTHER)
    yield Folder(folder)


def _on_this_system(address: str) -> Path:
    if re.match(r"[A-Za-z]:|.*\\", address) and os.name != "nt":
        raise TransferError(
            address, "this is a folder of Windows, and this computer has none such", f"{NAME_ANOTHER}, with /"
        )
    try:
        return Path(address).expanduser()
    except RuntimeError:
        raise TransferError(
            address, "nobody on this computer is called so, so there is no such home", "Write ~/ or the whole path"
        ) from None


def _copy(stream: IO[bytes], out: IO[bytes], tell: Tell) -> None:
    """Copy all of it to the disk, and tell what is there: what only waits in memory may take long on a slow stick."""
    while block := stream.read(BLOCK):
        out.write(block)
        _to_disk(out)
        tell(out.tell())
    _to_disk(out)


def _to_disk(stream: IO[bytes]) -> None:
    stream.flush()
    os.fsync(stream.fileno())


def _allow(path: Path, mode: int) -> None:
    with suppress(PermissionError):  # sticks and network folders may have no modes
        path.chmod(mode)
