"""`radkind-pod approve`: somebody agrees to what was made."""

from pathlib import Path

import click


@click.command("approve")
@click.argument("slug", metavar="EPISODE")
@click.option("--by", required=True, metavar="NAME", help="Who approves it.")
@click.pass_obj
def command(here: Path, /, slug: str, *, by: str) -> None:
    """Approve an episode as it was built last. Any later change of it needs a new approval."""
    from datetime import datetime

    from radkind_pod.pipeline.publishing.approve import approve
    from radkind_pod.sources.project import find_root, match_slug

    root = find_root(here)
    if not by.strip():
        msg = "--by needs a name"
        raise click.UsageError(msg)
    done = approve(root, match_slug(root, slug), by.strip(), datetime.now().astimezone())
    release = done.release
    click.echo(f"{release.title}: {'approved before, and unchanged' if done.again else f'approved by {by.strip()}'}.")
    click.echo(f"  episode     {release.slug}, comes out at {release.published}")
    click.echo(f"  sound       {release.audio.path.rsplit('/', 1)[1]}, {release.audio.bytes / 1e6:.1f} MB")
    click.echo(f"  hash        {done.digest[:16]} (any change of sound, words, notes or tags makes another one)")
    click.echo("  next        radkind-pod publish")
