"""Names are put right by rule: never inside other words, never where an ordinary word may stand, never twice."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from radkind_pod.model.glossary import Change, Entry
from radkind_pod.model.transcript import Word
from radkind_pod.transcript.glossary import corrected, unmet

KEANE = Entry("Siobhan Keane", ("Shivon Keen", "Chevonne", "she von"))


def said(text: str, *, step_ms: int = 400, start_ms: int = 0) -> list[Word]:
    """Return the words of a text, each 300 ms long."""
    return [Word(w, start_ms + i * step_ms, start_ms + i * step_ms + 300, 0.9) for i, w in enumerate(text.split(" "))]


def put(text: str, *entries: Entry, language: str = "en") -> str:
    words = said(text)
    return " ".join(word.text for word in corrected(words, ["A"] * len(words), entries, language)[0])


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("I met Chevonne there", "I met Siobhan Keane there"),
        ("Chevonne, hello", "Siobhan Keane, hello"),
        ("(Chevonne) said “Chevonne!”", "(Siobhan Keane) said “Siobhan Keane!”"),
        ("Chevonne's garden, Chevonne’s too", "Siobhan Keane's garden, Siobhan Keane’s too"),  # noqa: RUF001 - the apostrophe of print
        ("and CHEVONNE'LL come", "and Siobhan Keane'LL come"),
        ("a Shivon Keen's house", "a Siobhan Keane's house"),
        ("SHIVON keen is here", "Siobhan Keane is here"),
        ("then She von came", "then Siobhan Keane came"),
        ("Shivon Keen Chevonne", "Siobhan Keane Siobhan Keane"),
        ("met siobhan Keane", "met Siobhan Keane"),
        ("Síobhan Keane's", "Siobhan Keane's"),
    ],
)
def test_what_is_heard_for_a_name_becomes_the_name(text: str, right: str) -> None:
    assert put(text, KEANE) == right


@pytest.mark.parametrize(
    "text",
    [
        "a chevonne",  # written with a capital in the glossary, so a small word is another one
        "Chevonnes and unChevonne and Chevonne-Marie and pre/Chevonne",
        "Shivon, Keen",
        "Shivon. Keen",
        "Shivon",
        "Siobhan Keane's and Siobhan Keane",
        "Siobhan keane".lower(),
        "... -- ?",
        "",
    ],
)
def test_other_words_stay(text: str) -> None:
    assert put(text, KEANE) == text


def test_a_name_inside_another_word_stays() -> None:
    assert put("The Annual Anna, Ann-Marie", Entry("Anne", ("Ann",))) == "The Annual Anna, Ann-Marie"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Grace", "by the grace of grace. Grace alone"),
        ("Radical Kindness", "We need radical kindness. Radical kindness helps."),
        ("WHO", "who is Doctor Who"),
        ("Radical Kindness", "she said “Radical kindness is it”"),
        ("living wage", "a Living wage, the Living Wage"),
    ],
)
def test_an_ordinary_word_gets_no_capital(name: str, text: str) -> None:
    assert put(text, Entry(name)) == text


def test_an_ordinary_word_is_no_misheard_name_where_a_sentence_begins() -> None:
    """Will with a capital inside a sentence is a name; at its beginning only where will isn't said elsewhere."""
    wil = Entry("Wil", ("Will",))
    assert put("Will you? I will. So Will came.", wil) == "Will you? I will. So Wil came."
    assert put("Will came. So Will stayed.", wil) == "Wil came. So Wil stayed."


def test_who_wants_another_case_lists_it() -> None:
    assert put("my iphone, Iphone", Entry("iPhone", ("iphone",))) == "my iPhone, iPhone"


def test_an_ordinary_word_of_the_glossary_keeps_the_capital_that_stood_there() -> None:
    assert put("A bunto is a bunto", Entry("ubuntu", ("a bunto",))) == "Ubuntu is ubuntu"


