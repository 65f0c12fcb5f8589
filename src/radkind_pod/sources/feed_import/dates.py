"""Dates as feeds write them: RFC 2822, ISO, and what people make of these. A guess about a zone is never silent."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_WRITTEN = re.compile(
    r"(?:[^\W\d]+\.?,?\s+)?(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s-](?P<month>[a-z]{3,9})\.?,?[\s-](?P<year>\d{4}|\d\d)"
    r"(?:,?\s+(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?\s*(?P<half>[ap]\.?m\.?(?![a-z]))?)?"
    r"\s*(?P<zone>.*)",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"(?:GMT|UTC?)?\s*([+-])(\d{1,2}):?(\d\d)?(?::?00)?", re.IGNORECASE)
_HOURS = {
    "UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "MEZ": 1, "CEST": 2, "MESZ": 2,
    "EET": 2, "EEST": 3, "MSK": 3, "WAT": 1, "CAT": 2, "SAST": 2, "EAT": 3, "PKT": 5, "IST": 5.5, "ICT": 7, "WIB": 7,
    "HKT": 8, "SGT": 8, "AWST": 8, "JST": 9, "KST": 9, "ACST": 9.5, "ACDT": 10.5, "AEST": 10, "AEDT": 11, "NZST": 12,
    "NZDT": 13, "BRT": -3, "ART": -3, "NDT": -2.5, "NST": -3.5, "ADT": -3, "AST": -4, "EDT": -4, "EST": -5, "CDT": -5,
    "CST": -6, "MDT": -6, "MST": -7, "PDT": -7, "PST": -8, "AKDT": -8, "AKST": -9, "HST": -10,
}  # fmt: skip
"""Hours before Greenwich; CST and its like as in America (RFC 822), BST as in Britain."""
_SEVERAL = {"IST": "India"}
"""Names that stand for several zones so often that the choice is told."""
_SAYS_NOTHING = "-0000"
"""In RFC 2822: the moment is in UTC, and nothing is said of where."""


def date_of(text: str) -> datetime | None:
    """Return the moment of a date, to the second; without a zone it is UTC. None where it is none."""
    return dated(text)[0]


def dated(text: str) -> tuple[datetime | None, str]:
    """Return the moment of a date, and what had to be guessed about its zone, "" for nothing."""
    text = " ".join(re.sub(r"\([^()]*\)", " ", text).split())
    try:
        found, zone = _read(text)
        whole, doubt = _in_zone(found.replace(microsecond=0), zone)
        offset = whole.utcoffset()
        whole.astimezone(UTC)  # beyond what a calendar holds
    except (ValueError, TypeError, IndexError, OverflowError):
        return None, ""
    return (whole.astimezone(UTC) if offset is not None and offset.total_seconds() % 60 else whole), doubt


def _read(text: str) -> tuple[datetime, str]:
    """Return a date and, where it has no offset of its own, what stands behind it."""
    if re.match(r"\d{4}-", text):
        day, _, zone = text.rpartition(" ")
        has_zone = re.match("[a-z]|[+-]\\d", zone, re.IGNORECASE) is not None
        return (datetime.fromisoformat(day), zone) if has_zone else (datetime.fromisoformat(text), "")
    found = _WRITTEN.fullmatch(text)
    if found is None:
        return parsedate_to_datetime(text), ""
    return _moment(found.groupdict("")), found["zone"].strip()


def _moment(parts: Mapping[str, str]) -> datetime:
    """Return what day and clock say, without a zone. Raises ValueError where there is no such day or time."""
    word = parts["month"].lower()
    names = [number for number, name in enumerate(_MONTHS, 1) if name.startswith(word)]
    if not names:
        raise ValueError(word)
    year, hour = int(parts["year"]), int(parts["hour"] or 0)
    if len(parts["year"]) == 2:
        year += 2000 if year < 69 else 1900
    if parts["half"] and hour <= 12:  # some write PM behind 15:00
        hour = hour % 12 + (12 if parts["half"][0] in "pP" else 0)
    minute, second = int(parts["minute"] or 0), int(parts["second"] or 0)
    midnight = (hour, minute, second) == (24, 0, 0)
    found = datetime(year, names[0], int(parts["day"]), 0 if midnight else hour, minute, second)  # noqa: DTZ001 - the zone comes next
    return found + timedelta(days=1) if midnight else found


def _in_zone(found: datetime, zone: str) -> tuple[datetime, str]:
    if found.tzinfo is not None:
        return found, ""
    if zone == _SAYS_NOTHING:
        return found.replace(tzinfo=UTC), ""
    where = _zone(zone) if zone else None
    if where is None:
        what = (
            f"Its date has the time zone {zone[:40]!r}, which isn't known here" if zone else "Its date has no time zone"
        )
        return found.replace(tzinfo=UTC), f"{what}, so it was read as UTC"
    offset = found.replace(tzinfo=where).utcoffset() or timedelta()
    country = _SEVERAL.get(zone.upper())
    doubt = f"The time zone {zone} of its date was read as that of {country}" if country else ""
    return found.replace(tzinfo=timezone(offset) if offset else UTC), doubt


def _zone(name: str) -> tzinfo | None:
    """Return the zone of an offset, a usual short name, or a name like Europe/London; None where it is none."""
    if offset := _OFFSET.fullmatch(name):
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        fits = int(offset[3] or 0) < 60 and minutes < 24 * 60
        return timezone(timedelta(minutes=minutes if offset[1] == "+" else -minutes)) if fits else None
    if name.upper() in _HOURS:
        return timezone(timedelta(hours=_HOURS[name.upper()]))
    try:
        return ZoneInfo(name) if "/" in name else None
    except (OSError, ValueError, LookupError):
        return None
