"""`radkind-pod audition`: hear what cleaning would do."""

from pathlib import Path

import click


@click.command("audition")
@click.argument("slug", metavar="EPISODE", help="The episode's slug, or as much of it as is unique.")
@click.pass_obj
def command(here: Path, /, slug: str) -> None:
    """Make a minute that lets you hear what cleaning would do. Cleaning is off, then gentle, then strong.

    It takes the 20 s in which the noise comes nearest to the voice. Nothing is transcribed, and nothing is chosen.
    """
    from radkind_pod.cli.console import open_look
    from radkind_pod.pipeline.audition import make_audition
    from radkind_pod.sources.project import find_root, match_slug

    root = find_root(here)
    look = open_look("auto")
    try:
        made = make_audition(root, match_slug(root, slug), look)
    finally:
        look.close()
    click.echo(f"The recording from {_clock(made.recording_ms)} on, equally loud each time:\n")
    for sample in made.samples:
        above = f"the voice stands {sample.voice_above_noise_db:.0f} dB above the noise"
        click.echo(f"  {_clock(sample.at_ms)}  {sample.cleaning:<7} {above}")
    click.echo(f"\n  {made.file.relative_to(root)}\n")
    click.echo("It is for your ears: nothing that is cut or withheld is left out of it.")
    click.echo("Write what you choose beside the file's name in episode.yaml: {file: ..., cleaning: gentle}")


def _clock(ms: int) -> str:
    return f"{ms // 3_600_000}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}"
