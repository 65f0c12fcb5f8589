"""The parent's side: a process of its own that is asked to call functions."""

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Any, TypeVar

from radkind_pod.apart.frames import Moved, Opened, Raised, Remarked, Returned, Wanted, receive, send
from radkind_pod.apart.limits import Limits
from radkind_pod.apart.there import There
from radkind_pod.progress import Progress, Silent

R = TypeVar("R")
_COMMAND = (sys.executable, "-P", "-m", "radkind_pod.apart")
"""-P: nothing is imported from the folder that somebody happens to be in."""
_TAIL_BYTES = 4000
_DIES_WITHIN_S = 5
_NO_LIMITS = Limits()


class Died(Exception):
    """The child ended before its work was done.

    `code` is its exit code, or the negative number of the signal that ended it; `files` are what it was decoding;
    `tail` is the last of what it said on stderr.
    """

    def __init__(self, code: int, files: tuple[Path, ...], tail: str) -> None:
        self.code, self.files, self.tail = code, files, tail
        super().__init__(f"the process ended with {self.how}: {tail}")

    @property
    def how(self) -> str:
        """The name of the signal, such as SIGSEGV, or the exit code in words."""
        try:
            return signal.Signals(-self.code).name
        except ValueError:
            return f"exit code {self.code}"

    @property
    def was_killed(self) -> bool:
        """Whether somebody ended it, or the system for want of memory."""
        return self.how in ("SIGKILL", "SIGTERM")

    @property
    def ran_out_of_time(self) -> bool:
        """Whether it took more seconds of a core than it may."""
        return self.how == "SIGXCPU"


class Child:
    """A process that calls functions for this one. It starts with the first call, and anew after it died.

    One call at a time. It ends with the `with`, and by itself when this process is gone.
    """

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        self._environment = environment or {}
        self._running: _Running | None = None

    def __enter__(self) -> "Child":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.end()

    def call(
        self,
        function: Callable[..., R],
        *arguments: object,
        progress: Progress | None = None,
        limits: Limits = _NO_LIMITS,
    ) -> R:
        """Return what the function returns there. With `progress` it gets one as its last argument.

        Raises what the function raises, and Died where the child died of it. Function, arguments, result and errors
        are pickled.
        """
        if self._running is None or self._running.process.poll() is not None:
            self.end()
            self._running = _Running(self._environment)
        files: list[Path] = []
        try:
            last = self._running.ask(Wanted(function, arguments, progress is not None, limits), progress, files)
        except (EOFError, BrokenPipeError):
            running, self._running = self._running, None
            raise running.died(tuple(files)) from None
        except BaseException:
            self.end()
            raise
        if isinstance(last, Raised):
            raise last.error from There(last.frames, tuple(files))
        result: R = last.result
        return result

    def kill(self) -> None:
        """End the process, from any thread: the call that it works on raises Died."""
        if running := self._running:
            running.process.kill()

    def end(self) -> None:
        """End the process, between two calls; the next one starts another."""
        running, self._running = self._running, None
        if running:
            running.process.kill()  # there is nothing that it could lose
            running.wait()


class _Running:
    """One process, and the last of what it said on stderr."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        pipe = subprocess.PIPE
        env = {**os.environ, **environment}
        self.process = subprocess.Popen(_COMMAND, stdin=pipe, stdout=pipe, stderr=pipe, env=env)  # noqa: S603 - ours alone
        self._tail = b""
        self._listener = Thread(target=self._keep_tail, daemon=True)
        self._listener.start()

    def ask(self, wanted: Wanted, progress: Progress | None, files: list[Path]) -> Returned | Raised:
        """Ask, and return what comes of it. What is being decoded stands in `files`. Raises EOFError where it dies."""
        assert self.process.stdin
        assert self.process.stdout
        send(self.process.stdin, wanted)
        told: Any = progress or Silent()
        while True:
            answer = pickle.loads(receive(self.process.stdout))  # noqa: S301 - from the child that we started
            match answer:
                case Returned() | Raised():
                    return answer
                case Moved(done, total):
                    told.moved(done, total)
                case Remarked(text):
                    told.remarked(text)
                case Opened(file, False):
                    files.append(Path(file))
                case Opened(file, True) if Path(file) in files:  # an earlier call may have left one to be closed late
                    files.remove(Path(file))

    def died(self, files: tuple[Path, ...]) -> Died:
        """Return how it ended."""
        try:
            self.process.wait(_DIES_WITHIN_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
        return Died(self.wait(), files, self._tail.decode(errors="replace"))

    def wait(self) -> int:
        """Wait for its end, and let go of its pipes."""
        code = self.process.wait()
        self._listener.join()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream:
                stream.close()
        return code

    def _keep_tail(self) -> None:
        stream = self.process.stderr
        assert stream
        while part := os.read(stream.fileno(), _TAIL_BYTES):
            self._tail = (self._tail + part)[-_TAIL_BYTES:]
