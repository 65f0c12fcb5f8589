"""The same few words again and again are told from what people say twice."""

import pytest

from radkind_pod.transcript.listening.repeats import Loop, loops, surplus


def found(text: str, probability: float = 0.9) -> list[Loop]:
    words = text.split()
    return loops(words, [probability] * len(words))


@pytest.mark.parametrize(
    ("text", "loop"),
    [
        ("So " + "thank you. " * 4, Loop(1, 2, 4)),
        ("ha " * 6, Loop(0, 1, 6)),
        ("We all know. WE ALL, KNOW we all know We all know, and go", Loop(0, 3, 4)),
        ("one two three four five six seven eight nine ten " * 4, Loop(0, 10, 4)),
    ],
)
def test_a_phrase_that_comes_more_than_three_times_is_a_loop(text: str, loop: Loop) -> None:
    assert found(text) == [loop]


@pytest.mark.parametrize(
    "text",
    [
        "thank you. " * 3,
        "no, no, no, no, no",
        "row row row your boat",
        "I had had that. That that is is.",
        "... ... ... ... ... ... ...",
        "",
    ],
)
def test_what_people_say_is_none(text: str) -> None:
    assert found(text) == []


def test_a_single_word_of_which_whisper_is_not_sure_may_come_three_times() -> None:
    assert found("no, no, no", 0.3) == []
    assert found("no, no, no, no", 0.3) == [Loop(0, 1, 4)]


def test_all_but_three_of_each_loop_are_too_many() -> None:
    words = ("so " + "thank you " * 5 + "and ha ha ha ha ha ha").split()
    assert sorted(surplus(loops(words, [0.9] * len(words)))) == [7, 8, 9, 10, 15, 16, 17]
