"""`radkind-pod review export`: the transcript for another program."""

import sys
from pathlib import Path

import click

from radkind_pod.errors import Refused
from radkind_pod.present import is_file, is_folder, is_there

FORMATS = ("docx", "txt", "vtt", "srt", "md")


@click.command("export")
@click.argument("slug", metavar="EPISODE", help="The episode's slug, or as much of it as is unique.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="docx", show_default=True, help="Which kind.")
@click.option("--output", type=click.Path(path_type=Path), help="Where to write it; - is stdout.")
@click.option("--with-withheld", is_flag=True, help="Also what is marked to be cut or withheld.")
@click.pass_obj
def command(here: Path, /, slug: str, *, form: str, output: Path | None, with_withheld: bool) -> None:
    """Write the transcript for somebody who corrects it in another program.

    What is marked to be cut or withheld is left out. `review import` brings the file back, with its times.
    """
    from radkind_pod.disk import write_over
    from radkind_pod.pipeline.everywhere import refuse_to_hand_out
    from radkind_pod.pipeline.review import open_review
    from radkind_pod.sources.project import find_root, match_slug
    from radkind_pod.transcript.exchange import EXPORTS
    from radkind_pod.transcript.exchange.stamp import Stamp
    from radkind_pod.transcript.review.withheld import for_others

    root = find_root(here)
    name = match_slug(root, slug)
    opened = open_review(root, name)
    if not with_withheld:
        refuse_to_hand_out(opened.show, opened.episode, opened.case)
    given = opened.case.begin()
    document = given.reviewed.document
    stamp = Stamp(name, opened.episode.info.title, given.version)
    data = EXPORTS[form](document if with_withheld else for_others(document), stamp)
    if output == Path("-"):
        sys.stdout.buffer.write(data)
        return
    file = output or Path(f"{name}.{form}")
    _refuse_to_write_over(file, data, root)
    if not write_over(None, file, data):
        raise _taken(file)
    click.echo(f"{file} holds the transcript. When it comes back: radkind-pod review import {name} {file}")


def _refuse_to_write_over(file: Path, data: bytes, root: Path) -> None:
    """Raise where the file would take the place of something that a person wrote, perhaps what came back."""
    if not is_folder(file.absolute().parent):
        raise Refused(f"{file.parent} is no folder", "Make it first, or name another place with --output", file=file)
    if is_there(file) and (not is_file(file) or file.read_bytes() != data):
        raise _taken(file)
    if file.resolve().is_relative_to((root / "episodes").resolve()):
        raise Refused(f"{file} would lie among the sources of the show", "Name another place with --output", file=file)


def _taken(file: Path) -> Refused:
    remedy = "Move it away, or name another place with --output"
    return Refused(f"{file} is there already, and holds something else", remedy, file=file)
