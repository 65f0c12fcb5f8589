"""One publisher at a time at a destination."""

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from radkind_pod.errors import NeedsPerson, TransferError
from radkind_pod.publish.destinations import Destination
from radkind_pod.publish.sending.ledger import LOCK

STALE = timedelta(hours=12)
"""A publisher that began so long ago has died: nobody uploads for half a day."""


@contextmanager
def held(destination: Destination, token_file: Path, now: datetime) -> Iterator[None]:
    """Hold the destination's lock. Raises NeedsPerson while another publisher does.

    A lock that this project left (it was killed) is taken over at once, one of another after twelve hours.
    """
    making = token_file.with_name("making")
    was_making = making.exists()
    token = _token(token_file)
    making.touch()  # some servers show a lock empty while it is made: killed there, the next run knows it by this
    try:
        _take(destination, token, now, was_making=was_making)
    except NeedsPerson:
        making.unlink()
        raise
    making.unlink()
    try:
        yield
    except BaseException:
        with suppress(TransferError):
            destination.delete(LOCK)  # where the line is broken too, the next run takes its own lock over
        raise
    destination.delete(LOCK)


def drop_left_over(destination: Destination, token_file: Path) -> None:
    """Take away a lock of this project's own that a killed run left behind when all was done."""
    if token_file.is_file() and _holder(destination).get("token") == _token(token_file):
        destination.delete(LOCK)


def _take(destination: Destination, token: str, now: datetime, *, was_making: bool) -> None:
    data = json.dumps({"token": token, "since": now.isoformat(timespec="seconds")}).encode()
    if not destination.create(LOCK, data):
        _clear(destination, token, now, was_making=was_making)
        if not destination.create(LOCK, data):
            _busy(destination, _holder(destination))


def _clear(destination: Destination, token: str, now: datetime, *, was_making: bool) -> None:
    holder = _holder(destination)
    is_ours = holder.get("token") == token or (not holder and was_making)
    if not is_ours and _age(holder, now) < STALE:
        _busy(destination, holder)
    destination.delete(LOCK)


def _busy(destination: Destination, holder: dict[str, Any]) -> None:
    raise NeedsPerson(
        Path(LOCK),
        f"somebody else publishes to {destination.name} since {holder.get('since', 'just now')}",
        f"Wait until it is done. If you are sure that nobody does, delete {LOCK} there, and publish again",
    )


def _holder(destination: Destination) -> dict[str, Any]:
    try:
        holder = json.loads(destination.read(LOCK) or b"{}")
    except ValueError:
        return {}
    return holder if isinstance(holder, dict) else {}


def _age(holder: dict[str, Any], now: datetime) -> timedelta:
    try:
        return now - datetime.fromisoformat(str(holder.get("since")))
    except (ValueError, TypeError):
        return timedelta(0)


def _token(file: Path) -> str:
    """Return this project's own random word. It says nothing of machine or person."""
    if not file.is_file():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(secrets.token_hex(16), encoding="ascii")
    return file.read_text(encoding="ascii")
