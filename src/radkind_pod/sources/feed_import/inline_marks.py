"""Bold and soft words inside a line of Markdown, so written that the stars are read as marks and never shown.

CommonMark takes a star for a mark only beside certain signs: `**Guest:**Ama` shows four stars. So spaces and signs at
the ends of what is marked are moved out of it, and where that leaves nothing, the marks are left out.
"""

import unicodedata
from dataclasses import dataclass

_ASCII_SIGNS = set("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """One end of what is marked: `text` is `*` or `**`."""

    text: str
    opens: bool


Atom = str | Mark
"""One letter, guarded where it is a sign of Markdown; a piece of a link, as a whole; or a mark. "" for nothing."""


def inline(atoms: list[Atom], other: dict[Mark, Mark]) -> str:
    """Return the Markdown of one block: a line, or several with "\\n" between them. `other` has each's other end."""
    kept = _without_spare_spaces(_joined(atoms, other))
    places = {atom: place for place, atom in enumerate(kept) if isinstance(atom, Mark)}
    for closing in [mark for mark in places if not mark.opens]:  # the inner ones first
        _fit(kept, places[other[closing]], places[closing])
    return "".join(atom.text if isinstance(atom, Mark) else atom for atom in kept)


def _joined(atoms: list[Atom], other: dict[Mark, Mark]) -> list[Atom]:
    """Return the atoms without marks that end just where the same begin again."""
    found: list[Atom] = []
    for atom in atoms:
        last = found[-1] if found else None
        again = isinstance(atom, Mark) and isinstance(last, Mark) and atom.opens and not last.opens
        if again and isinstance(atom, Mark) and isinstance(last, Mark) and atom.text == last.text:
            found.pop()
            first, end = other[last], other[atom]
            other[first], other[end] = end, first
        else:
            found.append(atom)
    return found


def _without_spare_spaces(atoms: list[Atom]) -> list[Atom]:
    """Return the atoms with one space between words, none at the ends of a line, and no empty line."""
    found: list[Atom] = []
    spare: int | None = None  # where a space or line end stands that is only kept if words follow
    begun = False
    for atom in atoms:
        if isinstance(atom, Mark):
            found.append(atom)
        elif not atom.isspace():
            found.append(atom)
            spare, begun = None, True
        elif begun and spare is None:
            spare = len(found)
            found.append("\n" if atom == "\n" else " ")
        elif atom == "\n" and spare is not None:
            found[spare] = "\n"
    if spare is not None:
        del found[spare]
    return found


def _fit(atoms: list[Atom], first: int, last: int) -> None:
    """Move the two marks inwards until both are read as marks; leave them out where that can't be."""
    opening, closing = atoms[first], atoms[last]
    while not _can_mark(_beside(atoms, first, -1), _beside(atoms, first, 1)) and _step(atoms, first, 1):
        first += 1
    while not _can_mark(_beside(atoms, last, 1), _beside(atoms, last, -1)) and _step(atoms, last, -1):
        last -= 1
    if (
        not any(isinstance(atom, str) and atom for atom in atoms[first:last])
        or not _can_mark(_beside(atoms, first, -1), _beside(atoms, first, 1))
        or not _can_mark(_beside(atoms, last, 1), _beside(atoms, last, -1))
        or _runs_into(atoms, first, -1)
        or _runs_into(atoms, last, 1)
    ):
        for place in (first, last):
            if atoms[place] in (opening, closing):
                atoms[place] = ""


def _runs_into(atoms: list[Atom], place: int, by: int) -> bool:
    """Say whether stars that end something stand beside stars that begin something else."""
    place += by
    while 0 <= place < len(atoms) and atoms[place] == "":
        place += by
    beside = atoms[place] if 0 <= place < len(atoms) else ""
    return isinstance(beside, Mark) and beside.opens == (by > 0)


def _step(atoms: list[Atom], place: int, by: int) -> bool:
    """Change places with the next letter; marks and pieces of links are not crossed."""
    there = atoms[place + by]
    if not isinstance(there, str) or len(there.removeprefix("\\")) > 1 or there == "[":
        return False
    atoms[place], atoms[place + by] = there, atoms[place]
    return True


def _beside(atoms: list[Atom], place: int, by: int) -> str:
    """Return the nearest letter or sign, past other marks; a space at the ends."""
    place += by
    while 0 <= place < len(atoms):
        atom = atoms[place]
        if isinstance(atom, str) and atom:
            return atom[-1] if by < 0 else atom[0]
        place += by
    return " "


def _can_mark(outside: str, inside: str) -> bool:
    """Say whether stars between these two are read as marks (CommonMark calls it flanking)."""
    if inside.isspace():
        return False
    return outside.isspace() or _is_sign(outside) or not _is_sign(inside)


def _is_sign(letter: str) -> bool:
    return letter in _ASCII_SIGNS or unicodedata.category(letter)[0] in "PS"
