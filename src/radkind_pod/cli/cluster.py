"""`radkind-pod cluster`: workers for `build --cluster`."""

import time

import click


@click.group("cluster")
def command() -> None:
    """Try on this computer what many computers do together (docs/cluster.md)."""


@command.command("local")
@click.argument("workers", type=click.IntRange(1), metavar="N")
def local(workers: int) -> None:
    """Start a Dask cluster of N workers on this computer, each with one core, until Ctrl-C."""
    from radkind_pod.pipeline.cluster.connect import open_local

    with open_local(workers) as address:
        click.echo(f"{'1 worker is' if workers == 1 else f'{workers} workers are'} ready. In another terminal:")
        click.echo(f"    radkind-pod build --all --cluster {address}")
        click.echo("Ctrl-C ends it.")
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            click.echo("The cluster ends.")
