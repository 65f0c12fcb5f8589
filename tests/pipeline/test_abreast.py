"""Several episodes at the same time."""

import threading
from collections.abc import Iterator
from threading import Barrier, Event, Lock

import pytest

from radkind_pod.pipeline.abreast import abreast


def silent(*_: object) -> None:
    """Be told."""


def test_they_run_together_and_come_back_in_the_order_that_was_asked() -> None:
    both = Barrier(2, timeout=20)

    def work(slug: str, place: int) -> str:
        both.wait()
        return f"{slug}{place}"

    ended = list[str]()
    assert abreast("abcd", work, 2, ended=ended.append, looked=silent, stop=silent) == ["a0", "b1", "c2", "d3"]
    assert sorted(ended) == ["a0", "b1", "c2", "d3"]


def test_no_more_run_together_than_are_wanted_and_they_begin_in_their_order() -> None:
    lock, running, most, begun = Lock(), 0, 0, list[str]()

    def work(slug: str, place: int) -> None:
        nonlocal running, most
        with lock:
            begun.append(slug)
            running += 1
            most = max(most, running)
        Event().wait(0.01)
        with lock:
            running -= 1

    abreast("abcdefghij", work, 3, ended=silent, looked=silent, stop=silent)
    assert most <= 3
    assert abs(begun.index("j") - 9) <= 2
    alone = list[str]()
    abreast("abcdefghij", lambda slug, _: alone.append(slug), 1, ended=silent, looked=silent, stop=silent)
    assert "".join(alone) == "abcdefghij"


def test_an_interrupt_ends_what_runs_begins_nothing_and_leaves_no_thread() -> None:
    stopped, begun = Event(), list[str]()

    def work(slug: str, place: int) -> None:
        begun.append(slug)
        assert stopped.wait(20)
        raise RuntimeError("its child was ended")

    def interrupted() -> None:
        raise KeyboardInterrupt

    before = threading.active_count()
    with pytest.raises(KeyboardInterrupt):
        abreast("abcdefgh", work, 2, ended=silent, looked=interrupted, stop=stopped.set)
    assert sorted(begun) == ["a", "b"]
    assert threading.active_count() == before


def test_an_interrupt_while_the_work_is_handed_out_ends_it_too() -> None:
    stopped, begun = Event(), list[str]()

    class Slugs(list[str]):
        """Somebody presses Ctrl-C between the third and the fourth."""

        def __iter__(self) -> Iterator[str]:
            yield from self[:3]
            raise KeyboardInterrupt

    def work(slug: str, place: int) -> None:
        begun.append(slug)
        stopped.wait(2)

    with pytest.raises(KeyboardInterrupt):
        abreast(Slugs("abcd"), work, 1, ended=silent, looked=silent, stop=stopped.set)
    assert begun == ["a"]


def test_who_interrupts_again_is_not_left_with_what_still_runs() -> None:
    stops, goes_on = list[int](), Event()

    def stop() -> None:
        """Each time somebody presses Ctrl-C once more; the child that was just starting is ended by the third."""
        stops.append(1)
        if len(stops) == 3:
            goes_on.set()
        if len(stops) < 3:
            raise KeyboardInterrupt

    def interrupted() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        abreast("a", lambda *_: goes_on.wait(5), 1, ended=silent, looked=interrupted, stop=stop)
    assert goes_on.is_set()
