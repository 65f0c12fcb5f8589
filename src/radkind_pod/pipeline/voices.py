"""Who speaks in recordings that several people share: which stretches are asked for, and by what names."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from radkind_pod.model.audio import Interview, Turn, to_ms
from radkind_pod.model.episode import Episode, SharedRecording
from radkind_pod.transcript.stages import Diarise, Shared, Turns


def tell_apart(episode: Episode, interview: Interview) -> Diarise | None:
    """Return the request that tells the voices of shared recordings apart, None where there are none.

    Raises ToolMissing before an hour of listening, where the weights are not here.
    """
    if not episode.shared:
        return None
    from radkind_pod.transcript.voices.package import find_voices

    edges = (*map(to_ms, interview.starts), interview.duration_ms)
    parts = (Shared(edges[one.recording], edges[one.recording + 1], one.people) for one in episode.shared)
    return Diarise(interview.file, find_voices(), tuple(parts))


def named(shared: Sequence[SharedRecording], found: Turns) -> Iterator[Turn]:
    """Yield the turns with the names that people wrote; others are counted on, since nobody knows who is whom."""
    unnamed = 0
    for recording, part in zip(shared, found.parts, strict=True):
        numbers = dict.fromkeys(turn.speaker for turn in part)
        names = recording.names or tuple(f"Speaker {unnamed + i}" for i in range(1, len(numbers) + 1))
        if not recording.names:
            unnamed += len(numbers)
        called = dict(zip(numbers, names, strict=False))
        yield from (replace(turn, speaker=called[turn.speaker]) for turn in part)
