"""`radkind-pod check`: every problem of every file that a person wrote, at once."""

from pathlib import Path

import click


@click.command("check")
@click.option("--strict", is_flag=True, help="Let advice count as a problem.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON on stdout.")
@click.pass_obj
def command(here: Path, /, *, strict: bool, as_json: bool) -> int:
    """Check config.yaml and every episode.yaml; build nothing."""
    from radkind_pod.cli.result import print_json
    from radkind_pod.errors import Problem, SourceError
    from radkind_pod.sources.check import advice_on, check_project
    from radkind_pod.sources.project import find_root

    root = find_root(here)
    problems = check_project(root)
    hints: tuple[Problem, ...] = () if problems else advice_on(root)
    if as_json:
        print_json({"schema": 1, "problems": [*map(_plain, problems)], "advice": [*map(_plain, hints)]})
    else:
        for line in (*problems, *(f"advice: {hint}" for hint in hints)):
            click.echo(str(line))
        click.echo(f"{len(problems)} to mend, {len(hints)} words of advice." if problems or hints else "All is well.")
    return SourceError.exit_code if problems or (strict and hints) else 0


def _plain(problem: object) -> dict[str, object]:
    from radkind_pod.errors import Problem

    assert isinstance(problem, Problem)
    return {"file": problem.file.as_posix(), "line": problem.line, "message": problem.message}
