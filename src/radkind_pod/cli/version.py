"""`radkind-pod version`: what to write into a report."""

import platform
from importlib.metadata import PackageNotFoundError, version

import click

PARTS = ("av", "lameenc", "faster-whisper", "ctranslate2", "openai-whisper", "mutagen", "feedgen")


@click.command("version")
def command() -> None:
    """Show the versions of radkind-pod and its parts."""
    from radkind_pod import __version__
    from radkind_pod.transcript.model_files import store_folder

    click.echo(f"radkind-pod {__version__}")
    click.echo(f"Python {platform.python_version()} on {platform.system()} {platform.machine()}")
    for part in PARTS:
        click.echo(f"{part} {_installed(part)}")
    click.echo(f"models are kept in {store_folder()}")


def _installed(part: str) -> str:
    try:
        return version(part)
    except PackageNotFoundError:
        return "not installed"
