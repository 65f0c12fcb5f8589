"""`radkind-pod review pack`: one file for a volunteer, with everything in it."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from radkind_pod.editor.pack import Pack
    from radkind_pod.pipeline.review import Opened


@click.command("pack")
@click.argument("slug", metavar="EPISODE", help="The episode's slug, or as much of it as is unique.")
@click.option("--parts", is_flag=True, help="One file for about every five minutes, for several volunteers.")
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), help="The folder to write to.")
@click.option("--with-withheld", is_flag=True, help="Also what is marked to be cut or withheld, sound and text.")
@click.pass_obj
def command(here: Path, /, slug: str, *, parts: bool, output: Path | None, with_withheld: bool) -> None:
    """Write the transcript, the recording and the editor as ONE file that opens in any browser, offline.

    Send it to a volunteer. They correct it, save a small file of corrections, and send that back: `review import`.
    What is marked to be cut or withheld isn't in it, neither its text nor its sound.
    """
    from radkind_pod.cli.console import open_look
    from radkind_pod.editor.pack import write_pack
    from radkind_pod.pipeline.everywhere import refuse_to_hand_out
    from radkind_pod.pipeline.review import open_with_sound
    from radkind_pod.sources.project import find_root, match_slug

    root = find_root(here)
    name = match_slug(root, slug)
    folder = output or Path()
    look = open_look("auto")
    try:
        opened = open_with_sound(root, name, look)
        if not with_withheld:
            refuse_to_hand_out(opened.show, opened.episode, opened.case)
        files = [write_pack(pack, folder, look) for pack in _packs(opened, parts=parts, withheld=not with_withheld)]
    finally:
        look.close()
    for file in files:
        click.echo(f"{file} ({file.stat().st_size / 1e6:.1f} MB)")
    if with_withheld:
        click.echo("It holds what is marked to be cut or withheld: give it only to people who may know that.")
    click.echo("Send it to a volunteer. The page says how it works. What they send back:")
    click.echo(f"    radkind-pod review import {name} corrections-....json")


def _packs(opened: "Opened", *, parts: bool, withheld: bool) -> "list[Pack]":
    from radkind_pod.cli.review.facts import facts_of
    from radkind_pod.editor.material import material_of
    from radkind_pod.editor.pack import Pack
    from radkind_pod.transcript.review.parts import parts as parts_of
    from radkind_pod.transcript.review.withheld import view

    assert opened.interview
    facts, (_, material) = facts_of(opened), material_of(opened.case)
    seen = view(material.document) if withheld else material.document
    pieces = parts_of(seen) if parts else (None,)
    return [Pack(facts, material, opened.interview.file, part, withheld) for part in pieces]
