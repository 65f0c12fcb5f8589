"""Names for the folders of imported episodes, from their titles."""

import re
import unicodedata
from collections.abc import Container
from itertools import chain, count

from radkind_pod.sources.feed_import.old import OldEpisode
from radkind_pod.sources.project import is_slug

_LONGEST = 76
"""Leaves room for a number behind it."""
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})


def slug_for(episode: OldEpisode, taken: Container[str]) -> str:
    """Return a slug of the title's own words that is not taken; of its number or date where it has no Latin letter."""
    words = slug_of(episode.title)
    fallback = f"episode-{episode.number or f'{episode.published:%Y-%m-%d}'}"
    slug = words if re.search("[a-z]", words) else fallback
    slug = slug if is_slug(slug) else f"episode-{slug}"
    return next(name for name in chain([slug], (f"{slug}-{n}" for n in count(2))) if name not in taken)


def slug_of(title: str) -> str:
    """Return the title's Latin letters and digits with hyphens between the words; "" where there are none."""
    plain = unicodedata.normalize("NFKD", title.lower().translate(_LETTERS))
    ascii_only = plain.replace("'", "").replace("\u2019", "").encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")
    if len(words) > _LONGEST:
        words = words[:_LONGEST].rpartition("-")[0] or words[:_LONGEST]
    return words.strip("-")
