"""`radkind-pod status`: where every episode stands, and what comes next."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from radkind_pod.present import is_file

if TYPE_CHECKING:
    from radkind_pod.pipeline.build import Built
    from radkind_pod.pipeline.publishing.standing import Standing


@click.command("status")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON on stdout.")
@click.pass_obj
def command(here: Path, /, *, as_json: bool) -> None:
    """Show where every episode stands, and what comes next.

    What is published is what this computer remembers of it: no destination is asked.
    """
    from radkind_pod.cli.lines import tell
    from radkind_pod.cli.result import print_json
    from radkind_pod.pipeline.build import Wish, plan
    from radkind_pod.sources.project import episode_slugs, find_root

    root = find_root(here)
    publishing = _publishing(root)
    built = plan(root, episode_slugs(root), Wish())
    states = [_state(root, one, publishing.get(one.outcome.slug)) for one in built]
    if as_json:
        print_json({"schema": 1, "episodes": states})
        return
    for state in states:
        head = f"{state['episode']}: {state['title']}".removesuffix(": ")
        tell([head, *(f"  {name:<10}  {state[name]}" for name in ("build", "transcript", "publishing", "next"))])
    if not states:
        click.echo("No episode yet. Begin one with: radkind-pod new <slug> RECORDING")


def _publishing(root: Path) -> "dict[str, Standing]":
    """Return for each episode that was built how far it is with listeners."""
    from datetime import datetime

    from radkind_pod.pipeline.publishing.standing import standings
    from radkind_pod.sources.show import read_show

    return standings(read_show(root), datetime.now().astimezone())


def _state(root: Path, built: "Built", standing: "Standing | None") -> dict[str, str]:
    from radkind_pod.pipeline.publishing.standing import taken_away
    from radkind_pod.sources.top_lines import top_lines

    slug, episode = built.outcome.slug, built.episode
    lines = top_lines(root / "episodes" / slug / "episode.yaml")
    _, title = lines.get("title", (0, ""))
    _, guid = lines.get("guid", (0, ""))
    imported = episode is not None and episode.imported
    reviewed = episode is not None and episode.reviewed is not None
    return {
        "episode": slug,
        "title": episode.info.title if episode else standing.title if standing else title,
        "build": _build(built),
        "transcript": "as it was imported" if imported else _transcript(root, slug, reviewed=reviewed),
        "publishing": standing.told if standing else taken_away(root).get(guid, "not built yet"),
        "next": what_is_next(built, standing, corrected=reviewed or imported),
    }


def _to_run(built: "Built") -> list[str]:
    return [run.name for run in built.runs or () if run.state == "run"]


def _build(built: "Built") -> str:
    if built.error:
        return f"needs mending: {str(built.error).splitlines()[0]}"
    to_run = _to_run(built)
    return f"{', '.join(to_run)} to run" if to_run else "up to date"


def what_is_next(built: "Built", standing: "Standing | None", *, corrected: bool) -> str:
    """Return the step that brings the episode on: mend, build, do what it waits for, publish; else look at it."""
    from radkind_pod.cli.holds import step

    slug = built.outcome.slug
    if built.error:
        return "radkind-pod check"
    if _to_run(built):
        return f"radkind-pod build {slug}"
    if standing and standing.goes and (corrected or standing.hold):
        return "radkind-pod serve, then radkind-pod publish"
    if standing and standing.hold and (next_step := step(slug, standing.hold)):
        return next_step
    if not corrected:
        return f"radkind-pod review edit {slug}{', or radkind-pod publish' if standing and standing.goes else ''}"
    return "radkind-pod serve"


def _transcript(root: Path, slug: str, *, reviewed: bool) -> str:
    if reviewed:
        return "corrected by a person (transcript.vtt)"
    made = is_file(root / "build" / slug / "transcribe" / "draft.vtt")
    return "the machine's draft, checked by nobody yet" if made else "none yet"
