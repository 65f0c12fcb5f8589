"""`radkind-pod withdraw`: somebody takes their consent back."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from radkind_pod.cli.options import progress_option

if TYPE_CHECKING:
    from radkind_pod.pipeline.publishing.publish import Published
    from radkind_pod.pipeline.publishing.withdraw import Found, Withdrawn

BEYOND = """\
What nobody can call back:
  - phones and computers on which an app has downloaded an episode already;
  - what apps and directories (Apple, Spotify and others) keep for hours or days: ask them if it is urgent;
  - search engines and web archives: ask them to forget the addresses listed above;
  - copies and backups that others made, the server's own backups among them."""


@click.command("withdraw")
@click.argument("person", metavar="PERSON")
@click.option("--dry-run", is_flag=True, help="Only list where the person is.")
@click.option("--yes", is_flag=True, help="Don't ask.")
@progress_option
@click.pass_obj
def command(here: Path, /, person: str, *, dry_run: bool, yes: bool, progress: str) -> None:
    """Take a person's episodes out of feed, site and destination, since they took their consent back."""
    from datetime import datetime

    from radkind_pod.cli.console import open_look
    from radkind_pod.cli.secrets import EnvironmentAndKeyring
    from radkind_pod.errors import PodError
    from radkind_pod.pipeline.publishing.withdraw import find_person, withdraw
    from radkind_pod.sources.project import find_root

    root = find_root(here)
    found = find_person(root, person)
    click.echo("\n".join(_found(found)))
    if dry_run:
        return
    if not yes:
        _ask(found)
    look = open_look(progress)
    try:
        done = withdraw(root, found, datetime.now().astimezone(), EnvironmentAndKeyring, look)
    except (PodError, OSError):
        click.echo("Not everything is taken away yet. Mend what is said below, and run withdraw again:", err=True)
        raise
    finally:
        look.close()
    click.echo("\n".join(_done(done)))


def _ask(found: "Found") -> None:
    """Raise click.Abort where the answer is no; UsageError where nobody can answer."""
    going = sum(place.goes for place in found.places)
    try:
        is_meant = click.confirm(f"Take {going} of them away, here and at the destination?")
    except click.Abort:
        msg = "nobody is here to answer. Nothing was changed; say --yes to go on without a question"
        raise click.UsageError(msg) from None
    if not is_meant:
        click.echo("Nothing was changed.")
        raise click.exceptions.Exit(1)


def _found(found: "Found") -> Iterator[str]:
    count = len(found.places)
    yield f"{found.name} takes part in {'1 episode' if count == 1 else f'{count} episodes'}:"
    for place in found.places:
        fate = "" if place.goes else ": stays, without the name"
        yield f"  {place.folder}: {place.title} ({'; '.join(place.how)}){fate}"
        yield from (f"      {path}" for path in place.files)
    yield "At the destination every earlier version of any episode goes as well; people and search are made anew."
    if found.named:
        yield "Only named, in the words of others. These stay; mark the name in the editor to take it out:"
        yield from (f"  {folder}" for folder in found.named)
    if found.others:
        others = ", ".join(found.others)
        yield f"The same real name stands behind {others} as well. Withdraw that too, if it is one person."
    if found.unread:
        yield "These can't be read, so nobody knows whether the person is in them. Mend them, and run withdraw again:"
        yield from (f"  {file}" for file in found.unread)


def _taken(published: "Published") -> Iterator[str]:
    changes = published.changes
    gone = [known.slug for known in changes.gone_episodes]
    if gone:
        yield f"Gone from {published.where}: {', '.join(gone)} ({len(changes.removed)} files):"
        yield from (f"      {path}" for path in changes.removed)
    elif changes.is_none:
        yield f"At {published.where} nothing had to be taken away."
    else:
        yield f"At {published.where} no page and no feed names them as somebody who takes part any more."
    yield from (f"  note: {remark}" for remark in published.remarks)


def _done(done: "Withdrawn") -> Iterator[str]:
    yield f"people.yaml says now that {done.found.name} took their consent back."
    if done.published:
        yield from _taken(done.published)
    else:
        yield "No destination is set (publish: to: in config.yaml), so nothing could be taken away anywhere else."
    yield "Left on this computer, for you to delete or keep as the person wishes:"
    for place in done.found.places:
        what = "raw recordings, transcript, corrections" if place.goes else "the name in people: of episode.yaml"
        yield f"  episodes/{place.folder}/  ({what})"
    yield BEYOND
    elsewhere = [path for place in done.found.places for path in place.files if "://" in path]
    if elsewhere:
        yield "Still at the host from which the show moved in; ask that host to delete them:"
        yield from (f"  {path}" for path in elsewhere)
    yield "Where the person is a host, take them out of hosts: in config.yaml as well."
    yield "To bring an episode back without them: cut what they say in the editor, take them out of people:, build it"
    yield "and publish."
