"""`radkind-pod review restore`: an earlier version of a transcript comes back."""

from pathlib import Path

import click


@click.command("restore")
@click.argument("slug", metavar="EPISODE", help="The episode's slug, or as much of it as is unique.")
@click.argument("version", metavar="VERSION", help="Its name in `review history`, or the beginning of it.")
@click.option("--by", default="", help="Your name, for the history.")
@click.pass_obj
def command(here: Path, /, slug: str, version: str, *, by: str) -> None:
    """Bring an earlier version of the transcript back. The one that stands now is kept too."""
    from radkind_pod.sources.project import find_root, match_slug
    from radkind_pod.transcript.review.folder import ReviewFolder
    from radkind_pod.transcript.review.saving import restore

    root = find_root(here)
    name = match_slug(root, slug)
    now = restore(ReviewFolder(root / "episodes" / name), version, by or None)
    click.echo(f"The transcript is version {now[:12]} again. Next: radkind-pod build {name}")
