"""A transcript moved from recording time into episode time, without what was cut."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from radkind_pod.model.timeline import Timeline
from radkind_pod.model.transcript import Cue, Transcript, Word
from radkind_pod.transcript.segment import SHORTEST_MS


def in_episode_time(transcript: Transcript, timeline: Timeline) -> Transcript:
    """Return the transcript as the finished episode has it.

    A word goes when more than half of it is cut, a cue when all its words went. Cues keep their order, and none
    gets to overlap that did not before.
    """
    moved = [(cue, _moved(cue, timeline)) for cue in transcript.cues]
    heard = list(_heard(moved))
    starts = [*(after.start_ms for _, after in heard), timeline.episode_ms]
    cues = (_long_enough(before, after, end) for (before, after), end in zip(heard, starts[1:], strict=True))
    return replace(transcript, cues=tuple(cues))


def _heard(moved: Iterable[tuple[Cue, Cue]]) -> Iterator[tuple[Cue, Cue]]:
    """Yield what is left; where a paragraph's first cue is gone, the next one opens it."""
    opens, heading = False, None
    for before, after in moved:
        opens, heading = opens or after.opens, heading or after.heading
        if after.words:
            yield before, replace(after, opens=opens, heading=heading)
            opens, heading = False, None


def _moved(cue: Cue, timeline: Timeline) -> Cue:
    words = [word for word in cue.words if _is_heard(word, timeline)]
    if not words:
        return replace(cue, words=())
    start = cue.start_ms if words[0] == cue.words[0] else words[0].start_ms
    end = cue.end_ms if words[-1] == cue.words[-1] else words[-1].end_ms
    moved = _words_moved(words, timeline)
    before, after = max(0, words[0].start_ms - start), max(0, end - words[-1].end_ms)
    # a sting beside its words is not the cue's time
    start_ms = max(timeline.to_episode(start), moved[0].start_ms - before)
    end_ms = min(timeline.to_episode(end), moved[-1].end_ms + after)
    return replace(cue, start_ms=start_ms, end_ms=max(end_ms, start_ms), words=moved)


def _words_moved(words: Sequence[Word], timeline: Timeline) -> tuple[Word, ...]:
    """Return the words with their times. One that a sting parts was said on one side of it: a sting stands in a pause.

    A machine lets the first word of a cue begin too early and the last one end too late.
    """
    moved = []
    for number, word in enumerate(words):
        spans = timeline.to_spans(word.start_ms, word.end_ms)
        likely = spans[-1] if number == 0 else spans[0]
        if 0 < number < len(words) - 1:
            likely = max(spans, key=lambda span: span[1] - span[0])
        moved.append(replace(word, start_ms=likely[0], end_ms=likely[1]))
    return tuple(moved)


def _is_heard(word: Word, timeline: Timeline) -> bool:
    """Say whether at least half of the word is left. What lies past the recording's end counts as at its end."""
    start = min(word.start_ms, timeline.recording_ms - 1)
    end = min(word.end_ms, timeline.recording_ms)
    if end <= start + 1:
        return not timeline.is_cut(start)
    return 2 * timeline.heard_ms(start, end) >= end - start


def _long_enough(before: Cue, after: Cue, following_ms: int) -> Cue:
    """Return the cue with its time made up where a cut took some, as far as the next cue leaves room."""
    end = after.end_ms
    if end - after.start_ms < before.end_ms - before.start_ms:
        end = max(end, min(after.start_ms + SHORTEST_MS, following_ms))
    if end > after.start_ms:
        return replace(after, end_ms=end)
    start = max(0, min(after.start_ms, following_ms - 1))
    return replace(after, start_ms=start, end_ms=start + 1)
