"""The audio room is told who speaks when, in turns that begin and end in pauses."""

from radkind_pod.model.audio import Turn
from radkind_pod.model.transcript import Cue, Transcript, Word
from radkind_pod.transcript.spoken_turns import spoken_turns


def cue(speaker: str | None, *spans: tuple[int, int]) -> Cue:
    words = tuple(Word("word", start, end) for start, end in spans)
    return Cue(words[0].start_ms, words[-1].end_ms, words, speaker)


def turns(*cues: Cue) -> list[tuple[str, int, int]]:
    return [(turn.speaker, turn.start_ms, turn.end_ms) for turn in spoken_turns(Transcript("en", cues))]


def test_cues_of_one_person_are_one_turn_and_names_are_numbers() -> None:
    cues = (
        cue("Ama", (0, 400), (500, 900)),
        cue("Ama", (1000, 1400)),
        cue("Ben", (1500, 1900)),
        cue("Ama", (2000, 2400)),
    )
    assert turns(*cues) == [("1", 0, 1400), ("2", 1500, 1900), ("1", 2000, 2400)]
    renamed = tuple(cue({"Ama": "Amina"}.get(one.speaker or "", one.speaker), *spans(one)) for one in cues)
    assert turns(*renamed) == turns(*cues)


def spans(one: Cue) -> list[tuple[int, int]]:
    return [(word.start_ms, word.end_ms) for word in one.words]


def test_a_long_pause_ends_a_turn_and_a_short_one_only_when_enough_was_said() -> None:
    assert turns(cue(None, (0, 400), (1900, 2300))) == [("1", 0, 400), ("1", 1900, 2300)]
    assert turns(cue(None, (0, 400), (1100, 1500))) == [("1", 0, 1500)]
    assert turns(cue(None, (0, 6000), (6600, 7000))) == [("1", 0, 6000), ("1", 6600, 7000)]
    assert turns(cue(None, (0, 6000), (6500, 7000))) == [("1", 0, 7000)]


def test_people_who_speak_at_once_don_t_overlap() -> None:
    found = turns(cue("Ama", (0, 900)), cue("Ben", (600, 1500)), cue("Ama", (700, 1400)))
    assert found == [("1", 0, 900), ("2", 900, 1500)]


def test_where_nothing_is_said_there_are_no_turns() -> None:
    assert spoken_turns(Transcript("en", ())) == ()
    assert isinstance(spoken_turns(Transcript("en", (cue("Ama", (0, 400)),)))[0], Turn)
