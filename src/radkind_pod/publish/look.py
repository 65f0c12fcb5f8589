"""What pages are given besides the show and its Releases: a person's own templates and style, and where people are."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Look:
    """A person's own templates, which go before ours of the same name, and own style sheet, which comes after ours."""

    templates: tuple[Path, ...] = ()
    style: Path | None = None


@dataclass(frozen=True, slots=True)
class Face:
    """Somebody who took part, and the path of their page."""

    name: str
    path: str
