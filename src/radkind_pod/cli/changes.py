"""`radkind-pod changes`: what a publish would do."""

from pathlib import Path

import click


@click.command("changes")
@click.option("--forget", is_flag=True, help="As if earlier files went at once, not after thirty days.")
@click.option("--again", multiple=True, metavar="EPISODE", help="As if what was taken away of it might come back.")
@click.pass_obj
def command(here: Path, /, *, forget: bool, again: tuple[str, ...]) -> int:
    """Show what `publish` would add, replace and remove; nothing is sent."""
    from radkind_pod.cli.publish import work
    from radkind_pod.pipeline.publishing.publish import Wish

    return work(here, Wish(only_look=True, forget=forget, again=again), "none")
