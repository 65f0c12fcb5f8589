"""Where nobody says anything, and what may be read around a moment."""

from radkind_pod.model.transcript import Cue, Transcript, Word
from radkind_pod.transcript.unspoken import Around, gaps


def cue(*words: Word) -> Cue:
    return Cue(words[0].start_ms, words[-1].end_ms, words)


def test_gaps_are_what_no_word_covers() -> None:
    two_at_once = (cue(Word("a", 1000, 2000), Word("b", 2000, 2500)), cue(Word("c", 1500, 3000), Word("d", 6000, 6100)))
    assert gaps(Transcript("en", two_at_once), 9000) == ((0, 1000), (3000, 6000), (6100, 9000))


def test_without_words_everything_is_a_gap() -> None:
    assert gaps(Transcript("en", ()), 9000) == ((0, 9000),)


def test_a_word_of_unknown_time_takes_all_the_time_in_which_it_may_be() -> None:
    words = (
        Word("a", 1000, 1200),
        Word("typed", 2000, 2200, estimated=True),
        Word("b", 5000, 5200),
        Word("c", 8000, 8200),
    )
    assert gaps(Transcript("en", (cue(*words),)), 9000) == ((0, 1000), (5200, 8000), (8200, 9000))


def test_words_without_any_known_time_take_their_cues() -> None:
    """As in a transcript that somebody made elsewhere."""
    first = Cue(1000, 3000, (Word("a", 1000, 2000, estimated=True), Word("b", 2000, 3000, estimated=True)))
    second = Cue(7000, 8000, (Word("c", 7000, 8000, estimated=True),))
    assert gaps(Transcript("en", (first, second)), 9000) == ((0, 1000), (3000, 7000), (8000, 9000))


def test_around_are_four_words_on_either_side_without_what_is_cut_there() -> None:
    said = "one two three four five um six seven"
    words = tuple(Word(text, i * 400, i * 400 + 300) for i, text in enumerate(said.split()))
    assert Around(Transcript("en", (cue(*words),))).read(1950, 2350) == ("two three four five", "six seven")


def test_nothing_withheld_is_read_around() -> None:
    words = (Word("I'm", 0, 300), Word("Ruth", 400, 700, marks=("redact",)), Word("secret", 800, 900, marks=("cut",)))
    assert Around(Transcript("en", (cue(*words),))).read(2000, 3000) == ("I'm [name withheld]", "")
