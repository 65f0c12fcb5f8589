"""Words that people say while they look for the next one, found in a transcript. Nothing is guessed from the sound."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from radkind_pod.model.audio import Passage
from radkind_pod.model.transcript import Transcript, Word
from radkind_pod.transcript.wording import main_language

FILLERS = {
    "en": "um umm uh uhh uhm er erm ehm",
    "de": "äh ähm öh öhm ehm",
    "fr": "euh heu euhm",
    "es": "ehm emm eeh",
    "it": "ehm uhm",
    "nl": "uh uhm eh ehm euh",
    "pl": "yyy eee yhm",
    "pt": "hum ahn ehm",
}
"""Only what is never a word of that language. So German `er` (he) isn't here, nor English `mm`, which answers."""
_FILLERS = {language: frozenset(words.split()) for language, words in FILLERS.items()}
_ANSWERS = frozenset({"huh", "oh"})
"""`uh huh` and `uh oh` say something."""
_OUTSIDE = re.compile(r"^[^\w-]+|[^\w-]+$")
_DRAWN_OUT = re.compile(r"(\w)\1{2,}")

_BESIDE_MS = 150
"""So far into a pause beside it a filler may still sound."""
_OFF_MS = 50
"""So far are Whisper's times of words mostly off."""


@dataclass(frozen=True, slots=True)
class Filler:
    """A filler as it is written, and where it may be cut.

    `passage` is None where nobody knows exactly when it is said, or somebody else speaks at the same time.
    """

    text: str
    passage: Passage | None


def fillers(transcript: Transcript) -> Iterator[Filler]:
    """Yield the fillers that stand in the transcript as words, in order of time, without those that have a mark.

    No passage goes into a neighbour.
    """
    words = sorted(_timed(transcript), key=lambda one: one[0].start_ms)
    ended_ms = 0
    for i, (word, language) in enumerate(words):
        after = words[i + 1][0] if i + 1 < len(words) else None
        if not word.marks and _is_filler(word, after, language):
            is_alone = ended_ms <= word.start_ms + _OFF_MS and (not after or after.start_ms >= word.end_ms - _OFF_MS)
            is_near_estimated = any(one.estimated for one, _ in words[max(0, i - 1) : i + 2])
            beside_ms = 0 if is_near_estimated else _BESIDE_MS
            is_sure = is_alone and not word.estimated
            yield Filler(_bare(word), _passage(word, beside_ms, ended_ms, after) if is_sure else None)
        ended_ms = max(ended_ms, word.end_ms)


def _timed(transcript: Transcript) -> Iterator[tuple[Word, str]]:
    """Yield each word with its language."""
    for cue in transcript.cues:
        yield from ((word, word.language or cue.language or transcript.language) for word in cue.words)


def _is_filler(word: Word, after: Word | None, language: str) -> bool:
    known = _FILLERS.get(main_language(language), frozenset())
    bare = _bare(word)
    if bare not in known and _DRAWN_OUT.sub(r"\1", bare) not in known:
        return False
    return after is None or (_bare(after) not in _ANSWERS and not after.text.startswith("-"))


def _bare(word: Word) -> str:
    """Return the word in small letters without the punctuation around it; a hyphen joins it to another and stays."""
    return _OUTSIDE.sub("", word.text.lower())


def _passage(word: Word, beside_ms: int, ended_ms: int, after: Word | None) -> Passage:
    middle = (word.start_ms + word.end_ms) // 2
    latest = word.end_ms + beside_ms
    return Passage(
        min(max(0, word.start_ms - beside_ms, ended_ms), word.start_ms),
        min(word.start_ms + _OFF_MS, middle),
        max(word.end_ms - _OFF_MS, middle),
        max(min(latest, after.start_ms) if after else latest, word.end_ms),
    )
