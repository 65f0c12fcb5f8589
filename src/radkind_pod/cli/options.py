"""Options that several commands take."""

import click

progress_option = click.option(
    "--progress",
    type=click.Choice(["auto", "bar", "plain", "none"]),
    default="auto",
    help="How progress is shown on stderr.",
)
