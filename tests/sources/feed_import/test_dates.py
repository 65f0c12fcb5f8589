"""Dates as feeds write them."""

import pytest

from radkind_pod.sources.feed_import.dates import date_of, dated


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Thu, 14 May 2026 06:00:00 +0100", "2026-05-14T06:00:00+01:00"),
        ("14 May 2026 06:00:00 GMT", "2026-05-14T06:00:00+00:00"),
        ("Thu, 14 May 2026 06:00:00 EST", "2026-05-14T06:00:00-05:00"),
        ("Thu, 14 May 2026 06:00:00 BST", "2026-05-14T06:00:00+01:00"),
        ("Thu, 14 May 2026 06:00:00 -0000", "2026-05-14T06:00:00+00:00"),
        ("2026-05-14T06:00:00Z", "2026-05-14T06:00:00+00:00"),
        ("2026-05-14T06:00:00.123+05:30", "2026-05-14T06:00:00+05:30"),
        ("Thu, 14 May 2026 06:00:00 +05:30", "2026-05-14T06:00:00+05:30"),
        ("Thu, 14 May 2026 06:00:00 +1", "2026-05-14T06:00:00+01:00"),
        ("Thu, 14 May 2026 06:00:00 GMT+1", "2026-05-14T06:00:00+01:00"),
        ("Thu, 14 May 2026 06:00:00 JST", "2026-05-14T06:00:00+09:00"),
        ("Thu, 14 May 2026 06:00:00 NZST", "2026-05-14T06:00:00+12:00"),
        ("Thu, 14 May 2026 06:00:00 EET", "2026-05-14T06:00:00+02:00"),
        ("Thu, 14 May 2026 06:00:00 Europe/London", "2026-05-14T06:00:00+01:00"),
        ("2026-05-14 06:00:00 Europe/London", "2026-05-14T06:00:00+01:00"),
        ("2026-05-14 06:00:00 +0100", "2026-05-14T06:00:00+01:00"),
        ("Thu, 14 May 2026 03:00:00 PM EST", "2026-05-14T15:00:00-05:00"),
        ("Thu, 14 May 2026 12:00 am GMT", "2026-05-14T00:00:00+00:00"),
        ("Mon, 14 Sept 2026 06:00:00 GMT", "2026-09-14T06:00:00+00:00"),
        ("Thu, 14 May 2026 24:00:00 GMT", "2026-05-15T00:00:00+00:00"),
        ("Thu, 14 May 2026 06:00:00 +0100 (BST)", "2026-05-14T06:00:00+01:00"),
        ("14-May-26 06:00 GMT", "2026-05-14T06:00:00+00:00"),
        ("Thu, 14 May 2026", "2026-05-14T00:00:00+00:00"),
        ("Thu,  14\n May 2026 06:00:00  +0100", "2026-05-14T06:00:00+01:00"),
    ],
)
def test_a_date_keeps_its_moment_and_its_zone(text: str, iso: str) -> None:
    found = date_of(text)
    assert found is not None
    assert found.isoformat() == iso


@pytest.mark.parametrize("text", ["", "soon", "Thu, 31 Feb 2026 06:00:00 GMT", "99999999999999999999", "1 1 1 1 1"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert date_of(text) is None


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("XYZ", "'XYZ', which isn't known here"),
        ("A", "'A'"),
        ("+9999", "'+9999'"),
        ("", "no time zone"),
        ("IST", "India"),
    ],
)
def test_a_zone_that_had_to_be_guessed_is_told(zone: str, words: str) -> None:
    found, doubt = dated(f"Thu, 14 May 2026 06:00:00 {zone}")
    assert found is not None
    assert words in doubt


def test_a_zone_that_is_known_is_not_told() -> None:
    assert [dated(f"Thu, 14 May 2026 06:00:00 {zone}")[1] for zone in ("GMT", "+0100", "-0000", "JST")] == [""] * 4
