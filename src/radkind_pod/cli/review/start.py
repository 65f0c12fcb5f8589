"""`radkind-pod review start`: the draft becomes a file for any text editor."""

from pathlib import Path

import click

from radkind_pod.present import is_file


@click.command("start")
@click.argument("slug", metavar="EPISODE", help="The episode's slug, or as much of it as is unique.")
@click.pass_obj
def command(here: Path, /, slug: str) -> None:
    """Copy the draft to transcript.vtt, to be corrected in any text editor.

    From then on builds use transcript.vtt, and none ever writes it.
    """
    from radkind_pod.errors import NeedsPerson
    from radkind_pod.sources.episode import read_recorded
    from radkind_pod.sources.project import find_root, match_slug
    from radkind_pod.sources.show import read_show
    from radkind_pod.transcript.review.start import start_review
    from radkind_pod.transcript.stages import Draft

    root = find_root(here)
    name = match_slug(root, slug)
    folder = root / "build" / name / "transcribe"
    draft = Draft(record=folder / "draft.json", vtt=folder / "draft.vtt")
    if not is_file(draft.vtt):
        read_recorded(read_show(root), name)  # one that was imported has no recordings to make a draft of
        raise NeedsPerson(draft.vtt, "there is no draft yet", f"Make it with: radkind-pod build {name}")
    file = start_review(draft, root / "episodes" / name)
    click.echo(f"{file} is yours to correct, in any text editor. Then: radkind-pod build {name}")
    click.echo(f"Rather in the browser? radkind-pod review edit {name}")
