"""Cores and memory that stages share."""

import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock, Thread

import pytest

from radkind_pod.pipeline.budget import Budget, Need, Stopped

WITHIN_S = 20


def nothing(it_does: bool) -> None:
    """Be told."""


def begun(budget: Budget, need: Need, until: Event) -> tuple[Thread, Event, Event]:
    """Let a thread ask for the need and hold it until it may go; return it, and what says that it waits and has it."""
    waits, has_it = Event(), Event()

    def work() -> None:
        with budget.taken(need, lambda it_does: waits.set() if it_does else None):
            has_it.set()
            until.wait(WITHIN_S)

    thread = Thread(target=work)
    thread.start()
    return thread, waits, has_it


def test_hundreds_of_stages_never_take_more_than_there_is() -> None:
    chance, lock = random.Random(20_261_130), Lock()
    budget, held, most = Budget(4, 1000), {"cores": 0, "memory": 0, "cards": 0}, {"cores": 0, "memory": 0, "cards": 0}

    def change(need: Need, by: int) -> None:
        with lock:
            for name, amount in (("cores", need.cores), ("memory", need.memory), ("cards", int(need.card))):
                held[name] += by * amount
                most[name] = max(most[name], held[name])

    def work(need: Need) -> None:
        with budget.taken(need, nothing):
            change(need, 1)
            time.sleep(0.0005)
            change(need, -1)

    needs = [Need(chance.randint(0, 4), chance.randint(0, 1000), chance.random() < 0.1) for _ in range(600)]
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(work, needs))
    assert held == {"cores": 0, "memory": 0, "cards": 0}
    assert most["cores"] <= 4
    assert most["memory"] <= 1000
    assert most["cards"] == 1


def test_who_needs_all_cores_is_not_overtaken_by_who_needs_one() -> None:
    budget, go, big_goes = Budget(2, 0), Event(), Event()
    first, _, has_one = begun(budget, Need(cores=1), go)
    assert has_one.wait(WITHIN_S)
    big, big_waits, big_has_it = begun(budget, Need(cores=2), big_goes)
    assert big_waits.wait(WITHIN_S)
    late, late_waits, late_has_it = begun(budget, Need(cores=1), go)
    assert late_waits.wait(WITHIN_S)  # a core is free, and the big one was there before
    assert not late_has_it.is_set()
    go.set()
    assert big_has_it.wait(WITHIN_S)
    assert not late_has_it.is_set()
    big_goes.set()
    assert late_has_it.wait(WITHIN_S)
    for thread in (first, big, late):
        thread.join(WITHIN_S)


def test_a_model_that_is_larger_than_the_memory_runs_alone() -> None:
    budget, go = Budget(4, 1000), Event()
    large, _, has_it = begun(budget, Need(1, 5000), go)
    assert has_it.wait(WITHIN_S)
    other, waits, other_has_it = begun(budget, Need(1, 1), go)
    assert waits.wait(WITHIN_S)
    assert not other_has_it.is_set()
    go.set()
    assert other_has_it.wait(WITHIN_S)
    large.join(WITHIN_S)
    other.join(WITHIN_S)


def test_a_stage_of_text_waits_for_nobody() -> None:
    budget, go = Budget(1, 0), Event()
    waited = list[bool]()
    with budget.taken(Need(cores=1), nothing):
        sound, sound_waits, _ = begun(budget, Need(cores=1), go)
        assert sound_waits.wait(WITHIN_S)
        with budget.taken(Need(), waited.append):
            assert waited == []
    go.set()
    sound.join(WITHIN_S)


def test_what_was_taken_is_given_back_when_the_stage_fails() -> None:
    budget = Budget(1, 0)
    with pytest.raises(ValueError, match="broken"), budget.taken(Need(cores=1), nothing):
        raise ValueError("broken")
    with budget.taken(Need(cores=1), nothing):
        pass


def test_nobody_begins_after_a_stop_and_who_waits_is_let_go() -> None:
    budget, go, ended = Budget(1, 0), Event(), list[str]()

    def work() -> None:
        try:
            with budget.taken(Need(cores=1), waits_now):
                ended.append("ran")
        except Stopped:
            ended.append("stopped")

    waits = Event()
    waits_now: Callable[[bool], None] = lambda _: waits.set()  # noqa: E731
    holder, _, has_it = begun(budget, Need(cores=1), go)
    assert has_it.wait(WITHIN_S)
    waiting = Thread(target=work)
    waiting.start()
    assert waits.wait(WITHIN_S)
    budget.stop()
    waiting.join(WITHIN_S)
    work()
    assert ended == ["stopped", "stopped"]
    go.set()
    holder.join(WITHIN_S)
