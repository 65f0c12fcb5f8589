"""`radkind-pod status`: where every episode stands, and what comes next."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from radkind_pod.pipeline.build import Built


@click.command("status")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON on stdout.")
@click.pass_obj
def command(here: Path, /, *, as_json: bool) -> None:
    """Show where every episode stands."""
    from radkind_pod.cli.result import print_json
    from radkind_pod.pipeline.build import Wish, plan
    from radkind_pod.sources.project import episode_slugs, find_root

    root = find_root(here)
    publishing = _publishing(root)
    states = [_state(root, built, publishing) for built in plan(root, episode_slugs(root), Wish())]
    if as_json:
        print_json({"schema": 1, "episodes": states})
        return
    for state in states:
        click.echo(f"{state['episode']}: {state['title']}")
        click.echo(f"  build       {state['build']}")
        click.echo(f"  transcript  {state['transcript']}")
        click.echo(f"  publishing  {state['publishing']}")
        click.echo(f"  next        {state['next']}")
    if not states:
        click.echo("No episode yet. Begin one with: radkind-pod new <slug> RECORDING")


def _publishing(root: Path) -> dict[str, str]:
    """Return for each episode that was built whether it may go out now, and else why not."""
    from datetime import datetime

    from radkind_pod.pipeline.publishing.candidates import candidates, rules
    from radkind_pod.publish.selection import select
    from radkind_pod.sources.people import read_people
    from radkind_pod.sources.show import read_show

    show = read_show(root)
    selection = select(candidates(show), read_people(root), rules(show), datetime.now().astimezone())
    told = {out.slug: "may go out" for out in selection.out}
    return told | {held.slug: "; ".join(hold.what for hold in held.holds) for held in selection.held}


def _state(root: Path, built: "Built", publishing: dict[str, str]) -> dict[str, str]:
    slug, episode = built.outcome.slug, built.episode
    to_run = [run.name for run in built.runs or () if run.state == "run"]
    if built.error:
        state, following = f"needs mending: {str(built.error).splitlines()[0]}", "radkind-pod check"
    elif to_run:
        state, following = f"{', '.join(to_run)} to run", f"radkind-pod build {slug}"
    else:
        state, following = "up to date", f"radkind-pod review edit {slug}"
    reviewed = episode is not None and episode.reviewed is not None
    imported = episode is not None and episode.imported
    if (reviewed or imported) and not built.error and not to_run:
        following = "radkind-pod serve"
    return {
        "episode": slug,
        "title": episode.info.title if episode else "",
        "build": state,
        "transcript": "as it was imported" if imported else _transcript(root, slug, reviewed=reviewed),
        "publishing": publishing.get(slug, "not built yet"),
        "next": following,
    }


def _transcript(root: Path, slug: str, *, reviewed: bool) -> str:
    if reviewed:
        return "corrected by a person (transcript.vtt)"
    made = (root / "build" / slug / "transcribe" / "draft.vtt").is_file()
    return "the machine's draft, checked by nobody yet" if made else "none yet"
