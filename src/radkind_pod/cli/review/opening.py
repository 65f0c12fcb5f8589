"""What several review commands do alike: open the review, and say what waits for a person."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from radkind_pod.pipeline.review import Opened


def open_sound(root: Path, slug: str) -> "Opened":
    """Return the review with its sound, prepared with a look at how far it is."""
    from radkind_pod.cli.console import open_look
    from radkind_pod.pipeline.review import open_with_sound

    look = open_look("auto")
    try:
        return open_with_sound(root, slug, look)
    finally:
        look.close()


def tell_conflicts(count: int, slug: str) -> None:
    """Say that two people changed the same sentence."""
    if not count:
        return
    several = f"{count} passages now have" if count > 1 else "One passage now has"
    click.echo(f"{several} two versions. Both are kept; choose in: radkind-pod review edit {slug}")
