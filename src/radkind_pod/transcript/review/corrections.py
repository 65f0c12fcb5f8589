"""Corrections that a person sent: read as strictly as anything from outside, and put into the transcript."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from radkind_pod.errors import Problem, SourceError
from radkind_pod.model.review import CUT, EVERYWHERE, NAME_WITHHELD, REDACT, SOUND, UNCLEAR, is_redaction
from radkind_pod.transcript.review.sent import Chosen, Corrections, Item, New, Region, Remarked, SentBlock
from radkind_pod.transcript.review.strict import Fault, Fields, plain, read_object

FORMAT, SCHEMA = "radkind-pod corrections", 1
AGAIN = "Ask for the file again, as the review page saved it"

MOST_NAME, MOST_HEADING, MOST_TEXT, MOST_LABEL = 200, 500, 20_000, 100
MOST_MARKS = 8
MOST_ITEMS, MOST_LETTERS = 1_000_000, 2_000_000
"""More than anybody says in twenty hours."""

_MARKS = frozenset({CUT, REDACT, EVERYWHERE, SOUND, UNCLEAR})
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", re.ASCII)
_HEX_16, _HEX_64, _ID = "[0-9a-f]{16}", "[0-9a-f]{64}", "[0-9A-Za-z._-]{1,64}"


def read_corrections(data: bytes, file: Path) -> Corrections:
    """Return the corrections in the data. Raises SourceError with what is wrong and what to do.

    Whether they belong to this episode, and to which version of its transcript, is the caller's to see.
    """
    try:
        return _corrections(Fields(read_object(data)), file)
    except Fault as fault:
        problem = Problem(file, fault.line, f"these corrections can't be read: {fault}. {AGAIN}")
        raise SourceError([problem]) from fault


def _corrections(fields: Fields, file: Path) -> Corrections:
    _check_format(fields, file)
    regions = tuple(map(_region, fields.objects("regions", "region")))
    _check_regions(regions)
    return Corrections(
        episode=fields.text("episode", MOST_NAME),
        version=fields.matching("version", _HEX_64, "64 digits from 0 to f"),
        pack=fields.matching("pack", _HEX_16, "16 digits from 0 to f"),
        part=None if fields.values.get("part") is None else fields.number("part"),
        withheld=fields.flag("withheld"),
        copy=fields.matching("copy", _HEX_16, "16 digits from 0 to f"),
        revision=fields.number("revision"),
        saved=_time(fields),
        by=fields.text("by", MOST_NAME).strip(),
        regions=regions,
        confirmed=_ids(fields),
        settled=_settled(fields),
        finished=fields.flag("finished"),
        checked=fields.flag("checked"),
        file=file,
    )


def _check_format(fields: Fields, file: Path) -> None:
    if fields.values.get("format") != FORMAT:
        message = "this is no file of corrections: choose the one that the review page saved, corrections-….json"
        raise SourceError([Problem(file, None, message)])
    if fields.number("schema") > SCHEMA:
        message = (
            "these corrections were made by a newer radkind-pod: bring radkind-pod up to date, then import them again"
        )
        raise SourceError([Problem(file, None, message)])
    if fields.number("schema") != SCHEMA:
        raise fields.fault("schema", str(SCHEMA))


def _check_regions(regions: tuple[Region, ...]) -> None:
    reached = 0
    for i, region in enumerate(regions, 1):
        if region.first < reached or region.last < region.first or (region.first == region.last and i > 1):
            msg = f"region {i} has no words of its own, or lies before the one before it"
            raise Fault(msg)
        reached = region.last
    items = [item for region in regions for block in region.blocks for item in block.items]
    letters = sum(len(item.text) for item in items if isinstance(item, New))
    if len(items) > MOST_ITEMS or letters > MOST_LETTERS:
        msg = "there is more text in them than anybody can say in an episode"
        raise Fault(msg)


def _region(fields: Fields) -> Region:
    fields.only(("from", "to", "blocks"))
    return Region(fields.number("from"), fields.number("to"), tuple(map(_block, fields.objects("blocks", "paragraph"))))


def _block(fields: Fields) -> SentBlock:
    fields.only(("s", "h", "w"))
    items = tuple(_items(fields.items("w"), fields.where))
    return SentBlock(fields.title("s", MOST_NAME), fields.title("h", MOST_HEADING), items)


def _items(values: list[Any], where: str) -> Iterator[Item]:
    for i, value in enumerate(values, 1):
        if type(value) is int and value >= 0:
            yield value
        elif isinstance(value, dict):
            yield _item(Fields(value, f"{where}, word {i}"))
        else:
            msg = f"{where}, word {i}: this is no word"
            raise Fault(msg)


def _item(fields: Fields) -> Item:
    if "i" in fields.values:
        fields.only(("i", "m", "l"))
        return Remarked(fields.number("i"), _marks(fields), _language(fields))
    fields.only(("t", "m", "l"))
    marks = _marks(fields) if "m" in fields.values else ()
    return New(fields.text("t", MOST_TEXT), marks, _language(fields))


def _marks(fields: Fields) -> tuple[str, ...]:
    values = fields.items("m")
    if len(values) > MOST_MARKS:
        raise fields.fault("m", f"a list of at most {MOST_MARKS} marks")
    return tuple(sorted({_mark(value, fields) for value in values}))


def _mark(value: Any, fields: Fields) -> str:
    name, colon, label = value.partition(":") if isinstance(value, str) else ("", "", "")
    if name not in _MARKS or (colon and not is_redaction(name)) or len(label) > MOST_LABEL:
        raise fields.fault("m", "a list of the marks cut, redact, everywhere, sound and unclear")
    label = plain(label).strip()
    return f"{name}:{label}" if label and label != NAME_WITHHELD else str(name)


def _language(fields: Fields) -> str | None:
    value = fields.values.get("l")
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > 35 or not _LANGUAGE.fullmatch(value):
        raise fields.fault("l", "a language such as cy or en-gb")
    return value.lower()


def _time(fields: Fields) -> datetime:
    text = fields.text("saved", 40)
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        time = None
    if time is None or time.tzinfo is None:
        raise fields.fault("saved", "a time such as 2026-11-24T15:04:05Z")
    return time


def _ids(fields: Fields) -> tuple[str, ...]:
    found = fields.items("confirmed")
    if not all(isinstance(one, str) and re.fullmatch(_ID, one) for one in found):
        raise fields.fault("confirmed", "a list of places")
    return tuple(dict.fromkeys(found))


def _settled(fields: Fields) -> tuple[Chosen, ...]:
    found = []
    for one in fields.objects("settled", "settled passage"):
        one.only(("id", "chose"))
        found.append(Chosen(one.matching("id", _ID, "a name"), one.matching("chose", "here|other", "here or other")))
    if len({one.id for one in found}) != len(found):
        raise fields.fault("settled", "a list without the same passage twice")
    return tuple(found)
