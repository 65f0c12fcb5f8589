"""`radkind-pod review import`: what people sent back comes into the transcript."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from radkind_pod.pipeline.review import Opened
    from radkind_pod.transcript.review.case import Received

MOST_BYTES = 60_000_000
"""More than any file that is taken: each kind has its own limit, and says so."""


@click.command("import")
@click.argument("slug", metavar="EPISODE", help="The episode's slug, or as much of it as is unique.")
@click.argument(
    "files",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path, dir_okay=False, readable=False),  # what can't be read we say better
    help="Corrections from a review pack (.json), or a .docx, .txt, .vtt, .srt or .md that somebody corrected.",
)
@click.option("--by", default="", help="Who corrected it, where the file doesn't say so.")
@click.pass_obj
def command(here: Path, /, slug: str, *, files: tuple[Path, ...], by: str) -> None:
    """Bring in what people sent back, one file or several.

    What two people changed differently is kept in both versions, and shown in the editor. The same file twice changes
    nothing.
    """
    from radkind_pod.cli.review.opening import open_sound, tell_conflicts
    from radkind_pod.cli.review.timing import place_words
    from radkind_pod.present import is_there
    from radkind_pod.sources.project import find_root, match_slug

    for file in files:
        if not is_there(file):
            raise click.UsageError(f"File '{file}' does not exist.")
    root = find_root(here)
    name = match_slug(root, slug)
    opened = open_sound(root, name)
    received = [_bring(opened, file, by) for file in files]
    conflicts = sum(one.conflicts for one in received if one)
    if any(one and one.changed for one in received):
        place_words(opened)
    tell_conflicts(conflicts, name)
    click.echo(f"Next: radkind-pod build {name}")


def _bring(opened: "Opened", file: Path, by: str) -> "Received | None":
    from radkind_pod.transcript.exchange.bringing import bring_other

    with file.open("rb") as stream:
        data = stream.read(MOST_BYTES)
    notes: tuple[str, ...] = ()
    if file.suffix.lower() == ".json":
        received = _corrections(opened, file, data)
    else:
        received, notes = bring_other(opened.case, opened.episode.info.slug, file, data, by or None)
    for note in notes:
        click.echo(f"{file.name}: {note}")
    if received is None:
        click.echo(f"{file.name}: nothing new in it; it was imported before, or a later state of it was")
    elif not received.changed:
        click.echo(f"{file.name}: the transcript says all of it already")
    elif received.conflicts:
        click.echo(f"{file.name}: taken in; where somebody else changed the same sentence, as its second version")
    else:
        click.echo(f"{file.name}: in the transcript now")
    return received


def _corrections(opened: "Opened", file: Path, data: bytes) -> "Received | None":
    from radkind_pod.errors import Problem, SourceError
    from radkind_pod.transcript.review.corrections import read_corrections

    corrections = read_corrections(data, file)
    slug = opened.episode.info.slug
    if corrections.episode != slug:
        message = f"these are corrections of the episode {corrections.episode}, not of {slug}: name that one"
        raise SourceError([Problem(file, None, message)])
    return opened.case.receive(corrections, data)
