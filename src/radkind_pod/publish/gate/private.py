"""What a computer or a phone writes into texts by itself: paths on its disk, positions on earth.

The name of the account and of the computer are looked for as part of a path only. Alone they are no proof: accounts are
called after their owners, who may well be public, and nothing that we write has a place for them.
"""

import re
from collections.abc import Iterable, Iterator

from radkind_pod.publish.gate.leak import PLACE, Leak
from radkind_pod.publish.gate.piece import BYTES, LABEL
from radkind_pod.publish.gate.views import View

_PATHS = (
    (
        ("/home/", "/users/", "/root/", "/var/", "/private/", "/volumes/", "/mnt/", "/tmp/"),  # noqa: S108 - looked for, never used
        re.compile(
            r"(?<![\w./:-])/(?:home/[^\s/]+|Users|root|var/folders|private/var|Volumes|mnt|tmp)/[^\s\"'<>]+",
            re.IGNORECASE,
        ),
    ),
    (
        (":\\", ":/users/"),
        re.compile(r"(?<![A-Za-z0-9])[A-Za-z]:(?:\\{1,4}|/)(?:Users|[\w .-]+\\)[^\s\"'<>]*", re.IGNORECASE),
    ),
    (("\\\\",), re.compile(r"(?<!\\)\\\\[A-Za-z][\w.-]+\\[\w$.-]+")),
    (("file:/",), re.compile(r"\bfile:/{1,3}[^\s\"'<>]*", re.IGNORECASE)),
    (("+", "-"), re.compile(r"[+-]\d{2}\.\d{3,}[+-]\d{3}\.\d{3,}")),
)
"""What gives each pattern away in small letters, and the pattern: paths of Unix, Windows and its network, addresses of
files; last a position as phones write it (ISO 6709). What people write about a place (geo:51.5,-0.1) is theirs."""


def private_in(path: str, readings: Iterable[View]) -> Iterator[Leak]:
    """Yield a Leak for each path on a disk and each position in the readings of a piece."""
    told = set()
    for view in readings:
        low = "" if view.form in (LABEL, BYTES) else view.text.lower()
        for hints, pattern in _PATHS:
            for match in pattern.finditer(view.text) if any(hint in low for hint in hints) else ():
                place = view.where(match.start(), match.end())
                what = "a position on earth" if match[0][0] in "+-" else "a path on somebody's computer"
                if (place, what) not in told:
                    told.add((place, what))
                    yield Leak(path, place, f"holds {what}: {match[0][:80]}", PLACE)
