"""`radkind-pod review history`: what became of a transcript, and when."""

from pathlib import Path

import click

from radkind_pod.present import is_file


@click.command("history")
@click.argument("slug", metavar="EPISODE", help="The episode's slug, or as much of it as is unique.")
@click.pass_obj
def command(here: Path, /, slug: str) -> None:
    """List every version of the transcript that is kept, the newest first."""
    from radkind_pod.sources.project import find_root, match_slug
    from radkind_pod.transcript.review.folder import ReviewFolder
    from radkind_pod.transcript.review.saving import history

    root = find_root(here)
    name = match_slug(root, slug)
    folder = ReviewFolder(root / "episodes" / name)
    entries = [entry for entry in history(folder) if entry.what != "given"]
    for entry in entries:
        when = entry.at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
        by = f" by {entry.by}" if entry.by else ""
        gone = "" if entry.is_there else "  (a step between two others; not kept)"
        click.echo(f"{entry.short}  {when}  {entry.what}{by}{gone}")
    if not entries and is_file(folder.transcript):
        click.echo("Nothing is kept yet: this transcript was written with another program, and never opened here.")
    elif not entries:
        click.echo(f"Nobody has corrected this transcript yet. Begin with: radkind-pod review edit {name}")
    else:
        click.echo(f"Bring one back: radkind-pod review restore {name} {entries[-1].short}")
