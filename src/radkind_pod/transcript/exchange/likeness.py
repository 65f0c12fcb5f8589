"""How like two texts are: whether one came from the other at all, and which of many it came from."""

from collections.abc import Iterator

from radkind_pod.errors import Refused
from radkind_pod.model.review import Document
from radkind_pod.transcript.exchange.passages import Beside
from radkind_pod.transcript.exchange.returned import Returned
from radkind_pod.transcript.wording import has_spaces

LEAST, LEAST_LETTERS = 0.3, 0.5
"""So much must be the same; more where single letters are compared, since these are alike in any text."""
FEW = 20
"""Of so few words nothing can be said."""

Quotes = dict[int, str]
_QUOTES = (("'", "‘’"), ('"', "“”„«»"))  # noqa: RUF001 - the marks that programs put in


def check_likeness(returned: Returned, beside: Beside, base: Document) -> None:
    """Raise Refused where most of the text isn't the transcript's, or most of the transcript isn't in the text."""
    least = LEAST if has_spaces(base.language) else LEAST_LETTERS
    theirs, ours = len(beside.theirs.units), len(beside.base.units)
    if not theirs and ours:
        raise Refused(f"{returned.file} holds no words", "Look whether it is the right file", file=returned.file)
    if theirs >= FEW and beside.same < least * theirs:
        raise Refused(
            f"{returned.file} is not a corrected copy of this transcript: {_share(beside.same, theirs)} of its words "
            "are there. It may belong to another episode",
            "Look whether it is the right file, and the right episode",
            file=returned.file,
        )
    if ours >= FEW and beside.same < least * ours:
        raise Refused(
            f"{returned.file} holds {_share(beside.same, ours)} of this transcript, and bringing it in would take "
            "everything else out",
            "Send back the whole text; to leave something out of the episode, mark it as cut",
            file=returned.file,
        )


def retyped_quotes(beside: Beside) -> Quotes:
    """Return what to read as what, where a program changed all quotation marks and apostrophes without being asked."""
    pairs = list(matched_texts(beside))
    folded: Quotes = {}
    for plain, curly in _QUOTES:
        same = curled = straightened = 0
        for ours, theirs in pairs:
            we_curl, they_curl = (any(sign in text for sign in curly) for text in (ours, theirs))
            same += (plain in ours and plain in theirs) or (we_curl and they_curl)
            curled += plain in ours and they_curl
            straightened += we_curl and plain in theirs
        if not same and max(curled, straightened) >= 3:
            folded |= dict.fromkeys(map(ord, curly), plain)
    return folded


def matched_texts(beside: Beside) -> Iterator[tuple[str, str]]:
    """Yield the texts of the units that are the same word."""
    return ((beside.base.units[a].text, beside.theirs.units[b].text) for a, b in beside.matches())


def word_distance(beside: Beside) -> int:
    """Return how much of the words differs: twice for another word, once for other letters or signs of the same."""
    quotes = retyped_quotes(beside)
    other = sum(max(c.a_last - c.a_first, c.b_last - c.b_first) for c in beside.changes)
    return 2 * other + sum(a.translate(quotes) != b.translate(quotes) for a, b in matched_texts(beside))


def _share(part: int, whole: int) -> str:
    return f"only {100 * part // whole} %" if part else "nothing"
