# ruff: noqa: RUF001 - letters of other scripts are what is tested
"""Names in other scripts than Latin, and with what a language attaches to them."""

from collections.abc import Callable

import pytest

from radkind_pod.model.consent import Consent, People

Look = Callable[..., tuple]


def found(real: str, text: str, look: Look) -> bool:
    people = People((Consent("Guest", (), None, (real,)),))
    return bool(look(f"{text}\n", "a.txt", people))


@pytest.mark.parametrize(
    "real",
    [
        "राहुल मेहता",
        "মেহেদী হাসান",
        "கவிதா ராஜன்",
        "ప్రియ రావు",
        "ಗೀತಾ ರಾವ್",
        "ഗീത നായർ",
        "ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ",
        "ગીતા પટેલ",
        "ලසිත මාලිංග",
        "သီရိ",
        "ខេមរា សុខ",
        "ສົມໃຈ",
        "アマ・メンサー",
        "Gal·la",
        "محمد الحسن",
        "علی رضایی",
        "ሰላም ተስፋይ",
        "יוסי כהן",
        "김민수",
        "შოთა მაისურაძე",
        "Արամ Պետրոսյան",
    ],
)
def test_a_name_in_any_script_is_found(real: str, look: Look) -> None:
    assert found(real, f"x {real} y", look)
    assert all(found(real, f"x {part} y", look) for part in real.split())


@pytest.mark.parametrize(
    ("real", "text"),
    [
        ("สมชาย ใจดี", "แล้วสมชายก็พูดว่า"),
        ("김민수", "오늘은 김민수가 말했습니다"),
        ("李娜", "今天李\n娜来了"),
        ("محمد الحسن", "ومحمد قال"),
        ("محمد علي", "كتب لمحمد"),
        ("محمد الحسن", "قال للحسن"),
        ("محمد", "قال محمــد"),
        ("علي حسن", "رأيت حسنا"),
        ("علی رضایی", "رضايي گفت"),
        ("فاطمة الزهراء", "گفت فاطمه"),
        ("יוסי כהן", "אמר ליוסי"),
        ("ሰላም ተስፋይ", "ንሰላም ኣሎ"),
        ("ሰላም ተስፋይ", "ተስፋይን"),
        ("கவிதா ராஜன்", "ராஜனுக்கு"),
        ("মেহেদী হাসান", "হাসানের কথা"),
        ("ഗീത നായർ", "നായരുടെ"),
        ("Иван Кузнецов", "вместе с Иваном"),
        ("Иван Кузнецов", "вместе с Кузнецовым"),
        ("Ольга Петрова", "с Ольгой"),
        ("Ольга Петрова", "с Петровой"),
        ("Ольга Петренко", "сказала Ользі"),
        ("Павел Лебедев", "для Павла"),
        ("Федір Шпак", "для Федора"),
        ("Лев Достоевский", "у Достоевского"),
        ("Γιώργος Παπαδόπουλος", "του Παπαδόπουλου"),
        ("გიორგი მაისურაძე", "გიორგის"),
        ("Jan Novák", "s Janem"),
        ("Jan Novák", "s Novákem"),
        ("Kati Virtanen", "Katin ja"),
        ("Kati Virtanen", "ja Virtasen"),
        ("Sîpan Azadî", "bi Azadîyê re"),
        ("Kofi Mensah", "Dies ist Mensahs Buch"),
        ("Kofi Mensah", "we met the Mensahs there"),
        ("Ka'iulani Brown", "then Ka\u02bbiulani came"),
        ("Mary O'Neill", "with O\u02bbneill there"),
    ],
)
def test_what_a_language_attaches_hides_no_name(real: str, text: str, look: Look) -> None:
    assert found(real, text, look)


@pytest.mark.parametrize(
    ("real", "text"),
    [
        ("Robert Nkansah", "with Julia Roberts there"),
        ("علي حسن", "قال عليه السلام"),
        ("Вера Иванова", "надо верить"),
        ("Adam Nkansah", "Madam, be adamant"),
        ("Mensah Ama", "amass"),
    ],
)
def test_other_words_with_the_same_letters_pass(real: str, text: str, look: Look) -> None:
    assert not found(real, text, look)


def test_an_answer_to_a_name_with_vowel_signs_is_told_in_whole_words(look: Look) -> None:
    people = People((Consent("Guest", (), None, ("राहुल मेहता",)),))
    (leak,) = look("यहाँ मेहता है\n", "a.txt", people)
    assert leak.phrase == "यहाँ मेहता है"
