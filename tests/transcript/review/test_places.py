"""A person is sent where it is worth listening, once, and nowhere else."""

import time
from dataclasses import replace

import pytest
from tests.transcript.review.sounding import LOUD, QUIET, document, found, levels, words

from radkind_pod.model.review import Block, Document
from radkind_pod.model.transcript import Cue, Transcript
from radkind_pod.transcript.review.places import places

# doubted words ------------------------------------------------------------------------------------------------------


def test_a_word_that_the_engine_doubted_is_a_place() -> None:
    assert found(words("we took the fairy?0.3 to town.")) == [("fairy", ("doubtful",))]


def test_a_word_that_the_engine_held_for_likelier_than_not_is_none() -> None:
    assert found(words("we took the ferry?0.5 to town.")) == []


def test_doubted_words_close_by_in_a_sentence_are_one_place() -> None:
    assert found(words("we took?0.4 the fairy?0.3 to town.")) == [("took the fairy", ("doubtful",))]


def test_doubted_words_of_two_sentences_or_far_apart_are_two() -> None:
    assert len(found(words("we took the fairy?0.3 so. then?0.4 we went."))) == 2
    assert len(found(words("took?0.3 a b c d e f g h i j the?0.3 ferry."))) == 2


def test_a_word_that_a_person_wrote_is_not_doubted() -> None:
    said = words("we took the ferry to town.")
    said[3] = replace(said[3], probability=None)
    assert found(said) == []


def test_a_word_that_is_no_longer_the_machines_is_not_doubted() -> None:
    said = words("we took the fairy?0.3 to town.")
    machine = Transcript("en", (Cue(1000, 2800, tuple(said)),))
    assert found(said, machine=machine) == [("fairy", ("doubtful",))]
    said[3] = replace(said[3], text="ferry")
    assert found(said, machine=machine) == []


# names --------------------------------------------------------------------------------------------------------------


def test_a_name_is_a_place_the_first_time() -> None:
    said = words("then Siân Jones came. and Jones said no. then Siân left.")
    assert found(said) == [("Siân Jones", ("name",))]


def test_a_name_in_the_glossary_is_none_but_another_spelling_of_it_is() -> None:
    said = words("then Siân's mother came. and Sian left.")
    assert found(said, glossary=("Siân Jones",)) == [("Sian", ("name",))]


def test_the_speakers_names_are_known() -> None:
    said = words("and so Ama said yes.")
    assert places(document(said, speaker="Ama Owusu"), None, levels(said), ()) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Yesterday he came. Tomorrow she goes.",
        "and I'm sure I said so on Monday.",
        'he said, "We know it."',
        "it was this: Nobody knew.",
        "we saw it And we left and it was so.",
        "The Very Best Of All Songs.",
        "in brackets [Music and Laughter] only.",
        "we're sure. they said We're sure.",
    ],
)
def test_a_capital_letter_alone_makes_no_name(text: str) -> None:
    assert found(words(text)) == []


def test_two_names_after_each_other_are_close_by() -> None:
    assert found(words("between London, Accra and here.")) == [("London, Accra", ("name",))]


@pytest.mark.parametrize(
    ("language", "text"), [("ja", "昨日 田中 さん が"), ("ar", "ذهب أحمد إلى"), ("de", "wir sahen ein Haus und Bäume")]
)
def test_languages_in_which_capitals_say_nothing_have_no_names(language: str, text: str) -> None:
    assert found(words(text), language=language) == []
    mixed = [*words("we met them."), *words(text, 3000, language=language)]
    assert found(mixed) == []


# what all places have in common -------------------------------------------------------------------------------------


def test_several_reasons_for_one_passage_are_one_place() -> None:
    assert found(words("we met Hari?0.2 Solé there.")) == [("Hari Solé", ("doubtful", "name"))]


@pytest.mark.parametrize("mark", ["cut", "redact", "redact:place withheld", "withheld"])
def test_withheld_words_are_in_no_place_not_even_between_others(mark: str) -> None:
    said = words("we met?0.3 Hari?0.2 there?0.3 today.")
    said[2] = replace(said[2], marks=(mark,))
    assert found(said) == [("met", ("doubtful",)), ("there", ("doubtful",))]
    silent = places(document(said), None, levels([*said[:2], *words("far away", 8000)]), ())
    assert not any(place.first <= 2 < place.last for place in silent)


def test_an_id_stays_with_its_passage_and_changes_with_it() -> None:
    said = words("we took the fairy?0.3 to town.", 4000)
    (place,) = places(document(said), None, b"", ())
    more = [*words("well so."), *said]
    assert len(place.id) == 12
    assert int(place.id, 16) >= 0
    assert [p.id for p in places(document(said), None, b"", ())] == [place.id]
    assert [p.id for p in places(document(more), None, b"", ())] == [place.id]
    said[3] = replace(said[3], text="furry")
    assert [p.id for p in places(document(said), None, b"", ())] != [place.id]


def test_a_document_without_words_has_places_only_where_there_is_sound() -> None:
    assert places(document(), None, bytes([QUIET] * 100), ()) == ()
    (place,) = places(document(), None, bytes([QUIET] * 50 + [LOUD] * 50), ())
    assert (place.first, place.last) == (0, 0)


def test_thirty_thousand_words_take_less_than_half_a_second() -> None:
    sentence = "and then we met Siân?0.4 Jones at the big?0.3 market, which was open."
    said = [word for k in range(2300) for word in words(sentence, 4000 * k)]
    long = Document("en", tuple(Block("Ama", tuple(said[k : k + 65])) for k in range(0, len(said), 65)))
    machine = Transcript("en", tuple(Cue(b.words[0].start_ms, b.words[-1].end_ms, b.words) for b in long.blocks))
    sound = levels(said, seconds=4 * 2300)
    took = []
    for _ in range(3):
        begun = time.process_time()
        places(long, machine, sound, ("Ama",) * 30)
        took.append(time.process_time() - begun)
    assert len(said) > 30_000 - 200
    assert min(took) < 0.5
