"""Works on several episodes at the same time."""

from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from typing import TypeVar

T = TypeVar("T")
_LOOK_S = 1.0
"""So often `looked` is called; and a wait without an end can't be interrupted on Windows."""
_STOP_S = 0.1


def abreast(
    slugs: Sequence[str],
    work: Callable[[str, int], T],
    at_once: int,
    *,
    ended: Callable[[T], None],
    looked: Callable[[], None],
    stop: Callable[[], None],
) -> list[T]:
    """Return what `work` gives for each slug and its place in the row; at most `at_once` are worked on together.

    `ended` is told of each as it comes, `looked` is called in between, both in this thread. When the work is
    interrupted, `stop` is called until all of it has ended.
    """
    with ThreadPoolExecutor(at_once, thread_name_prefix="episode") as pool:
        works = list[Future[T]]()
        try:
            for place, slug in enumerate(slugs):
                works.append(pool.submit(work, slug, place))
            _follow(works, ended, looked)
        except BaseException:
            while not _has_stopped(pool, works, stop):
                pass
            raise
    return [one.result() for one in works]


def _has_stopped(pool: ThreadPoolExecutor, works: Sequence[Future[T]], stop: Callable[[], None]) -> bool:
    """Stop what runs, and say whether all has ended. Who interrupts again changes nothing: it ends already."""
    with suppress(KeyboardInterrupt):
        pool.shutdown(wait=False, cancel_futures=True)
        stop()
        wait([one for one in works if one.running()], _STOP_S)
        return all(one.done() for one in works)
    return False


def _follow(works: Sequence[Future[T]], ended: Callable[[T], None], looked: Callable[[], None]) -> None:
    pending = set(works)
    while pending:
        done, pending = wait(pending, _LOOK_S, FIRST_COMPLETED)
        for one in done:
            ended(one.result())
        looked()
