"""`radkind-pod new-feed-url`: the show moves to another host, and its listeners come along."""

from pathlib import Path
from urllib.parse import urlsplit

import click


def _address(_: click.Context, __: click.Parameter, url: str | None) -> str | None:
    from radkind_pod.sources.moved_feed import address_fault

    if url and (fault := address_fault(url)):
        raise click.BadParameter(fault)
    return url


@click.command("new-feed-url")
@click.argument("url", metavar="[URL]", required=False, callback=_address, help="Where the feed is from now on.")
@click.option("--clear", "clears", is_flag=True, help="The feed stays here after all.")
@click.pass_obj
def command(here: Path, /, url: str | None, *, clears: bool) -> None:
    """Tell podcast apps where the feed has moved to. For a show that leaves this host.

    \b
    radkind-pod new-feed-url https://example.net/feed.xml   write it into config.yaml, and say what to do next
    radkind-pod new-feed-url --clear                        take it back
    """
    from radkind_pod.sources.moved_feed import set_new_url
    from radkind_pod.sources.project import CONFIG, find_root
    from radkind_pod.sources.show import read_show

    if bool(url) == clears:
        msg = "name the new address of the feed, or take it back with --clear"
        raise click.UsageError(msg)
    root = find_root(here)
    info = read_show(root).info
    own = f"{info.base_url}/feed.xml"
    if url and _same_place(url, own):
        msg = f"{url} is where the feed is now (base_url in {CONFIG})"
        raise click.UsageError(msg)
    is_new = set_new_url(root / CONFIG, url)
    if url:
        click.echo(f"{CONFIG} says {'now' if is_new else 'already'} that the feed has moved to {url}")
        click.echo(_next(own, url, info.guid))
    elif is_new:
        click.echo(f"{CONFIG} says no more that the feed has moved. Build and publish again.")
    else:
        click.echo(f"Nothing to take back: {CONFIG} doesn't say that the feed has moved.")


def _same_place(one: str, other: str) -> bool:
    """Say whether a web server would take both for the same: host and scheme in any letters, a slash at the end."""
    (a, b) = (urlsplit(url.rstrip("/")) for url in (one, other))
    return (a.scheme, a.netloc.lower(), a.path, a.query) == (b.scheme, b.netloc.lower(), b.path, b.query)


def _next(own: str, url: str, guid: str) -> str:
    path = urlsplit(own).path
    return f"""
Next:
  1. Build, and publish here once more: apps read the new address in the old feed.
  2. See that the new feed works, with all episodes. It keeps the podcast:guid {guid}
     and every episode's guid, or listeners get everything twice.
  3. Then let the old address answer with HTTP 301. In nginx:
         location = {path} {{ return 301 {url}; }}
     in Apache:
         Redirect permanent {path} {url}
  4. Leave feed, redirect and sound here for some months: apps that are seldom opened come late.
"""
