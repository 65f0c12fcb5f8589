"""Times of day in a recording, and the date of publication, read from their text."""

import re
from datetime import datetime
from typing import Annotated

from pydantic import Field

from radkind_pod.sources.scalars import fault, scalar
from radkind_pod.sources.text import cited

_CLOCK = re.compile(r"(?:(\d{1,2}):(?=\d\d:))?(\d{1,3}):(\d\d)(?:\.(\d{1,3}))?", re.ASCII)
_DATE = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?: ?(Z|[+-]\d\d:?\d\d))?)?", re.ASCII)

_CLOCK_SCHEMA = r"^(\d{1,2}:)?\d{1,3}:\d\d(\.\d{1,3})?$"


def read_clock(text: str) -> int:
    """Return the milliseconds of `h:mm:ss`, `mm:ss` or `mm:ss.mmm`."""
    found = _CLOCK.fullmatch(text)
    if not found:
        raise fault(f"{cited(text)} is not a time. Write it like 12:30, 1:02:03 or 12:30.250.")
    hours, minutes, seconds, fraction = found.groups()
    if int(seconds) > 59 or (hours and int(minutes) > 59):
        raise fault(f"{cited(text)} has more than 59 minutes or seconds. Write it like 1:02:03.")
    whole = (int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)
    return whole * 1000 + int((fraction or "").ljust(3, "0"))


def clock_text(ms: int) -> str:
    """Return the time as `read_clock` reads it, to the millisecond: 12:30.250, or 1:02:03.000."""
    seconds, thousandths = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    front = f"{hours}:{minutes:02}" if hours else f"{minutes}"
    return f"{front}:{seconds:02}.{thousandths:03}"


def read_date(text: str) -> datetime:
    """Return the moment, with its zone."""
    found = _DATE.fullmatch(text)
    if not found:
        raise fault(f"{cited(text)} is not a date and time. Write it like 2026-03-01 09:00 +00:00.")
    day, clock, zone = found.groups()
    if not zone:
        raise fault(
            f"{cited(text)} has no {'time zone' if clock else 'time and time zone'}. "
            f"Write {day} {clock or '09:00'} +00:00 (+01:00 in British summer time)."
        )
    try:
        return datetime.fromisoformat(f"{day}T{clock}{zone}")
    except ValueError:
        raise fault(f"{cited(text)}: there is no such day or time. Write it like 2026-03-01 09:00 +00:00.") from None


Clock = Annotated[int, scalar(read_clock, Annotated[str, Field(pattern=_CLOCK_SCHEMA)])]
Zoned = Annotated[datetime, scalar(read_date)]
