"""The steps of a publish, in the one order in which no listener ever sees something broken.

New sounds, transcripts and pictures go first, under names that nobody knows yet. Then the pages, then the ledger, then
the feed in one step. Only what nothing leads to any more is taken away at the end. Killed anywhere, the next run goes
on.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from radkind_pod.errors import NeedsPerson, Refused, TransferError
from radkind_pod.model.outgoing import FEED, MEDIA, PAGE, Outgoing
from radkind_pod.progress import Progress
from radkind_pod.publish.destinations import Destination, Raced
from radkind_pod.publish.sending.compare import FEED_PATH, Changes, Wanted, in_order
from radkind_pod.publish.sending.journal import Journal
from radkind_pod.publish.sending.ledger import LEDGER, Ledger, as_file, digest_of, write_ledger
from radkind_pod.publish.sending.lock import Hold
from radkind_pod.publish.sending.states import after_feed, before_feed, begun

Check = Callable[[Sequence[Outgoing]], Sequence[str]]
"""Looks at new files where listeners will find them; returns what is wrong."""


@dataclass(frozen=True, slots=True)
class Load:
    """What is to be sent, from where on this disk, and what the destination keeps now.

    `about_to_show` is called just before the feed is replaced, `shown` just after.
    """

    wanted: Wanted
    changes: Changes
    sources: Mapping[str, Path]
    ledger: Ledger
    ledger_sha256: str | None
    hold: Hold
    about_to_show: Callable[[], None] = lambda: None
    shown: Callable[[], None] = lambda: None


def send(
    destination: Destination, load: Load, journal: Journal, check: Check, now: datetime, progress: Progress
) -> int:
    """Bring everything there. Returns how many files went up. Raises TransferError, Refused or NeedsPerson."""
    refuse_what_is_nowhere(destination, load)
    sender = _Sender(destination, load, journal, progress)
    wanted, changes = load.wanted, load.changes
    begin = begun(load.ledger, changes, now, journal.run)
    if changes.uploads:
        journal.begin()
        sender.write_ledger(begin)
    sender.put_all(MEDIA)
    _refuse_wrong(check, [file for file in changes.uploads if file.kind == MEDIA], load.hold)
    sender.put_all(PAGE)
    sender.put_pages_of_the_feed()
    feed = next(file for file in wanted.files if file.path == FEED_PATH)
    load.hold.make_sure()
    standing = digest_of(destination.read(FEED_PATH))
    either = tuple(dict.fromkeys(filter(None, (standing, feed.sha256))))
    before = before_feed(begin, wanted, changes, either, now)
    sender.write_ledger(before)
    load.about_to_show()
    sender.swap_feed(feed, standing)
    load.shown()
    for path in (*changes.removed, *changes.due):
        load.hold.now_and_then()
        destination.delete(path)
    sender.write_ledger(after_feed(before, wanted, changes, (feed.sha256,)))
    journal.close()
    return sender.sent


def refuse_what_is_nowhere(destination: Destination, load: Load) -> None:
    """Raise Refused where a file that should go up is neither on this disk nor at the destination."""
    missing = [
        file.path for file in load.changes.uploads if file.path not in load.sources and not _is_there(destination, file)
    ]
    if missing:
        more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
        raise Refused(
            f"neither on this computer nor at {destination.name}: {', '.join(missing[:5])}{more}",
            "Build the episode here: radkind-pod build",
        )


class _Sender:
    """Puts files, and counts them."""

    def __init__(self, destination: Destination, load: Load, journal: Journal, progress: Progress) -> None:
        self._destination, self._load, self._journal, self._progress = destination, load, journal, progress
        self._ledger_sha256 = load.ledger_sha256
        self._total = sum(file.bytes for file in load.changes.uploads)
        self._done = 0
        self.sent = 0

    def put_all(self, kind: str) -> None:
        """Bring all files of this kind there that aren't."""
        for file in self._load.changes.uploads:
            if file.kind == kind:
                self._put(file)

    def put_pages_of_the_feed(self) -> None:
        """Bring the further pages of the feed there, which feed.xml leads to."""
        for file in in_order([f for f in self._load.changes.uploads if f.kind == FEED and f.path != FEED_PATH]):
            self._put(file)

    def swap_feed(self, feed: Outgoing, standing: str | None) -> None:
        """Replace the feed in one step, unless somebody else has replaced it meanwhile."""
        if standing == feed.sha256:
            return
        data = self._load.sources[FEED_PATH].read_bytes()
        self._swap(feed, data, standing)
        self.sent += 1
        self._done += feed.bytes
        self._told(0)

    def write_ledger(self, ledger: Ledger) -> None:
        """Record what is there now."""
        data = write_ledger(ledger)
        self._swap(as_file(LEDGER, data, "application/gzip"), data, self._ledger_sha256)
        self._ledger_sha256 = digest_of(data)

    def _put(self, file: Outgoing) -> None:
        is_known = file.kind == MEDIA or self._journal.has(file)  # the name of media says what is in them
        is_sent = not (is_known and _is_there(self._destination, file))
        if is_sent:
            self._load.hold.now_and_then()
            try:
                self._destination.put(file, self._load.sources[file.path], self._told)
            except TransferError:
                with suppress(TransferError):
                    self._load.hold.make_sure()  # another publisher may have cleared what lay aside
                raise
            self._refuse_short(file)
            self._journal.note(file)
            self.sent += 1
        self._done += file.bytes
        self._told(0)

    def _told(self, part: int) -> None:
        """Say how far it is, with so many bytes of a file that is still on its way."""
        self._progress.moved(self._done + part, self._total)

    def _refuse_short(self, file: Outgoing) -> None:
        there = self._destination.stat(file.path)
        if there is None or there.bytes != file.bytes:
            self._load.hold.make_sure()  # another publisher may have taken it away
            found = "nothing" if there is None else f"{there.bytes} bytes"
            raise TransferError(
                self._destination.name,
                f"{file.path} was sent with {file.bytes} bytes, and {found} is there",
                "The feed is as it was. Publish again; if this comes back, ask whoever runs the server",
            )

    def _swap(self, file: Outgoing, data: bytes, expected: str | None) -> None:
        try:
            self._destination.swap(file, data, expected)
        except Raced:
            self._load.hold.make_sure()
            raise NeedsPerson(
                Path(file.path),
                f"somebody else has published to {self._destination.name} meanwhile",
                "Fetch their changes, then publish again",
            ) from None


