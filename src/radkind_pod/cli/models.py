"""`radkind-pod models`: the Whisper models on this computer."""

import click


@click.group("models")
def command() -> None:
    """List, download (pull) and find Whisper models."""


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON on stdout.")
def list_(*, as_json: bool) -> None:
    """Show which models are here and which could be brought."""
    from radkind_pod.cli.result import print_json
    from radkind_pod.transcript.models import list_models

    models = list_models()
    if as_json:
        known = [{"name": m.name, "file": str(m.file or ""), "bytes": m.bytes, "verified": m.verified} for m in models]
        print_json({"schema": 1, "models": known})
        return
    for model in models:
        size = f"{model.bytes / 1e6:,.0f} MB"
        place = str(model.file) if model.file else f"not here; radkind-pod models pull {model.name}"
        state = model.problem or ("checked" if model.verified else "")
        click.echo(f"{model.name:<16} {size:>9}  {state:<8} {place}")


@command.command("pull")
@click.argument("name", help="Such as base, small or large-v3-turbo.")
def pull(name: str) -> None:
    """Download a model; the only command that uses the network."""
    from radkind_pod.cli.console import open_look
    from radkind_pod.transcript.models import pull_model

    look = open_look("auto")
    try:
        look.stage(name, ("downloaded",))
        file = pull_model(name, look)
    finally:
        look.close()
    click.echo(f"{name} is in {file}. Use it with: radkind-pod build <episode> --model {name}")


@command.command("path")
@click.argument("name", default="base", help="Such as base; or a folder.")
def path(name: str) -> None:
    """Print where a model is."""
    from radkind_pod.transcript.models import find_model

    click.echo(find_model(name))
