"""From text to value: what only feeds and destinations have. Limits are those of PSP-1 and the podcast namespace."""

import os
import re
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit
from uuid import UUID

from pydantic import PlainValidator, ValidationInfo

from radkind_pod.sources.guess import did_you_mean
from radkind_pod.sources.places import Folders
from radkind_pod.sources.scalars import fault, need_text, read_line, read_prose, scalar
from radkind_pod.sources.text import cited

DESCRIPTION_BYTES = 4000
"""Apple's limit for descriptions, in bytes of UTF-8."""
_PROOF_LETTERS = 4000
_FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY")
_RULE_PART = re.compile(r"[A-Z]+=[A-Z0-9+,-]+")
_SCHEMES = ("sftp", "s3", "davs", "dav", "rsync")


def read_description(text: str) -> str:
    """Return a text of at most 4000 bytes."""
    length = len(read_prose(text).encode())
    if length > DESCRIPTION_BYTES:
        raise fault(f"has {length} bytes; Apple takes at most {DESCRIPTION_BYTES}. Shorten it.")
    return read_prose(text)


def read_proof(text: str) -> str:
    """Return the text of podcast:txt, at most 4000 characters."""
    if len(need_text(text)) > _PROOF_LETTERS or text != text.strip() or not text:
        raise fault(f"must have 1 to {_PROOF_LETTERS} characters and no space around it. Copy it again.")
    return text


def read_geo(text: str) -> str:
    """Return a geo: URI with latitude and longitude (RFC 5870)."""
    found = re.fullmatch(r"geo:(-?\d{1,2}(?:\.\d+)?),(-?\d{1,3}(?:\.\d+)?)(?:[;?].*)?", text)
    if not found or abs(float(found[1])) > 90 or abs(float(found[2])) > 180:
        raise fault(f"{cited(text)} is no place on the map. Write latitude and longitude, like geo:53.8,-1.55.")
    return text


def read_osm(text: str) -> str:
    """Return an OpenStreetMap object: a letter for its type, and its number."""
    if not re.fullmatch(r"[NWR]\d+(#\d+)?", text):
        raise fault(f"{cited(text)} is no OpenStreetMap object. Write N, W or R and its number, like R113314.")
    return text


def read_country(text: str) -> str:
    """Return a country's two letters (ISO 3166-1 alpha-2)."""
    if not re.fullmatch(r"[A-Za-z]{2}", text):
        raise fault(f"{cited(text)} is no country. Write its two letters, like GB.")
    return text.upper()


def read_rule(text: str) -> str:
    """Return a recurrence rule of RFC 5545, without its name in front."""
    parts = text.split(";")
    keys = dict(part.partition("=")[::2] for part in parts)
    if not all(map(_RULE_PART.fullmatch, parts)) or keys.get("FREQ") not in _FREQUENCIES:
        raise fault(f"{cited(text)} is no rule that calendars know. Write one like FREQ=WEEKLY;INTERVAL=2;BYDAY=TU.")
    return text


def read_uuid(text: str) -> str:
    """Return another show's podcast:guid in lower case."""
    try:
        return str(UUID(text))
    except ValueError:
        raise fault(f"{cited(text)} is no podcast:guid. Copy it out of the other show's feed.") from None


def read_service(text: str) -> str:
    """Return who may not list the show: all, or a slug of the podcast namespace's service list."""
    if not re.fullmatch(r"[a-z0-9]{2,32}", text):
        raise fault(f"{cited(text)} is not the short name of a platform. Write all, or one like spotify.")
    return text


def read_destination(text: str, project: Path) -> str:
    """Return where to publish: an address that holds no password, or a folder outside of the project.

    What may hold a password is never told.
    """
    scheme, mark, rest = read_line(text).partition("://")
    if not mark or not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*", scheme):
        return _read_folder(text, project)
    if scheme.lower() not in _SCHEMES:
        raise fault(f"{cited(scheme)}:// is not known here. {did_you_mean(scheme.lower(), _SCHEMES)}")
    if "#" in rest or "@" in re.split(r"[/?]", rest, maxsplit=1)[-1]:
        raise fault(
            "has an @ or # behind the host's name. If that is of a password, take it out; see the docs. "
            "In a path write %40 or %23."
        )
    try:
        parts = urlsplit(text)
        is_numbered = parts.port != 0
    except ValueError:
        is_numbered = False
    if not is_numbered:
        raise fault("has a port or host that can't be. Write it like sftp://user@example.org:2222/var/www/podcast.")
    if parts.password is not None:
        raise fault("holds a password, which everybody who reads this file would know. Take it out; see the docs.")
    if not parts.hostname:
        raise fault(f"{cited(text)} names no host. Write it like sftp://user@example.org/var/www/podcast.")
    return text.rstrip("/")


def _read_folder(text: str, project: Path) -> str:
    """Return a folder. Those of another system are left for publishing to tell: they may be right for a colleague."""
    if re.match(r"[^/\\]{2,}:|[^/\\]*@|[\d.]*\d$", text):  # as scp writes servers, or a number: both a slip
        raise fault(
            "is neither a folder nor an address. Write ../website, or for a server all of "
            "sftp://ann@example.org/var/www, also its beginning."
        )
    if re.match(r"[A-Za-z]:|.*\\", text) and os.name != "nt":
        return text
    with suppress(OSError, RuntimeError):  # no such user, or links in a circle: publishing tells
        here, there = project.resolve(), (project / Path(text).expanduser()).resolve()
        if there.is_relative_to(here) or here.is_relative_to(there):
            side = "in" if there.is_relative_to(here) else "around"
            raise fault(
                f"{cited(text)} is {side} the project, whose files aren't public. Name one beside it: ../website."
            )
    return text.rstrip("/") or "/"


def _destination(value: Any, info: ValidationInfo[Folders]) -> str:
    return read_destination(need_text(value), info.context.own)


def read_day(text: str) -> date:
    """Return a day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise fault(f"{cited(text)} is not a day. Write it like 2026-03-01.") from None


Description = Annotated[str, scalar(read_description)]
ProofText = Annotated[str, scalar(read_proof)]
Geo = Annotated[str, scalar(read_geo)]
Osm = Annotated[str, scalar(read_osm)]
Country = Annotated[str, scalar(read_country)]
Rule = Annotated[str, scalar(read_rule)]
OtherGuid = Annotated[str, scalar(read_uuid)]
Service = Annotated[str, scalar(read_service)]
Destination = Annotated[str, PlainValidator(_destination, json_schema_input_type=str)]
Day = Annotated[date, scalar(read_day)]
