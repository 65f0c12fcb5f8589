"""A publisher in a process of its own: says "open" when it is connected, and then does one thing for each line read.

put PATH SOURCE     create PATH DATA     swap PATH DATA     turn LOCK PATH DATA
"""

import hashlib
import os
import sys
from pathlib import Path

from radkind_pod.errors import TransferError
from radkind_pod.model.outgoing import FEED, MEDIA, Outgoing
from radkind_pod.publish.destinations import Destination, Raced, open_destination


class Environment:
    def get(self, name: str) -> str | None:
        return os.environ.get(name)


def do(there: Destination, what: str, path: str, *rest: str) -> str:
    if what == "put":
        source = Path(rest[0])
        data = source.read_bytes()
        there.put(Outgoing(path, MEDIA, "audio/mpeg", len(data), hashlib.sha256(data).hexdigest()), source)
        return "done"
    if what == "create":
        return "won" if there.create(path, rest[0].encode()) else "lost"
    if what == "swap":
        return swap(there, path, rest[0].encode(), rest[1])
    # turn: as the engine does it, a swap under the lock
    lock = path
    if not there.create(lock, rest[1].encode()):
        return "lost"
    try:
        return swap(there, rest[0], rest[1].encode(), rest[2])
    finally:
        there.delete(lock)


def swap(there: Destination, path: str, data: bytes, expected: str) -> str:
    try:
        there.swap(Outgoing(path, FEED, "application/rss+xml", len(data), ""), data, expected)
    except Raced:
        return "lost"
    return "won"


def say(*words: object) -> None:
    print(*words, flush=True)  # noqa: T201 # the test reads it


with open_destination(sys.argv[1], Path(), Environment()) as there:
    say("open")
    for line in sys.stdin:
        try:
            say(do(there, *line.split()))
        except TransferError as error:
            say("failed", error)
