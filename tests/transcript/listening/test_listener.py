"""A recording is heard in two passes; what is heard badly is heard again, and nothing is lost without a flag.

The recording here speaks in numbers: each EACH of it holds one value, which the decoder hears as a word.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from radkind_pod.errors import EngineError
from radkind_pod.model.transcript import Heard
from radkind_pod.transcript.engines import Sound
from radkind_pod.transcript.listening import listener
from radkind_pod.transcript.listening.decoder import CAREFUL, Ask, Decoded, Spoken, Way
from radkind_pod.transcript.listening.judge import LANGUAGE, NO_SPEECH, REPEATS, SPEECH_ALONE, UNSURE
from radkind_pod.transcript.listening.listener import Listener
from radkind_pod.transcript.listening.voice import FRAME, Ear, Voice
from radkind_pod.transcript.pieces import RATE, Samples, cut_pieces

EACH = RATE * 5 // 4
EACH_MS = 1250


def numbers(samples: Samples) -> Iterator[tuple[int, float, float]]:
    """Yield each number in the samples, with the seconds at which it begins and ends; larger pieces of numbers too."""
    samples = np.abs(samples)
    edges = np.flatnonzero(np.diff(samples, prepend=-1.0)).tolist()
    for start, end in zip(edges, [*edges[1:], len(samples)], strict=True):
        if samples[start] > 0 and end - start > EACH // 2:
            yield round(float(samples[start]) * 1000), start / RATE, end / RATE


def hears(samples: Samples) -> Decoded:
    words = tuple(Spoken(f" {n}", start, min(end, start + 1.2), 0.9) for n, start, end in numbers(samples))
    return Decoded(words, -0.2, 0.01)


@dataclass
class FakeDecoder:
    """Hears every number, unless it is told to hear something else."""

    batch: int = 4
    workers: int = 2
    first: Callable[[Samples], Decoded] = hears
    careful: Callable[[Samples, Way], Decoded] = lambda samples, _: hears(samples)
    fast: list[int] = field(default_factory=list)
    """How many windows each call had."""
    ways: list[Way] = field(default_factory=list)
    name: str = "fake"
    remark: str = ""

    def knows(self, language: str) -> bool:
        return language == "en"

    def decode(self, windows: Sequence[Samples], ask: Ask) -> list[Decoded]:
        self.fast.append(len(windows))
        return [self.first(window) for window in windows]

    def again(self, window: Samples, ask: Ask, ways: Sequence[Way]) -> Iterator[Decoded]:
        for way in ways:
            self.ways.append(way)
            yield self.careful(window, way)


@pytest.fixture(autouse=True)
def voice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbers are voice; one that ends in 7 is said so low that voice is only half sure."""

    def voice_in(samples: Samples) -> Voice:
        frames = np.pad(samples, (0, -len(samples) % FRAME)).reshape(-1, FRAME).max(axis=1)
        low = np.round(frames * 1000) % 10 == 7
        return np.where(frames == 0, 0, np.where(low, 0.55, 1)).astype(np.float32)

    monkeypatch.setattr(listener, "voice_in", voice_in)


