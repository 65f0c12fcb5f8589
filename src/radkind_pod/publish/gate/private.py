"""What a computer or a phone writes into texts by itself: paths on its disk, positions on earth.

The name of the account and of the computer are looked for as part of a path only. Alone they are no proof: accounts are
called after their owners, who may well be public, and nothing that we write has a place for them.
"""

import re
from collections.abc import Iterable, Iterator

from radkind_pod.publish.gate.leak import PLACE, Leak
from radkind_pod.publish.gate.views import View

_PATHS = (
    re.compile(r"(?<![\w./:-])/(?:home|Users|root|var/folders|Volumes|mnt|media|tmp|private/var)/[^\s\"'<>]+"),
    re.compile(r"(?<![A-Za-z0-9])[A-Za-z]:(?:\\{1,4}|/)(?:Users|Documents and Settings|[\w .-]+\\)[^\s\"'<>]*"),
    re.compile(r"(?<!\\)\\\\[A-Za-z][\w.-]+\\[\w$.-]+"),
    re.compile(r"\bfile:/{1,3}[^\s\"'<>]*", re.IGNORECASE),
)
_POSITION = re.compile(r"[+-]\d{2}\.\d{3,}[+-]\d{3}\.\d{3,}")
"""ISO 6709, as phones write it. What people write about a place (geo:51.5,-0.1) is theirs to publish."""


def private_in(path: str, readings: Iterable[View]) -> Iterator[Leak]:
    """Yield a Leak for each path on a disk and each position in the readings of a piece."""
    told = set()
    for view in readings:
        for pattern in (*_PATHS, _POSITION):
            for match in pattern.finditer(view.text):
                place = view.where(match.start(), match.end())
                what = "a position on earth" if pattern is _POSITION else "a path on somebody's computer"
                if (place, what) not in told:
                    told.add((place, what))
                    yield Leak(path, place, f"holds {what}: {match[0][:80]}", PLACE)
