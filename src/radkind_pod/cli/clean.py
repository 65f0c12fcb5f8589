"""`radkind-pod clean`: room on the disk."""

from pathlib import Path

import click

from radkind_pod.present import files_below, is_file, is_folder


@click.command("clean")
@click.argument("slugs", nargs=-1, metavar="[EPISODE...]", help="Only what was made for these episodes.")
@click.pass_obj
def command(here: Path, /, slugs: tuple[str, ...]) -> None:
    """Delete what builds keep in build/. Nothing that people wrote, and nothing in public/, is touched.

    The next build makes it again, which takes as long as the first one did.
    """
    from radkind_pod.pipeline.lock import locked
    from radkind_pod.sources.project import find_root, match_slug

    build = find_root(here) / "build"
    names = [match_slug(build.parent, slug) for slug in slugs]
    with locked(build / "lock"):
        targets = [build / name for name in names] or [p for p in build.iterdir() if p.name != "lock"]
        freed = sum(_size(target) for target in targets)
        for target in targets:
            _delete(target)
    click.echo(f"{freed / 1e6:.1f} MB freed in {build}")


def _size(target: Path) -> int:
    return sum(f.stat().st_size for f in (target, *files_below(target)) if is_file(f))


def _delete(target: Path) -> None:
    from radkind_pod.disk import remove_folder

    if is_folder(target):
        remove_folder(target)
    else:
        target.unlink(missing_ok=True)
