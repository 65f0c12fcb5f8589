"""What several microphones of one take tell of each other before they are mixed."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from radkind_pod.audio.curve import Curve
from radkind_pod.audio.examine import Examined
from radkind_pod.audio.tracks.align import align
from radkind_pod.audio.tracks.bleed import Microphone, find_bleed, gate, levels_of, lowered_s, owners_of
from radkind_pod.audio.tracks.whiten import RATE, Whitened
from radkind_pod.audio.turns import find_turns, joined
from radkind_pod.media.decode import read_blocks
from radkind_pod.model.audio import Alignment, Bleed, Placed, Turn

Moved = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Take:
    """The simultaneous tracks of one recording, in step. `gates` holds a gain for each microphone.

    `turns` are counted from the beginning of the take.
    """

    tracks: tuple[Examined, ...]
    placed: tuple[Placed, ...]
    gates: tuple[Curve | None, ...]
    turns: tuple[Turn, ...] = ()
    alignments: tuple[Alignment, ...] = ()
    bleed: tuple[Bleed, ...] = ()

    @property
    def seconds(self) -> float:
        """How long the take is, from the first sound of any track to the last."""
        pairs = zip(self.tracks, self.placed, strict=True)
        return max(placed.take_time(e.seconds) for e, placed in pairs)


def microphones_in(tracks: Sequence[Examined]) -> list[tuple[Examined, int]]:
    """Return file and channel of each microphone; the channel is -1 where a file is one microphone."""
    return [(e, channel) for e in tracks for channel in (range(len(e.track.channels)) if e.track.channels else (-1,))]


def bring_together(tracks: tuple[Examined, ...], folder: Path, moved: Moved) -> Take:
    """Find out how the tracks stand to each other, who speaks when and who is heard where else.

    Decodes each file once, if there are several microphones. `moved` is told the seconds of sound that were read.
    """
    inside = microphones_in(tracks)
    if len(inside) == 1:
        return Take(tracks, (Placed(),), (None,))
    with ExitStack() as stack:
        heard = [_whitened(e, folder, moved, stack) for e in tracks]
        placed, alignments = align([e.track.file.name for e in tracks], [of_file[0] for of_file in heard])
        microphones = [
            Microphone(name or e.track.file.name, whitened, place)
            for e, of_file, place in zip(tracks, heard, placed, strict=True)
            for name, whitened in zip(e.track.speakers, of_file, strict=True)
        ]
        return _weighed(tracks, microphones, tuple(placed), tuple(alignments))


def _weighed(
    tracks: tuple[Examined, ...],
    microphones: Sequence[Microphone],
    placed: tuple[Placed, ...],
    alignments: tuple[Alignment, ...],
) -> Take:
    levels_db = levels_of(microphones)
    numbered = find_turns([str(number) for number in range(len(microphones))], list(levels_db), 0)
    owners = owners_of(numbered, levels_db.shape[1])
    found = find_bleed(microphones, levels_db, owners)
    gates = tuple(gate(number, found, levels_db, owners) for number in range(len(microphones)))
    names = [speaker for e in tracks for speaker in e.track.speakers]
    turns = (Turn(name, turn.start_ms, turn.end_ms) for turn in numbered if (name := names[int(turn.speaker)]))
    bleed = (
        Bleed(microphones[one.microphone].name, microphones[one.voice].name, round(one.level_db, 1), lowered_s(gain))
        for one in found
        if (gain := gates[one.microphone])
    )
    return Take(tracks, placed, gates, tuple(joined(turns)), alignments, tuple(bleed))


def _whitened(e: Examined, folder: Path, moved: Moved, stack: ExitStack) -> list[Whitened]:
    """Read a file for comparison: each channel that is somebody's, or the mean of those of use."""
    channels: list[tuple[int, ...]] = [(channel,) for channel in range(len(e.track.channels))] or [e.live]
    found = [stack.enter_context(Whitened(folder)) for _ in channels]
    for block in read_blocks(e.track.file, rate=RATE):
        for whitened, chosen in zip(found, channels, strict=True):
            whitened.add(block[:, chosen].mean(axis=1, keepdims=True))
        moved(len(block) / RATE)
    for whitened in found:
        whitened.finish()
    return found
