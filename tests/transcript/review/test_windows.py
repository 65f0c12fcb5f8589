"""Windows hold the typed words with a few known ones around them, and no more sound than is needed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from radkind_pod.model.transcript import Word
from radkind_pod.transcript.review.windows import LONGEST_MS, runs_of, unspoken, windows_of


def row(*estimated: bool, length_ms: int = 400, text: str = "word") -> list[Word]:
    return [Word(text, k * length_ms, (k + 1) * length_ms, estimated=e) for k, e in enumerate(estimated)]


def test_near_runs_share_a_window_and_far_ones_do_not() -> None:
    words = row(*(k in {20, 21, 25, 99} for k in range(120)))
    first, second = windows_of(words, unspoken(words), "en")
    assert (first.runs, second.runs) == (((20, 22), (25, 26)), ((99, 100),))
    assert first.first < 19 < 27 < first.last
    assert first.start_ms == words[first.first].start_ms
    assert first.end_ms == words[first.last - 1].end_ms


def test_a_window_holds_all_words_of_its_sound_and_no_half_of_another() -> None:
    words = row(*(k == 20 for k in range(40)))
    (window,) = windows_of(words, unspoken(words), "en")
    inside = [k for k, word in enumerate(words) if word.end_ms > window.start_ms and word.start_ms < window.end_ms]
    assert inside == list(range(window.first, window.last))


def test_languages_do_not_share_a_window() -> None:
    words = row(*(k in {20, 22} for k in range(40)))
    words[22] = replace(words[22], language="cy")
    assert [w.language for w in windows_of(words, unspoken(words), "en")] == ["en", "cy"]


def test_a_pasted_page_does_not_spoil_its_neighbours() -> None:
    words = row(*(k in {20, 23} for k in range(40)))
    words[20] = replace(words[20], text="far more than anybody says " * 40)
    assert len(windows_of(words, unspoken(words), "en")) == 2


def test_a_run_that_nobody_says_needs_no_window() -> None:
    words = row(*(k == 20 for k in range(40)), text="[laughter]")
    assert windows_of(words, unspoken(words), "en") == []


@given(st.lists(st.tuples(st.booleans(), st.integers(60, 900), st.sampled_from([0, 0, 50, 3000, 20_000])), max_size=80))
def test_every_spoken_run_has_one_window_and_only_long_runs_have_long_ones(drawn: list[tuple[bool, int, int]]) -> None:
    words, at = [], 0
    for estimated, length, pause in drawn:
        words.append(Word("word", at, at + length, estimated=estimated))
        at += length + pause
    windows = windows_of(words, unspoken(words), "en")
    assert [run for window in windows for run in window.runs] == runs_of(words)
    for window in windows:
        assert window.first <= window.runs[0][0] < window.runs[-1][1] <= window.last
        assert window.end_ms - window.start_ms <= LONGEST_MS + 1 or len(window.runs) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("he (she laughs) went", "he went"),
        ("[Music] and so", "and so"),
        ("a [sigh], b", "a b"),
        ("(never closed and so on", "(never closed and so on"),
        ("it (was) so", "it so"),
    ],
)
def test_brackets_are_not_spoken(text: str, said: str) -> None:
    words = [Word(part, 0, 1) for part in text.split()]
    spoken = [w.text for w, silent in zip(words, unspoken(words), strict=True) if not silent]
    assert " ".join(spoken) == said


def test_marked_sounds_and_placeholders_are_not_spoken_but_redacted_words_are() -> None:
    marked = [Word("applause", 0, 1, marks=("sound",)), Word("name", 0, 1, marks=("withheld",))]
    assert unspoken([*marked, Word("Ada", 0, 1, marks=("redact",))]) == [True, True, False]
