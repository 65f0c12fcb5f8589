"""A window is heard in its own language, where that may be spoken; else it is told that it was translated."""

import pytest

from radkind_pod.transcript.listening.decoder import Ask, Decoded
from radkind_pod.transcript.listening.languages import DOUBT, is_worth_asking, spoken

BOTH = Ask("en", others=("ar", "cy"))


@pytest.mark.parametrize(
    ("languages", "language"),
    [
        ({"en": 0.9, "ar": 0.05}, "en"),
        ({"en": 0.3, "ar": 0.6}, "ar"),
        ({"en": 0.31, "ar": 0.6}, "en"),
        ({"en": 0.05, "fr": 0.9, "cy": 0.02}, "en"),
        ({"en": 0.01, "fr": 0.9, "cy": 0.04}, "cy"),
    ],
)
def test_another_language_must_be_clearly_likelier(languages: dict[str, float], language: str) -> None:
    assert spoken(languages, BOTH) == language


def test_a_language_that_nobody_named_is_not_taken() -> None:
    assert spoken({"fr": 0.99, "en": 0.0}, Ask("en")) == "en"


def test_it_is_asked_where_several_are_spoken_or_whisper_is_unsure() -> None:
    sure, unsure = Decoded((), DOUBT, 0.0), Decoded((), DOUBT - 0.01, 0.0)
    assert [is_worth_asking(one, Ask("en")) for one in (sure, unsure)] == [False, True]
    assert is_worth_asking(sure, BOTH)
