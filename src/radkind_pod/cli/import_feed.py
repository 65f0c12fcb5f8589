"""`radkind-pod import-feed`: a show moves in."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from radkind_pod.cli.init import QUESTIONS
from radkind_pod.cli.options import progress_option

if TYPE_CHECKING:
    from radkind_pod.pipeline.feed_import.moving_in import MovedIn
    from radkind_pod.pipeline.feed_import.source import Opened
    from radkind_pod.sources.feed_import.settling import Answers

_QUESTIONS = {
    **{name: question for name, (question, _) in QUESTIONS.items()},
    "feed_url": "At which address was the feed until now?",
}
MOST_TOLD = 5


@click.command("import-feed")
@click.argument("source", metavar="FILE|URL", help="The old feed: its address, or a file that holds it.")
@click.argument("folder", required=False, type=click.Path(path_type=Path), help="The folder to make.")
@click.option("--base-url", default="", help="The https address at which the show will be published from now on.")
@click.option("--feed-url", default="", help="The feed's address until now, where a FILE doesn't say it.")
@click.option("--title", default="", help="The show's name, in place of the feed's.")
@click.option("--author", default="", help="Who makes it, in place of the feed's.")
@click.option("--email", default="", help="Where the podcast platforms may write to, in place of the feed's.")
@click.option("--language", default="", help="Such as en-gb, in place of the feed's.")
@click.option("--reference", is_flag=True, help="Fetch nothing of the episodes: the new feed leads to the old host.")
@click.option("--no-input", is_flag=True, help="Never ask.")
@progress_option
@click.pass_obj
def command(
    here: Path,
    /,
    source: str,
    folder: Path | None,
    *,
    reference: bool,
    no_input: bool,
    progress: str,
    **given: str,
) -> None:
    """Make a project of an existing podcast. It keeps the guids, dates and files that it has.

    Run it again to fetch what is missing: nothing that is here is overwritten.

    \b
    radkind-pod import-feed https://example.org/feed.xml my-show
    """
    from radkind_pod.cli.console import open_look
    from radkind_pod.pipeline.feed_import.moving_in import move_in
    from radkind_pod.pipeline.feed_import.source import is_address, open_source
    from radkind_pod.sources.feed_import.settling import Answers

    at = source if is_address(source) else str(here / source)
    look = open_look(progress)
    try:
        look.stage("feed", ("to read",))
        opened = open_source(at, given["feed_url"], look)
        answers = _asked(opened, Answers(**given), may_ask=sys.stdin.isatty() and not no_input)
        moved = move_in(opened, answers, here / (folder or _folder_for(opened)), look, reference=reference)
    finally:
        look.close()
    _tell(moved, reference=reference)


def _folder_for(opened: "Opened") -> str:
    """Return a folder's name made of the show's title."""
    from radkind_pod.sources.feed_import.slugs import slug_of

    return slug_of(opened.feed.show.title) or "imported-show"


def _asked(opened: "Opened", answers: "Answers", *, may_ask: bool) -> "Answers":
    """Return the answers, those that the feed doesn't give asked for where somebody is there to answer."""
    from radkind_pod.pipeline.feed_import.moving_in import missing

    while may_ask and (wanted := missing(opened, answers)):
        name, problem = wanted[0]
        click.echo(problem, err=True)
        answers = replace(answers, **{name: str(click.prompt(_QUESTIONS[name], err=True)).strip()})
    return answers


def _tell(moved: "MovedIn", *, reference: bool) -> None:
    click.echo(f"{moved.title}: {len(moved.slugs)} episodes are in {moved.root}, {len(moved.new)} of them new.")
    for one in moved.waiting[:MOST_TOLD]:
        click.echo(f"  not fetched: {one.text}")
    if len(moved.waiting) > MOST_TOLD:
        click.echo(f"  and {len(moved.waiting) - MOST_TOLD} more")
    if moved.waiting:
        click.echo("  Run the same command again to fetch what is missing.")
    if reference:
        click.echo("  The sound stays at the old host. Don't close the account there before it is fetched.")
    click.echo(f"Read {moved.report}: it tells what was kept, what wasn't, and {moved.told} things to look at. Then:")
    click.echo(f"  cd {moved.root}")
    click.echo("  radkind-pod check")
    click.echo("  radkind-pod build --all")
