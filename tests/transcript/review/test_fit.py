"""Times between two neighbours that don't move: in order, inside, neither empty nor endless."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from radkind_pod.transcript.review.fit import LONGEST_MS, SHORTEST_MS, fitted


@given(
    st.lists(st.one_of(st.none(), st.tuples(st.integers(-500, 9000), st.integers(0, 5000))), min_size=1, max_size=20),
    st.integers(0, 3000),
    st.integers(0, 12_000),
)
def test_fitted_times_are_in_order_inside_and_neither_empty_nor_endless(
    drawn: list[tuple[int, int] | None], low: int, length: int
) -> None:
    wanted = [(d[0], d[0] + d[1]) if d else None for d in drawn]
    spans = fitted(wanted, low, low + length)
    if spans is None:
        assert length < SHORTEST_MS * len(wanted)
        return
    assert spans[0][0] >= low
    assert spans[-1][1] <= low + length
    assert all(SHORTEST_MS <= end - start <= LONGEST_MS for start, end in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


def test_times_that_fit_stay_as_they_are() -> None:
    assert fitted([(100, 300), (300, 900)], 0, 1000) == [(100, 300), (300, 900)]


def test_a_word_without_its_own_time_takes_the_gap() -> None:
    assert fitted([(100, 300), None, None, (700, 900)], 0, 1000) == [(100, 300), (300, 500), (500, 700), (700, 900)]
