"""Names within mail addresses, accounts, hashtags and the names of hosts, where words have no spaces between them."""

import re

_RUN = re.compile(r"[^\W_]*")
_MAIL = re.compile(r"[\w.+-]*@\w")
_HOST = re.compile(r"\.(?:[a-z0-9-]{1,63}\.){0,4}[a-z]{2,10}(?![\w@])")
_LINK_END = re.compile(r"/?(?:[\s\"'<>)\],;?#\x1e]|\Z)")
_LONGEST = 40
_SURE, _SURER = 5, 6


def holds_name(plain: str, start: int, end: int) -> bool:
    """Say whether letters inside a longer word are a name with initials before it or another word behind it.

    amensah@example.org, @kmensah, kmensah.com, #mensahpodcast; but not challenge.org for Allen.
    """
    left, right = _run(plain, start, end)
    is_own, is_tag = _is_own(plain, left, right), plain[left - 1 : left] == "#"
    if not (is_own or is_tag or _HOST.match(plain, right)):
        return False
    length, ahead, behind = end - start, start - left, plain[end:right].strip("0123456789")
    if length < _SURE:
        return is_own and ahead <= 1 and not behind
    if not ahead or behind:
        return not ahead
    return ahead == 1 or (is_own and ahead == 2) or ((is_own or is_tag) and length >= _SURER)


def is_handle(plain: str, start: int, end: int, *, is_address: bool) -> bool:
    """Say whether an initial and a family name are all there is of an account, a host or the last part of a link."""
    left, right = _run(plain, start, end)
    if left != start or plain[end:right].strip("0123456789"):
        return False
    is_last = plain[left - 1 : left] == "/" and bool(_LINK_END.match(plain, right))
    return is_address or is_last or _is_own(plain, left, right) or bool(_HOST.match(plain, right))


def _is_own(plain: str, left: int, right: int) -> bool:
    """Say whether it is an account: behind an @ or before one."""
    return plain[left - 1 : left] == "@" or bool(_MAIL.match(plain[right : right + _LONGEST]))


def _run(plain: str, start: int, end: int) -> tuple[int, int]:
    left = start
    while left > max(0, start - _LONGEST) and plain[left - 1].isalnum():
        left -= 1
    found = _RUN.match(plain, end, end + _LONGEST)
    return left, found.end() if found else end
