"""Something in an outgoing file that must not go out."""

from dataclasses import dataclass

NAME, PLACE, METADATA, UNREADABLE, UNKNOWN = "name", "place", "metadata", "unreadable", "unknown"
"""A name that isn't public; a path on this computer or a position on earth; what no allow-list knows; what can't be
read to its end; a kind of file that is never sent."""


@dataclass(frozen=True, slots=True)
class Leak:
    """One finding of the gate. It may hold a real name: it is for the producer's own screen and for no log.

    `path` is the public path of the file, `place` where in it, in words; `what` is wrong, in plain words. `name` is the
    real name that it gives away, if it does.
    """

    path: str
    place: str
    what: str
    kind: str
    name: str = ""
    """The name that isn't public, as people.yaml has it; "" where something else is wrong."""
    phrase: str = ""
    """The words around it, with which people.yaml can answer that somebody or something else is meant."""

    def __str__(self) -> str:
        return f"{self.path}, {self.place}: {self.what}"
