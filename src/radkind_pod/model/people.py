"""Who is heard, and who made it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """A person as listeners may know them. `role` is a word of the podcast taxonomy in lower case."""

    name: str
    role: str = "guest"
    link: str | None = None
    image: str | None = None
