"""One publisher at a time at a destination."""

import json
import secrets
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from radkind_pod.errors import NeedsPerson, TransferError
from radkind_pod.model.plain import parsed
from radkind_pod.present import is_file
from radkind_pod.publish.destinations import Destination, Raced
from radkind_pod.publish.destinations.looking import SETTLE_S
from radkind_pod.publish.sending.ledger import LOCK, as_file, digest_of

STALE = timedelta(hours=12)
"""A publisher that began so long ago has died: nobody uploads for half a day."""
UNFINISHED_S, POLL_S = 20.0, 2.0
"""Some servers show a lock empty, or a part of it, while it is made. One that stays so for UNFINISHED_S is nobody's:
its maker was killed."""
_BEGINNING = b'{"token": "'
LOOK_S = 30.0
"""How long a holder goes on without making sure that the lock is still there and its own."""


@dataclass(frozen=True, slots=True)
class Clock:
    """How time passes. `read` has two clocks: one stands still while a laptop sleeps, and the other may be set."""

    read: Callable[[], tuple[float, ...]] = lambda: (time.monotonic(), time.time())
    sleep: Callable[[float], None] = time.sleep


CLOCK = Clock()


class Hold:
    """The lock as one run holds it."""

    def __init__(self, destination: Destination, mine: bytes, clock: Clock) -> None:
        self._destination, self._mine, self._clock = destination, mine, clock
        self._looked = clock.read()

    def now_and_then(self) -> None:
        """Make sure of it where the last look was a while ago."""
        if any(abs(now - then) > LOOK_S for now, then in zip(self._clock.read(), self._looked, strict=True)):
            self.make_sure()

    def make_sure(self) -> None:
        """Raise NeedsPerson where the lock is another one's by now, or gone."""
        found = self._destination.read(LOCK)
        where, remedy = self._destination.name, "This run has stopped. Fetch their changes, then publish again"
        if found is None:
            raise NeedsPerson(
                Path(LOCK), f"this run's lock at {where} is gone: somebody took it over, or deleted it", remedy
            )
        if found != self._mine:
            raise NeedsPerson(
                Path(LOCK), f"somebody else has taken over this run's lock, and publishes to {where} now", remedy
            )
        self._looked = self._clock.read()


@contextmanager
def held(destination: Destination, token_file: Path, now: datetime, clock: Clock = CLOCK) -> Iterator[Hold]:
    """Hold the destination's lock. Raises NeedsPerson while another publisher does.

    A lock that this project left here (it was killed) is taken over at once, one of another after twelve hours.
    """
    mine = _take(destination, _token(token_file), now, clock)
    try:
        yield Hold(destination, mine, clock)
    except BaseException:
        with suppress(TransferError):
            _let_go(destination, mine)  # where the line is broken too, the next run takes its own lock over
        raise
    _let_go(destination, mine)


def drop_left_over(destination: Destination, token_file: Path) -> None:
    """Take away a lock of this project's own that a killed run left behind when all was done."""
    if is_file(token_file):
        found = destination.read(LOCK)
        if found and _holder(found).get("token") == _token(token_file):
            _let_go(destination, found)


def _take(destination: Destination, token: str, now: datetime, clock: Clock) -> bytes:
    """Return the lock that is ours now, as it stands there."""
    mine = json.dumps({"token": token, "since": now.isoformat(timespec="seconds")}).encode()
    for _ in range(2):
        if destination.create(LOCK, mine):
            _refuse_unless_ours(destination, mine)  # a maker that stood still for UNFINISHED_S may have lost it
            return mine
        found = _found(destination, clock)
        if found is not None:  # else whoever had it has just let it go
            _take_over(destination, found, mine, now, clock)
            return mine
    raise _busy(destination, {})


def _found(destination: Destination, clock: Clock) -> bytes | None:
    """Return the lock that stands there. It is unfinished only if it stayed so for UNFINISHED_S."""
    found, waited_s = destination.read(LOCK), 0.0
    while found is not None and _is_unfinished(found) and waited_s < UNFINISHED_S:
        clock.sleep(POLL_S)
        waited_s += POLL_S
        found = destination.read(LOCK)
    return found


def _take_over(destination: Destination, found: bytes, mine: bytes, now: datetime, clock: Clock) -> None:
    """Replace a lock that is our own, or whose maker has died.

    Others may find the same dead lock: whoever replaced it last is the one whom all of them read a little later.
    """
    holder = _holder(found)
    is_ours, is_stale = holder.get("token") == _holder(mine)["token"], _age(holder, now) >= STALE
    if not (is_ours or is_stale or _is_unfinished(found)):
        raise _busy(destination, holder)
    try:
        destination.swap(as_file(LOCK, mine, "application/json"), mine, digest_of(found))
    except Raced:
        raise _busy(destination, _holder(destination.read(LOCK))) from None
    except TransferError:
        clock.sleep(SETTLE_S)  # somebody else who takes it over may have cleared what lay aside for it
        if (there := destination.read(LOCK)) != found:
            raise _busy(destination, _holder(there)) from None
        raise
    if is_stale or not is_ours:  # nobody else takes over a fresh one that is ours
        clock.sleep(SETTLE_S)
    _refuse_unless_ours(destination, mine)


def _refuse_unless_ours(destination: Destination, mine: bytes) -> None:
    found = destination.read(LOCK)
    if found != mine:
        raise _busy(destination, _holder(found))


def _let_go(destination: Destination, mine: bytes) -> None:
    """Delete the lock if it still is the one that is meant; looked at anew before a second try."""
    for is_last in (False, True):
        if destination.read(LOCK) != mine:
            return
        try:
            destination.delete(LOCK)
        except TransferError as error:
            if is_last or not error.is_broken:
                raise
        else:
            return


def _busy(destination: Destination, holder: dict[str, Any]) -> NeedsPerson:
    return NeedsPerson(
        Path(LOCK),
        f"somebody else publishes to {destination.name} since {holder.get('since', 'just now')}",
        f"Wait until it is done. If you are sure that nobody does, delete {LOCK} there, and publish again",
    )


def _is_unfinished(lock: bytes) -> bool:
    """Say whether this is but the beginning of a lock, as a kill leaves it, or zeros after it, as a power cut does."""
    written = lock.rstrip(b"\0")
    return written[: len(_BEGINNING)] == _BEGINNING[: len(written)] and not written.endswith(b"}")


def _holder(data: bytes | None) -> dict[str, Any]:
    try:
        holder = parsed(data or b"{}")
    except ValueError:
        return {}
    return holder if isinstance(holder, dict) else {}


def _age(holder: dict[str, Any], now: datetime) -> timedelta:
    try:
        return now - datetime.fromisoformat(str(holder.get("since")))
    except (ValueError, TypeError):
        return timedelta(0)


def _token(file: Path) -> str:
    """Return the random word of this project at this place. It says nothing of machine or person.

    A copy of the project's folder brings the file along, and may be at work at the same time: it gets its own word.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    place = _place(file.parent)
    lines = file.read_text(encoding="utf-8", errors="replace").split("\n") if is_file(file) else []
    if len(lines) == 2 and lines[0] and lines[1] == place:
        return lines[0]
    token = secrets.token_hex(16)
    file.write_text(f"{token}\n{place}", encoding="ascii", newline="\n")
    return token


def _place(folder: Path) -> str:
    where = (socket.gethostname(), str(folder.resolve()), str(folder.stat().st_ino))
    return sha256("\0".join(where).encode("utf-8", "surrogateescape")).hexdigest()
