"""What is heard badly is heard again, and nothing is lost without a flag."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.transcript.listening.spoken_numbers import EACH, EACH_MS, FakeDecoder, hear, hears, recording, words

from radkind_pod.transcript.listening import listener
from radkind_pod.transcript.listening.decoder import CAREFUL, Decoded, Spoken
from radkind_pod.transcript.listening.judge import NO_SPEECH, REPEATS, SPEECH_ALONE, UNSURE
from radkind_pod.transcript.listening.voice import Ear
from radkind_pod.transcript.pieces import Samples

pytestmark = pytest.mark.usefixtures("voice")


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


def test_an_interrupted_second_look_is_not_taken_again_either() -> None:
    journal = dict[str, Decoded]()
    samples = recording(range(1, 10))
    decoder = FakeDecoder(first=looping)
    once = hear(decoder, samples, journal=journal)
    again = FakeDecoder(first=looping)
    assert hear(again, samples, journal=journal) == once
    assert (again.fast, again.ways) == ([], [])
