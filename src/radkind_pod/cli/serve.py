"""`radkind-pod serve`: hear and see what was built."""

from pathlib import Path

import click

from radkind_pod.present import is_file


@click.command("serve")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes a free one.")
@click.pass_obj
def command(here: Path, port: int) -> None:
    """Show public/ in a browser, on this computer only."""
    from radkind_pod.editor.preview import serve
    from radkind_pod.errors import NeedsPerson
    from radkind_pod.sources.project import find_root

    public = find_root(here) / "public"
    if not is_file(public / "index.html"):
        raise NeedsPerson(public, "nothing is built yet", "Build an episode first: radkind-pod build <episode>")
    serve(public, port, opened=_say)


def _say(address: str) -> None:
    click.echo(f"Open {address} in a browser: a preview of all that was built, also of what may not go out yet.")
    click.echo("Ctrl-C ends it.")
