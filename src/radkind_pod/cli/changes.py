"""`radkind-pod changes`: what a publish would do."""

from pathlib import Path

import click


@click.command("changes")
@click.option("--forget", is_flag=True, help="As if earlier files went at once, not after thirty days.")
@click.option("--again", multiple=True, metavar="EPISODE", help="As with publish --again.")
@click.option("--all", "everything", is_flag=True, help="List every file, however many there are.")
@click.pass_obj
def command(here: Path, /, *, forget: bool, again: tuple[str, ...], everything: bool) -> int:
    """Show what `publish` would add, replace and remove. Nothing is sent."""
    from radkind_pod.cli.publish import work
    from radkind_pod.pipeline.publishing.publish import Wish

    return work(here, Wish(only_look=True, forget=forget, again=again), "none", everything=everything)
