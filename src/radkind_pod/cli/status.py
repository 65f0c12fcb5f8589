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
    states = [_state(root, built) for built in plan(root, episode_slugs(root), Wish())]
    if as_json:
        print_json({"schema": 1, "episodes": states})
        return
    for state in states:
        click.echo(f"{state['episode']}: {state['title']}")
        click.echo(f"  build       {state['build']}")
        click.echo(f"  transcript  {state['transcript']}")
        click.echo(f"  next        {state['next']}")
    if not states:
        click.echo("No episode yet. Begin one with: radkind-pod new <slug> RECORDING")


def _state(root: Path, built: "Built") -> dict[str, str]:
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
        "next": following,
    }


def _transcript(root: Path, slug: str, *, reviewed: bool) -> str:
    if reviewed:
        return "corrected by a person (transcript.vtt)"
    made = (root / "build" / slug / "transcribe" / "draft.vtt").is_file()
    return "the machine's draft, checked by nobody yet" if made else "none yet"
