"""What every part of the torture gives: points, each with its name and what plays it."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path

Key = tuple[str | int, ...]
"""Names a point for good: the first says of which kind or scene it is, so that a share takes some of each."""


@dataclass(frozen=True)
class Played:
    """What is wrong then, in words: nothing is right. `said` is what a person was told, to be looked through."""

    faults: list[str] = field(default_factory=list)
    said: str = ""


@dataclass(frozen=True)
class Point:
    """Something to try."""

    key: Key
    play: Callable[[], Played]


Points = Callable[[Path, int, Collection[str]], Iterable[Point]]
"""Gives all points of a part, made with this seed and of these kinds alone, where any are named. They may use the
folder, which nobody else uses."""
