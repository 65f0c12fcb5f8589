"""A bench that counts wrongly would call a missed figure held: what it counts with is tested here."""

import sys
from pathlib import Path

import numpy as np
import pytest

BENCH = Path(__file__).parents[2] / "bench"
sys.path.append(str(BENCH))

import mix as mixing  # noqa: E402 - the benches are scripts, not a package
import sounds  # noqa: E402
from peers import Part, Told  # noqa: E402
from references import RATE, aligned, english, errors, normalised, references, runs_left_out  # noqa: E402

DATA = Path(__file__).parents[1] / "data"


def slow_errors(expected: list[str], found: list[str]) -> int:
    """Levenshtein's definition, word for word."""
    if not expected or not found:
        return len(expected) + len(found)
    same = expected[-1] == found[-1]
    return min(
        slow_errors(expected[:-1], found[:-1]) + (not same),
        slow_errors(expected[:-1], found) + 1,
        slow_errors(expected, found[:-1]) + 1,
    )


@pytest.mark.parametrize("seed", range(30))
def test_errors_are_the_fewest_changes(seed: int) -> None:
    chance = np.random.default_rng(seed)
    expected, found = (list(chance.choice([*"abc"], chance.integers(0, 6))) for _ in range(2))
    assert slow_errors(expected, found) == errors(expected, found)


def test_an_alignment_names_every_word_of_both_once_and_in_order() -> None:
    steps = aligned([*"abcde"], [*"xbdee"])
    assert [step.expected for step in steps if step.expected is not None] == [0, 1, 2, 3, 4]
    assert [step.found for step in steps if step.found is not None] == [0, 1, 2, 3, 4]


def test_words_are_compared_without_case_marks_and_apostrophes() -> None:
    assert normalised("Mr. Quilter: don\u2019t, 25 e\u0301te\u0301!", "en") == ["mr", "quilter", "dont", "25", "été"]


def test_a_language_without_spaces_is_compared_by_character() -> None:
    assert [*"客観的"] == normalised("客観 的。", "ja")


def test_a_combining_mark_does_not_divide_a_word() -> None:
    assert normalised("हिन्दी", "hi") == ["हिन्दी"]


def test_references_are_the_recordings_that_have_a_text() -> None:
    found = references(DATA)
    assert "empty_noise.wav" not in {reference.path.name for reference in found}
    assert ("six",) in {reference.words for reference in found}
    assert all(reference.words for reference in found)


def test_words_left_out_in_a_row_are_found_once_they_are_enough() -> None:
    expected = ["one", "two", "three", "four", "five", "six", "seven"]
    assert [range(1, 4)] == list(runs_left_out(aligned(expected, ["one", "five", "seven"]), 3))
    assert list(runs_left_out(aligned(expected, ["one", "four", "five", "seven"]), 3)) == []


def test_words_left_out_at_the_end_are_found() -> None:
    assert [range(1, 4)] == list(runs_left_out(aligned([*"abcd"], ["a"]), 3))


@pytest.fixture(scope="module")
def clean() -> mixing.Mix:
    return mixing.joined(english(DATA), 1, 3)


def test_a_mix_is_the_same_each_time(clean: mixing.Mix) -> None:
    again = mixing.joined(english(DATA), 1, 3)
    assert clean.clips == again.clips
    assert np.array_equal(clean.samples, again.samples)


def test_no_clip_comes_again_within_a_minute(clean: mixing.Mix) -> None:
    ended: dict[Path, int] = {}
    assert len(clean.clips) > len({clip.reference.path for clip in clean.clips})
    for clip in clean.clips:
        assert clip.start - ended.get(clip.reference.path, -(10**9)) >= 60 * RATE
        ended[clip.reference.path] = clip.end


@pytest.mark.parametrize("seed", mixing.SEEDS)
@pytest.mark.parametrize("snr_db", [20, 10])
def test_noise_lies_as_far_below_the_speech_as_its_name_says(seed: int, snr_db: int) -> None:
    sources = english(DATA)
    quiet, noisy = (mixing.joined(sources, seed, 1, snr) for snr in (None, snr_db))
    noise = np.sqrt(np.mean((noisy.samples - quiet.samples) ** 2, dtype=np.float64))
    speech = [quiet.samples[clip.start : clip.end] for clip in quiet.clips]
    for samples in map(mixing.audible, speech):
        loud = np.sqrt(np.mean(samples**2))
        assert abs(20 * np.log10(loud / noise) - snr_db) < 0.6


def told(words: list[str], flags: tuple[str, ...] = ()) -> Told:
    whole = tuple((word, i, i, 1.0) for i, word in enumerate(words))
    return Told((Part(whole, 0, 10**9, 0.0, 0.0, flags),), "en")


def test_words_stand_in_the_order_in_which_they_are_said() -> None:
    parts = [Part(((text, start, start + 9, 1.0),), 0, 99, 0.0, 0.0) for text, start in (("two", 20), ("one", 10))]
    assert Told(tuple(parts), "en").spelt == ["one", "two"]


def test_an_error_belongs_to_the_clip_that_it_is_in(clean: mixing.Mix) -> None:
    words = clean.words
    first = len(clean.clips[0].reference.words)
    words[first] = "wrong"
    found = mixing.errors_by_clip(clean, told([*words, "more"]))
    assert {1: 1, len(clean.clips) - 1: 1} == {i: n for i, n in enumerate(found.tolist()) if n}


def test_speech_that_is_left_out_counts_only_where_there_is_no_flag(clean: mixing.Mix) -> None:
    words = clean.words[:5] + clean.words[9:]
    assert mixing.dropped("x", [(clean, told(clean.words))]).held
    assert not mixing.dropped("x", [(clean, told(words))]).held
    assert mixing.dropped("x", [(clean, told(words, ("unsure",)))]).held


def test_an_engine_that_is_worse_in_every_clip_is_not_within_the_interval() -> None:
    words = np.full(50, 10.0)
    low, high = mixing.interval(words, np.tile([1.0, 2.0], 25))
    assert 0 < low < 0.15 < high
    low, high = mixing.interval(words, np.tile([1.0, -1.0], 25))
    assert low < 0 < high


@pytest.mark.parametrize(
    ("text", "times"),
    [("", 0), ("so we go", 1), ("no no", 2), ("you know you know you know", 3), ("a a b a b a b", 3), ("a b a", 1)],
)
def test_the_same_in_a_row_is_counted_in_phrases_of_any_length(text: str, times: int) -> None:
    assert times == sounds.times_in_a_row(text.split())
