"""Cores and memory that stages share: whoever needs some waits in line until they are free."""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Condition


@dataclass(frozen=True, slots=True)
class Need:
    """What a stage takes while it runs: cores, bytes of memory, and the graphics card or not."""

    cores: int = 0
    memory: int = 0
    card: bool = False


class Stopped(Exception):
    """Nothing begins any more."""


class Budget:
    """What there is of each. First come, first served: who needs much waits no longer than those before it take.

    Who needs more than there is gets all of it, and so runs alone; who needs nothing waits for nobody.
    """

    def __init__(self, cores: int, memory: int) -> None:
        self._cores, self._memory, self._card = cores, memory, True
        self._most = Need(cores, memory, card=True)
        self._line = deque[object]()
        self._changed = Condition()
        self._is_stopped = False

    @contextmanager
    def taken(self, need: Need, waits: Callable[[bool], None]) -> Iterator[None]:
        """Hold what is needed while the block runs. `waits` is told when it has to wait, and when it has it.

        Raises Stopped.
        """
        cores, memory = min(need.cores, self._most.cores), min(need.memory, self._most.memory)
        ticket = object()

        def fits() -> bool:
            is_first = self._line[0] is ticket
            is_there = cores <= self._cores and memory <= self._memory and (self._card or not need.card)
            return self._is_stopped or need == Need() or (is_first and is_there)

        with self._changed:
            self._line.append(ticket)
            try:
                if not fits():
                    waits(True)
                    self._changed.wait_for(fits)
                    waits(False)
            finally:
                self._line.remove(ticket)
                self._changed.notify_all()
            if self._is_stopped:
                raise Stopped
            self._take(cores, memory, card=need.card)
        try:
            yield
        finally:
            with self._changed:
                self._take(-cores, -memory, card=need.card)
                self._changed.notify_all()

    def stop(self) -> None:
        """Let nobody begin: who waits, and who comes later, raises Stopped."""
        with self._changed:
            self._is_stopped = True
            self._changed.notify_all()

    def _take(self, cores: int, memory: int, *, card: bool) -> None:
        self._cores, self._memory = self._cores - cores, self._memory - memory
        self._card ^= card
