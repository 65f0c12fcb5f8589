"""Soundbites and content notes in episode time."""

from collections.abc import Iterator

from radkind_pod.errors import Problem
from radkind_pod.model.care import ContentNote
from radkind_pod.model.episode import Episode, PlannedNote, PlannedSoundbite, resolve
from radkind_pod.model.release import Soundbite
from radkind_pod.model.timeline import Timeline

ADVISED_MS = (15_000, 120_000)
"""How long a soundbite should be (podcast namespace)."""


def mapped_spans(
    episode: Episode, starts_ms: tuple[int, ...], timeline: Timeline, advice: list[Problem]
) -> tuple[tuple[Soundbite, ...], tuple[ContentNote, ...]]:
    """Return soundbites and content notes in episode time, without those of which nothing is heard.

    A soundbite that is left out, or that apps will not like, gives a word of advice.
    """
    return tuple(_soundbites(episode, starts_ms, timeline, advice)), _notes(episode, starts_ms, timeline)


def _notes(episode: Episode, starts_ms: tuple[int, ...], timeline: Timeline) -> tuple[ContentNote, ...]:
    heard = ((planned, _heard(planned, starts_ms, timeline)) for planned in episode.content_notes)
    notes = [ContentNote(*span, planned.topic, planned.text) for planned, span in heard if span]
    return tuple(sorted(notes, key=lambda note: note.start_ms))


def _soundbites(
    episode: Episode, starts_ms: tuple[int, ...], timeline: Timeline, advice: list[Problem]
) -> Iterator[Soundbite]:
    for planned in episode.soundbites:
        span = _heard(planned, starts_ms, timeline)
        length_ms = span[1] - span[0] if span else 0
        if not span:
            message = "nothing of this soundbite is heard, since it is cut: it is left out"
            advice.append(Problem(episode.file, planned.start.line, message))
            continue
        if not ADVISED_MS[0] <= length_ms <= ADVISED_MS[1]:
            message = f"this soundbite lasts {length_ms / 1000:.0f} s; apps do best with 15 to 120 s"
            advice.append(Problem(episode.file, planned.start.line, message))
        yield Soundbite(span[0], length_ms, planned.title)


def _heard(
    planned: PlannedSoundbite | PlannedNote, starts_ms: tuple[int, ...], timeline: Timeline
) -> tuple[int, int] | None:
    start_ms, end_ms = resolve(planned.start, starts_ms), resolve(planned.end, starts_ms)
    if not timeline.heard_ms(start_ms, end_ms):
        return None
    spans = timeline.to_spans(start_ms, end_ms)
    return spans[0][0], spans[-1][1]
