"""What is worked out ahead is the same, in the same order, and ends when nobody wants it."""

import threading
from collections.abc import Iterator

import pytest

from radkind_pod.media.ahead import ahead


@pytest.mark.parametrize("count", [0, 1, 3, 500])
def test_all_items_come_in_their_order(count: int) -> None:
    assert list(ahead(range(count))) == list(range(count))


def test_they_are_made_in_another_thread() -> None:
    made_in = list(ahead(threading.current_thread().name for _ in range(3)))
    assert threading.current_thread().name not in made_in


def test_an_error_comes_after_the_items_before_it() -> None:
    def broken() -> Iterator[int]:
        yield 1
        yield 2
        raise ValueError("the third")

    items = ahead(broken())
    assert [next(items), next(items)] == [1, 2]
    with pytest.raises(ValueError, match="the third"):
        next(items)


def test_no_more_is_made_than_a_few_items_ahead() -> None:
    made = []

    def counted() -> Iterator[int]:
        for number in range(1000):
            made.append(number)
            yield number

    items = ahead(counted())
    next(items)
    items.close()  # type: ignore[attr-defined]
    assert len(made) < 20


def test_whoever_stops_early_closes_what_was_open() -> None:
    closed = []

    def held() -> Iterator[int]:
        try:
            yield from range(1000)
        finally:
            closed.append(True)

    items = ahead(held())
    assert next(items) == 0
    items.close()  # type: ignore[attr-defined]
    assert closed == [True]
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("ahead")]
