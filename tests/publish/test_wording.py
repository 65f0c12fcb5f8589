"""How pages write what they say."""

from datetime import datetime

import pytest

from radkind_pod.publish import wording


@pytest.mark.parametrize(
    ("ms", "expected"),
    [(0, "0:00"), (65_999, "1:05"), (3_599_999, "59:59"), (3_600_000, "1:00:00"), (36_061_000, "10:01:01")],
)
def test_a_clock_shows_hours_only_when_there_are_any(ms, expected):
    assert wording.clock(ms) == expected


@pytest.mark.parametrize(
    ("ms", "expected"),
    [
        (0, "1 sec"),
        (38_400, "38 sec"),
        (59_600, "1 min"),
        (2_520_000, "42 min"),
        (3_599_000, "1 h"),
        (3_734_600, "1 h 2 min"),
    ],
)
def test_a_duration_is_in_words(ms, expected):
    assert wording.duration(ms) == expected


def test_a_date_is_that_of_its_own_zone():
    assert wording.date(datetime.fromisoformat("2026-05-01T00:30:00+01:00")) == "1 May 2026"


@pytest.mark.parametrize(("count", "expected"), [(12, "1 kB"), (12_400, "12 kB"), (5_004_211, "5.0 MB")])
def test_a_size_is_in_the_unit_people_know(count, expected):
    assert wording.size(count) == expected


@pytest.mark.parametrize(
    ("language", "around", "expected"),
    [
        ("en-GB", "en-gb", ""),
        (None, "en", ""),
        ("cy", "en", ' lang="cy" dir="ltr"'),
        ("ur-PK", "en", ' lang="ur-PK" dir="rtl"'),
    ],
)
def test_only_another_language_is_marked(language, around, expected):
    assert wording.tongue(language, around) == expected