@pytest.mark.parametrize(
    ("name", "heard", "text", "right"),
    [
        ("Wham!", "wam", "wam! wam, wam", "Wham! Wham!, Wham!"),
        ("McDonald's", "MacDonald", "at MacDonald's, MacDonald", "at McDonald's, McDonald's"),
        ("’t Hooft", "t Hoft", "Mr. ’t Hoft's, t hoft", "Mr. ’t Hooft's, ’t Hooft"),  # noqa: RUF001 - the apostrophe of print
        ("O’Connor", "O Connor", "O'Connor, O Connor", "O'Connor, O’Connor"),  # noqa: RUF001 - the apostrophe of print
        ("Ama  Mensah", "Amma  Mensa", "Amma Mensa", "Ama Mensah"),
    ],
)
def test_signs_of_the_name_itself_are_written_once(name: str, heard: str, text: str, right: str) -> None:
    assert put(text, Entry(name, (heard,))) == right


def test_the_longest_spelling_counts_and_no_word_is_changed_twice() -> None:
    ann, jones = Entry("Ann", ("An", "Annie")), Entry("Anne-Marie Jones", ("Ann Marie Jones",))
    assert put("Ann Marie Jones and Annie Marie Jones", ann, jones) == "Anne-Marie Jones and Ann Marie Jones"


def test_a_name_that_is_right_is_not_changed_into_another() -> None:
    """Zoe and Zoë are two people, who differ in an accent only."""
    zoes = Entry("Zoë Smith", ("Joe Smith",)), Entry("Zoe Smith")
    assert put("Zoe Smith, Zoë Smith, ZOE SMITH", *zoes).startswith("Zoe Smith, Zoë Smith, ")


def test_no_match_goes_over_a_change_of_speaker_or_a_pause() -> None:
    words = said("Shivon Keen")
    assert corrected(words, ["A", "B"], [KEANE], "en") == (words, ())
    apart = said("Shivon Keen", step_ms=1300)
    assert corrected(apart, ["A", "A"], [KEANE], "en") == (apart, ())
    close = said("Shivon Keen", step_ms=1299)
    assert len(corrected(close, ["A", "A"], [KEANE], "en")[1]) == 1


def test_the_new_words_cover_the_same_time_by_their_letters_and_are_as_sure_as_the_least_sure() -> None:
    one = [Word("(Chevonne's", 1000, 2300, 0.4)]
    assert corrected(one, [None], [KEANE], "en") == (
        [Word("(Siobhan", 1000, 1693, 0.4), Word("Keane's", 1693, 2300, 0.4)],
        (Change("Chevonne", "Siobhan Keane", 1000, 2300),),
    )
    two = [Word("Shivon", 0, 310, 0.8), Word("Keen.", 330, 700, 0.3)]
    assert corrected(two, [None] * 2, [KEANE], "en")[0] == [
        Word("Siobhan", 0, 310, 0.3),
        Word("Keane.", 330, 700, 0.3),
    ]
    unsure = [Word("Chevonne", 0, 10, None)]
    assert {word.probability for word in corrected(unsure, [None], [KEANE], "en")[0]} == {None}


def in_japanese(parts: Sequence[str], *entries: Entry) -> list[str]:
    words = [Word(part, 100 * i, 100 * i + 90, 0.9) for i, part in enumerate(parts)]
    return [word.text for word in corrected(words, [None] * len(words), entries, "ja")[0]]


def test_without_spaces_whole_words_of_the_engine_count() -> None:
    tanaka = Entry("田中", ("他中",))
    assert in_japanese(["これ", "は", "他", "中", "さん。"], tanaka) == ["これ", "は", "田中", "さん。"]
    assert in_japanese(["他", "中。"], tanaka) == ["田中。"]
    assert in_japanese(["他中", "です"], tanaka) == ["田中", "です"]
    assert in_japanese(["他", "中間"], tanaka) == ["他", "中間"]
    assert in_japanese(["他", "、", "中"], tanaka) == ["他", "、", "中"]
    assert in_japanese([" Shivon", " Keen", "です"], KEANE) == [" Siobhan Keane", "です"]
    assert in_japanese(["中"], Entry("田中", ("中",))) == ["中"]


def test_marks_that_belong_to_a_letter_are_no_signs_around_it() -> None:
    assert put("यह अमानी है", Entry("अमीना", ("अमान",)), language="hi") == "यह अमानी है"
    assert put("يا شيفون!", Entry("شيڤون", ("شيفون",)), language="ar") == "يا شيڤون!"


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("Siobhan Keane, hello Grace.", ()),
        ("siobhan keane by the grace of", ("Grace",)),
        ("Mrs. Keane's Grace", ()),
        ("the Ama and Grace", ("Siobhan Keane",)),
        ("Siobhans and Graces", ("Siobhan Keane", "Grace")),
    ],
)
def test_names_that_were_never_met_are_told(text: str, never: tuple[str, ...]) -> None:
    assert unmet(said(text), [KEANE, Entry("Grace")], "en") == never


