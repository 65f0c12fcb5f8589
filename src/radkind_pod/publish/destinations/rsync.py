"""A server that takes rsync over SSH. Keys come from ssh itself: its agent, ~/.ssh and ~/.ssh/config."""

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from radkind_pod.errors import ToolMissing, TransferError
from radkind_pod.model.outgoing import Outgoing
from radkind_pod.publish.destinations import Raced, Tell, There, untold
from radkind_pod.publish.destinations.address import Address, inside, is_hidden, may_be_empty
from radkind_pod.publish.destinations.aside import check_source, sha256
from radkind_pod.publish.destinations.failures import no_folder
from radkind_pod.publish.destinations.looking import put_and_look
from radkind_pod.publish.destinations.rsync_failures import explain, is_missing

SSH = ["-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=yes", "-o", "ConnectTimeout=20"]
ALIVE = ["-o", "ServerAliveInterval=15", "-o", "ServerAliveCountMax=4"]
ANSWER_S = 60
LISTED = re.compile(r"-\S+\s+([\d.,]+)\s")
"""A file in what --list-only prints: its mode, then its size."""


class Rsync:
    """rsync writes each file aside and renames it when it is whole. Modes are 0644 and 0755, whatever the umask."""

    def __init__(self, address: Address, room: Path) -> None:
        self.name = address.text
        self.remarks: list[str] = []
        self._address, self._room = address, room
        self._ssh = ["ssh", *SSH, *ALIVE, "-o", f"ControlPath={room}/c"]
        if address.port:
            self._ssh += ["-p", str(address.port)]
        self._has_top = False

    def connect(self) -> None:
        """Log in once for all that follows. Without anything to do the connection ends after a minute."""
        log = self._room / "ssh.log"
        master = [*self._ssh, "-f", "-N", "-o", "ControlMaster=yes", "-o", "ControlPersist=60", _login(self._address)]
        with log.open("wb") as stream:  # a pipe would stay open as long as the connection does
            done = subprocess.run(master, stdin=subprocess.DEVNULL, stdout=stream, stderr=stream, check=False)  # noqa: S603 # no shell reads it
        if done.returncode:
            raise explain(self.name, done.returncode, log.read_text(encoding="utf-8", errors="replace"))

    def look_around(self) -> None:
        """Raise TransferError where neither the destination's folder nor the one around it is there."""
        if not self._is_top_there():
            around = replace(self._address, path=self._address.path.rpartition("/")[0])
            if self._run("--list-only", "--dirs", _remote(around, "")) is None:
                raise no_folder(self.name, self._address.around)

    def hang_up(self) -> None:
        """End the connection."""
        command = [*self._ssh, "-O", "exit", _login(self._address)]
        subprocess.run(command, capture_output=True, check=False)  # noqa: S603 # no shell reads it

    def stat(self, path: str) -> There | None:
        """Return how large the file is; None where there is none."""
        listed = self._run("--list-only", self._remote(path))
        found = LISTED.match(listed or "")
        return There(int(re.sub(r"\D", "", found[1]))) if found else None

    def read(self, path: str) -> bytes | None:
        """Return a small file; None where there is none."""
        with TemporaryDirectory(dir=self._room) as folder:
            copy = Path(folder) / "copy"
            return None if self._run("-L", self._remote(path), str(copy)) is None else copy.read_bytes()

    def put(self, file: Outgoing, source: Path, tell: Tell = untold) -> None:  # noqa: ARG002 # not every rsync tells it
        """Bring the whole file to its path by rsync's own rename."""
        check_source(file, source)
        self._send(file.path, source)

    def swap(self, file: Outgoing, data: bytes, expected: str | None) -> None:
        """Look, then replace by rsync's own rename. Between the two, only the lock keeps others away."""
        found = self.read(file.path)
        if (None if found is None else sha256(found)) != expected:
            raise Raced
        self._send_bytes(file.path, data)

    def create(self, path: str, data: bytes) -> bool:
        """Send the file unless it is there, and read it back after two seconds.

        Two who begin within two seconds of each other can't both get True, as long as neither needs longer than that
        for a small file. rsync has nothing that would be surer.
        """
        return put_and_look(lambda: self._send_bytes(path, data, "--ignore-existing"), lambda: self.read(path), data)

    def delete(self, path: str) -> None:
        """Take the file away, and folders that are empty without it; all of them may be gone already."""
        if not is_hidden(path):
            self._delete_from_the_top(path)
        if self.stat(path) is None:
            return
        folder, _, name = path.rpartition("/")  # still there: a folder above it is a link
        self._delete(folder, [name], "--dirs")

    def _delete_from_the_top(self, path: str) -> None:
        """Let rsync take away the file, what a server that crashed left of it, and the folders that are empty then.

        What the filters don't name is kept, and so are the folders around it.
        """
        if self._is_top_there():
            folder, slash, name = path.rpartition("/")
            folders = [f"{parent}/" for parent in may_be_empty(path)]
            self._delete("", [*folders, path], "--recursive", f"--include=/{_plain(f'{folder}{slash}.{name}')}.??????")

    def _delete(self, folder: str, names: list[str], *flags: str) -> None:
        only = [*(f"--include=/{_plain(name)}" for name in names), "--exclude=*"]
        with TemporaryDirectory(dir=self._room) as empty:
            self._run(*flags, "--delete", *only, f"{empty}/", self._remote(f"{folder}/" if folder else ""))

    def _send_bytes(self, path: str, data: bytes, *flags: str) -> None:
        with TemporaryDirectory(dir=self._room) as folder:
            source = Path(folder) / "data"
            source.write_bytes(data)
            self._send(path, source, *flags)

    def _send(self, path: str, source: Path, *flags: str) -> None:
        """Send a file as a link in a tree like the one over there: so rsync makes the folders, even an old one."""
        self._make_top()
        with TemporaryDirectory(dir=self._room) as folder:
            link = Path(folder) / inside(path)
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(source.resolve())
            mode = ["--perms", "--chmod=D755,F644", "--copy-links", "--ignore-times", "--relative"]
            self._run(*mode, *flags, f"{folder}/./{path}", self._remote(""))

    def _make_top(self) -> None:
        """Make the top folder where it is missing. rsync would too, but with the umask of the server."""
        if not self._is_top_there():
            top, _, name = self._remote("").removesuffix("/").rpartition("/")
            with TemporaryDirectory(dir=self._room) as folder:
                (Path(folder) / name).mkdir()
                self._run("--dirs", "--perms", "--chmod=D755", f"{folder}/{name}", f"{top}/")
        self._has_top = True

    def _is_top_there(self) -> bool:
        self._has_top = self._has_top or self._run("--list-only", "--dirs", self._remote("")) is not None
        return self._has_top

    def _remote(self, path: str) -> str:
        return _remote(self._address, path)

    def _run(self, *arguments: str) -> str | None:
        """Run rsync; return what it printed, None where it says that the file at the far end is not there."""
        command = ["rsync", "-e", shlex.join(self._ssh), f"--timeout={ANSWER_S}", "--protect-args", *arguments]
        done = subprocess.run(  # noqa: S603 # no shell reads it
            command,
            capture_output=True,
            check=False,
            stdin=subprocess.DEVNULL,
            env={**os.environ, "LC_ALL": "C"},
            encoding="utf-8",
            errors="replace",
        )
        if done.returncode == 0:
            return done.stdout
        if is_missing(done.returncode, done.stderr):
            return None
        raise explain(self.name, done.returncode, done.stderr)


