"""Where the show's folder is, and which episodes are in it."""

import re
from collections.abc import Callable
from pathlib import Path

from radkind_pod.errors import Problem, SourceError
from radkind_pod.present import is_there, matching
from radkind_pod.sources.guess import closest
from radkind_pod.sources.text import cited, shown

CONFIG = "config.yaml"
EPISODES = "episodes"
EPISODE_FILE = "episode.yaml"

_LONGEST_SLUG = 80
RESERVED = frozenset(("con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))))
"""Names that Windows keeps for devices."""


def find_root(start: Path) -> Path:
    """Return the nearest folder at or above `start` that holds config.yaml. Raises SourceError if there is none."""
    here = start.absolute()
    for folder in (here, *here.parents):
        if is_there(folder / CONFIG):
            return folder
    message = (
        "no config.yaml here or in a folder above. Go into a show's folder, or start one: `radkind-pod init my-show`."
    )
    raise SourceError([Problem(here, None, message)])


def episode_slugs(root: Path) -> tuple[str, ...]:
    """Return the names of all folders in episodes/ that hold an episode.yaml, sorted."""
    return tuple(file.parent.name for file in matching(root / EPISODES, f"[!.]*/{EPISODE_FILE}"))


def is_slug(text: str) -> bool:
    """Say whether this can name an episode: lower-case letters, digits and single hyphens, at most 80."""
    shaped = re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text) is not None
    return shaped and len(text) <= _LONGEST_SLUG and text not in RESERVED


def slug_problem(root: Path, text: str) -> Problem:
    """Return what is wrong with a slug that is none."""
    words = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:_LONGEST_SLUG].strip("-")
    like = words if is_slug(words) else "how-it-began"
    message = f"{cited(text)} can't name an episode. Use at most 80 of a to z, 0 to 9 and hyphens, like {like}."
    return Problem(shown(root / EPISODES), None, message)


def match_slug(root: Path, text: str) -> str:
    """Return the one episode that `text` names, whole or shortened. Raises SourceError if none or several."""
    slugs = episode_slugs(root)
    if text in slugs:
        return text
    for fits in _WAYS if text else ():
        found = [slug for slug in slugs if fits(slug, text)]
        if len(found) == 1:
            return found[0]
        if found:
            raise _no_match(root, f"{cited(text)} could be {' or '.join(found)}. Write more of the name.")
    raise _no_match(root, _unknown(text, slugs))


_WAYS: tuple[Callable[[str, str], bool], ...] = (
    lambda slug, text: slug.startswith(text),
    lambda slug, text: f"-{text}" in slug,
    lambda slug, text: text in slug,
)
"""How a shortened name may fit, the surest way first."""


def _unknown(text: str, slugs: tuple[str, ...]) -> str:
    if not slugs:
        return f"there is no episode yet, nor {cited(text)}. Make one: `radkind-pod new how-it-began recording.wav`."
    near = closest(text, slugs, 0.5)
    listed = ", ".join(slugs[-5:])
    return f"there is no episode {cited(text)}. " + (
        f"Did you mean {near}?" if near else f"The last ones are: {listed}."
    )


def _no_match(root: Path, message: str) -> SourceError:
    return SourceError([Problem(shown(root / EPISODES), None, message)])
