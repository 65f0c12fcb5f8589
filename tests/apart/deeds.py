"""What a child can be asked to do, and what can go wrong with it."""

import ctypes
import os
import resource
import signal
import sys
import threading
import time
from pathlib import Path

import numpy

from radkind_pod.apart.reading import Reading
from radkind_pod.errors import MediaError
from radkind_pod.progress import Progress


class Peculiar(Exception):
    """An error that can be pickled, but not be made again of that."""

    def __init__(self, one: int, two: int) -> None:
        super().__init__(f"{one} and {two}")


def add(one: int, two: int) -> int:
    return one + two


def pid() -> int:
    return os.getpid()


def limits_now() -> tuple[tuple[int, int], ...]:
    return tuple(resource.getrlimit(k) for k in (resource.RLIMIT_DATA, resource.RLIMIT_CPU, resource.RLIMIT_CORE))


def crash(file: Path) -> None:
    with Reading(file.with_name("read before.wav")):
        pass
    os.write(2, b"about to crash\n")
    with Reading(file):
        ctypes.string_at(0)


LEFT: list[Reading] = []


def leave_open(file: Path) -> None:
    LEFT.append(Reading(file))
    LEFT[0].__enter__()


def close() -> None:
    LEFT.pop().__exit__(None, None, None)


def be_killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def leave() -> None:
    os._exit(7)


def eat(megabytes: int, file: Path) -> int:
    with Reading(file):
        return numpy.empty(megabytes * 2**20, "u1").nbytes


def loop() -> None:
    while True:
        pass


def sleep(told: Path) -> None:
    told.write_text(str(os.getpid()), encoding="ascii")
    time.sleep(60)


def chatter() -> str:
    sys.stdout.write("on stdout\n")
    os.write(1, b"straight to the descriptor\n")
    os.write(2, b"x" * 100_000)
    return "heard" + sys.stdin.read()


def object_to() -> None:
    raise MediaError(Path("raw/a.wav"), "it is empty", "Copy it again.", at_ms=1500)


def have_a_bug() -> None:
    {}["no such key"]


def raise_peculiar() -> None:
    raise Peculiar(1, 2)


def return_a_lock() -> object:
    return threading.Lock()


def move(steps: int, progress: Progress) -> str:
    for step in range(steps + 1):
        progress.moved(step, steps)
    progress.remarked("well done")
    return "moved"
