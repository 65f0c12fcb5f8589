"""Brings the simultaneous tracks of a take in step, by what they hear of each other.

The first track is the reference: its clock is the take's. Each other one is compared with it, or, where they have
nothing in common, with those that are in step already. The take begins with the track that was started first.
"""

from collections.abc import Sequence

from radkind_pod.audio.tracks.line import Line, find_line
from radkind_pod.audio.tracks.places import Pair
from radkind_pod.audio.tracks.whiten import Whitened
from radkind_pod.model.audio import Alignment, Placed

_IN_STEP_S = 0.0005
"""Tracks that were started so exactly together stay as they are, to the sample."""


def align(names: Sequence[str], tracks: Sequence[Whitened]) -> tuple[list[Placed], list[Alignment]]:
    """Return where each track stands in the take, and for all but the first how that was found."""
    placed = {0: Placed()}
    found: dict[int, Alignment] = {}
    in_step = [0]
    for reference in in_step:
        for number in range(1, len(tracks)):
            line = None if number in placed else find_line(Pair(tracks[reference], tracks[number]))
            if line:
                placed[number] = _behind(placed[reference], line)
                found[number] = _told(names[number], names[reference], line)
                in_step.append(number)
    first_s = min(one.start_s for one in placed.values())
    stand = [placed.get(number, Placed()) for number in range(len(tracks))]
    return (
        [Placed(one.start_s - first_s, one.drift) for one in stand],
        [found.get(number) or Alignment(names[number], names[0], 0) for number in range(1, len(tracks))],
    )


def _behind(reference: Placed, line: Line) -> Placed:
    """Return where a track stands that has the line to one that stands at `reference`."""
    rate = (1 + reference.drift) * (1 + line.drift)
    return Placed(reference.start_s + _start_s(line) / (1 + reference.drift), rate - 1)


def _start_s(line: Line) -> float:
    """Return where in the reference's time the other track begins."""
    start_s = -line.late_s / (1 + line.drift)
    return 0.0 if abs(start_s) < _IN_STEP_S else start_s


def _told(name: str, reference: str, line: Line) -> Alignment:
    way_ms = None if line.way_s is None else round(line.way_s * 1000, 2)
    start_s, ppm = round(_start_s(line), 5), round(line.drift * 1e6, 2)
    return Alignment(name, reference, line.places, start_s, ppm, way_ms, line.step)
