"""Windows hold all the voice, each moment once, and know where they are."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from radkind_pod.transcript.listening.voice import FRAME, Stretch
from radkind_pod.transcript.listening.windows import LONGEST, Window, pack
from radkind_pod.transcript.pieces import RATE, Piece

SILENT = np.zeros(600 * RATE, np.float32)


def packed(stretches: list[Stretch], pauses: Sequence[Stretch] = ()) -> list[Window]:
    voice = np.ones(-(-len(SILENT) // FRAME), np.float32)
    for start, end in pauses:
        voice[start // FRAME : end // FRAME] = 0
    return list(pack(Piece(SILENT, 0), stretches, voice))


def seconds(*spans: tuple[float, float]) -> list[Stretch]:
    return [(round(start * RATE), round(end * RATE)) for start, end in spans]


def test_short_stretches_are_heard_as_one_window() -> None:
    stretches = seconds((1, 9), (12, 20), (30, 40))
    assert [window.parts for window in packed(stretches)] == [tuple(stretches)]


def test_a_stretch_that_does_not_fit_begins_the_next_window() -> None:
    first, second = packed(seconds((0, 20), (30, 45)))
    assert [first.parts, second.parts] == [tuple(seconds((0, 20))), tuple(seconds((30, 45)))]


def test_a_stretch_with_a_pause_where_the_window_ends_is_divided_there() -> None:
    first, second = packed(seconds((0, 20), (30, 45)), seconds((35, 36)))
    assert first.parts[0] == (0, 20 * RATE)
    cut = first.parts[1][1]
    assert 35 * RATE <= cut <= 36 * RATE
    assert second.parts == ((cut, 45 * RATE),)


def test_who_speaks_without_a_pause_is_divided_where_there_is_least_voice() -> None:
    windows = packed(seconds((0, 100)), seconds((27.0, 27.1)))
    assert all(len(window.samples) <= LONGEST for window in windows)
    assert abs(windows[0].parts[0][1] - 27.05 * RATE) < 0.2 * RATE


@settings(max_examples=60)
@given(st.lists(st.tuples(st.floats(0.05, 8), st.floats(0.1, 90)), max_size=12), st.integers(0, 2**32))
def test_each_moment_is_in_one_window_and_none_is_too_long(spans: list[tuple[float, float]], seed: int) -> None:
    stretches, at = [], 0.0
    for pause, length in spans:
        stretches += seconds((at + pause, at + pause + length))
        at += pause + length
    samples = np.zeros(round((at + 1) * RATE), np.float32)
    voice = np.random.default_rng(seed).random(-(-len(samples) // FRAME)).astype(np.float32)
    windows = list(pack(Piece(samples, 7), stretches, voice))
    parts = [part for window in windows for part in window.parts]
    assert all(0 < sum(end - start for start, end in window.parts) <= LONGEST for window in windows)
    assert all(left[1] <= right[0] for left, right in pairwise(parts))
    assert _joined(parts) == _joined(stretches)


def _joined(parts: list[Stretch]) -> list[Stretch]:
    found: list[Stretch] = []
    for start, end in parts:
        if found and found[-1][1] == start:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def test_a_moment_in_the_window_has_its_place_in_the_piece() -> None:
    window = Window(Piece(SILENT, 100 * RATE), tuple(seconds((10, 12), (20, 23))))
    assert [window.place(0.5, 1.0)] == seconds((10.5, 11))
    assert [window.place(1.5, 2.0)] == seconds((11.5, 12)), "what ends at an edge belongs to the earlier part"
    assert [window.place(2.0, 2.5)] == seconds((20, 20.5)), "what begins there to the later one"
    assert [window.place(1.2, 2.5)] == seconds((20, 20.5)), "nothing is said over the pause, but after it"
    assert [window.place(1.2, 2.05)] == seconds((11.2, 12)), "unless hardly anything is"
    assert [window.place(4.5, 9)] == seconds((22.5, 23))
    assert [window.place(1, 0.5)] == seconds((11, 11))
    assert [window.place(98, 99)] == seconds((23, 23))
    assert (window.start_ms, window.end_ms) == (110_000, 123_000)
    assert window.key == "1760000-1792000,1920000-1968000"


def test_the_samples_are_those_of_the_parts() -> None:
    samples = np.arange(60 * RATE, dtype=np.float32)
    window = Window(Piece(samples, 0), tuple(seconds((1, 2), (5, 6))))
    assert window.samples.tolist() == [*range(RATE, 2 * RATE), *range(5 * RATE, 6 * RATE)]
