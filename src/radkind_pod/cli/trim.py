"""`radkind-pod trim`: pauses and fillers, for a person to decide about."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from radkind_pod.model.trim import PAUSE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from radkind_pod.model.audio import Cut
    from radkind_pod.pipeline.trim import Accepted, Proposed

USUAL_MS = 1500
LEAST_MS, MOST_MS = 500, 60_000
"""At 0.5 s a cut stays 250 ms away from words, whose times may be off by some 50 ms."""


def _pause_ms(_: click.Context, __: click.Parameter, text: str | None) -> int | None:
    if text is None:
        return None
    found = re.fullmatch(r"(\d{1,3}(?:\.\d{1,3})?) ?s?", text)
    ms = round(float(found[1]) * 1000) if found else 0
    if not LEAST_MS <= ms <= MOST_MS:
        msg = f"{text!r} is not a time from 0.5s to 60s, such as 1.5s"
        raise click.BadParameter(msg)
    return ms


@click.command("trim")
@click.argument("slug", metavar="EPISODE", help="The episode's slug, or as much of it as is unique.")
@click.option("--propose", "proposes", is_flag=True, help="Write the list; cut nothing.")
@click.option(
    "--pause", "keep_ms", callback=_pause_ms, metavar="TIME", help="How much stays of a long pause (1.5s if left out)."
)
@click.pass_obj
def command(here: Path, /, slug: str, *, proposes: bool, keep_ms: int | None) -> None:
    """Shorten pauses, cut fillers such as um, where you accept it. Nothing is cut by itself.

    \b
    radkind-pod trim welcome --propose   write episodes/welcome/trim.txt, a list of what could be cut
    radkind-pod trim welcome             add the lines with an x to cuts: in episode.yaml

    Fillers are those that stand in the transcript as words. Whisper leaves most of them out, above all the model base.
    """
    from radkind_pod.cli.console import open_look
    from radkind_pod.pipeline.trim import accept, propose
    from radkind_pod.sources.project import find_root, match_slug

    if keep_ms is not None and not proposes:
        msg = "--pause belongs to --propose: it decides which pauses are listed"
        raise click.UsageError(msg)
    root = find_root(here)
    name = match_slug(root, slug)
    look = open_look("auto")
    try:
        if proposes:
            _tell_proposed(propose(root, name, keep_ms or USUAL_MS, look), name)
        else:
            _tell_accepted(accept(root, name, look), name)
    finally:
        look.close()


def _tell_proposed(result: "Proposed", name: str) -> None:
    pauses = [one for one in result.proposals if one.kind == PAUSE]
    click.echo(f"{_counted(len(pauses), 'long pause')} ({_seconds(one.cut for one in pauses)} could go)")
    others = [one for one in result.proposals if one.kind != PAUSE]
    click.echo(f"{_counted(len(others), 'filler')} ({_seconds(one.cut for one in others)} could go)")
    click.echo("Only fillers that stand in the transcript are found: Whisper leaves most of them out.")
    if result.left_out:
        click.echo(
            f"Not listed: {_counted(result.left_out, 'filler')} of which it isn't known well enough when it is said."
        )
    if result.accepted:
        click.echo(f"The x of {_counted(result.accepted, 'line')} was kept.")
    click.echo(f"wrote {result.file}")
    if result.proposals:
        click.echo(f"\nPut an x before what is to be cut. Then: radkind-pod trim {name}")


def _tell_accepted(result: "Accepted", name: str) -> None:
    for one in result.added:
        click.echo(f"cut {one.where}  {one.kind}")
    if result.already:
        click.echo(f"{_counted(result.already, 'accepted cut')} stood in {result.episode} before.")
    if not result.added:
        click.echo(f"Nothing was added: no {'other ' if result.already else ''}line of {result.list} has an x.")
        return
    gone = _seconds(one.cut for one in result.added)
    click.echo(f"{_counted(len(result.added), 'cut')} of {gone} added to cuts: in {result.episode}")
    click.echo(f"\nNext: radkind-pod build {name}")


def _counted(count: int, what: str) -> str:
    return f"{count} {what if count == 1 else what + 's'}"


def _seconds(cuts: "Iterable[Cut]") -> str:
    return f"{sum(cut.end_ms - cut.start_ms for cut in cuts) / 1000:.1f} s"
