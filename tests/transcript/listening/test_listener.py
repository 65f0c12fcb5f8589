"""A recording is heard window by window, each word once and at its time, whatever interrupts it."""

from dataclasses import replace

import numpy as np
import pytest
from tests.transcript.listening.spoken_numbers import EACH_MS, FakeDecoder, hear, hears, recording, words

from radkind_pod.errors import EngineError
from radkind_pod.transcript.engines import Sound
from radkind_pod.transcript.listening import listener
from radkind_pod.transcript.listening.decoder import Ask, Decoded
from radkind_pod.transcript.listening.judge import LANGUAGE
from radkind_pod.transcript.listening.listener import Listener
from radkind_pod.transcript.pieces import RATE, Samples, cut_pieces

pytestmark = pytest.mark.usefixtures("voice")
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
