"""Where a word begins and ends, and whether it is a word at all or chance in a checksum."""

import re
from itertools import pairwise

from radkind_pod.publish.gate.attached import SPACELESS, are_joined, script_of

_RUN = re.compile(r"[A-Za-z0-9+/_=-]+")
_SURE_LETTERS = 6
"""From here on no checksum holds a name by chance."""
_LEAST_RUN = 8
_SWITCHES = 0.34
"""Between two letters of base64 the kind of sign changes with a probability of 0.64, in hexadecimal digits of 0.47; in
names of files and addresses that people make it is below 0.25."""


def is_whole(plain: str, start: int, end: int) -> bool:
    """Say whether a word of its own stands there: between signs, digits, or capitals inside a word (AmaMensah)."""
    before, after = plain[start - 1 : start], plain[end : end + 1]
    if script_of(plain[start]) == SPACELESS:
        return True
    opens = not are_joined(before, plain[start]) or (before.islower() and plain[start].isupper())
    closes = not are_joined(after, plain[end - 1]) or (after.isupper() and plain[end - 1].islower())
    if not (opens and closes):
        return False
    return end - start >= _SURE_LETTERS or not _is_chance(plain, start, end)


def _is_chance(plain: str, start: int, end: int) -> bool:
    """Say whether the letters stand in a run of signs that looks like a checksum or a key."""
    ahead = _RUN.match(plain[max(0, start - 100) : start][::-1])
    left = start - (ahead.end() if ahead else 0)
    right = _RUN.match(plain, start, end + 100)
    run = plain[left : max(end, right.end() if right else end)]
    if len(run) < _LEAST_RUN:
        return False
    kinds = [_kind(sign) for sign in run]
    switches = sum(
        a != b and not (a == "A" and b == "a" and (i == 0 or kinds[i - 1] == "-"))
        for i, (a, b) in enumerate(pairwise(kinds))
        if "-" not in (a, b)
    )
    return switches > _SWITCHES * len(run)


def _kind(sign: str) -> str:
    if sign.isdigit():
        return "0"
    if sign.isalpha():
        return "A" if sign.isupper() else "a"
    return "-"
