"""The child: does what it is asked on stdin, one call after the other, until nobody can ask any more."""

import faulthandler
import os
import pickle
import signal
import traceback
from contextlib import suppress
from queue import SimpleQueue
from threading import Lock, Thread
from time import monotonic
from typing import IO, Any

from radkind_pod.apart import reading
from radkind_pod.apart.frames import Moved, Raised, Remarked, Returned, Wanted, receive, send_pickled
from radkind_pod.apart.limits import limited, write_no_core
from radkind_pod.errors import CANT_WRITE, named, nearest_file

_EVERY_S = 0.1


class Teller:
    """Tells the parent what happens. Any thread may tell."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._lock, self._told_at = stream, Lock(), 0.0

    def tell(self, value: object) -> None:
        """Say this. Raises what pickle raises."""
        data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        with self._lock:
            send_pickled(self._stream, data)

    def moved(self, done: float, total: float) -> None:
        """Say so, ten times a second at most, and at the end."""
        now = monotonic()
        if done >= total or now - self._told_at >= _EVERY_S:
            self._told_at = now
            self.tell(Moved(done, total))

    def remarked(self, text: str) -> None:
        """Say so."""
        self.tell(Remarked(text))


def main() -> None:
    """Work until the parent is gone."""
    asked, teller = os.fdopen(os.dup(0), "rb"), Teller(os.fdopen(os.dup(1), "wb"))
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)  # what a library prints is not for the parent
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends this process then
    faulthandler.enable()
    write_no_core()
    reading.tell = teller.tell
    wanted: SimpleQueue[bytes] = SimpleQueue()
    Thread(target=_listen, args=(asked, wanted), daemon=True).start()
    while True:
        _do(wanted.get(), teller)


def _listen(asked: IO[bytes], wanted: "SimpleQueue[bytes]") -> None:
    """Pass on what is asked; when the parent is gone, end this process in the middle of whatever it does."""
    try:
        with suppress(EOFError):
            while True:
                wanted.put(receive(asked))
    finally:
        os._exit(0)


def _do(data: bytes, teller: Teller) -> None:
    try:
        wanted: Wanted = pickle.loads(data)  # noqa: S301 - from the parent
        told: list[Any] = [teller] if wanted.is_told else []
        with limited(wanted.limits):
            result = wanted.function(*wanted.arguments, *told)
        teller.tell(Returned(result))
    except BaseException as error:  # noqa: BLE001 - whatever it is, the parent raises it
        teller.tell(_raised(error))


def _raised(error: BaseException) -> Raised:
    frames = tuple((f.filename, f.lineno, f.name) for f in traceback.extract_tb(error.__traceback__))
    if isinstance(error, OSError) and error.errno and error.filename is None and error.errno not in CANT_WRITE:
        file = nearest_file(error)  # the parent doesn't know what was read
        error = named(error, file) if file else error
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own: does it come back as what it was?
    except Exception:  # noqa: BLE001 - pickle calls code of whoever wrote the error
        return Raised(RuntimeError(f"{type(error).__name__}: {error}"), frames)
    return Raised(error, frames)


if __name__ == "__main__":
    main()
