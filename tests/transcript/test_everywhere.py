"""A word that is to be taken out everywhere is found however it is written, and no other word is."""

import pytest

from radkind_pod.model.transcript import Word
from radkind_pod.transcript.everywhere import Banned, banned, found_in, found_in_markup, standing

OUT = ("everywhere",)


def said(text: str, marks: tuple[str, ...] = (), language: str | None = None) -> tuple[Word, ...]:
    return tuple(Word(one, 500 * i, 500 * i + 400, None, language, marks) for i, one in enumerate(text.split()))


def names(text: str, language: str = "en") -> tuple[Banned, ...]:
    return banned(said(text, OUT), language)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Siân", "Then Siân came."),
        ("Siân,", "SIAN\u2019S house"),
        ("Siân\u2019s", "sian"),
        ("Sian", "Sia\u0302n"),
        ("Zoë", "episodes/zoe-comes-home/zoe-comes-home-0123456789ab.mp3"),
        ("Zoë", "https://example.org/people/Zo%C3%AB"),
        ("O\u2019Neil", "Mr. O'Neil's bus; ONeil"),
        ("Anna-Maria", "about anna maria"),
        ("Anna-Maria", "annamaria_2"),
        ("Anna", "Anna-Maria"),
        ("Anna", "#Anna!"),
        ("Anna", "An\u00adna"),
        ("James\u2019", "James"),
        ("مُحَمَّد", "قال محمد"),
        ("राम", "तब राम आया"),
        ("07700", "call (07700) now"),
    ],
)
def test_a_word_is_found_however_it_is_written(name: str, text: str) -> None:
    assert found_in(text, names(name)) == names(name)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Ann", "Anna, an announcement, banner"),
        ("Anna", "An na"),
        ("Siân", "Sianed"),
        ("राम", "रम रामा मन"),
        ("O\u2019Neil", "O, Neill"),
        ("Will", "they\u2019ll be Willing"),
        ("\u2013", "a \u2013 b"),
    ],
)
def test_another_word_is_not(name: str, text: str) -> None:
    assert found_in(text, names(name)) == ()


def test_each_marked_word_counts_by_itself_and_once() -> None:
    words = (
        *said("the Ama"),
        *said("Ama Mensah", OUT),
        *said("and"),
        *said("ama\u2019s", ("everywhere:a b", "unclear")),
    )
    assert banned(words, "en") == (Banned("ama"), Banned("mensah"))
    assert banned(said("Ama", ("redact",)), "en") == ()


def test_without_spaces_the_marked_words_count_together() -> None:
    words = tuple(Word(one, 0, 1, marks=OUT) for one in "李明")
    assert banned(words, "zh") == (Banned("李明", within=True),)
    assert found_in("王李明去了", banned(words, "zh"))
    assert not found_in("李先生明天", banned(words, "zh"))
    latin = banned((Word("Ed", 0, 1, marks=OUT),), "zh")
    assert found_in("去了Ed。", latin) == latin == found_in("去了 Ed。", latin)
    assert not found_in("去了Edit。", latin)


def test_markup_is_looked_through_and_into() -> None:
    (anna,) = names("Anna & Co")[:1]
    assert found_in_markup("<v Jo>An<i>na</i>", [anna])
    assert found_in_markup('<a href="https://example.org/anna">she</a>', [anna])
    assert found_in_markup("<p>&#65;nna</p>", [anna])
    assert found_in_markup("<p>So Anna</p><p>said</p>", [anna])
    assert not found_in_markup("<b>Ann</b> a", [anna])


def test_where_a_word_stands_unmarked_is_told_by_its_index() -> None:
    words = (*said("So Anna said"), *said("Maria", ("redact",)), *said("Anna", OUT), *said("Maria! Anna\u2019s Anna"))
    assert [i for _, i in standing(words, [Banned("anna")])] == [1, 6, 7]
    assert [i for _, i in standing(words, names("Anna-Maria"))] == []
    assert [i for _, i in standing(said("an Anna Maria"), names("Anna-Maria"))] == [1]
    unspaced = tuple(Word(one, 0, 1) for one in ("王", "李", "明", "Ed", "。"))
    assert [i for _, i in standing(unspaced, [Banned("ed")])] == [3]
    assert [i for _, i in standing(unspaced, [Banned("李明", within=True)])] == [1]
