"""The producers' door: the command line."""

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import click

from radkind_pod import __version__
from radkind_pod.cli.failures import also, explain, reports_folder, say
from radkind_pod.cli.streams import prepare_streams

GROUPS = {
    "Start": ("init", "import-feed", "new"),
    "Make": ("check", "audition", "build", "trim", "status", "serve"),
    "Review": ("review",),
    "Publish": ("changes", "approve", "publish", "withdraw", "new-feed-url"),
    "Care": ("models", "doctor", "clean", "cluster"),
    "Help": ("help", "version"),
}
"""Each command is a module of its own, with _ for -, imported when it is wanted."""

EXAMPLES = """\
Examples:
  radkind-pod init my-show                  a new show in the folder my-show
  radkind-pod new welcome ~/interview.wav   a new episode from a recording
  radkind-pod build welcome                 everything, to public/
"""

EXITS = """
Exit codes: 0 done, 1 a bug, 2 wrong command line, 3 a file needs mending,
4 a model or program is missing, 5 a recording can't be used,
6 waiting for a person, 7 refused, 130 interrupted.
"""


class Commands(click.Group):
    """Finds each command in its module, and shows them in the order of the work."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return all commands in the order of the work."""
        return [name for names in GROUPS.values() for name in names]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return the command."""
        if cmd_name.startswith("-"):
            return None  # an option that click knows how to refuse
        if cmd_name not in self.list_commands(ctx):
            raise click.exceptions.NoSuchCommand(cmd_name, possibilities=self.list_commands(ctx), ctx=ctx)
        command = import_module(f"radkind_pod.cli.{cmd_name.replace('-', '_')}").command
        assert isinstance(command, click.Command)
        return command

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write examples first, then the commands by the work they belong to."""
        formatter.write(f"{self.help}\n\n{EXAMPLES}")
        for title, names in GROUPS.items():
            commands = [(name, self.get_command(ctx, name)) for name in names]
            with formatter.section(title):
                formatter.write_dl([(f"{name:<7}", c.get_short_help_str(200)) for name, c in commands if c])
        click.Command.format_options(self, ctx, formatter)
        formatter.write(EXITS)


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="radkind-pod: from raw recordings to a finished podcast episode, on this\ncomputer.",
)
@click.option("-C", "folder", type=click.Path(path_type=Path), help="Work as if started in this folder.")
@click.version_option(__version__, "-V", "--version", message="radkind-pod %(version)s")
@click.pass_context
def commands(ctx: click.Context, folder: Path | None) -> None:
    """Keep the folder for the commands; without a command show the help."""
    ctx.obj = folder or Path()
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code. Nothing that a person can cause ends in a traceback."""
    prepare_streams()
    try:
        result = commands.main(arguments, prog_name="radkind-pod", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the one place where a bug becomes one line
        failure = explain(error, reports_folder())
        say(failure, also(error))
        return failure.exit
    return result if isinstance(result, int) else 0
