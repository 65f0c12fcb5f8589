"""What a publish would change at a destination. Pure: the time is given."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from radkind_pod.model.media_types import media_type
from radkind_pod.model.outgoing import FEED, MEDIA, Outgoing
from radkind_pod.publish.sending.ledger import Kept, Known, Ledger

KEPT_DAYS = 30
"""So long an earlier sound or picture stays: apps that read the old feed may still be loading it."""
FEED_PATH = "feed.xml"
HARMLESS = ("image/", "application/json+chapters")
"""What an episode may have again that comes back without somebody: its new sound and transcript are other ones."""


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
    recalled: tuple[str, ...] = ()
    """The SHA-256 of all sounds and texts that were ever taken away at once, and may not come back by themselves."""

    @property
    def uploads(self) -> tuple[Outgoing, ...]:
        """What has to go up."""
        return (*self.added, *self.replaced)

    @property
    def is_none(self) -> bool:
        """Say whether everything is there already, and nothing else."""
        return not (self.uploads or self.retired or self.removed or self.due or self.gone_episodes)


def as_found(ledger: Ledger, standing: str | None) -> Ledger:
    """Return the ledger with the feed (its SHA-256, None for none) that stands there, and no other one.

    Somebody may have deleted or replaced it, or a run died just after it did so: then it has to go up.
    """
    files = tuple(file for file in ledger.files if file.path != FEED_PATH or file.sha256 == standing)
    return replace(ledger, files=files)


def compare(
    ledger: Ledger, wanted: Wanted, now: datetime, *, forget: bool = False, again: Collection[str] = ()
) -> Changes:
    """Return what has to change. `forget`: earlier files go at once, whatever changed.

    `again` are the slugs of episodes of which what was taken away may come back.
    """
    there = {file.path: file for file in ledger.files}
    aim = {file.path: file for file in wanted.files}
    back = _taken_back(ledger, wanted)
    gone = [there[path] for path in there.keys() - aim.keys()]
    stays = {f for f in gone if f.kind == MEDIA and not forget and slug_of(f.path) not in back}
    earlier = [kept for kept in ledger.kept if kept.path not in aim]
    now_gone = {k.path for k in earlier if forget or slug_of(k.path) in back}
    due = {k.path for k in earlier if datetime.fromisoformat(k.until) <= now} - now_gone
    until = (now + timedelta(days=KEPT_DAYS)).isoformat(timespec="seconds")
    guids = {known.guid for known in ledger.episodes}
    return Changes(
        added=tuple(f for f in wanted.files if f.path not in there),
        replaced=tuple(f for f in wanted.files if f.path in there and there[f.path].sha256 != f.sha256),
        retired=tuple(Kept(f.path, until, f.sha256) for f in sorted(stays, key=lambda f: f.path)),
        removed=tuple(sorted({f.path for f in gone if f not in stays} | now_gone)),
        due=tuple(sorted(due)),
        kept=tuple(k for k in earlier if k.path not in due and k.path not in now_gone),
        new_episodes=tuple(known.slug for known in wanted.episodes if known.guid not in guids),
        gone_episodes=tuple(_gone(ledger, wanted.episodes)),
        recalled=_recalled(ledger, wanted, back, again),
    )


def may_be_there(ledger: Ledger, changes: Changes) -> tuple[str, ...]:
    """Return the added files that a run which was interrupted may have sent, but for media, of which no two differ."""
    kept = {one.path for one in ledger.kept}
    return tuple(file.path for file in changes.added if file.kind != MEDIA and file.path in kept)


def as_replaced(changes: Changes, there: Collection[str]) -> Changes:
    """Return the changes, where what would be added at one of the paths `there` replaces what stands there."""
    found = tuple(file for file in changes.added if file.path in there)
    added = tuple(file for file in changes.added if file.path not in there)
    return replace(changes, added=added, replaced=tuple(sorted((*changes.replaced, *found), key=lambda f: f.path)))


def slug_of(path: str) -> str:
    """Return the episode to which a path belongs, "" for the show's own files."""
    parts = path.split("/")
    return parts[1] if parts[0] == "episodes" and len(parts) > 2 else ""


def slugs_of(known: Known) -> tuple[str, ...]:
    """Return all slugs under which files of the episode may be."""
    return (known.slug, *known.earlier)


def in_order(files: Sequence[Outgoing]) -> Iterator[Outgoing]:
    """Yield further pages of the feed before the feed itself, each page before what leads to it."""
    yield from sorted((f for f in files if f.kind == FEED and f.path != FEED_PATH), key=lambda f: f.path)
    yield from (f for f in files if f.path == FEED_PATH)


def _gone(ledger: Ledger, episodes: Collection[Known]) -> Iterator[Known]:
    guids = {known.guid for known in episodes}
    yield from (known for known in ledger.episodes if known.guid not in guids)


def _taken_back(ledger: Ledger, wanted: Wanted) -> set[str]:
    """Return the slugs whose earlier files go at once: they left the feed, or something was taken out of them."""
    now = {known.guid: known for known in wanted.episodes}
    changed = [k for k in ledger.episodes if k.guid not in now or now[k.guid].withheld != k.withheld]
    if not changed:
        return set()
    slugs = {slug for known in changed for slug in slugs_of(known)}
    slugs |= {now[known.guid].slug for known in changed if known.guid in now}
    known = {slug for known in (*ledger.episodes, *wanted.episodes) for slug in slugs_of(known)}
    nobodys = {slug_of(kept.path) for kept in ledger.kept} - known  # renamed before ledgers knew of earlier slugs
    return (slugs | nobodys) - {""}


def _recalled(ledger: Ledger, wanted: Wanted, back: set[str], again: Collection[str]) -> tuple[str, ...]:
    """Return the list as it is from now on.

    Not on it is what somebody still wants, and the version with something taken out of an episode that is whole again.
    """
    whole = {known.guid for known in wanted.episodes if not known.withheld}
    slugs = back - {slug for known in ledger.episodes if known.guid in whole for slug in slugs_of(known)}
    media = [(file.path, file.sha256) for file in ledger.files if file.kind == MEDIA]
    media += [(kept.path, kept.sha256) for kept in ledger.kept]
    new = {digest for path, digest in media if slug_of(path) in slugs and not media_type(path).startswith(HARMLESS)}
    old = set(ledger.recalled) - {file.sha256 for file in wanted.files if slug_of(file.path) in again}
    return tuple(sorted(new - {"", *(file.sha256 for file in wanted.files)} | old))
