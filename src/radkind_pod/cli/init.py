"""`radkind-pod init`: a new show."""

import sys
from pathlib import Path

import click

QUESTIONS = {
    "title": ("What is the show called?", "--title"),
    "author": ("Who makes it (a person or an organisation)?", "--author"),
    "email": ("Which e-mail address may the podcast platforms write to?", "--email"),
    "base_url": ("At which https address will it be published?", "--base-url"),
    "language": ("In which language (en-gb, cy, ar, ...)?", "--language"),
}


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path), help="The folder to make.")
@click.option("--title", help="The show's name.")
@click.option("--author", help="Who makes it.")
@click.option("--email", help="Where the podcast platforms may write to.")
@click.option("--base-url", help="The https address at which it will be published.")
@click.option("--language", help="Such as en-gb.")
@click.option("--no-input", is_flag=True, help="Never ask.")
@click.pass_obj
def command(here: Path, /, folder: Path, *, no_input: bool, **given: str | None) -> None:
    """Begin a new show in FOLDER.

    \b
    radkind-pod init my-show
    """
    from radkind_pod.sources.scaffold import InitAnswers, init_show, refuse_begun

    refuse_begun(here / folder)
    may_ask = sys.stdin.isatty() and not no_input
    answers = {name: value or _ask(name, may_ask=may_ask) for name, value in given.items()}
    written = init_show(here / folder, InitAnswers(**answers))
    for file in sorted(written, key=lambda file: file.name.startswith(".") or file.parent.name.startswith(".")):
        click.echo(f"wrote {file}")
    click.echo(f"\nLook through {here / folder / 'config.yaml'}. Then begin an episode:")
    click.echo(f"  cd {here / folder}")
    click.echo("  radkind-pod new <slug> RECORDING...")


def _ask(name: str, *, may_ask: bool) -> str:
    from radkind_pod.sources.scaffold import answer_problem

    question, flag = QUESTIONS[name]
    if not may_ask:
        msg = f"{question} Say it with {flag}"
        raise click.UsageError(msg)
    while True:
        answer = str(click.prompt(question, err=True))
        problem = answer_problem(name, answer)
        if problem is None:
            return answer
        click.echo(problem, err=True)
