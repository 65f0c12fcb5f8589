"""As many names as Whisper can be told, none cut in two."""

from radkind_pod.transcript.listening.prompt import MOST_NAME_TOKENS, names_that_fit


def test_names_are_one_line_with_a_space_in_front_as_words_have() -> None:
    assert names_that_fit(("Solé", "Ama Mensah"), len) == " Solé, Ama Mensah"
    assert names_that_fit((), len) == ""


def test_names_that_do_not_fit_are_left_out_whole() -> None:
    names = tuple(f"{i:02}" + "x" * 98 for i in range(9))
    assert names_that_fit(names, len) == f" {names[0]}, {names[1]}"
    assert len(names_that_fit(names, len)) <= MOST_NAME_TOKENS
