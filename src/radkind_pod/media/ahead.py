"""Two cores for one stream: what comes is worked out in a thread while somebody still uses what came before."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from queue import Empty, Queue
from threading import Event, Thread
from typing import TypeVar, cast

T = TypeVar("T")
_MOST = 4
"""So many items wait at most, so that memory stays bounded."""
_LOOK_S = 0.05


def ahead(items: Iterable[T]) -> Iterator[T]:
    """Yield the same items in the same order, worked out ahead. An error comes where the item would have come."""
    ready: Queue[tuple[T | None, BaseException | None]] = Queue(_MOST)
    unwanted = Event()
    worker = Thread(target=_work, args=(iter(items), ready, unwanted), name="ahead", daemon=True)
    worker.start()
    try:
        while True:
            item, error = ready.get()
            if isinstance(error, StopIteration):
                return
            if error:
                raise error
            yield cast(T, item)
    finally:
        unwanted.set()
        while worker.is_alive():  # it may wait for room
            with suppress(Empty):
                ready.get(timeout=_LOOK_S)


def _work(items: Iterator[T], ready: "Queue[tuple[T | None, BaseException | None]]", unwanted: Event) -> None:
    while not unwanted.is_set():
        try:
            item = next(items)
        except BaseException as error:  # noqa: BLE001 - whoever takes the items raises it
            ready.put((None, error))
            return
        ready.put((item, None))
