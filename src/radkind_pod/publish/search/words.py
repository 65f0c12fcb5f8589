"""The words of one episode as search wants them: folded, and in which stretch of the episode each one is.

static/search.js folds what is asked for in the same way; tests/system/test_search.py holds the two together.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from radkind_pod.model.release import Release, Words
from radkind_pod.publish.reading import anchored
from radkind_pod.publish.releases import credited, published, read_release, read_words
from radkind_pod.publish.writing import write

STRETCHES = 16
"""An episode is divided into this many stretches with equally many paragraphs: an hour's are under 4 minutes long."""
IN_TITLE, IN_ABOUT = 1 << STRETCHES, 1 << (STRETCHES + 1)
DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
MASK_DIGITS = 3
"""18 bits of 6: the stretches, the title, and what is said about the episode."""
_LONGEST = 40
"""Letters of a word that count. Longer ones are addresses or mischief."""
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "\u0131": "i",
     "\u03c2": "\u03c3", "\u0649": "\u064a", "\u0629": "\u0647", "\u0640": ""}
)  # fmt: skip
"""What has no accent to take off, but is written in two ways: of Arabic, what people type for one another."""
_SIGNS = str.maketrans({"\u2122": " ", "\u2120": " ", "\u00ad": "", "\u2060": "", "\ufeff": ""})
"""Trade and service marks are no letters of the word before them; a soft hyphen and its like are nothing."""
_WITHOUT_SPACES = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
"""Thai, Lao, Burmese, Khmer, kana and Han, where each sign counts as a word."""
_WORD = re.compile(f"[{_WITHOUT_SPACES}]|[^\\W_{_WITHOUT_SPACES}]+")


def folded(text: str) -> str:
    """Return the text in lower case without accents, vowel points and other marks."""
    apart = unicodedata.normalize("NFKD", text.translate(_SIGNS)).lower()
    return "".join(c for c in apart if unicodedata.category(c) != "Mn").translate(_LETTERS)


def words_of(text: str) -> Iterator[str]:
    """Yield each word of the text, folded."""
    return (word[:_LONGEST] for word in _WORD.findall(folded(text)))


def write_index(release_file: Path, words_file: Path, folder: Path) -> None:
    """Write index.txt, a line for each word, and files/search/text/<slug>.json, which search shows passages of."""
    release, words = read_release(release_file), read_words(words_file)
    lines = [f"{word} {digits(mask, MASK_DIGITS)}\n" for word, mask in sorted(_masks(release, words).items())]
    write(folder / "index.txt", "".join(lines))
    text = {
        "title": release.title,
        "summary": release.summary,
        "published": published(release).date().isoformat(),
        "language": release.language,
        "lines": [
            [anchor.removeprefix("t-"), paragraph.speaker or "", paragraph.text, paragraph.language or ""]
            for anchor, paragraph in anchored(words.transcript)
        ],
    }
    data = json.dumps(text, ensure_ascii=False, separators=(",", ":"))
    write(folder / "files" / "search" / "text" / f"{release.slug}.json", data + "\n")


def digits(number: int, count: int) -> str:
    """Return the number in `count` digits of 6 bits, the highest first."""
    return "".join(DIGITS[number >> shift & 63] for shift in range(6 * (count - 1), -1, -6))


def _masks(release: Release, words: Words) -> dict[str, int]:
    """Return for each word the stretches that have it, as bits."""
    masks: dict[str, int] = {}
    count = len(words.transcript)
    for number, paragraph in enumerate(words.transcript):
        _mark(masks, f"{paragraph.speaker or ''} {paragraph.text}", 1 << number * STRETCHES // count)
    _mark(masks, release.title, IN_TITLE)
    for text in _about(release):
        _mark(masks, text, IN_ABOUT)
    return masks


def _mark(masks: dict[str, int], text: str, bit: int) -> None:
    for word in set(words_of(text)):
        masks[word] = masks.get(word, 0) | bit


def _about(release: Release) -> Iterable[str]:
    people = (person.name for person in credited((), release))
    return (release.summary, release.notes, *people, *release.speakers, *(c.title for c in release.chapters))