def _is_there(destination: Destination, file: Outgoing) -> bool:
    """Say whether the file is there with its size."""
    there = destination.stat(file.path)
    return there is not None and there.bytes == file.bytes


def _refuse_wrong(check: Check, media: Sequence[Outgoing], hold: Hold) -> None:
    """Raise where listeners don't get the new media, or nobody can find out, and say that they are there by now."""
    try:
        wrong = check(media)
    except TransferError as error:
        remedy = ". ".join(filter(None, (error.remedy, _lying_there(media))))
        raise TransferError(error.where, error.what, remedy, is_broken=error.is_broken) from error
    if wrong:
        hold.make_sure()
        listed = "".join(f"\n    {line}" for line in wrong)
        raise Refused(
            f"what was sent doesn't come out right where listeners will find it:{listed}\nThe feed is as it was. "
            f"{_lying_there(media)}",
            "Mend the web server's settings (docs/publishing.md), then publish again",
        )


def _lying_there(media: Sequence[Outgoing]) -> str:
    if not media:
        return ""
    files, size = "1 file" if len(media) == 1 else f"{len(media)} files", sum(file.bytes for file in media)
    return (
        f"New sounds, pictures and texts went up ({files}, {size / 1e6:.1f} MB): no feed or page leads to them, so no "
        "listener finds them, and the next publish uses them or takes them away"
    )
