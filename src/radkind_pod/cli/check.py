"""`radkind-pod check`: every problem of every file that a person wrote, at once."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from radkind_pod.errors import Problem
    from radkind_pod.pipeline.caption_advice import Placed


@click.command("check")
@click.option("--strict", is_flag=True, help="Let advice count as a problem.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON on stdout.")
@click.pass_obj
def command(here: Path, /, *, strict: bool, as_json: bool) -> int:
    """Check all that people wrote, and how captions read.

    That is config.yaml, people.yaml, every episode.yaml and every transcript.vtt. Nothing is built.
    """
    from radkind_pod.cli.lines import tell
    from radkind_pod.cli.result import print_json
    from radkind_pod.errors import SourceError
    from radkind_pod.pipeline.caption_advice import look_at_captions, summed_up
    from radkind_pod.sources.check import advice_on, check_project, consents_to_ask_for
    from radkind_pod.sources.project import find_root

    root = find_root(here)
    problems, captions = look_at_captions(root)
    problems = list(dict.fromkeys([*check_project(root), *problems]))
    hints = [*advice_on(root), *consents_to_ask_for(root), *summed_up(captions)]
    if as_json:
        told = {"problems": [*map(_plain, problems)], "advice": [*map(_plain, hints)]}
        print_json({"schema": 1, **told, "captions": [*map(_caption, captions)]})
    else:
        words = "1 word" if len(hints) == 1 else f"{len(hints)} words"
        count = f"{len(problems)} to mend, {words} of advice." if problems or hints else "All is well."
        tell([*map(str, problems), *(f"advice: {hint}" for hint in hints), count])
    return SourceError.exit_code if problems or (strict and hints) else 0


def _plain(problem: "Problem") -> dict[str, object]:
    return {"file": problem.file.as_posix(), "line": problem.line, "message": problem.message}


def _caption(placed: "Placed") -> dict[str, object]:
    finding = placed.found.finding
    return {
        "episode": placed.slug,
        "file": placed.file.as_posix(),
        "line": placed.found.line,
        "at_ms": finding.at_ms,
        "name": finding.name,
        "what": finding.what,
        "advice": finding.advice,
    }