def test_a_word_that_two_names_share_tells_neither() -> None:
    names = [Entry("John F. Kennedy"), Entry("John Dashwood"), Entry("Bank of England"), Entry("McDonald's")]
    assert unmet(said("John of F. McDonald's"), names, "en") == ("John F. Kennedy", "John Dashwood", "Bank of England")


def test_names_are_met_without_spaces_too() -> None:
    assert unmet([Word("田", 0, 1), Word("中", 1, 2)], [Entry("田中"), Entry("山田")], "ja") == ("山田",)


NAMES = ["Siobhan Keane", "Ama", "Radical Kindness", "ubuntu", "Wham!", "McDonald's", "Zoë Smith"]
HEARD = ["Chevonne", "she von", "Amma", "a bunto", "wam", "MacDonald", "Joe Smyth", "Zo", "kind deeds now"]
OTHERS = ["and", "the", "Annual", "x", "42", "—", "twenty-three", "Um", "amman", "Chevonnes", "it's"]
AROUND = st.sampled_from(["", "", "", ",", ".", "'s", "’s!", ")", "…"])  # noqa: RUF001 - the apostrophe of print
TOKENS = [part for text in (*NAMES, *HEARD) for part in text.split()]


@st.composite
def glossaries(draw: st.DrawFn) -> list[Entry]:
    names = draw(st.lists(st.sampled_from(NAMES), unique=True))
    heard = draw(st.lists(st.sampled_from(HEARD), unique=True)) if names else []
    owners = [draw(st.sampled_from(names)) for _ in heard]
    return [Entry(n, tuple(h for h, o in zip(heard, owners, strict=True) if o == n)) for n in names]


@st.composite
def spoken(draw: st.DrawFn, tokens: Sequence[str]) -> tuple[list[Word], list[str]]:
    at, words = 0, []
    cases = st.sampled_from([str, str.lower, str.upper, str.capitalize])
    for token in draw(st.lists(st.sampled_from(tokens), max_size=25)):
        text = draw(st.sampled_from(["", "", "(", "“"])) + draw(cases)(token) + draw(AROUND)
        length = draw(st.integers(1, 900))
        words.append(Word(text, at, at + length, draw(st.sampled_from([None, 0.2, 0.9]))))
        at += length + draw(st.sampled_from([0, 100, 1500]))
    return words, [draw(st.sampled_from(["A", "B"])) if draw(st.integers(0, 5)) == 0 else "A" for _ in words]


@given(spoken(OTHERS), glossaries())
def test_text_without_any_entry_comes_back_untouched(talk: tuple[list[Word], list[str]], names: list[Entry]) -> None:
    assert corrected(*talk, names, "en") == (talk[0], ())


@given(spoken([*TOKENS, *OTHERS]), glossaries())
def test_words_outside_the_changes_stay_as_they_are(talk: tuple[list[Word], list[str]], names: list[Entry]) -> None:
    words, speakers = talk
    found, changes = corrected(words, speakers, names, "en")
    spans = [(change.start_ms, change.end_ms) for change in changes]

    def outside(some: Sequence[Word]) -> list[Word]:
        return [w for w in some if not any(a <= w.start_ms and w.end_ms <= b for a, b in spans)]

    assert outside(found) == outside(words)
    assert all(left.start_ms <= right.start_ms for left, right in pairwise(found))
    for change in changes:
        inside = [w for w in found if change.start_ms <= w.start_ms and w.end_ms <= change.end_ms]
        assert (inside[0].start_ms, inside[-1].end_ms) == (change.start_ms, change.end_ms)
        assert len(inside) == len(change.written.split())


@given(spoken([*TOKENS, *OTHERS]), glossaries())
def test_correcting_twice_is_correcting_once(talk: tuple[list[Word], list[str]], names: list[Entry]) -> None:
    """As long as no spelling holds a name, which then could be made of words that were put right."""
    words = said(" ".join(word.text for word in talk[0]))
    once, _ = corrected(words, ["A"] * len(words), names, "en")
    assert corrected(once, ["A"] * len(once), names, "en") == (once, ())
