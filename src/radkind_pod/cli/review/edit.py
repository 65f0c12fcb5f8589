"""`radkind-pod review edit`: the editor on this computer."""

from pathlib import Path

import click


@click.command("edit")
@click.argument("slug", metavar="EPISODE", help="The episode's slug, or as much of it as is unique.")
@click.option("--port", type=click.IntRange(0, 65535), default=8010, show_default=True, help="0 takes a free one.")
@click.option("--no-browser", is_flag=True, help="Only say the address.")
@click.pass_obj
def command(here: Path, /, slug: str, *, port: int, no_browser: bool) -> None:
    """Correct the transcript in the browser, on this computer only.

    Every change is saved to transcript.vtt at once. Ctrl-C, or "I am done" in the browser, ends it; then the words
    that were typed are looked for in the sound.
    """
    from radkind_pod.cli.failures import explain, reports_folder, say
    from radkind_pod.cli.review.facts import facts_of
    from radkind_pod.cli.review.opening import open_sound
    from radkind_pod.cli.review.timing import place_words
    from radkind_pod.editor.desk import Desk
    from radkind_pod.editor.server import edit
    from radkind_pod.sources.project import find_root, match_slug

    root = find_root(here)
    name = match_slug(root, slug)
    opened = open_sound(root, name)
    assert opened.interview
    opened.case.look()  # what can't be opened is told here, not in the browser
    edit(
        Desk(opened.case, facts_of(opened)),
        opened.interview.file,
        lambda address: _open(address, no_browser=no_browser),
        port=port,
        crashed=lambda error: say(explain(error, reports_folder())),
    )
    place_words(opened)
    click.echo(f"Saved in {opened.case.folder.transcript}. Next: radkind-pod build {name}")


def _open(address: str, *, no_browser: bool) -> None:
    click.echo(f"The editor is at {address}")
    click.echo("The address is good once. Ctrl-C ends the editor; everything is saved as you type.")
    if not no_browser:
        click.launch(address)
