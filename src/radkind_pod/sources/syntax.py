"""What the YAML parser's complaints mean for somebody who has never heard of a parser."""

import re

TOO_MUCH = "too many or too deep"
"""What our own reader complains of."""

_UNREADABLE = "can't be read as YAML"

_MEANINGS: tuple[tuple[str, str], ...] = (
    (
        TOO_MUCH,
        "more keys and values stand here, or one in another, than any file of this kind has. Compare with what "
        "`radkind-pod init` writes",
    ),
    (
        r"mapping values are not allowed",
        "a colon in the text, or a line that is indented wrongly. Put the text in double quotes, or line the key up "
        "with the keys above it",
    ),
    (
        r"character '\\t'",
        "a tab at the beginning of the line. Use spaces: YAML does not allow tabs for indenting",
    ),
    (
        r"character '.' that cannot start any token",
        "the value begins with a sign that has a meaning of its own. Put the text in double quotes",
    ),
    (
        r"undefined alias|anchor|alias",
        "the value begins with * or &, which have a meaning of their own. Put the text in double quotes",
    ),
    (
        r"quoted scalar.*(end of stream|document separator)",
        "the text begins with a quote that is never closed. Add the closing quote",
    ),
    (
        r"unknown escape character",
        "a backslash in double quotes has a meaning of its own. Write \\\\ for one backslash, or use single quotes",
    ),
    (
        r"flow sequence",
        "a list begins with [ and is never closed. Add the ], or write one item on each line with - in front",
    ),
    (r"flow mapping", "something begins with { and is never closed. Add the }"),
    (
        r"found '<scalar>'",
        "text stands after a closing quote, or a quote in a line above is never closed. Put quotes around the whole "
        'text; inside double quotes, write \\" for a quote',
    ),
    (
        r"found '(\?|-)'|block (mapping|sequence) start|sequence entries",
        "the line is indented wrongly. Line it up with its neighbours",
    ),
    (
        r"node content|while parsing a block|mapping keys",
        "a bracket, comma, dash or question mark stands where a value should begin or end. Complete the list, or put "
        "the text in double quotes",
    ),
    (r"expected ':'", "a line without a colon. Write it as `key: text`, or indent it if it belongs to the line above"),
    (r"block scalar", "nothing may stand behind | or >. Begin the text on the next line, indented by two spaces"),
    (r"single document", "a second document begins with ---. Delete this line"),
)


def explain(context: str, problem: str) -> str:
    """Return in plain words what is wrong and what to do, from the parser's own two sentences."""
    both = f"{context} {problem}"
    for pattern, meaning in _MEANINGS:
        if re.search(pattern, both):
            return f"{meaning}."
    return f"{_UNREADABLE} ({both.strip()}). Compare with the lines around it, or put the text in double quotes."


def begins_earlier(context: str) -> bool:
    """Say whether the fault stands where the construct began, not where the parser gave up."""
    return any(word in context for word in ("quoted scalar", "flow", "simple key"))
