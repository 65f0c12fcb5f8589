"""What a computer or a phone writes into texts by itself: paths on its disk, positions on earth.

The name of the account and of the computer are looked for as part of a path only. Alone they are no proof: accounts are
called after their owners, who may well be public, and nothing that we write has a place for them.
"""

import re
from collections.abc import Iterable, Iterator

from radkind_pod.publish.gate.leak import PLACE, Leak
from radkind_pod.publish.gate.names import Names
from radkind_pod.publish.gate.piece import BYTES, LABEL
from radkind_pod.publish.gate.search import Around
from radkind_pod.publish.gate.views import View

_PATHS = (
    (
        ("/home/", "/users/", "/root/", "/var/", "/private/", "/volumes/", "/mnt/", "/media/"),
        re.compile(
            r"(?<![\w./-])/(?:(?:var/)?home/|(?:[a-z]/)?Users/|root/|var/folders/|private/var/|Volumes/|mnt/"
            r"|run/media/|media/[A-Za-z_][^\s/\"'<>]*/[^\s/\"'<>]+/)[^\s\"'<>]+"
        ),
    ),
    (("~/",), re.compile(r"(?<![\w./~:-])~/\w[^\s\"'<>]*")),
    (
        (":\\", ":/users/"),
        re.compile(
            r"(?<![A-Za-z0-9])[A-Za-z]:(?:\\{1,4}|/)(?!Windows\b|Program Files)(?:Users|[\w .-]+\\)[^\s\"'<>]*",
            re.IGNORECASE,
        ),
    ),
    (("\\\\",), re.compile(r"(?<!\\)\\\\[A-Za-z][\w.-]+\\[\w$.-]+")),
    (("file:/",), re.compile(r"\bfile:/{1,3}[^\s\"'<>]*", re.IGNORECASE)),
    (("+", "-"), re.compile(r"[+-]\d{2}\.\d{3,}[+-]\d{3}\.\d{3,}")),
)
"""What gives each pattern away in small letters, and the pattern: paths of Unix, Windows and its network, addresses of
files; last a position as phones write it (ISO 6709). What people write about a place (geo:51.5,-0.1) is theirs."""


_TOKEN = re.compile(r"[^\s\"'<>]*\Z")
_LONGEST = 300
_FRONT = 2
"""Slashes: /home/news is a page of somebody's site."""


def private_in(path: str, readings: Iterable[View], names: Names) -> Iterator[Leak]:
    """Yield a Leak for each path on a disk and each position in the readings of a piece, unless it was answered for."""
    told = set()
    for view in readings:
        low = "" if view.form in (LABEL, BYTES) else view.text.lower()
        for hints, pattern in _PATHS:
            for match in pattern.finditer(view.text) if any(hint in low for hint in hints) else ():
                what = "a position on earth" if match[0][0] in "+-" else "a path on somebody's computer"
                place = view.where(match.start(), match.end())
                if (place, what) in told or _is_link(view.text, match):
                    continue
                told.add((place, what))
                around = Around(view.text, match.start(), match.end())
                if not around.is_answered(path, names):
                    said = (
                        f"holds {what}: {match[0][:80]}. If it may be read, add to people.yaml under not_this_person:"
                    )
                    yield Leak(path, place, f"{said}  {around.line(path)}", PLACE)


def _is_link(text: str, match: re.Match[str]) -> bool:
    """Say whether it is a part of an address on the web, or a link to the front of a site's folder."""
    if not match[0].startswith(("/", "~")):
        return False
    ahead = _TOKEN.search(text[max(0, match.start() - _LONGEST) : match.start()])
    scheme = ahead[0].lower() if ahead else ""
    if "://" in scheme and not scheme.startswith("file:"):
        return True
    is_target = text[max(0, match.start() - 6) : match.start()].endswith(("](", 'href="', "href='", 'src="', "src='"))
    return is_target and match[0].rstrip("/)").count("/") <= _FRONT
