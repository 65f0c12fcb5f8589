"""Words that people typed are looked for in the sound, where that can be done here."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from radkind_pod.pipeline.review import Opened


def place_words(opened: "Opened") -> None:
    """Find when the typed words are said, and say how many were found; without a model, say what that means."""
    from radkind_pod.cli.console import open_look
    from radkind_pod.errors import ToolMissing
    from radkind_pod.pipeline.review import place_in_time
    from radkind_pod.transcript.review.saving import ChangedUnderneath

    if opened.interview is None:
        return
    look = open_look("auto")
    try:
        look.stage("times", ("words were typed",))
        retimed = place_in_time(opened, look)
    except ToolMissing as missing:
        click.echo(f"The times of typed words are estimated, for {missing}")
        return
    except ChangedUnderneath:
        click.echo("The transcript was changed while typed words were looked for: their times stay estimated for now.")
        return
    finally:
        look.close()
    if retimed is None:
        return
    if retimed.aligned:
        click.echo(f"Typed words found in the sound: {retimed.aligned}.")
    if retimed.left:
        click.echo(f"Typed words with an estimated time, because they don't fit what is heard there: {retimed.left}.")
