"""Figures that must be held: one table for people, one JSON file for what compares runs."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from references import ROOT


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: what was found, what is wanted, and whether that is held. None where it could not be measured."""

    name: str
    found: str
    wanted: str
    held: bool | None


def report(bench: str, figures: Sequence[Figure], details: Any = None) -> int:
    """Print the figures, write build/bench/<bench>.json, and return the exit code: 1 where a figure is missed."""
    print()
    for figure in figures:
        state = {True: "held", False: "MISSED", None: "not measured"}[figure.held]
        print(f"{figure.name:58} {figure.found}  (wanted: {figure.wanted})  {state}")
    folder = ROOT / "build/bench"
    folder.mkdir(parents=True, exist_ok=True)
    content = {"figures": [asdict(figure) for figure in figures], "details": details}
    (folder / f"{bench}.json").write_text(
        json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n"
    )
    return int(any(figure.held is False for figure in figures))
