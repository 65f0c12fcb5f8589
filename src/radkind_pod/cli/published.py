"""What `publish`, `changes` and `withdraw` say at their end."""

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from radkind_pod.cli.holds import step
from radkind_pod.cli.lines import tell
from radkind_pod.publish.selection import Held

if TYPE_CHECKING:
    from radkind_pod.model.outgoing import Outgoing
    from radkind_pod.pipeline.publishing.publish import Published

MOST_LISTED = 12


def print_published(published: "Published", *, only_look: bool, everything: bool = False) -> None:
    """Say what went out or would go out, what stays a while, what is gone, and who is waited for.

    Long lists are cut, unless `everything` is asked for.
    """
    has_begun = bool(published.selection.out or published.changes.gone_episodes)
    changes = list(_changes(published, sys.maxsize if everything else MOST_LISTED)) if has_begun else []
    if only_look and any(line.endswith(" more") for line in changes):
        changes += ["  All of them: radkind-pod changes --all"]
    lines = [*_headline(published, only_look=only_look), *changes, *_held(published.selection.held)]
    lines += [f"  note: {remark}" for remark in published.remarks]
    if published.refused:
        lines += ["As it is, `publish` would refuse this:", f"  {published.refused}"]
    tell(lines)


def _headline(published: "Published", *, only_look: bool) -> Iterator[str]:
    changes, count = published.changes, len(published.selection.out)
    episodes = "1 episode" if count == 1 else f"{count} episodes"
    if not count and not changes.gone_episodes:
        yield f"No episode may go out yet, so nothing goes to {published.where}."
        return
    if changes.is_none:
        yield f"{published.where} has all of it already: {episodes}. Nothing to send."
        return
    size = _megabytes(changes.uploads)
    files = len(changes.uploads)
    what = f"{files} file{'s' if files != 1 else ''}, {size}"
    if only_look:
        yield f"To {published.where} would go: {what}."
    else:
        yield f"Published to {published.where}: {episodes}; {published.sent} of {what} went up now."


def _changes(published: "Published", most: int) -> Iterator[str]:
    changes = published.changes
    yield from _listed("new episode", changes.new_episodes, most)
    yield from _listed("gone", [known.slug for known in changes.gone_episodes], most)
    yield from (f"  {told}" for told in published.text_changes)
    yield from _listed("add", [_one(file) for file in changes.added], most)
    yield from _listed("replace", [_one(file) for file in changes.replaced], most)
    yield from _listed("keep a while", [f"{kept.path} until {kept.until[:10]}" for kept in changes.retired], most)
    yield from _listed("remove", [*changes.removed, *changes.due], most)


def _held(held: Sequence[Held]) -> Iterator[str]:
    if not held:
        return
    yield "Held back:"
    for one in held:
        for hold in one.holds:
            place = f" ({hold.place})" if hold.place else ""
            yield f"  {one.slug}: {hold.what}{place}"
            if next_step := step(one.slug, hold):
                yield f"    next: {next_step}"
        if one.stands:
            yield f"  {one.slug}: what was published before stays as it is"


def _listed(what: str, items: Sequence[str], most: int) -> Iterator[str]:
    for item in items[:most]:
        yield f"  {what:<12} {item}"
    if len(items) > most:
        yield f"  {what:<12} and {len(items) - most} more"


def _one(file: "Outgoing") -> str:
    return f"{file.path} ({_megabytes([file])})"


def _megabytes(files: Sequence["Outgoing"]) -> str:
    size = sum(file.bytes for file in files)
    return f"{size / 1e6:.1f} MB" if size >= 100_000 else f"{size / 1e3:.1f} kB"
