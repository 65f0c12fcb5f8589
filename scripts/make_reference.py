"""Make docs/reference.md from the code: commands, keys, exit codes, stages and the JSON of a build.

Usage: python scripts/make_reference.py      (writes docs/reference.md)
"""

import inspect
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from radkind_pod import errors
from radkind_pod.cli import commands
from radkind_pod.pipeline.chain import FED_BY
from radkind_pod.sources.schema import episode_schema, people_schema, show_schema

TARGET = Path(__file__).parent.parent / "docs" / "reference.md"
MOST_SHOWN = 20
"""Longer lists of values, such as Apple's categories, are not written out."""

REQUESTS = (
    "audio.stages",
    "audio.edition_stages",
    "transcript.stages",
    "package.stages",
    "publish.stages",
    "publish.search.stages",
)
"""Where the stages of a build are."""

HEAD = """\
# Reference

This page is made from the code by `scripts/make_reference.py`. Don't edit it: change the code and run the script.
"""

RESULT = """\
## The JSON of a build

`radkind-pod build EPISODE --json` prints one object on stdout and nothing else there. `--all` or several episodes
give a list of such objects, in the order of the slugs. Paths are relative to the project. `schema` counts the
versions of this shape: new keys may be added to version 1, none is taken away or changes its meaning.

| key | what it holds |
|---|---|
| `schema` | 1 |
| `episode` | the slug |
| `mp3` | the path of the MP3; null where `--until` or `--plan` ended before it: then only `stages` follows |
| `duration_ms` | the length of the MP3 |
| `loudness` | `integrated_lufs` and `true_peak_dbtp`, measured in the delivered file as decoded |
| `editions` | a list, empty if none is asked for: `name` (`aac`, `opus`, `flac`), `path`, `bytes`, `published` (not \
the FLAC), `bitrate_kbps` (null: lossless), `channels`, `integrated_lufs`, `true_peak_dbtp` as decoded |
| `transcripts` | the paths under `vtt`, `srt`, `json`, `txt` and `html` |
| `translation` | the path of the English captions that a machine made; `null` without `translate_to:` |
| `names` | `put_right` (`heard`, `written`, and when) and `never_heard`; null where a person corrects the transcript |
| `chapters` | the path of the chapters file; null without chapters |
| `page` | the path of the episode's page |
| `feed` | the path of the feed |
| `report` | the path of the report on the sound; `report.json` lies beside it |
| `stages` | a list of `name`, `state` (`made` or `kept`; in a plan `run`, `maybe`, `keep`), `seconds`, `reasons` |

An episode that failed is `{"schema": 1, "episode": ..., "error": {"exit", "message", "file", "line"}}`, also on stdout;
the exit code is then the highest one of all failures, except that 1 (a bug) wins. Where several episodes were built
and only feed and pages failed, each has its `stages` alone, and an `error` of the `episode` "feed and pages" ends the
list; what a cluster couldn't clear up afterwards ends it as "clearing up".
"""

FIXED_EXITS = {
    0: "All was done.",
    1: "A bug in radkind-pod: one line, and a report under build/ that is ready to be sent.",
    2: "The command line was not understood.",
    130: "Interrupted. What was finished is kept.",
}


HELP = ["-h", "--help"]


def reference() -> str:
    """Return the whole page."""
    schemas = {"config.yaml": show_schema(), "episode.yaml": episode_schema(), "people.yaml": people_schema()}
    keys = (line for file, schema in schemas.items() for line in _keys(file, schema))
    parts = (HEAD, *_commands(), *keys, *_stages(), RESULT, *_exits())
    return "\n".join(part.rstrip() + "\n" for part in parts)


def _commands() -> Iterator[str]:
    yield "## Commands"
    with click.Context(commands, info_name="radkind-pod") as context:
        yield "`radkind-pod` takes these before the command:\n\n" + _options(commands)
        for name in commands.list_commands(context):
            command = commands.get_command(context, name)
            assert command
            yield from _command(command, f"radkind-pod {name}")


def _command(command: click.Command, name: str) -> Iterator[str]:
    context = click.Context(command, info_name=name, help_option_names=HELP)
    yield f"### {name}\n\n" + _help(command)
    if isinstance(command, click.Group):
        for inner in command.list_commands(context):
            found = command.get_command(context, inner)
            assert found
            yield from _command(found, f"{name} {inner}")
        return
    usage = " ".join(piece for piece in command.collect_usage_pieces(context))
    yield f"```\n{name} {usage}\n```"
    yield _options(command)


