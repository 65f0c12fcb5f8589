"""The ledger as it is true at each step of a publish, so that a run that dies anywhere is finished by the next one."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from radkind_pod.model.outgoing import MEDIA, Outgoing
from radkind_pod.publish.sending.compare import FEED_PATH, Changes, Wanted, slug_of, slugs_of
from radkind_pod.publish.sending.ledger import Kept, Known, Ledger


def begun(ledger: Ledger, changes: Changes, now: datetime, run: str) -> Ledger:
    """Return the ledger while files go up: what is added or replaced is there in no known state, and kept until now.

    So the next run sends what it still wants of it, and takes away what it doesn't, whatever it wants by then.
    """
    unsure = {file.path: file.sha256 if file.kind == MEDIA else "" for file in changes.uploads}
    return replace(
        ledger,
        generation=ledger.generation + 1,
        run=run,
        files=tuple(file for file in ledger.files if file.path not in unsure),
        kept=(*(kept for kept in ledger.kept if kept.path not in unsure), *_leaving(unsure, now)),
    )


def before_feed(ledger: Ledger, wanted: Wanted, changes: Changes, feeds: tuple[str, ...], now: datetime) -> Ledger:
    """Return the ledger just before the feed is replaced: it still names the old feed, and both may stand."""
    after = after_feed(ledger, wanted, changes, feeds)
    others = (file for file in wanted.files if file.path != FEED_PATH)
    old_feed: Iterable[Outgoing] = (file for file in ledger.files if file.path == FEED_PATH)
    leaving = _leaving(dict.fromkeys((*changes.removed, *changes.due), ""), now)
    return replace(after, files=(*others, *old_feed), kept=(*after.kept, *leaving))


def after_feed(ledger: Ledger, wanted: Wanted, changes: Changes, feeds: tuple[str, ...]) -> Ledger:
    """Return the ledger at the end."""
    kept = (*changes.kept, *changes.retired)
    return Ledger(
        generation=ledger.generation + 1,
        files=wanted.files,
        kept=kept,
        episodes=tuple(_with_earlier_slugs(ledger, wanted, kept)),
        feeds=feeds,
        recalled=changes.recalled,
    )


def _with_earlier_slugs(ledger: Ledger, wanted: Wanted, kept: Iterable[Kept]) -> Iterable[Known]:
    before, there = {known.guid: known for known in ledger.episodes}, {slug_of(one.path) for one in kept}
    for known in wanted.episodes:
        slugs = slugs_of(before[known.guid]) if known.guid in before else ()
        yield replace(known, earlier=tuple(slug for slug in slugs if slug != known.slug and slug in there))


def _leaving(files: Mapping[str, str], now: datetime) -> Iterable[Kept]:
    """Return files (path to SHA-256) that go as soon as nobody wants them any more."""
    return (Kept(path, now.isoformat(timespec="seconds"), sha256) for path, sha256 in sorted(files.items()))
