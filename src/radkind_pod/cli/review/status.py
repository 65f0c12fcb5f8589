"""`radkind-pod review status`: which transcripts wait for whom."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from radkind_pod.pipeline.review import Opened
    from radkind_pod.transcript.review.status import Standing


@click.command("status")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON on stdout.")
@click.pass_obj
def command(here: Path, /, *, as_json: bool) -> None:
    """Show for every episode how far its transcript is, by whom, and what is left."""
    from radkind_pod.cli.result import print_json
    from radkind_pod.sources.imported import is_imported
    from radkind_pod.sources.project import EPISODE_FILE, EPISODES, episode_slugs, find_root

    root = find_root(here)
    slugs = episode_slugs(root)
    states = [_state(root, slug) for slug in slugs if not is_imported(root / EPISODES / slug / EPISODE_FILE)]
    if as_json:
        print_json({"schema": 1, "episodes": states})
        return
    for state in states:
        _tell(state)
    if slugs and not states:
        click.echo("Every episode was imported as it is: there is no transcript to correct here.")
    elif not states:
        click.echo("No episode yet. Begin one with: radkind-pod new <slug> RECORDING")


def _state(root: Path, slug: str) -> dict[str, Any]:
    from radkind_pod.cli.failures import explain, reports_folder
    from radkind_pod.errors import NeedsPerson, PodError
    from radkind_pod.pipeline.review import open_review, standing

    head: dict[str, Any] = {"episode": slug, "title": ""}
    try:
        opened = open_review(root, slug)
        head["title"] = opened.episode.info.title
        now = standing(opened)
    except NeedsPerson as missing:
        return {**head, "state": "none", "next": missing.remedy.partition(": ")[2]}
    except PodError as broken:
        failure = explain(broken, reports_folder())
        looked = "check" if (failure.file or "").endswith(".yaml") else "review status"
        return {**head, "state": "none", "problem": failure.message, "next": f"radkind-pod {looked}"}
    who = now.provenance
    return {
        **head,
        "state": now.state,
        "editing": list(who.editing),
        "corrected": list(who.corrected),
        "checked": list(who.checked),
        "checks": now.checks,
        "checks_needed": opened.show.checks,
        "places_left": now.places_left,
        "conflicts": now.conflicts,
        "estimated_times": now.estimated,
        "next": _next(opened, now),
    }


def _next(opened: "Opened", now: "Standing") -> str:
    slug = opened.episode.info.slug
    return f"radkind-pod build {slug}" if now.state == "checked" else f"radkind-pod review edit {slug}"


def _tell(state: dict[str, Any]) -> None:
    click.echo(f"{state['episode']}: {state['title']}")
    if state["state"] == "none":
        click.echo(f"  transcript  {state.get('problem', 'none yet')}")
    else:
        click.echo(f"  transcript  {state['state']}{_by(state)}")
        click.echo(f"  checks      {state['checks']} of {state['checks_needed']}")
        click.echo(f"  left        {_left(state)}")
    click.echo(f"  next        {'mend it, then: ' if 'problem' in state else ''}{state['next']}")


def _by(state: dict[str, Any]) -> str:
    names = {
        "being corrected": state["editing"],
        "corrected": state["corrected"],
        "checked": [*state["corrected"], *state["checked"]],
    }.get(state["state"], [])
    return f", by {', '.join(dict.fromkeys(names))}" if names else ""


def _left(state: dict[str, Any]) -> str:
    parts = [_counted(state["places_left"], "doubtful place", "doubtful places")]
    if state["conflicts"]:
        parts.append(_counted(state["conflicts"], "passage in two versions", "passages in two versions"))
    if state["estimated_times"]:
        parts.append(_counted(state["estimated_times"], "word with an estimated time", "words with an estimated time"))
    return ", ".join(parts)


def _counted(count: int, one: str, several: str) -> str:
    return f"{count} {one if count == 1 else several}"
