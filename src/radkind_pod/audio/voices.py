"""How loud each speaker is, in the recording and in the episode."""

from collections.abc import Iterable, Iterator

import numpy as np

from radkind_pod.audio.beside import Beside, hops_of
from radkind_pod.audio.ear import told
from radkind_pod.media.loudness import integrated, loudness_range
from radkind_pod.model.audio import Turn, to_ms, to_samples
from radkind_pod.model.report import Voice


def voices(turns: Iterable[Turn], beside: Beside) -> Iterator[Voice]:
    """Yield every speaker in the order in which they are first heard, without what no music lets be heard alone."""
    stretches: dict[str, list[tuple[int, int, int]]] = {}
    for turn in turns:
        start, stop = to_samples(turn.start_ms), to_samples(turn.end_ms)
        stretches.setdefault(turn.speaker, []).extend(beside.heard_alone(start, stop))
    for speaker, heard in stretches.items():
        if heard:
            yield _voice(speaker, heard, beside)


def _voice(speaker: str, heard: list[tuple[int, int, int]], beside: Beside) -> Voice:
    before = np.concatenate([hops_of(beside.before, first, last) for first, last, _ in heard])
    after = np.concatenate([hops_of(beside.after, at, at + last - first) for first, last, at in heard])
    return Voice(
        speaker,
        to_ms(sum(last - first for first, last, _ in heard)),
        told(integrated(before)),
        told(integrated(after)),
        round(loudness_range(before), 2),
        round(loudness_range(after), 2),
    )
