"""Hostile texts in every file that people or programs write, and what came of them."""

import random
from collections.abc import Callable, Collection, Iterator
from functools import partial
from pathlib import Path

from tests.torture.broken_files import corrections, exchange, feeds, sources
from tests.torture.lives import whole
from tests.torture.point import Played, Point

COUNTS = {"whole": 300, "sources": 2000, "exchange": 2000, "corrections": 2000, "feeds": 1000}
"""How many points of each kind there are."""


def texts(room: Path, seed: int, only: Collection[str]) -> Iterator[Point]:
    """Yield whole lives of a show whose every text is hostile, and files that are broken at random."""
    plays: dict[str, Callable[[random.Random], Played]] = {
        "whole": partial(whole, room),
        "sources": partial(sources, room),
        "exchange": exchange,
        "corrections": corrections,
        "feeds": feeds,
    }
    for kind, play in plays.items():
        if not only or kind in only:
            for at in range(COUNTS[kind]):
                yield Point((kind, at), partial(play, random.Random(f"{seed} {kind} {at}")))
