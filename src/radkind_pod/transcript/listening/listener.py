"""A recording heard in two passes: quickly, in full windows; then again with care where that can't be trusted."""

from collections.abc import Callable, Iterable, Iterator, MutableMapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np

from radkind_pod.errors import EngineError
from radkind_pod.model.transcript import Heard
from radkind_pod.transcript.engines import Sound
from radkind_pod.transcript.listening.decoder import CAREFUL, Ask, Decoded, Decoder
from radkind_pod.transcript.listening.judge import LANGUAGE, SPEECH_ALONE, WORDS_ALONE, Judged, drawn_out, judged
from radkind_pod.transcript.listening.missed import is_in, missed, neighbours, with_margins
from radkind_pod.transcript.listening.spoken import in_recording, passed_over
from radkind_pod.transcript.listening.voice import FRAME, GENTLE, SURE, Stretch, Voice, stretches, voice_in
from radkind_pod.transcript.listening.windows import LONGEST, SHORT, Window, pack
from radkind_pod.transcript.pieces import Piece, Samples

_VOICE_FRAMES = 2_000
"""Voice is looked for in so many frames at a time (64 s), so that all cores can."""
_WARM_FRAMES = 32
"""The detector knows what came just before: it gets a second more in front."""


@contextmanager
def failures_told(decoder: Decoder, ask: Ask) -> Iterator[None]:
    """Raise EngineError where the model doesn't know a language, and for what an engine raises while it listens."""
    for language in (ask.language, *ask.others):
        if not decoder.knows(language):
            raise EngineError(decoder.name, f"this model does not know the language {language!r}", "Name another model")
    try:
        yield
    except (RuntimeError, MemoryError) as error:
        raise EngineError(decoder.name, f"it failed while listening ({error})", "Try a smaller model") from error


@dataclass(frozen=True, slots=True)
class Listener:
    """Hears with one engine."""

    decoder: Decoder

    @property
    def remark(self) -> str:
        """What a person should know of how it listened; empty: nothing."""
        return self.decoder.remark

    def transcribe(
        self, sound: Sound, ask: Ask, heard_until: Callable[[int], None], journal: MutableMapping[str, Decoded]
    ) -> tuple[Heard, ...]:
        """Return all that was heard and all that was passed over, in recording time.

        `journal` is asked for each window before it is decoded, and told what was heard in it.
        """
        with failures_told(self.decoder, ask):
            return self._heard(sound, ask, heard_until, journal)

    def _heard(
        self, sound: Sound, ask: Ask, heard_until: Callable[[int], None], journal: MutableMapping[str, Decoded]
    ) -> tuple[Heard, ...]:
        with ThreadPoolExecutor(self.decoder.workers) as pool:
            hearing = _Hearing(self.decoder, ask, journal, pool)
            try:
                found = [hearing.heard_in(*piece, heard_until) for piece in _with_voice(pool, sound.pieces)]
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise
        return tuple(chain.from_iterable(found))


