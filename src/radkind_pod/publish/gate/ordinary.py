"""Words of everyday English that are somebody's name too, with the sense that they have otherwise."""

from functools import cache

from radkind_pod.publish.gate.word_lists import read

MONTH, TOWN, NATION, WORD = "month", "place", "nation", "word"


@cache
def ordinary() -> dict[str, str]:
    """Return each word of ordinary.txt and common.txt with its sense: MONTH, TOWN, NATION or WORD."""
    lists = (*read("common.txt").items(), *read("ordinary.txt").items())
    return {word: sense for sense, words in lists for word in sorted(words)}
