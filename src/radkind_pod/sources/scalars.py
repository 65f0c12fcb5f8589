"""From the text of a YAML scalar to a value: the plain kinds. Each says what is wrong and what to write."""

import re
from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import Field, PlainValidator
from pydantic_core import PydanticCustomError

from radkind_pod.sources.guess import did_you_mean
from radkind_pod.sources.text import cited

LONGEST_LINE = 255
LONGEST_NAME = 128
MOST_VOICES = 8
"""More people can't be told apart in one recording with any hope."""
_LITERAL: Any = Literal


def fault(message: str) -> PydanticCustomError:
    """Return the error that becomes a Problem with exactly this message."""
    return PydanticCustomError("fault", "{said}", {"said": message})


def need_text(value: Any) -> str:
    """Return the value if it is text. Raises a fault that names what it is instead."""
    if isinstance(value, str):
        return value
    if value is None:
        raise fault("is empty. Write something after the colon (in double quotes if it begins with # or another sign).")
    shape = "a list" if isinstance(value, list) else "keys and values"
    raise fault(
        f"must be one text, and here stands {shape}. Write it on one line, in double quotes if it holds a colon."
    )


def scalar(read: Callable[[str], Any], schema: Any = str) -> PlainValidator:
    """Return a validator that reads a scalar's text; `schema` is the type that editors see."""
    return PlainValidator(lambda value: read(need_text(value)), json_schema_input_type=schema)


def read_line(text: str) -> str:
    """Return the text of a title: one line of at most 255 characters with nothing around it."""
    if not text.strip():
        raise fault("is empty. Write something between the quotes.")
    if "\n" in text.strip() or "\t" in text:
        raise fault("must be on one line, without tabs. Longer text goes elsewhere.")
    if text != text.strip():
        raise fault("has a space or line break at its beginning or end. Delete it.")
    if len(text) > LONGEST_LINE:
        raise fault(f"has {len(text)} characters; apps show at most {LONGEST_LINE}. Shorten it.")
    return text


def read_name(text: str) -> str:
    """Return a text of at most 128 characters, the limit of the podcast namespace."""
    if len(read_line(text)) > LONGEST_NAME:
        raise fault(f"has {len(text)} characters; at most {LONGEST_NAME} fit. Shorten it.")
    return text


def read_prose(text: str) -> str:
    """Return a text of several lines without the empty lines around it."""
    if not text.strip():
        raise fault("is empty. Write at least one sentence.")
    return text.strip("\n").rstrip()


def read_truth(text: str) -> bool:
    """Return true or false, which are the only two words for it."""
    if text not in ("true", "false"):
        raise fault(f"{cited(text)} is neither true nor false. Write one of these two words.")
    return text == "true"


def read_whole(text: str) -> int:
    """Return a whole number from 1."""
    if not re.fullmatch(r"[0-9]{1,6}", text) or int(text) < 1:
        raise fault(f"{cited(text)} is not a whole number from 1. Write one, like 12.")
    return int(text)


def read_guid(text: str) -> str:
    """Return an episode's identifier, whatever an old host made it of: apps know the episode by its every letter."""
    if not text.strip():
        raise fault("is empty. Write something between the quotes.")
    if text != text.strip(" \t\r\n"):
        raise fault("has a space or line break at its beginning or end. Delete it.")
    return text


def number(low: float, high: float, like: str) -> PlainValidator:
    """Return a validator of a decimal number from `low` to `high`."""

    def read(text: str) -> float:
        if not re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?", text):
            raise fault(f"{cited(text)} is not a number. Write it with a point and without a unit, like {like}.")
        if not low <= float(text) <= high:
            raise fault(f"{text} is out of range. Write a number from {low:g} to {high:g}, like {like}.")
        return float(text)

    return scalar(read, Annotated[float, Field(ge=low, le=high)])


def read_people(text: str) -> int:
    """Return how many people share a recording, from 2."""
    if not re.fullmatch(r"[0-9]", text) or not 2 <= int(text) <= MOST_VOICES:
        raise fault(
            f"{cited(text)} is not a whole number from 2 to {MOST_VOICES}. Write how many people are heard, or a list "
            "of their names."
        )
    return int(text)


def different(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of two people or more. Raises a fault where one stands there twice, or is alone."""
    if len(names) < 2:
        raise fault("must name two people or more. Where one is heard, write `speaker:` with the name.")
    if len(names) > MOST_VOICES:
        raise fault(f"names {len(names)} people, and more than {MOST_VOICES} can't be told apart.")
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise fault(f"names {cited(twice)} twice. Name each person once.")
    return names


def choice(*words: str) -> PlainValidator:
    """Return a validator of one of a few words."""

    def read(text: str) -> str:
        if text not in words:
            raise fault(f"{cited(text)} is not known here. {did_you_mean(text, words)}")
        return text

    return scalar(read, _LITERAL[words])


def one_of(numbers: tuple[int, ...], unit: str) -> PlainValidator:
    """Return a validator of one of a few whole numbers."""

    def read(text: str) -> int:
        if text not in map(str, numbers):
            raise fault(f"{cited(text)} can't be. Write one of {', '.join(map(str, numbers))}{unit}.")
        return int(text)

    return scalar(read, _LITERAL[numbers])


Line = Annotated[str, scalar(read_line)]
Name = Annotated[str, scalar(read_name)]
Prose = Annotated[str, scalar(read_prose)]
Truth = Annotated[bool, scalar(read_truth, bool)]
Whole = Annotated[int, scalar(read_whole, Annotated[int, Field(ge=1)])]
People = Annotated[int, scalar(read_people, Annotated[int, Field(ge=2, le=MOST_VOICES)])]
Guid = Annotated[str, scalar(read_guid)]
