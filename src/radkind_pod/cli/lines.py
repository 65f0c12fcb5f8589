"""Lines on stdout: on a terminal broken between words, under what they belong to; as they are everywhere else."""

import re
import shutil
import sys
import textwrap
from collections.abc import Iterable

import click

_LABEL = re.compile(r"\s*(?:- )?(?:\S+ )*?\S+ {2,}(?=\S)")
"""A label and its spaces, as in `  loudness    -16.0 LUFS`."""
_LEAST = 24
"""Signs; a terminal that has no more beside a label gets the lines below it."""


def tell(lines: Iterable[str]) -> None:
    """Write the lines on stdout."""
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
    click.echo("\n".join(broken(line, width) for text in lines for line in text.split("\n")))


def broken(line: str, width: int) -> str:
    """Return the line in lines of at most `width` signs, longer words apart; 0 leaves it as it is."""
    if not width or len(line) <= width:
        return line
    label = _LABEL.match(line)
    indent = len(label[0]) if label else len(line) - len(line.lstrip()) + 2
    if width - indent < _LEAST:
        indent = len(line) - len(line.lstrip()) + 2
    pieces = textwrap.wrap(line, width, subsequent_indent=" " * indent, break_long_words=False, break_on_hyphens=False)
    return "\n".join(pieces)
