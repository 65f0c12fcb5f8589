"""The licences that need no address of their own, and how they are written."""

import re
from typing import Annotated

from radkind_pod.sources.guess import closest
from radkind_pod.sources.scalars import fault, read_name, scalar
from radkind_pod.sources.text import cited

_KINDS = ("cc-by", "cc-by-sa", "cc-by-nd", "cc-by-nc", "cc-by-nc-sa", "cc-by-nc-nd")
KNOWN = frozenset(
    {"cc0-1.0", *(f"{kind}-{version}" for kind in _KINDS for version in ("1.0", "2.0", "2.5", "3.0", "4.0"))}
)
"""The licences of Creative Commons, as SPDX names them, in lower case."""

_SLUG = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")


def read_licence(text: str) -> str:
    """Return a licence's name in the lower-case form of the podcast namespace."""
    if not _SLUG.fullmatch(read_name(text)):
        near = closest(re.sub(r"[\s_]+", "-", text), sorted(KNOWN))
        raise fault(f"{cited(text)} is not a licence's short name. Write {near or 'one like cc-by-nc-4.0, or custom'}.")
    return text


def is_unlinked(licence: str) -> bool:
    """Say whether this is a short name that needs licence_url."""
    return licence not in KNOWN and _SLUG.fullmatch(licence) is not None


def unlinked(licence: str) -> str:
    """Return what to do about a licence that nobody can look up without licence_url."""
    near = closest(licence, sorted(KNOWN), 0.75)
    guess = f"Did you mean {near}? Else add" if near else "Add"
    return f"{cited(licence)} is not a Creative Commons licence. {guess} licence_url: with the address of its text."


Licence = Annotated[str, scalar(read_licence)]