def recording(spoken: Iterable[int], pause_each: int = 9, pause_s: float = 2) -> Samples:
    """Return a recording that says the numbers, one each EACH, with a pause after every few."""
    parts = []
    for i, number in enumerate(spoken, 1):
        parts.append(np.tile(np.array([number, -number], np.float32) / 1000, EACH // 2))
        if i % pause_each == 0:
            parts.append(np.zeros(round(pause_s * RATE), np.float32))
    return np.concatenate([np.zeros(0, np.float32), *parts])


def hear(
    decoder: FakeDecoder,
    samples: Samples,
    told: list[int] | None = None,
    journal: dict[str, Decoded] | None = None,
    longest_s: int = 120,
) -> tuple[Heard, ...]:
    sound = Sound(cut_pieces([samples], longest_s, 20), len(samples) * 1000 // RATE)
    tell = (lambda _: None) if told is None else told.append
    return Listener(decoder).transcribe(sound, Ask("en"), tell, {} if journal is None else journal)


def words(heard: Iterable[Heard]) -> list[int]:
    return [int(word.text) for part in heard for word in part.words]


ALL = list(range(1, 301))


@pytest.mark.parametrize("workers", [1, 2, 4])
@pytest.mark.parametrize("batch", [1, 3, 8])
def test_each_word_is_heard_once_at_its_time_whatever_is_decoded_at_once(batch: int, workers: int) -> None:
    heard = hear(FakeDecoder(batch, workers), recording(ALL))
    assert words(heard) == ALL
    assert heard == hear(FakeDecoder(), recording(ALL))
    starts = [word.start_ms for part in heard for word in part.words]
    assert starts == pytest.approx([(n - 1) * EACH_MS + (n - 1) // 9 * 2000 for n in ALL], abs=10)
    assert not any(part.flags for part in heard)


def test_windows_are_nearly_full_and_decoded_in_batches() -> None:
    """17 windows, each with two stretches of nine, for a third doesn't fit; no worker waits for a last full batch."""
    decoder = FakeDecoder()
    hear(decoder, recording(ALL), longest_s=1000)
    assert sorted(decoder.fast) == [1, 1, 1, 1, 2, 3, 4, 4]
    assert decoder.ways == []


def test_progress_only_moves_on_and_reaches_the_end() -> None:
    told: list[int] = []
    samples = recording(ALL)
    hear(FakeDecoder(), samples, told)
    assert told == sorted(told)
    assert told[-1] == len(samples) * 1000 // RATE
    assert len(told) > 4


def test_silence_costs_no_decoding() -> None:
    decoder = FakeDecoder()
    assert hear(decoder, np.zeros(100 * RATE, np.float32)) == ()
    assert decoder.fast == []


def looping(samples: Samples) -> Decoded:
    return Decoded(tuple(Spoken(" 1", i * 0.5, i * 0.5 + 0.4, 0.6) for i in range(12)), -0.3, 0.01)


def test_a_window_that_fails_is_heard_with_care_until_it_can_be_trusted() -> None:
    decoder = FakeDecoder(first=looping, careful=lambda s, way: looping(s) if way.timed else hears(s))
    heard = hear(decoder, recording(range(1, 10)))
    assert words(heard) == [*range(1, 10)]
    assert decoder.ways == list(CAREFUL[:3])
    assert not any(part.flags for part in heard)


def test_what_still_fails_is_kept_three_times_and_flagged() -> None:
    decoder = FakeDecoder(first=looping, careful=lambda samples, _: looping(samples))
    heard = hear(decoder, recording(range(1, 10)))
    assert decoder.ways[: len(CAREFUL)] == list(CAREFUL)
    loop = next(part for part in heard if part.words)
    assert [word.text for word in loop.words] == ["1"] * 3
    assert loop.flags == (REPEATS,)
    assert loop.left_out == "1 1 1 1 1 1 1 1 1"
    assert any(SPEECH_ALONE in part.flags for part in heard), "the seconds that the loop stands for"


def test_the_best_of_several_bad_ones_is_kept() -> None:
    worst = Decoded(hears(recording([5])).words, -2.0, 0.1)
    better = Decoded(hears(recording([6])).words, -1.2, 0.1)
    decoder = FakeDecoder(first=lambda _: worst, careful=lambda _, way: better if way == CAREFUL[2] else worst)
    heard = hear(decoder, recording([6]))
    assert [(words([part]), part.flags) for part in heard] == [([6], (UNSURE,))]


def test_words_that_whisper_takes_for_silence_are_left_out_and_told() -> None:
    silent = Decoded((Spoken(" 99", 0.0, 0.5, 0.1),), -1.5, 0.9)
    heard = hear(FakeDecoder(first=lambda _: silent, careful=lambda *_: silent), recording([1]))
    assert words(heard) == []
    assert (heard[0].flags, heard[0].left_out) == ((UNSURE, NO_SPEECH), "99")


def test_speech_that_is_passed_over_is_heard_once_more_at_its_time() -> None:
    def forgetful(samples: Samples) -> Decoded:
        whole = hears(samples)
        return Decoded(whole.words[:4], -0.2, 0.01) if len(whole.words) > 6 else whole

    heard = hear(FakeDecoder(first=forgetful), recording(range(1, 10)))
    assert words(heard) == [*range(1, 10)]
    starts = [w.start_ms for part in heard for w in part.words]
    assert starts == pytest.approx([*range(0, 9 * EACH_MS, EACH_MS)], abs=100)
    assert not any(part.flags for part in heard)


@pytest.mark.parametrize(("sure", "printed", "left_out"), [(-0.69, [5], []), (-0.71, [], ["5"])])
def test_what_is_heard_only_alone_is_printed_if_whisper_is_sure_of_it_and_else_told_with_the_flag(
    sure: float, printed: list[int], left_out: list[str]
) -> None:
    """Of voices in the background it makes phrases up, which it does not do where they go with what is said."""

    def only_alone(samples: Samples) -> Decoded:
        whole = hears(samples)
        if len(whole.words) == 1:
            return Decoded(whole.words, sure, 0.3)
        return Decoded(tuple(word for word in whole.words if word.text != " 5"), -0.2, 0.01)

    decoder = FakeDecoder(first=only_alone)
    heard = hear(decoder, recording(range(1, 10)))
    assert sorted(words(heard)) == sorted([1, 2, 3, 4, 6, 7, 8, 9, *printed])
    assert [part.left_out for part in heard if part.flags == (SPEECH_ALONE,)] == left_out
    assert decoder.ways == [], "what is not heard quickly is not heard"


def test_care_that_hears_more_of_the_speech_is_better_even_if_it_is_less_sure() -> None:
    def lacking(until: int, sureness: float) -> Callable[[Samples], Decoded]:
        return lambda samples: Decoded(hears(samples).words[:until], sureness, 0.01)

    def first(samples: Samples) -> Decoded:
        return lacking(2 if len(samples) > 9 * EACH else 0, -0.2)(samples)

    decoder = FakeDecoder(first=first, careful=lambda samples, _: lacking(5, -0.4)(samples))
    assert words(hear(decoder, recording(range(1, 10)))) == [1, 2, 3, 4, 5]


def test_a_window_that_lacks_much_is_heard_with_time_tokens_and_never_by_chance() -> None:
    """Chance would make it up."""

    def deaf(samples: Samples) -> Decoded:
        return Decoded(hears(samples).words[:3], -0.2, 0.01)

    decoder = FakeDecoder(first=deaf, careful=lambda samples, _: deaf(samples))
    hear(decoder, recording(range(1, 10)))
    assert set(decoder.ways) == {CAREFUL[0]}
    decoder = FakeDecoder(first=deaf)
    assert words(hear(decoder, recording(range(1, 10)))) == [*range(1, 10)]
    assert decoder.ways == [CAREFUL[0]]


def test_speech_that_is_never_heard_is_flagged_where_it_is() -> None:
    def deaf(samples: Samples) -> Decoded:
        return Decoded(tuple(w for w in hears(samples).words if not 3 < int(w.text) < 7), -0.2, 0.01)

    heard = hear(FakeDecoder(first=deaf, careful=lambda samples, _: deaf(samples)), recording(range(1, 10)))
    assert words(heard) == [1, 2, 3, 7, 8, 9]
    (gap,) = [part for part in heard if part.flags]
    assert gap.flags == (SPEECH_ALONE,)
    assert gap.start_ms == pytest.approx(3 * EACH_MS, abs=150)
    assert gap.end_ms == pytest.approx(6 * EACH_MS, abs=150)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.floats(0.05, 0.99), st.integers(0, 3000), st.integers(0, 800), st.sets(st.integers(1, 60)), st.integers(1, 20)
)
def test_however_voice_is_detected_no_speech_is_dropped_without_a_flag(
    threshold: float, silence_ms: int, pad_ms: int, unheard: set[int], pause_each: int
) -> None:
    def deaf(samples: Samples) -> Decoded:
        return Decoded(tuple(w for w in hears(samples).words if int(w.text) not in unheard), -0.2, 0.01)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(listener, "GENTLE", Ear(threshold, silence_ms, pad_ms))
        heard = hear(FakeDecoder(first=deaf, careful=lambda s, _: deaf(s)), recording(range(1, 61), pause_each, 1))
    at_ms = {n: (n - 1) * EACH_MS + (n - 1) // pause_each * 1000 for n in range(1, 61)}
    said = set(words(heard))
    for number, start in at_ms.items():
        flagged = any(part.start_ms <= start + EACH_MS // 2 <= part.end_ms for part in heard if part.flags)
        assert number in said or flagged, number


def test_interrupted_at_nine_tenths_the_next_run_decodes_at_most_one_batch_again() -> None:
    samples, journal = recording(range(1, 901)), dict[str, Decoded]()
    whole = FakeDecoder(batch=4, workers=2)
    wanted = hear(whole, samples)
    windows, done = sum(whole.fast), 0

    def interrupted(window: Samples) -> Decoded:
        nonlocal done
        done += 1
        if done > windows * 9 // 10:
            raise KeyboardInterrupt
        return hears(window)

    with pytest.raises(KeyboardInterrupt):
        hear(FakeDecoder(batch=4, workers=2, first=interrupted), samples, journal=journal)
    second = FakeDecoder(batch=4, workers=2)
    assert hear(second, samples, journal=journal) == wanted
    assert sum(second.fast) <= windows - windows * 9 // 10 + 8


def test_an_interrupted_second_look_is_not_taken_again_either() -> None:
    journal = dict[str, Decoded]()
    samples = recording(range(1, 10))
    decoder = FakeDecoder(first=looping)
    once = hear(decoder, samples, journal=journal)
    again = FakeDecoder(first=looping)
    assert hear(again, samples, journal=journal) == once
    assert (again.fast, again.ways) == ([], [])


def test_a_window_in_another_language_is_flagged_and_not_heard_again_for_that_alone() -> None:
    def foreign(samples: Samples) -> Decoded:
        return replace(hears(samples), language="en", likeliest="de", likelihood=0.95)

    decoder = FakeDecoder(first=foreign)
    heard = hear(decoder, recording(range(1, 10)))
    assert words(heard) == [*range(1, 10)]
    assert [part.flags for part in heard] == [(LANGUAGE,)]
    assert decoder.ways == []


def test_where_several_languages_are_spoken_windows_are_short() -> None:
    lengths: list[int] = []

    def measured(samples: Samples) -> Decoded:
        lengths.append(len(samples))
        return hears(samples)

    samples = recording(ALL, pause_each=4)
    sound = Sound(cut_pieces([samples], 120, 20), len(samples) * 1000 // RATE)
    heard = Listener(FakeDecoder(first=measured)).transcribe(sound, Ask("en", others=("en",)), lambda _: None, {})
    assert words(heard) == ALL
    assert max(lengths) <= 12 * RATE


def test_an_engine_that_fails_is_named() -> None:
    def fails(_: Samples) -> Decoded:
        raise RuntimeError("not enough memory: you tried to allocate 1 TB")

    with pytest.raises(EngineError, match=r"fake: it failed while listening \(not enough memory"):
        hear(FakeDecoder(first=fails), recording(ALL))


def test_a_language_that_the_model_does_not_know_is_refused_not_translated() -> None:
    with pytest.raises(EngineError, match="fake: this model does not know the language 'cy'"):
        Listener(FakeDecoder()).transcribe(Sound((), 0), Ask("cy"), lambda _: None, {})


def test_voice_is_the_same_as_if_it_were_looked_for_at_once() -> None:
    """It is looked for in parts; each knows what came just before."""
    samples = recording(range(1, 200), 7, 0.5)
    (piece,) = cut_pieces([samples], 1000, 20)
    parts = [listener._voice_from(piece.samples, first) for first in listener._starts(piece)]
    assert len(parts) > 2
    assert np.array_equal(np.concatenate(parts), listener.voice_in(samples))
