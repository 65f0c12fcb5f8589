"""`radkind-pod review update`: the machine hears the recordings anew, and corrections stay."""

from pathlib import Path

import click


@click.command("update")
@click.argument("slug", metavar="EPISODE", help="The episode's slug, or as much of it as is unique.")
@click.option("--engine", default="", help="Which speech engine listens.")
@click.option("--model", default="", help="A Whisper model: base, small, ... or a folder that holds one.")
@click.option("--language", default="", help="The language that is spoken, such as en or ar.")
@click.pass_obj
def command(here: Path, /, slug: str, *, engine: str, model: str, language: str) -> None:
    """Transcribe again, and put the new words where nobody has corrected anything.

    For another model, or a new recording of the same talk. Corrections win; where the machine now hears something else
    in a corrected passage, both versions are kept and shown in the editor.
    """
    from radkind_pod.cli.console import open_look
    from radkind_pod.cli.review.opening import tell_conflicts
    from radkind_pod.cli.review.timing import place_words
    from radkind_pod.pipeline.review import update
    from radkind_pod.pipeline.words import Choice
    from radkind_pod.sources.project import find_root, match_slug

    root = find_root(here)
    name = match_slug(root, slug)
    look = open_look("auto")
    try:
        opened, received = update(root, name, Choice(engine, model, language), look)
    finally:
        look.close()
    if received.held_back:
        click.echo(
            f"In {received.held_back} places the machine now hears something else where people went through all of "
            "it: nothing was changed there."
        )
    place_words(opened)
    tell_conflicts(received.conflicts, name)
    click.echo("The transcript has the new words." if received.changed else "The transcript stays as it is.")
    click.echo(f"Next: radkind-pod build {name}")