@dataclass(frozen=True, slots=True)
class _Hearing:
    decoder: Decoder
    ask: Ask
    journal: MutableMapping[str, Decoded]
    pool: ThreadPoolExecutor

    def heard_in(self, piece: Piece, voice: Voice, heard_until: Callable[[int], None]) -> list[Heard]:
        end = len(piece.samples)
        speech = stretches(voice, SURE, end)
        longest = SHORT if self.ask.others else LONGEST
        windows = pack(piece, stretches(voice, GENTLE, end), voice, longest)
        first = [one.without(SPEECH_ALONE) for one in self._trusted(windows, voice, heard_until)]
        gaps = missed(speech, _spans(first))
        windows = chain.from_iterable(pack(piece, some, voice) for some in neighbours(with_margins(gaps, end)))
        again = [_within(gaps, one) for one in chain.from_iterable(self._judged(windows, voice))]
        second = [one.without(SPEECH_ALONE) for one in again if one.is_sure]
        still = missed(speech, _spans([*first, *second]))
        heard_until(piece.end_ms)
        found = [in_recording(drawn_out(one, voice), self.ask) for one in [*first, *second]]
        found += [passed_over(piece, gap, _guessed(again, gap)) for gap in still]
        return sorted((one for one in found if one.words or one.flags), key=lambda one: (one.start_ms, one.end_ms))

    def _trusted(self, windows: Iterable[Window], voice: Voice, heard_until: Callable[[int], None]) -> Iterator[Judged]:
        for group in self._judged(windows, voice, lambda first: self._best_of(first, voice)):
            heard_until(group[-1].window.end_ms)
            yield from group

    def _judged(
        self, windows: Iterable[Window], voice: Voice, mend: Callable[[Judged], Judged] = lambda first: first
    ) -> Iterator[list[Judged]]:
        """Yield the windows as judged and mended, those together that are decoded at once."""
        groups = _groups(windows, self.decoder.batch, self.decoder.workers)
        return self.pool.map(lambda group: [mend(one) for one in self._group(group, voice)], groups)

    def _group(self, windows: Sequence[Window], voice: Voice) -> list[Judged]:
        new = [window for window in windows if window.key not in self.journal]
        if new:
            decoded = self.decoder.decode([window.samples for window in new], self.ask)
            self.journal.update(zip([window.key for window in new], decoded, strict=True))
        return [judged(window, self.journal[window.key], voice) for window in windows]

    def _best_of(self, first: Judged, voice: Voice) -> Judged:
        """Return the window as first heard if that can be trusted, else the best of what is heard with care.

        No care makes a translation of what is in another language.
        """
        if set(first.reasons) <= {LANGUAGE}:
            return first
        window = first.window
        key = f"{window.key} again"
        if key not in self.journal:
            self.journal[key] = self._heard_with_care(first, voice).decoded
        return judged(window, self.journal[key], voice)

    def _heard_with_care(self, first: Judged, voice: Voice) -> Judged:
        best, was = first, first.decoded
        ask = replace(self.ask, language=was.language or self.ask.language)
        # Chance would make up what is only missing, and a word that is merely out of its place it would say again.
        ways = CAREFUL[:1] if set(first.reasons) <= {LANGUAGE, SPEECH_ALONE, WORDS_ALONE} else CAREFUL
        for found in self.decoder.again(first.window.samples, ask, ways):
            decoded = replace(found, language=was.language, likeliest=was.likeliest, likelihood=was.likelihood)
            best = min(best, judged(first.window, decoded, voice), key=lambda one: one.badness)
            if set(best.reasons) <= {LANGUAGE}:
                break
        return best


def _with_voice(pool: ThreadPoolExecutor, pieces: Iterable[Piece]) -> Iterator[tuple[Piece, Voice]]:
    """Yield each piece with its voice; that of the next piece is looked for while a piece is decoded."""
    waiting: tuple[Piece, list[Future[Voice]]] | None = None
    for piece in pieces:
        following = piece, [pool.submit(_voice_from, piece.samples, first) for first in _starts(piece)]
        if waiting:
            yield waiting[0], _joined(waiting[1])
        waiting = following
    if waiting:
        yield waiting[0], _joined(waiting[1])


def _starts(piece: Piece) -> range:
    return range(0, -(-len(piece.samples) // FRAME), _VOICE_FRAMES)


def _voice_from(samples: Samples, first: int) -> Voice:
    warm = min(first, _WARM_FRAMES)
    return voice_in(samples[(first - warm) * FRAME : (first + _VOICE_FRAMES) * FRAME])[warm:]


def _joined(parts: Iterable[Future[Voice]]) -> Voice:
    return np.concatenate([np.zeros(0, np.float32), *(part.result() for part in parts)])


def _groups(windows: Iterable[Window], most: int, workers: int) -> Iterator[list[Window]]:
    """Yield the windows in groups of at most so many, ever smaller, so that no worker waits long for another.

    That is guided self-scheduling (Polychronopoulos and Kuck, 1987) with half of each worker's share.
    """
    ordered = list(windows)
    at = 0
    while at < len(ordered):
        size = min(most, -(-(len(ordered) - at) // (2 * workers)))
        yield ordered[at : at + size]
        at += size


def _within(gaps: Sequence[Stretch], one: Judged) -> Judged:
    return one.only(lambda word: is_in(one.window.place(word.start_s, word.end_s), gaps))


def _guessed(again: Iterable[Judged], gap: Stretch) -> str:
    """Return what was heard in a gap that is not to be trusted."""
    return "".join(word.text for one in again if not one.is_sure for word in _within([gap], one).words).strip()


def _spans(heard: Iterable[Judged]) -> list[Stretch]:
    return [one.window.place(word.start_s, word.end_s) for one in heard for word in one.printed]
