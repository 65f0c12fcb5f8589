"""The ledger as it is true at each step of a publish, so that a run that dies anywhere is finished by the next one."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from radkind_pod.model.outgoing import Outgoing
from radkind_pod.publish.sending.compare import FEED_PATH, Changes, Wanted
from radkind_pod.publish.sending.ledger import Kept, Ledger


def begun(ledger: Ledger, changes: Changes, now: datetime) -> Ledger:
    """Return the ledger while files go up: what is added is kept until now, what is replaced may be either.

    So the next run sends what is replaced, and takes away what it doesn't want, whatever it wants by then.
    """
    unsure = {file.path for file in changes.replaced}
    added = {file.path for file in changes.added}
    return replace(
        ledger,
        generation=ledger.generation + 1,
        base=ledger.state,
        files=tuple(file for file in ledger.files if file.path not in unsure),
        kept=(*(kept for kept in ledger.kept if kept.path not in added), *_leaving(sorted(added), now)),
    )


def before_feed(ledger: Ledger, wanted: Wanted, changes: Changes, feeds: tuple[str, ...], now: datetime) -> Ledger:
    """Return the ledger just before the feed is replaced: it still names the old feed, and both may stand."""
    after = after_feed(ledger, wanted, changes, feeds)
    others = (file for file in wanted.files if file.path != FEED_PATH)
    old_feed: Iterable[Outgoing] = (file for file in ledger.files if file.path == FEED_PATH)
    leaving = _leaving((*changes.removed, *changes.due), now)
    return replace(after, files=(*others, *old_feed), kept=(*after.kept, *leaving))


def after_feed(ledger: Ledger, wanted: Wanted, changes: Changes, feeds: tuple[str, ...]) -> Ledger:
    """Return the ledger at the end."""
    return Ledger(
        generation=ledger.generation + 1,
        files=wanted.files,
        kept=(*changes.kept, *changes.retired),
        episodes=wanted.episodes,
        feeds=feeds,
    )


def _leaving(paths: Iterable[str], now: datetime) -> Iterable[Kept]:
    return (Kept(path, now.isoformat(timespec="seconds")) for path in paths)
