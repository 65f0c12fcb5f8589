"""What a publish may not do unless somebody says so: take episodes away."""

import re
from collections.abc import Collection, Mapping, Sequence
from html import unescape
from pathlib import Path

from radkind_pod.errors import Refused
from radkind_pod.model.outgoing import MEDIA, PAGE
from radkind_pod.publish.destinations import Destination
from radkind_pod.publish.sending.compare import FEED_PATH, Changes, Wanted, slug_of
from radkind_pod.publish.sending.ledger import Known, Ledger

_ITEM = re.compile(rb"<item\b.*?</item>", re.DOTALL)
_GUID = re.compile(r"<guid\b[^>]*>(.*?)</guid>", re.DOTALL)
_AS_IT_STANDS = re.compile(r"\s*<!\[CDATA\[(.*?)\]\]>\s*", re.DOTALL)
MOST_GONE = 3
LARGEST_SHARE = 5
"""More than three episodes, or more than a fifth of them, are taken away only by number."""


def brake(
    ledger: Ledger,
    wanted: Wanted,
    changes: Changes,
    named: Collection[str],
    remove: int | None,
    confirmed: Collection[str] = (),
    held: Mapping[str, str] | None = None,
) -> None:
    """Raise Refused where an episode would vanish that nobody named, or more than a person may have meant.

    `named` are the slugs that somebody asked to take away, by name or in people.yaml; `remove` is the confirmed number;
    `confirmed` are those of which a person has just seen the list, or in which somebody took their consent back;
    `held` says of episodes that are held back, why.
    """
    gone, why = changes.gone_episodes, held or {}
    _refuse_changed_guids(gone, wanted.episodes)
    unasked = [known for known in gone if known.slug not in named and known.slug not in confirmed]
    waiting = [known for known in unasked if known.slug in why]
    if waiting:
        raise Refused(
            f"published, and may not be any more: {_listed(waiting, why)}",
            "Ask them, and mend people.yaml or episode.yaml; or take it away: "
            f"radkind-pod publish {' '.join(f'--drop {known.slug}' for known in unasked)}",
        )
    if unasked:
        raise Refused(
            f"published before, and not among the episodes any more: {_listed(unasked, why)}",
            "Bring its folder back (release.json and episode.yaml). If it shall go for good, "
            f"say so: radkind-pod publish {' '.join(f'--drop {known.slug}' for known in unasked)}",
        )
    count = len(gone)
    if remove is not None and count and remove != count:
        raise Refused(
            f"{count} episodes would be taken away, not {remove}: {_listed(gone, why)}",
            "Look again: radkind-pod changes",
        )
    open_ones = sum(known.slug not in confirmed for known in gone)
    if is_much(open_ones, len(ledger.episodes)) and remove is None:
        raise Refused(
            f"{count} of {len(ledger.episodes)} episodes would be taken away: {_listed(gone, why)}",
            f"Look at `radkind-pod changes`. If that is meant, say the number: radkind-pod publish --remove {count}",
        )


def is_much(gone: int, of: int) -> bool:
    """Say whether so many episodes `of` all are more than a person may have meant to take away."""
    return gone > MOST_GONE or gone * LARGEST_SHARE > of


def refuse_vain_drops(drop: Collection[str], changes: Changes, wanted: Wanted) -> None:
    """Raise Refused where somebody asks to take away an episode that doesn't go."""
    gone, there = {known.slug for known in changes.gone_episodes}, {known.slug for known in wanted.episodes}
    gone |= {slug_of(path) for path in changes.removed}  # a run that was interrupted has taken it out of the feed
    for slug in drop:
        if slug in there:
            raise Refused(
                f"{slug} is among the episodes of the project, and would go out again",
                "Move its folder out of episodes/, then say --drop again",
            )
        if slug not in gone:
            raise Refused(f"no episode {slug} is published there", "Look at `radkind-pod changes`, and say its name")


