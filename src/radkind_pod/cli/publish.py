"""`radkind-pod publish`: bring the show to where listeners find it."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from radkind_pod.cli.options import progress_option

if TYPE_CHECKING:
    from radkind_pod.pipeline.publishing.publish import Published, Wish


@click.command("publish")
@click.option("--dry-run", is_flag=True, help="Do everything but send: the same as `radkind-pod changes`.")
@click.option("--remove", type=click.IntRange(min=1), help="Confirm that so many episodes are taken away.")
@click.option("--drop", multiple=True, metavar="EPISODE", help="Take away a published episode of this slug.")
@click.option("--forget", is_flag=True, help="Earlier files go at once, not after thirty days.")
@click.option("--adopt", is_flag=True, help="Replace a feed or website that is there already.")
@click.option(
    "--again", multiple=True, metavar="EPISODE", help="As it is here, whatever was taken away or published elsewhere."
)
@progress_option
@click.pass_obj
def command(
    here: Path,
    /,
    *,
    dry_run: bool,
    remove: int | None,
    drop: tuple[str, ...],
    forget: bool,
    adopt: bool,
    again: tuple[str, ...],
    progress: str,
) -> int:
    """Bring what may go out to the destination. Media go first, then pages, then the feed.

    \b
    radkind-pod changes        what would be added, replaced and removed
    radkind-pod publish        do it
    """
    from radkind_pod.pipeline.publishing.publish import Wish

    wish = Wish(only_look=dry_run, remove=remove, drop=drop, forget=forget, adopt=adopt, again=again)
    return work(here, wish, progress)


def work(here: Path, wish: "Wish", progress: str, *, everything: bool = False) -> int:
    """Publish, or look at what would change, and say what came of it; return the exit code."""
    from datetime import datetime

    from radkind_pod.cli.console import open_look
    from radkind_pod.cli.failures import INTERRUPTED, Failure, say
    from radkind_pod.cli.published import print_published
    from radkind_pod.cli.secrets import EnvironmentAndKeyring
    from radkind_pod.pipeline.publishing.publish import publish
    from radkind_pod.sources.project import find_root

    root, look = find_root(here), open_look(progress)
    try:
        published = publish(root, wish, datetime.now().astimezone(), EnvironmentAndKeyring, look)
    except KeyboardInterrupt:
        look.close()
        say(Failure(INTERRUPTED, _interrupted(wish)))
        return INTERRUPTED
    finally:
        look.close()
    print_published(published, only_look=wish.only_look, everything=everything)
    return exit_code(published)


def _interrupted(wish: "Wish") -> str:
    if wish.only_look:
        return "interrupted; nothing was sent"
    return (
        "interrupted; what went up is kept there, and listeners see the old feed or the new one. "
        "Publish again: it goes on from there"
    )


def exit_code(published: "Published") -> int:
    """Return 7 where `publish` would refuse it, 6 where an episode waits for a person, else 0.

    An episode whose day has not come waits for nobody.
    """
    from radkind_pod.errors import NeedsPerson, Refused
    from radkind_pod.publish.selection import FUTURE

    if published.refused:
        return Refused.exit_code
    waits = any(hold.kind != FUTURE for one in published.selection.held for hold in one.holds)
    return NeedsPerson.exit_code if waits else 0