def _remote(address: Address, path: str) -> str:
    top = address.path
    top = f".{top.removeprefix('/~')}" if f"{top}/".startswith("/~/") else top
    return f"{_login(address, for_rsync=True)}:{top}/{path}"


def _login(address: Address, *, for_rsync: bool = False) -> str:
    host = f"[{address.host}]" if for_rsync and ":" in address.host else address.host
    return f"{address.user}@{host}" if address.user else host


def _plain(name: str) -> str:
    """Return a name in which rsync's filters see no sign that stands for others."""
    return re.sub(r"([*?\[\\])", r"\\\1", inside(name.rstrip("/"))) + ("/" if name.endswith("/") else "")


@contextmanager
def opened(address: Address) -> Iterator[Rsync]:
    """Log in once, and out again at the end. Raises ToolMissing without rsync or ssh, else as Destination does."""
    for program in ("rsync", "ssh"):
        if not shutil.which(program):
            raise ToolMissing(f"{program} is not on this computer", ["sudo apt install rsync openssh-client"])
    if address.host.startswith("-") or (address.user or "").startswith("-"):
        raise TransferError(address.text, "no host or user begins with a hyphen", "Correct the address")
    with TemporaryDirectory(prefix="pod-") as room:
        rsync = Rsync(address, Path(room))
        rsync.connect()
        try:
            rsync.look_around()
            yield rsync
        finally:
            rsync.hang_up()
