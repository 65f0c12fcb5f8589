"""`radkind-pod review`: how people correct transcripts."""

from importlib import import_module

import click

COMMANDS = ("start", "pack", "edit", "import", "export", "status", "update", "history", "restore")
"""In the order of the work. Each is a module of its own, imported when it is wanted."""

_MODULES = {"import": "bring"}
"""import is a word of Python's."""


class ReviewCommands(click.Group):
    """Finds each command in its module."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return all commands in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return the command."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"radkind_pod.cli.review.{_MODULES.get(cmd_name, cmd_name)}").command
        assert isinstance(command, click.Command)
        return command


@click.group("review", cls=ReviewCommands)
def command() -> None:
    """Correct a transcript: in the browser, or with volunteers.

    \b
    radkind-pod review edit welcome               correct it here, in the browser
    radkind-pod review pack welcome               one file to send to a volunteer
    radkind-pod review import welcome FILE        what they sent back
    """
