"""Captions around a sting: words before it stay where they are, words behind it come later, cut words stay away."""

from pathlib import Path

from radkind_pod.model.audio import SAMPLE_RATE, Cut
from radkind_pod.model.programme import Stings
from radkind_pod.model.timeline import make_timeline
from radkind_pod.model.transcript import Cue, Transcript, Word
from radkind_pod.transcript.episode_time import in_episode_time


def said(*words: tuple[str, int, int]) -> Transcript:
    spoken = tuple(Word(text, start, end) for text, start, end in words)
    return Transcript("en", (Cue(spoken[0].start_ms, spoken[-1].end_ms, spoken, "Ama"),))


def sting(at_ms: int) -> Stings:
    return Stings(Path("sting.wav"), 0.0, 3 * SAMPLE_RATE, (at_ms,), (False,))


def heard(transcript: Transcript, at_ms: int, *cuts: Cut) -> list[tuple[str, int, int]]:
    timeline = make_timeline(60_000, cuts, 0, 63_000, sting(at_ms))
    moved = in_episode_time(transcript, timeline)
    return [(word.text, word.start_ms, word.end_ms) for cue in moved.cues for word in cue.words]


def test_words_behind_a_sting_come_later() -> None:
    words = said(("One ", 1_000, 1_500), ("two.", 2_000, 2_500))
    assert heard(words, 1_800) == [("One ", 1_000, 1_500), ("two.", 5_000, 5_500)]


def test_a_word_whose_times_reach_over_a_sting_is_on_one_side_of_it() -> None:
    """A machine lets a word begin where the one before it ends, and end where the next one begins."""
    middle = said(("One ", 1_000, 1_500), ("two ", 1_500, 2_800), ("three.", 2_800, 3_500))
    assert heard(middle, 1_800)[1] == ("two ", 4_800, 5_800)
    assert heard(middle, 2_600)[1] == ("two ", 1_500, 2_600)
    assert heard(middle, 3_100)[2] == ("three.", 2_800, 3_100)
    assert heard(middle, 1_400)[0] == ("One ", 4_400, 4_500)


def test_the_time_of_a_sting_is_not_the_time_of_a_cue() -> None:
    cue = Cue(1_000, 4_000, (Word("One.", 2_000, 2_500),))
    timeline = make_timeline(
        60_000, (), 0, 66_000, Stings(Path("s"), 0.0, 3 * SAMPLE_RATE, (1_500, 3_000), (False,) * 2)
    )
    (moved,) = in_episode_time(Transcript("en", (cue,)), timeline).cues
    assert (moved.start_ms, moved.end_ms) == (4_000, 7_000)


def test_a_word_of_which_most_is_cut_stays_away_though_a_sting_stands_beside_the_cut() -> None:
    """The sting's time doesn't count as the word's."""
    words = said(("One ", 1_000, 1_500), ("secret ", 1_950, 2_500), ("three.", 3_000, 3_500))
    cut = Cut(2_000, 2_700)
    assert [text for text, _, _ in heard(words, 1_990, cut)] == ["One ", "three."]
