"""What makes a decoded window doubtful: what Whisper's sequential decoder looks at, and what it does not."""

import math
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from radkind_pod.transcript.listening.decoder import Decoded, Spoken
from radkind_pod.transcript.listening.languages import DOUBT
from radkind_pod.transcript.listening.missed import missed
from radkind_pod.transcript.listening.repeats import loops, surplus
from radkind_pod.transcript.listening.times import STEP_MS, Sounding, held, sounding, to_last_sound
from radkind_pod.transcript.listening.voice import FRAME, SURE, Voice, stretches
from radkind_pod.transcript.listening.windows import Window
from radkind_pod.transcript.pieces import RATE
from radkind_pod.transcript.wording import width

REPEATS = "repeats"
UNSURE = "unsure"
NO_SPEECH = "no-speech"
TOO_FAST = "too-fast"
CUT_OFF = "cut-off"
WORDS_ALONE = "words-without-speech"
SPEECH_ALONE = "speech-without-words"
LANGUAGE = "another-language"
"""The reasons, as they stand in the draft."""

MOST_COMPRESSED = 2.4
LEAST_LOG_PROBABILITY = -1.0
MOST_NO_SPEECH = 0.6
"""Whisper's own thresholds (openai-whisper, `transcribe`)."""
LEAST_SURE = -0.7
"""Stricter than Whisper, which prints what it is surer of than -1. In speech under noise (bench/mix.py, at -2 and 3 dB)
fewer than half of the words are right in what it is less sure of; from -0.65 on more are."""
MOST_LETTERS_A_SECOND = 30.0
"""The fastest speakers reach about 20 Latin letters a second over some seconds; nobody reaches this."""
_ENOUGH_LETTERS = 30
"""Fewer say nothing of a rate."""
_FOREIGN = 0.8
"""A window that is in another language with this probability was translated, or guessed."""
_ENOUGH_S = 3.0
"""Seconds of voice; less doesn't tell a language."""
_LONG_GAP_S = 3.0
"""After so much speech without a word a window as a whole is not trusted; shorter gaps are heard by themselves."""
_NO_VOICE = 0.3
"""Where voice is nowhere more probable than this, nobody speaks."""
_MAY_BE_VOICE = 0.2
"""Softer than what begins a stretch: a word's first sound may hardly be voice."""
_NEAR_MS = 250
"""So far from a word's time its voice may be: Whisper's times are not exact."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A window, what was heard in it, its words at their times within it, and what is doubtful about it.

    `passed_over_s` is how many seconds of speech in it have no word.
    """

    window: Window
    decoded: Decoded
    words: tuple[Spoken, ...]
    reasons: tuple[str, ...]
    passed_over_s: float = 0.0

    @property
    def printed(self) -> tuple[Spoken, ...]:
        """The words without those of silence, of marks alone, and of what is said for more than the third time."""
        if NO_SPEECH in self.reasons or not any(letter.isalnum() for letter in self.decoded.text):
            return ()
        again = surplus(loops([word.text for word in self.words], [word.probability for word in self.words]))
        return tuple(word for i, word in enumerate(self.words) if i not in again)

    def only(self, wanted: Callable[[Spoken], bool]) -> "Judged":
        """Return the same with the wanted words alone."""
        words = tuple(word for word in self.words if wanted(word))
        return replace(self, words=words, reasons=self.reasons if words else ())

    def without(self, reason: str) -> "Judged":
        """Return the same without a reason that is told elsewhere."""
        return replace(self, reasons=tuple(one for one in self.reasons if one != reason))

    @property
    def badness(self) -> tuple[int, int, float]:
        """What to compare by: fewer reasons are better, then less speech passed over, then more sureness."""
        reasons = len(self.without(SPEECH_ALONE).reasons)
        return reasons, round(self.passed_over_s), -self.decoded.mean_log_probability

    @property
    def is_sure(self) -> bool:
        """Say whether these words may be put where the window around them, as a whole, gave none."""
        return set(self.reasons) <= {LANGUAGE, SPEECH_ALONE} and not is_unsure(self.decoded)


def judged(window: Window, decoded: Decoded, voice: Voice) -> Judged:
    """Return what is to be thought of what was heard; `voice` is that of the window's whole piece."""
    sides = [window.side(word.start_s, word.end_s) for word in decoded.words]
    spoken = [replace(word, start_s=start, end_s=end) for word, (start, end) in zip(decoded.words, sides, strict=True)]
    words = tuple(held(spoken, _speech(window, voice)))
    gaps = gaps_s(window, words, voice)
    foreign = is_foreign(decoded, spoken_seconds(window, voice))
    found = {
        REPEATS: repeats(decoded),
        UNSURE: is_unsure(decoded) and not foreign,  # of a translation Whisper always is
        NO_SPEECH: no_speech(decoded),
        TOO_FAST: is_too_fast(decoded.text, spoken_seconds(window, voice)),
        CUT_OFF: not decoded.ended,
        WORDS_ALONE: bool(without_voice(window, words, voice)),
        LANGUAGE: foreign,
        SPEECH_ALONE: max(gaps, default=0.0) >= _LONG_GAP_S,
    }
    reasons = tuple(reason for reason, holds in found.items() if holds) if decoded.words else ()
    return Judged(window, decoded, words, reasons, sum(gaps))


