"""Where a machine hears or writes a word in the finished episode that is to be taken out everywhere."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from radkind_pod.model.glossary import Entry
from radkind_pod.model.plain import from_plain_file
from radkind_pod.model.transcript import Answer
from radkind_pod.transcript.cue_text import read_cue_text
from radkind_pod.transcript.draft import by_time, in_order
from radkind_pod.transcript.everywhere import Banned, standing
from radkind_pod.transcript.glossary import corrected
from radkind_pod.transcript.webvtt import parse_webvtt


def overheard(
    answer: Path, names: Sequence[Entry], language: str, words: Sequence[Banned]
) -> Iterator[tuple[Banned, int]]:
    """Yield each of the words that the machine heard, its names put right, and when, in ms of episode time."""
    heard = in_order(by_time(from_plain_file(Answer, answer).heard), language)
    named, _ = corrected(heard, [None] * len(heard), tuple(names), language)
    yield from ((word, named[i].start_ms) for word, i in standing(named, words))


def captioned(vtt: Path, language: str, words: Sequence[Banned]) -> Iterator[tuple[Banned, int]]:
    """Yield each of the words that stands in the captions of the episode, and when, in ms of episode time."""
    cues = parse_webvtt(vtt.read_text(encoding="utf-8")).cues
    shown = [word for cue in cues for _, said in read_cue_text(cue, language, []) for word in said]
    yield from ((word, shown[i].start_ms) for word, i in standing(shown, words))