def refuse_foreign(
    destination: Destination,
    standing: str | None,
    ledger: Ledger,
    wanted: Wanted,
    *,
    adopt: bool,
    remove: int | None = None,
) -> bool:
    """Raise Refused where a feed stands (its SHA-256, None for none) that radkind-pod did not put there, or a website.

    For a website, only the first publish looks, and only at what lies at the top. With `adopt` only where episodes
    would vanish from such a feed, more than a person may have meant and not the confirmed number `remove`. Returns
    whether that number was checked here: then it counts the episodes of that feed and those of the ledger, each once.
    """
    is_foreign = bool(standing) and standing not in ledger.feeds
    if adopt:
        return is_foreign and _refuse_to_lose(
            destination.name, destination.read(FEED_PATH) or b"", ledger, wanted, remove
        )
    if is_foreign:
        raise Refused(
            f"{destination.name}: a feed.xml is there that radkind-pod did not put there",
            "If this is the right place and its feed shall be replaced, say: radkind-pod publish --adopt",
        )
    if not ledger.generation:
        tops = (f.path for f in wanted.files if f.kind == PAGE and "/" not in f.path)
        there = [path for path in tops if destination.stat(path)]
        if there:
            raise Refused(
                f"{destination.name}: a website is there that radkind-pod did not put there ({', '.join(there)})",
                "Publish into a folder of its own; or if it shall be replaced, say: radkind-pod publish --adopt",
            )
    return False


def _refuse_to_lose(where: str, feed: bytes, ledger: Ledger, wanted: Wanted, remove: int | None) -> bool:
    staying = {known.guid for known in wanted.episodes}
    items = [_guid_in(item.decode("utf-8", "replace")) for item in _ITEM.findall(feed)]
    gone = [guid for guid in items if guid not in staying]
    number = len(gone) + len({known.guid for known in ledger.episodes} - staying - set(gone))
    if gone and number != remove and (remove is not None or is_much(len(gone), len(items))):
        raise Refused(
            f"{len(gone)} of the {len(items)} episodes in the feed at {where} are not among those that would go out",
            "Listeners would lose them: bring them here first (radkind-pod import-feed). If that is meant, say the "
            f"number: radkind-pod publish --adopt --remove {number}",
        )
    return bool(gone) and remove is not None


def _guid_in(item: str) -> str | None:
    found = _GUID.search(item)
    if not found:
        return None
    bare = _AS_IT_STANDS.fullmatch(found[1])
    return bare[1].strip() if bare else unescape(found[1]).strip()


def refuse_recalled(ledger: Ledger, wanted: Wanted, again: Collection[str], where: str) -> None:
    """Raise Refused where something would be public again that was taken away at once, but for the slugs `again`."""
    for slug in again:
        if slug not in {known.slug for known in wanted.episodes}:
            raise Refused(
                f"no episode {slug} would go out", "Look at `radkind-pod changes`, and say --again with its name"
            )
    recalled = set(ledger.recalled)
    back = dict.fromkeys(slug_of(f.path) for f in wanted.files if f.sha256 in recalled and slug_of(f.path) not in again)
    if back:
        raise Refused(
            f"this would bring back to {where} what was taken away there, since something was cut or bleeped, or the "
            f"episode was withdrawn: {', '.join(back)}",
            "This project is probably older than what stands there: fetch the newest, build, publish. If you really "
            f"want it back: radkind-pod publish {' '.join(f'--again {slug}' for slug in back)}",
        )


def refuse_behind(
    ledger: Ledger, wanted: Wanted, remembered: Collection[str], again: Collection[str], where: str
) -> None:
    """Raise Refused where a version stands that this project has never known, but for the slugs `again`.

    `remembered` are the public paths of sounds and texts as this project published them last. They hold their digest,
    so a path that is neither among them nor wanted now is of a version that another computer published since.
    """
    known = {*remembered, *(file.path for file in wanted.files)}
    going = {one.slug for one in wanted.episodes} - set(again)
    unknown = [slug_of(file.path) for file in ledger.files if file.kind == MEDIA and file.path not in known]
    newer = dict.fromkeys(slug for slug in unknown if slug in going)
    if newer:
        raise Refused(
            f"at {where} is another version than this project knows, which another computer published since: "
            f"{', '.join(newer)}",
            "Fetch the newest (published.json belongs to it), build, publish. If this computer's version is right: "
            f"radkind-pod publish {' '.join(f'--again {slug}' for slug in newer)}",
        )


def _refuse_changed_guids(gone: Sequence[Known], episodes: Sequence[Known]) -> None:
    now = {known.slug: known.guid for known in episodes}
    for known in gone:
        if known.slug in now:
            raise Refused(
                f"{known.slug} was published with the guid {known.guid} and has {now[known.slug]} now: every listener "
                "would get it again as a new episode",
                f"Write guid: {known.guid} in its episode.yaml again, and build it",
                file=Path("episodes") / known.slug / "episode.yaml",
            )


def _listed(gone: Sequence[Known], why: Mapping[str, str]) -> str:
    return ", ".join(f"{known.slug} ({why[known.slug]})" if known.slug in why else known.slug for known in gone)
