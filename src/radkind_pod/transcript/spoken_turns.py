"""Who speaks when, as the words tell it: for the audio room, which levels people and never reads a transcript."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from radkind_pod.model.audio import Turn
from radkind_pod.model.transcript import Transcript, Word

_LONG_PAUSE_MS = 1500
"""After such a pause somebody may be at another distance from the microphone."""
_PAUSE_MS, _ENOUGH_MS = 600, 6000
"""So may they be after a shorter one, when they have spoken for long enough to say how loud they are."""


def spoken_turns(transcript: Transcript) -> tuple[Turn, ...]:
    """Return the turns in order of time, without overlap. Speakers are numbers, so that another name changes nothing.

    Whoever has no name is one more speaker.
    """
    spoken = sorted(
        ((word, cue.speaker) for cue in transcript.cues for word in cue.words), key=lambda one: one[0].start_ms
    )
    numbers = {name: str(i) for i, name in enumerate(dict.fromkeys(speaker for _, speaker in spoken), 1)}
    turns: list[Turn] = []
    for speaker, run in groupby(spoken, key=lambda one: one[1]):
        for first_ms, end_ms in _stretches(word for word, _ in run):
            start_ms = max(first_ms, turns[-1].end_ms if turns else 0)
            if start_ms < end_ms:
                turns.append(Turn(numbers[speaker], start_ms, end_ms))
    return tuple(turns)


def _stretches(words: Iterable[Word]) -> Iterator[tuple[int, int]]:
    start, end = -1, -1
    for word in words:
        pause = word.start_ms - end
        if start < 0:
            start = word.start_ms
        elif pause >= _LONG_PAUSE_MS or (pause >= _PAUSE_MS and end - start >= _ENOUGH_MS):
            yield start, end
            start = word.start_ms
        end = max(end, word.end_ms)
    if start >= 0:
        yield start, end
