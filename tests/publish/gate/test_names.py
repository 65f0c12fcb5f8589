"""What is searched for: real names, less what is public."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from radkind_pod.model.consent import Consent, NotThisPerson, People
from radkind_pod.publish.gate import compile_names
from radkind_pod.publish.gate.names import letters

Look = Callable[..., tuple]


def one(public: str, *real: str) -> People:
    return People((Consent(public, (), None, real),))


def found(people: People, text: str, look: Look) -> bool:
    return bool(look(f"and {text} then\n", "a.txt", people))


def test_nobody_is_searched_for_where_all_names_are_public(look: Look) -> None:
    assert compile_names(one("Ama Nkansah", "Ama Nkansah")).needles == ()
    assert not found(one("Ama Nkansah"), "Ama Nkansah", look)


def test_a_part_that_is_public_is_found_in_the_whole_name_only(look: Look) -> None:
    people = one("Ama M.", "Ama Nkansah")
    assert not found(people, "Ama", look)
    assert not found(people, "Ama M.", look)
    assert found(people, "Nkansah", look)
    assert found(people, "ama nkansah", look)


def test_what_is_public_of_one_person_is_public_of_all(look: Look) -> None:
    people = People((Consent("Kojo Nkansah", (), None), Consent("Guest", (), None, ("Ama Nkansah",))))
    assert not found(people, "Nkansah", look)
    assert not found(people, "Kojo Nkansah", look)
    assert found(people, "Ama Nkansah", look)


def test_a_real_name_within_a_public_one_is_public(look: Look) -> None:
    people = People((Consent("Ama Serwaa Nkansah", (), None), Consent("Guest", (), None, ("Ama Serwaa",))))
    assert not found(people, "Ama Serwaa Nkansah", look)
    assert found(people, "Ama Serwaa Mensah", look)


@pytest.mark.parametrize(
    ("real", "said"),
    [
        ("Zoë O\u2019Brien", "OBrien"),
        ("Zoë O\u2019Brien", "O'BRIEN"),
        ("Zoë O\u2019Brien", "o-brien"),
        ("Zoë O\u2019Brien", "zoe"),
        ("Kofi Al-Sayed", "Al Sayed"),
        ("Kofi Al-Sayed", "Alsayed"),
        ("Kofi Al-Sayed", "sayed"),
        ("Jörg Weiß", "WEISS"),
        ("Jörg Weiß", "Joerg"),
        ("Søren Bjerg", "Soren"),
        ("Ælfric Bjerg", "aelfric"),
        ("Łukasz Bjerg", "lukasz"),
        ("Ama Serwaa Nkansah", "amankansah"),
        ("Ama Nkansah", "A m a  N k a n s a h"),
        ("Ama Nkansah", "Nkansah\u2019s"),
        ("Ama Nkansah", "AmaTalks"),
        ("Ama Nkansah", "ama2"),
        ("Dr Ama van der Berg", "Berg"),
        ("王伟", "见王伟了"),
        ("Bo Li", "bo li"),
    ],
)
def test_a_name_is_found_however_it_is_written(real: str, said: str, look: Look) -> None:
    assert found(one("Guest", real), said, look)


@pytest.mark.parametrize(
    ("real", "said"),
    [
        ("Ama Nkansah", "amazing amass drama"),
        ("Dr Ama van der Berg", "Dr van der"),
        ("Bo Li", "bo"),
        ("Ada Nkansah", "3fada81b0ada5f7e"),
        ("Ada Nkansah", "sha384-xAda9Qz7+Ada/q3Zk1pLmN8vT2wYb5RcJ0sHd"),
        ("Max Lang", "max-width lang"),
    ],
)
def test_parts_of_other_words_and_of_checksums_are_no_names(real: str, said: str, look: Look) -> None:
    assert not found(one("Guest", real), said, look)


def test_the_digest_changes_with_what_is_decided_and_with_nothing_else() -> None:
    people = one("Ama M.", "Ama Nkansah")
    digest = compile_names(people).digest
    same = People((replace(people.consents[0], uses=("audio",), given=date(2026, 1, 1), line=7),))
    assert compile_names(same).digest == digest
    assert compile_names(one("Ama", "Ama Nkansah")).digest == digest
    others = [
        one("Ama M.", "Ama Mensah"),
        one("Guest", "Ama Nkansah"),
        People(people.consents, (NotThisPerson("x y"),)),
        People(people.consents, (NotThisPerson("x y", "one"),)),
    ]
    assert len({digest, *(compile_names(other).digest for other in others)}) == 5


def test_letters_are_all_that_is_left_of_a_name() -> None:
    assert letters("Zoë O\u2019Brien-Müller 3") == "zoeobrienmuller"
