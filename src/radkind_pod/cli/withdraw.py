"""`radkind-pod withdraw`: somebody takes their consent back."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from radkind_pod.cli.options import progress_option

if TYPE_CHECKING:
    from radkind_pod.pipeline.publishing.withdraw import Found, Withdrawn

BEYOND = """\
What nobody can call back:
  - phones and computers on which an app has downloaded an episode already;
  - what apps and directories (Apple, Spotify and others) keep for hours or days: ask them if it is urgent;
  - search engines and web archives: ask them to forget the pages listed above;
  - copies and backups that others made, the server's own backups among them."""


@click.command("withdraw")
@click.argument("person", metavar="PERSON")
@click.option("--dry-run", is_flag=True, help="Only list where the person is.")
@click.option("--yes", is_flag=True, help="Don't ask.")
@progress_option
@click.pass_obj
def command(here: Path, /, person: str, *, dry_run: bool, yes: bool, progress: str) -> int:
    """Take a person's episodes out of feed, site and destination, since they took their consent back."""
    from datetime import datetime

    from radkind_pod.cli.console import open_look
    from radkind_pod.cli.publish import exit_code
    from radkind_pod.cli.secrets import EnvironmentAndKeyring
    from radkind_pod.errors import PodError
    from radkind_pod.pipeline.publishing.withdraw import find_person, withdraw
    from radkind_pod.sources.project import find_root

    root = find_root(here)
    found = find_person(root, person)
    click.echo("\n".join(_found(found)))
    if dry_run:
        return 0
    if not yes:
        going = sum(place.goes for place in found.places)
        click.confirm(f"Take {going} of them away, here and at the destination?", abort=True)
    look = open_look(progress)
    try:
        done = withdraw(root, found, datetime.now().astimezone(), EnvironmentAndKeyring, look)
    except PodError:
        click.echo("Not everything is taken away yet. Mend what is said below, and run withdraw again:", err=True)
        raise
    finally:
        look.close()
    click.echo("\n".join(_done(done)))
    return exit_code(done.published) if done.published else 0


def _found(found: "Found") -> Iterator[str]:
    count = len(found.places)
    yield f"{found.name} takes part in {'1 episode' if count == 1 else f'{count} episodes'}:"
    for place in found.places:
        fate = "" if place.goes else ": stays, without the name"
        yield f"  {place.slug}: {place.title} ({'; '.join(place.how)}){fate}"
        yield from (f"      {path}" for path in place.files)
    if found.named:
        yield "Only named, in the words of others. These stay; mark the name in the editor to take it out:"
        yield from (f"  {slug}" for slug in found.named)


def _done(done: "Withdrawn") -> Iterator[str]:
    yield f"people.yaml says now that {done.found.name} took their consent back."
    if done.published:
        gone = [known.slug for known in done.published.changes.gone_episodes]
        removed = len(done.published.changes.removed)
        yield f"Gone from {done.published.where}: {', '.join(gone) or 'nothing was there'} ({removed} files)."
    else:
        yield "No destination is set (publish: to: in config.yaml), so nothing could be taken away anywhere else."
    yield "Left on this computer, for you to delete or keep as the person wishes:"
    for place in done.found.places:
        what = "raw recordings, transcript, corrections" if place.goes else "the name in people: of episode.yaml"
        yield f"  episodes/{place.slug}/  ({what})"
    yield BEYOND
    elsewhere = [path for place in done.found.places for path in place.files if "://" in path]
    if elsewhere:
        yield "Still at the host from which the show moved in; ask that host to delete them:"
        yield from (f"  {path}" for path in elsewhere)
    yield "Where the person is a host, take them out of hosts: in config.yaml as well."
    yield "To bring an episode back without them: cut what they say in the editor, take them out of people:, build it"
    yield "and publish."
