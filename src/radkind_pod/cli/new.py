"""`radkind-pod new`: a new episode."""

from datetime import datetime
from pathlib import Path

import click


@click.command("new")
@click.argument("slug", help="The episode's name in addresses: small letters, digits and hyphens.")
@click.argument(
    "files", nargs=-1, metavar="[FILE...]", type=click.Path(path_type=Path, readable=False), help="The recordings."
)
@click.option("--title", help="The episode's title.")
@click.pass_obj
def command(here: Path, /, slug: str, files: tuple[Path, ...], title: str | None) -> None:
    """Begin an episode: copy recordings in, write its episode.yaml.

    \b
    radkind-pod new welcome ~/interview.wav --title "Welcome"
    """
    from radkind_pod.sources.project import find_root
    from radkind_pod.sources.scaffold import new_episode
    from radkind_pod.sources.show import read_show

    show = read_show(find_root(here))
    for file in new_episode(show, slug, files, title, datetime.now().astimezone()):
        click.echo(f"wrote {file}")
    if files:
        click.echo(f"\nLook through episodes/{slug}/episode.yaml. Then: radkind-pod build {slug}")
    else:
        click.echo(f"\nPut the recordings into episodes/{slug}/raw/ and list them in episodes/{slug}/episode.yaml.")