def drawn_out(judged: Judged, voice: Voice) -> Judged:
    """Return the same with words up to their last sound. That is for showing: missed speech might hide behind it."""
    return replace(judged, words=tuple(to_last_sound(judged.words, _speech(judged.window, voice))))


def repeats(decoded: Decoded) -> bool:
    """Say whether the text says the same again and again."""
    text = decoded.text.strip()
    too_alike = compression_ratio(text) > MOST_COMPRESSED
    words = [word.text for word in decoded.words]
    return too_alike or bool(loops(words, [word.probability for word in decoded.words]))


def sureness(decoded: Decoded) -> float:
    """Return the mean log probability of what is said for the first time: a loop makes Whisper sure of itself."""
    once = _said_once(decoded)
    if len(once) == len(decoded.words):
        return decoded.mean_log_probability
    return min(decoded.mean_log_probability, _mean_log(once))


def is_unsure(decoded: Decoded) -> bool:
    """Say whether Whisper is unsure of the text; where it hardly takes it for speech, doubt is enough."""
    silent = decoded.no_speech_probability > MOST_NO_SPEECH
    return sureness(decoded) < (DOUBT if silent else LEAST_SURE)


def no_speech(decoded: Decoded) -> bool:
    """Say whether Whisper itself takes the window for silence, and is unsure of its text or of its words.

    Of a single word that it makes up it may be sure that nothing follows, which is half of the text's probability.
    """
    unsure = min(sureness(decoded), _mean_log(_said_once(decoded))) < LEAST_LOG_PROBABILITY
    return unsure and decoded.no_speech_probability > MOST_NO_SPEECH


def _said_once(decoded: Decoded) -> list[Spoken]:
    """Return the words without those that only say a loop's phrase again."""
    words = decoded.words
    found = loops([word.text for word in words], [word.probability for word in words])
    again = {i for loop in found for i in range(loop.first + loop.phrase, loop.first + loop.phrase * loop.times)}
    return [word for i, word in enumerate(words) if i not in again]


def _mean_log(words: Sequence[Spoken]) -> float:
    return sum(math.log(max(word.probability, 1e-9)) for word in words) / max(1, len(words))


def is_foreign(decoded: Decoded, seconds: float) -> bool:
    """Say whether so many seconds of voice are in another language than the one in which they were decoded."""
    other = decoded.likeliest != decoded.language
    return other and decoded.likelihood >= _FOREIGN and seconds >= _ENOUGH_S


def compression_ratio(text: str) -> float:
    """Return how many times smaller the text's bytes become with zlib, as openai-whisper reckons it."""
    written = text.encode()
    return len(written) / len(zlib.compress(written))


def is_too_fast(text: str, seconds: float) -> bool:
    """Say whether nobody could say so much in so many seconds of voice."""
    letters = width(text.strip())
    return letters > _ENOUGH_LETTERS and letters > MOST_LETTERS_A_SECOND * seconds


def _speech(window: Window, voice: Voice) -> Sounding | None:
    """Return for each 10 ms of the window whether something sounds there that may be voice: noise before it is none."""
    sound = sounding(window.samples)
    if sound is None:
        return None
    frames = np.concatenate([np.arange(start, end, RATE * STEP_MS // 1000) for start, end in window.parts]) // FRAME
    may_be = voice >= _MAY_BE_VOICE
    near = may_be | np.append(may_be[1:], False)
    heard: Sounding = sound & near[np.minimum(frames[: len(sound)], len(near) - 1)]
    return heard


def spoken_seconds(window: Window, voice: Voice) -> float:
    """Return how many seconds of the window hold voice."""
    frames = sum(int((voice[start // FRAME : -(-end // FRAME)] >= SURE.threshold).sum()) for start, end in window.parts)
    return frames * FRAME / RATE


def gaps_s(window: Window, words: Sequence[Spoken], voice: Voice) -> list[float]:
    """Return how long those stretches of the window's speech are, in seconds, in which there is no word (`missed`)."""
    parts = [(start // FRAME, end // FRAME) for start, end in window.parts]
    speech = [
        (first * FRAME + start, first * FRAME + end)
        for first, last in parts
        for start, end in stretches(voice[first:last], SURE, (last - first) * FRAME)
    ]
    gaps = missed(speech, [window.place(word.start_s, word.end_s) for word in words])
    return [(end - start) / RATE for start, end in gaps]


def without_voice(window: Window, words: Sequence[Spoken], voice: Voice) -> list[int]:
    """Return which of the window's words are said where nobody speaks."""
    near = _NEAR_MS * RATE // 1000
    found = []
    for i, word in enumerate(words):
        start, end = window.place(word.start_s, word.end_s)
        heard = voice[max(0, start - near) // FRAME : -(-(end + near) // FRAME)]
        if len(heard) and heard.max() < _NO_VOICE:
            found.append(i)
    return found