def _help(command: click.Command) -> str:
    """Return the help; what click is told not to wrap is shown as code."""
    blocks = inspect.cleandoc(command.help or "").split("\n\n")
    return "\n\n".join(f"```\n{b[2:]}\n```" if b.startswith("\b\n") else b for b in blocks)


def _options(command: click.Command) -> str:
    rows = []
    context = click.Context(command, help_option_names=HELP)
    for parameter in command.get_params(context):
        found = parameter.get_help_record(context)
        if found:
            rows.append(f"| `{_cell(found[0])}` | {_cell(found[1])} |")
    return "\n".join(("| option | meaning |", "|---|---|", *rows)) if rows else ""


def _keys(file: str, schema: dict[str, Any]) -> Iterator[str]:
    yield f"## Keys of {file}"
    yield f"{schema['description']} Unknown keys are errors. Keys in bold must be there."
    yield _table(schema)
    for name, form in schema.get("$defs", {}).items():
        yield f"### {name.removesuffix('Form')} in {file}\n\n{form.get('description', '')}"
        yield _table(form)


def _table(form: dict[str, Any]) -> str:
    rows = ["| key | what it is | values | left out | example |", "|---|---|---|---|---|"]
    required = form.get("required", [])
    for key, value in form["properties"].items():
        name = f"**`{key}`**" if key in required else f"`{key}`"
        about = value.get("description", "")
        example = next(iter(value.get("examples", [])), "")
        default = "" if key in required else _default(value.get("default"))
        rows.append(f"| {name} | {_cell(about)} | {_cell(_kind(value))} | {default} | `{_cell(example)}` |")
    return "\n".join(rows)


def _kind(value: dict[str, Any]) -> str:
    if len(value.get("enum", ())) > MOST_SHOWN:
        return "a word of a known list; a wrong one is answered with what comes near"
    if "enum" in value:
        return ", ".join(map(str, value["enum"]))
    if "$ref" in value:
        return f"see {value['$ref'].rsplit('/', 1)[1].removesuffix('Form')}"
    if options := value.get("anyOf") or value.get("oneOf"):
        return " or ".join(_kind(option) for option in options if option.get("type") != "null")
    if value.get("type") == "array":
        return f"list of: {_kind(value['items'])}"
    limits = [f"{word} {value[name]:g}" for name, word in (("minimum", "from"), ("maximum", "to")) if name in value]
    words = {"string": "text", "boolean": "true or false", "integer": "whole number", "number": "number"}
    return " ".join((words.get(value.get("type", ""), ""), *limits)).strip()


def _default(value: Any) -> str:
    if value in (None, [], {}) or isinstance(value, dict):
        return ""
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _stages() -> Iterator[str]:
    yield "## Stages"
    yield "In their order, as `--until` and `--plan` name them. A stage is kept when what it is made of is unchanged."
    found = {stage.NAME: stage for module in REQUESTS for stage in _requests(module)}
    rows = ["| stage | what it does | what it is made of, beside your files |", "|---|---|---|"]
    for name, fed_by in FED_BY.items():
        first = _first_line(found[name])
        rows.append(f"| `{name}` | {first} | {', '.join(fed_by)} |")
    yield "\n".join(rows)


def _requests(name: str) -> Iterator[Any]:
    module = import_module(f"radkind_pod.{name}")
    yield from (thing for thing in vars(module).values() if hasattr(thing, "NAME") and inspect.isclass(thing))


def _exits() -> Iterator[str]:
    yield "## Exit codes"
    kinds = {kind for kind in vars(errors).values() if inspect.isclass(kind) and hasattr(kind, "exit_code")}
    meanings = {code: [text] for code, text in FIXED_EXITS.items()}
    for kind in sorted(kinds, key=lambda kind: str(kind.__name__)):
        meanings.setdefault(kind.exit_code, []).append(_first_line(kind))
    rows = [f"| {code} | {' '.join(texts)} |" for code, texts in sorted(meanings.items())]
    yield "\n".join(("| code | meaning |", "|--:|---|", *rows))
    yield "What to do about each message stands in [problems](problems.md)."


def _first_line(thing: type) -> str:
    return (inspect.getdoc(thing) or "").partition("\n")[0]


def _cell(text: str) -> str:
    return " ".join(str(text).split()).replace("|", "\\|")


if __name__ == "__main__":
    TARGET.write_text(reference(), encoding="utf-8", newline="\n")
    print(TARGET)
