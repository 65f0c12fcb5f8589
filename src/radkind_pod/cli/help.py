"""`radkind-pod help [COMMAND]`."""

import click


@click.command("help")
@click.argument("name", required=False, help="The command to explain.")
@click.pass_context
def command(ctx: click.Context, name: str | None) -> None:
    """Explain a command, or all of them."""
    top = ctx.find_root()
    assert isinstance(top.command, click.Group)
    if name is None:
        click.echo(top.get_help())
        return
    found = top.command.get_command(top, name)
    assert found
    click.echo(found.get_help(click.Context(found, parent=top, info_name=name)))
