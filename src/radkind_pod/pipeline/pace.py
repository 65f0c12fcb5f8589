"""How long the rest of a build will take: what stages took before, put right by what they take now."""

import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock

from radkind_pod.progress import Watcher

SHOWN_FROM = 0.1
"""So much of the work must be done before the rest is told: what came before that says little."""
MOST_GUESSED = 0.2
"""Nor is it told while more of the rest than this is of stages that nobody ever saw at work on this show."""
LEAST_SHARE = 0.05
"""A stage that is at work tells how long it will take when it has moved so far since it began to move: before that it
starts a process or loads a model."""


@dataclass(frozen=True, slots=True)
class Expected:
    """The seconds that a stage will take, and whether that is known from the show's earlier builds or only guessed."""

    seconds: float
    is_known: bool


@dataclass
class _Episode:
    """What an episode still needs, and how far the stage is that is at work: `began` is None where none is."""

    left: dict[str, Expected]
    stage: str = ""
    began: float | None = None
    moves: tuple[tuple[float, float], ...] = ()
    """When it was told first and last how far it is, and that share."""

    def rest(self) -> float | None:
        """Return the seconds that the stage at work still takes; None while it doesn't tell."""
        if len(self.moves) < 2:
            return None
        (since, first), (now, share) = self.moves
        return (now - since) / (share - first) * (1 - share) if share - first >= LEAST_SHARE else None


@dataclass
class _Seen:
    """What stages of one name were expected to take, and took, in this build."""

    expected: float = 0.0
    took: float = 0.0

    def add(self, expected: float, took: float) -> None:
        self.expected += expected
        self.took += took


@dataclass
class Pace:
    """Follows a build. `expected` has for each episode the stages that have to run, in their order."""

    expected: Mapping[str, Mapping[str, Expected]]
    now: Callable[[], float] = time.monotonic
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        self._began = self.now()
        self._episodes = {slug: _Episode(dict(stages)) for slug, stages in self.expected.items()}
        self._seen: dict[str, _Seen] = defaultdict(_Seen)

    def seconds(self, slug: str) -> float:
        """Return what the episode was expected to take before anything ran."""
        return sum(one.seconds for one in self.expected[slug].values())

    def begins(self, slug: str, stage: str) -> None:
        """Take note that the episode's stage begins."""
        with self._lock:
            one = self._episodes[slug]
            one.stage, one.began, one.moves = stage, self.now(), ()

    def waits(self, slug: str, it_does: bool) -> None:
        """Take note that it waits for its turn, or doesn't: that may be said again of one long at work."""
        with self._lock:
            one = self._episodes[slug]
            if it_does:
                one.began, one.moves = None, ()
            elif one.began is None:
                one.began = self.now()

    def moved(self, slug: str, share: float) -> None:
        """Take note of the share that is done of the stage at work."""
        with self._lock:
            one = self._episodes[slug]
            one.moves = (*one.moves[:1], (self.now(), share))

    def done(self, slug: str, stage: str, seconds: float) -> None:
        """Take note of what the stage took."""
        with self._lock:
            one = self._episodes[slug]
            expected, one.began, one.moves = one.left.pop(stage, None), None, ()
            if expected and seconds:
                self._seen[stage].add(expected.seconds, seconds)

    def ended(self, slug: str) -> None:
        """Take note that nothing more comes of the episode, whether it is made or failed."""
        with self._lock:
            self._episodes[slug] = _Episode({})

    def left(self) -> float | None:
        """Return the seconds until all is done; None as long as nobody can tell."""
        with self._lock:
            return self._left()

    def _left(self) -> float | None:
        now = self.now()
        seen = {name: _Seen(one.expected, one.took) for name, one in self._seen.items()}
        done = sum(one.took for one in seen.values())
        for one in self._episodes.values():
            if one.began is not None and one.stage in one.left:
                done += now - one.began
                rest = one.rest()
                if rest is not None and one.stage not in self._seen:
                    seen.setdefault(one.stage, _Seen()).add(one.left[one.stage].seconds, now - one.began + rest)
        rests = [self._rest(one, seen, now) for one in self._episodes.values()]
        rest, guessed = sum(sum(pair) for pair in rests), sum(guessed for _, guessed in rests)
        if not done or done < SHOWN_FROM * (done + rest) or guessed > MOST_GUESSED * rest:
            return None
        # So much is done in a second of the clock, by all of the computer; yet nothing ends before its longest episode.
        return max(rest * (now - self._began) / done, *(sum(pair) for pair in rests))

    def _rest(self, one: _Episode, seen: Mapping[str, _Seen], now: float) -> tuple[float, float]:
        """Return the seconds that the episode still takes: in stages that are known, and in those that are guessed."""
        known = guessed = 0.0
        every = _Seen(sum(s.expected for s in seen.values()), sum(s.took for s in seen.values()))
        for name, expected in one.left.items():
            like = seen.get(name, every)
            seconds = expected.seconds * (like.took / like.expected if like.expected else 1.0)
            if name == one.stage and one.began is not None:
                rest = one.rest()
                seconds = max(seconds - (now - one.began), 0.0) if rest is None else rest
            if expected.is_known or name in seen:
                known += seconds
            else:
                guessed += seconds
        return known, guessed


class Paced:
    """A Watcher that lets the pace know, too."""

    def __init__(self, watcher: Watcher, pace: Pace, slug: str) -> None:
        self._watcher, self._pace, self._slug = watcher, pace, slug

    def episode(self, slug: str, title: str) -> None:
        """Pass it on."""
        self._watcher.episode(slug, title)

    def stage(self, name: str, reasons: tuple[str, ...]) -> None:
        """Pass it on."""
        self._pace.begins(self._slug, name)
        self._watcher.stage(name, reasons)

    def moved(self, done: float, total: float) -> None:
        """Pass it on."""
        self._pace.moved(self._slug, done / total if total else 0.0)
        self._watcher.moved(done, total)

    def remarked(self, text: str) -> None:
        """Pass it on."""
        self._watcher.remarked(text)

    def waits(self, it_does: bool) -> None:
        """Pass it on."""
        self._pace.waits(self._slug, it_does)
        self._watcher.waits(it_does)

    def done(self, name: str, seconds: float) -> None:
        """Pass it on."""
        self._pace.done(self._slug, name, seconds)
        self._watcher.done(name, seconds)
