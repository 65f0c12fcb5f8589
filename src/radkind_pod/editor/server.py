"""The editor's server: it listens on this computer only, until the person is done or interrupts it."""

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Any

import waitress
from waitress import wasyncore
from waitress.server import BaseWSGIServer

from radkind_pod.editor.desk import Desk
from radkind_pod.editor.guard import Guard
from radkind_pod.editor.listening import ADDRESS, HEADER_BYTES, listen
from radkind_pod.editor.routes import MOST_BYTES, START, Room, make_app

PORT = 8010
_THREADS = 8
"""One may be busy with the sound for as long as a browser doesn't want more of it."""
_LOOK_S = 0.2
_LAST_WORDS_S = 5.0
"""So long the last answer may take to reach the browser."""
_IN_MEMORY = 64_000_000
"""Waitress puts what is longer into a temporary file, and a transcript belongs in none."""


def _silent(_: Exception) -> None:
    """Say nothing of a bug."""


class Editor:
    """A server for one desk that already listens. `address` is what the person opens; it is good once."""

    def __init__(
        self, desk: Desk, sound: Path, *, port: int = PORT, crashed: Callable[[Exception], object] = _silent
    ) -> None:
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a browser that asks twice is no news
        self._done, self._channels = Event(), dict[int, Any]()
        guard = Guard()
        room = Room(desk, sound, guard, self._done.set, crashed)
        self._server: BaseWSGIServer = waitress.create_server(
            make_app(room),
            map=self._channels,
            sockets=[listen(port)],
            ident=None,
            threads=_THREADS,
            max_request_header_size=HEADER_BYTES,
            max_request_body_size=MOST_BYTES,
            inbuf_overflow=_IN_MEMORY,
            outbuf_overflow=_IN_MEMORY,
        )
        self.address = f"http://{ADDRESS}:{self._server.effective_port}{START}?ticket={guard.ticket}"

    def stop(self) -> None:
        """Let `run` end soon. May be called from any thread."""
        self._done.set()

    def run(self) -> None:
        """Answer until somebody is done or stops it."""
        try:
            while not self._done.is_set():
                self._turn(_LOOK_S)
            until = time.monotonic() + _LAST_WORDS_S
            while time.monotonic() < until and any(getattr(c, "total_outbufs_len", 0) for c in self._channels.values()):
                self._turn(0.02)
        finally:
            self._close()

    def _turn(self, seconds: float) -> None:
        wasyncore.loop(timeout=seconds, map=self._channels, count=1)

    def _close(self) -> None:
        self._server.task_dispatcher.shutdown()
        for channel in list(self._channels.values()):
            channel.close()


def edit(
    desk: Desk,
    sound: Path,
    opened: Callable[[str], object],
    *,
    port: int = PORT,
    crashed: Callable[[Exception], object] = _silent,
) -> None:
    """Serve the desk until the person is done or interrupts it; `opened` is told the address to open.

    Raises Refused where no port is free.
    """
    editor = Editor(desk, sound, port=port, crashed=crashed)
    opened(editor.address)
    with suppress(KeyboardInterrupt):  # everything is saved by then
        editor.run()
