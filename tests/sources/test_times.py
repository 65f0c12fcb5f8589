from datetime import UTC, datetime, timedelta, timezone

import pytest
from pydantic_core import PydanticCustomError

from radkind_pod.sources.times import read_clock, read_date

HOUR = timezone(timedelta(hours=1))


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("0:00", 0),
        ("12:30", 750_000),
        ("1:02:03", 3_723_000),
        ("01:02:03.5", 3_723_500),
        ("12:30.250", 750_250),
        ("0:00.007", 7),
        ("90:00", 5_400_000),
        ("120:00", 7_200_000),
        ("10:00:00", 36_000_000),
    ],
)
def test_a_time_is_read_to_the_millisecond(text: str, ms: int) -> None:
    assert read_clock(text) == ms


@pytest.mark.parametrize(
    "text",
    ["", "90", "1:2", "1:60", "1:60:00", "-1:00", "1:00,5", "1:00.1234", "1:00:00:00", "\u0661:\u0660\u0660", " 1:00"],
)
def test_what_is_no_time_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(PydanticCustomError, match=r"Write it like .*1:02:03"):
        read_clock(text)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2026-03-01T09:00:00+00:00", datetime(2026, 3, 1, 9, tzinfo=UTC)),
        ("2026-03-01 09:00 +00:00", datetime(2026, 3, 1, 9, tzinfo=UTC)),
        ("2026-03-01 09:00Z", datetime(2026, 3, 1, 9, tzinfo=UTC)),
        ("2026-06-01 09:00 +0100", datetime(2026, 6, 1, 9, tzinfo=HOUR)),
    ],
)
def test_a_date_keeps_its_zone(text: str, date: datetime) -> None:
    assert (read_date(text), read_date(text).utcoffset()) == (date, date.utcoffset())


@pytest.mark.parametrize(
    "text", ["2026-03-01", "2026-03-01 09:00", "2026-13-01 09:00Z", "2026-03-01 25:00Z", "20260301T0900Z", "now"]
)
def test_a_date_without_all_its_parts_is_refused(text: str) -> None:
    with pytest.raises(PydanticCustomError, match=r"2026-03-01 09:00 \+00:00"):
        read_date(text)
