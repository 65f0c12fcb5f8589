"""The stage Diarise: who speaks when in a recording that several people share."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from radkind_pod.media.decode import read_blocks
from radkind_pod.model.audio import Turn
from radkind_pod.model.plain import to_json
from radkind_pod.progress import Progress
from radkind_pod.transcript.listening.voice import Ear, Stretch, stretches, voice_in
from radkind_pod.transcript.pieces import RATE, Piece, Samples, cut_pieces, sample_ms
from radkind_pod.transcript.stages import Diarise, Shared, Turns
from radkind_pod.transcript.voices.clusters import voices_of
from radkind_pod.transcript.voices.encoder import voice_vectors
from radkind_pod.transcript.voices.mel import BANDS, HOP, mel_power
from radkind_pod.transcript.voices.weights import Floats, Weights, read_weights

FINE = Ear(0.35, 100, 0)
"""Every small pause counts: people take turns in them."""
WINDOW, STEP = 160, 80
"""One vector stands for 1.6 s, as the network was trained, and every 0.8 s one begins (in hops of 10 ms)."""
LEVEL_DB = -28.0
"""The network was trained on speech brought to about -30 dBFS; its bands are power, so the level matters."""
GAP_MS = 250
"""A pause so short within what one person says belongs to the turn."""
_QUIET = RATE // 20


@dataclass(frozen=True, slots=True)
class Window:
    """Where a window lies in the recording, in samples; what lies next to it in `stretch` has no pause between."""

    start: int
    end: int
    stretch: int

    @property
    def middle(self) -> int:
        """Where it stands for what is said."""
        return (self.start + self.end) // 2


def diarise(request: Diarise, folder: Path, progress: Progress) -> None:
    """Write turns.json. The vectors of the voices end with this call: only the turns are written."""
    weights = read_weights(request.weights)
    total = sum(part.end_ms - part.start_ms for part in request.parts)
    done, found = 0, list[tuple[Turn, ...]]()
    for part in request.parts:
        found.append(tuple(_turns(request.interview, part, weights, _teller(progress, done, total))))
        done += part.end_ms - part.start_ms
    (folder / "turns.json").write_text(to_json(Turns(tuple(found))), encoding="utf-8", newline="\n")


def _teller(progress: Progress, before_ms: int, total_ms: int) -> Callable[[int], None]:
    return lambda ms: progress.moved(min(before_ms + ms, total_ms), total_ms)


def _turns(interview: Path, part: Shared, weights: Weights, tell: Callable[[int], None]) -> list[Turn]:
    start, stop = part.start_ms * RATE // 1000, part.end_ms * RATE // 1000
    blocks = read_blocks(interview, channels=1, rate=RATE, start=start, stop=stop)
    heard = _Heard(weights)
    for piece in cut_pieces(blocks):
        heard.add(piece)
        tell(piece.end_ms)
    return heard.turns(part)


class _Heard:
    """The windows of one part with their vectors, which live as long as this does."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._spans: list[Stretch] = []
        self._windows: list[Window] = []
        self._vectors: list[Floats] = []
        self._changes: dict[int, int] = {}
        """Where one window most likely gives way to the next in its stretch: its number -> sample."""

    def add(self, piece: Piece) -> None:
        """Hear one piece."""
        found = stretches(voice_in(piece.samples), FINE, len(piece.samples))
        samples = _levelled(piece.samples, found)
        mels = list[Floats]()
        for start, end in found:
            mel = mel_power(samples[start:end])
            for first, last in _windows(len(mel)):
                self._note(piece, Window(start + first * HOP, min(start + last * HOP, end), len(self._spans)))
                mels.append(np.resize(mel[first:last], (WINDOW, BANDS)))  # what is shorter is heard again and again
            self._spans.append((piece.start + start, piece.start + end))
        self._vectors.append(voice_vectors(np.stack(mels), self._weights) if mels else np.zeros((0, 0), np.float32))

    def _note(self, piece: Piece, window: Window) -> None:
        number = len(self._windows)
        last = self._windows[-1] if number else None
        here = Window(piece.start + window.start, piece.start + window.end, window.stretch)
        if last and last.stretch == here.stretch:
            between = piece.samples[last.middle - piece.start : here.middle - piece.start]
            self._changes[number] = last.middle + _quietest(between)
        self._windows.append(here)

    def turns(self, part: Shared) -> list[Turn]:
        """Return who speaks when, in recording time, numbered in the order in which they are first heard."""
        if not self._windows:
            return []
        labels = voices_of(np.concatenate([v for v in self._vectors if len(v)]), part.people).tolist()
        order = {label: f"Speaker {i}" for i, label in enumerate(dict.fromkeys(labels), 1)}
        spoken = (
            Turn(order[label], part.start_ms + sample_ms(start), part.start_ms + sample_ms(end))
            for label, (start, end) in zip(labels, self._shares(), strict=True)
        )
        return _joined(spoken)

    def _shares(self) -> Iterator[Stretch]:
        """Yield for each window what of its stretch is nearer to it than to its neighbours."""
        for number, window in enumerate(self._windows):
            start, end = self._spans[window.stretch]
            yield self._changes.get(number, start), self._changes.get(number + 1, end)


def _windows(frames: int) -> list[tuple[int, int]]:
    """Return windows that cover so many frames evenly, no more than STEP apart."""
    if frames <= WINDOW:
        return [(0, frames)]
    steps = -(-(frames - WINDOW) // STEP)
    starts = (round(i * (frames - WINDOW) / steps) for i in range(steps + 1))
    return [(start, start + WINDOW) for start in starts]


def _levelled(samples: Samples, spoken: list[Stretch]) -> Samples:
    """Return the samples with what is spoken at LEVEL_DB."""
    power = sum(float(np.square(samples[a:b], dtype=np.float64).sum()) for a, b in spoken)
    length = sum(b - a for a, b in spoken)
    gain = 10 ** (LEVEL_DB / 20) / np.sqrt(power / length) if power else 1.0
    return samples * np.float32(gain)


def _quietest(samples: Samples) -> int:
    """Return the middle of the quietest 50 ms."""
    if len(samples) <= _QUIET:
        return len(samples) // 2
    sums = np.concatenate([[0.0], np.cumsum(np.square(samples, dtype=np.float64))])
    return int(np.argmin(sums[_QUIET:] - sums[:-_QUIET])) + _QUIET // 2


def _joined(turns: Iterator[Turn]) -> list[Turn]:
    found: list[Turn] = []
    for turn in turns:
        last = found[-1] if found else None
        if last and last.speaker == turn.speaker and turn.start_ms - last.end_ms <= GAP_MS:
            found[-1] = Turn(turn.speaker, last.start_ms, turn.end_ms)
        else:
            found.append(turn)
    return found
