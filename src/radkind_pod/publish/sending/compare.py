"""What a publish would change at a destination. Pure: the time is given."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from radkind_pod.model.outgoing import FEED, MEDIA, Outgoing
from radkind_pod.publish.sending.ledger import Kept, Known, Ledger

KEPT_DAYS = 30
"""So long an earlier sound or picture stays: apps that read the old feed may still be loading it."""
FEED_PATH = "feed.xml"


@dataclass(frozen=True, slots=True)
class Wanted:
    """All that should be there: the files, and the episodes of the feed."""

    files: tuple[Outgoing, ...]
    episodes: tuple[Known, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs. `retired` stay for a while, `removed` go at once, `due` have stayed long enough."""

    added: tuple[Outgoing, ...] = ()
    replaced: tuple[Outgoing, ...] = ()
    retired: tuple[Kept, ...] = ()
    removed: tuple[str, ...] = ()
    due: tuple[str, ...] = ()
    kept: tuple[Kept, ...] = ()
    """Retired earlier, and still to stay."""
    new_episodes: tuple[str, ...] = ()
    gone_episodes: tuple[Known, ...] = ()

    @property
    def uploads(self) -> tuple[Outgoing, ...]:
        """What has to go up."""
        return (*self.added, *self.replaced)

    @property
    def is_none(self) -> bool:
        """Say whether everything is there already, and nothing else."""
        return not (self.uploads or self.retired or self.removed or self.due or self.gone_episodes)


def compare(ledger: Ledger, wanted: Wanted, now: datetime, *, forget: bool = False) -> Changes:
    """Return what has to change. `forget`: earlier files go at once, whatever changed."""
    there = {file.path: file for file in ledger.files}
    aim = {file.path: file for file in wanted.files}
    recalled = _recalled(ledger, wanted)
    gone = [there[path] for path in there.keys() - aim.keys()]
    stays = {f.path for f in gone if f.kind == MEDIA and not forget and slug_of(f.path) not in recalled}
    earlier = [kept for kept in ledger.kept if kept.path not in aim]
    now_gone = {k.path for k in earlier if forget or slug_of(k.path) in recalled}
    due = {k.path for k in earlier if datetime.fromisoformat(k.until) <= now} - now_gone
    until = (now + timedelta(days=KEPT_DAYS)).isoformat(timespec="seconds")
    guids = {known.guid for known in ledger.episodes}
    return Changes(
        added=tuple(f for f in wanted.files if f.path not in there),
        replaced=tuple(f for f in wanted.files if f.path in there and there[f.path].sha256 != f.sha256),
        retired=tuple(Kept(path, until) for path in sorted(stays)),
        removed=tuple(sorted({f.path for f in gone} - stays | now_gone)),
        due=tuple(sorted(due)),
        kept=tuple(k for k in earlier if k.path not in due and k.path not in now_gone),
        new_episodes=tuple(known.slug for known in wanted.episodes if known.guid not in guids),
        gone_episodes=tuple(_gone(ledger, wanted.episodes)),
    )


def slug_of(path: str) -> str:
    """Return the episode to which a path belongs, "" for the show's own files."""
    parts = path.split("/")
    return parts[1] if parts[0] == "episodes" and len(parts) > 2 else ""


def in_order(files: Sequence[Outgoing]) -> Iterator[Outgoing]:
    """Yield further pages of the feed before the feed itself, each page before what leads to it."""
    yield from sorted((f for f in files if f.kind == FEED and f.path != FEED_PATH), key=lambda f: f.path)
    yield from (f for f in files if f.path == FEED_PATH)


def _gone(ledger: Ledger, episodes: Collection[Known]) -> Iterator[Known]:
    guids = {known.guid for known in episodes}
    yield from (known for known in ledger.episodes if known.guid not in guids)


def _recalled(ledger: Ledger, wanted: Wanted) -> set[str]:
    """Return the slugs whose earlier files go at once: they left the feed, or something was taken out of them."""
    now = {known.guid: known for known in wanted.episodes}
    slugs = {known.slug for known in wanted.episodes}
    changed = {k.slug for k in ledger.episodes if k.guid in now and now[k.guid].withheld != k.withheld}
    return changed | {k.slug for k in _gone(ledger, wanted.episodes) if k.slug not in slugs}
