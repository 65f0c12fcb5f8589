"""The glossary of config.yaml and of episode.yaml: how an entry is written, and what can't be."""

from collections.abc import Iterable, Iterator
from typing import Annotated, Any

from pydantic import Discriminator, Tag

from radkind_pod.model.glossary import Entry, same_spelling
from radkind_pod.sources.document import Document, Place
from radkind_pod.sources.entry import about, entry
from radkind_pod.sources.scalars import fault, read_line, scalar
from radkind_pod.sources.text import cited
from radkind_pod.sources.validate import Finding


def read_spelling(text: str) -> str:
    """Return a line that has a letter or digit in it."""
    if not any(sign.isalnum() for sign in read_line(text)):
        raise fault(f"{cited(text)} has no letter in it. Write a name or a word.")
    return text


def read_heard(text: str) -> str:
    """Return a spelling of at least two letters: a single one would be found everywhere."""
    if sum(sign.isalnum() for sign in read_spelling(text)) == 1:
        raise fault(f"{cited(text)} is a single letter, which is said for other things too. Write a longer spelling.")
    return text


Spelling = Annotated[str, scalar(read_spelling)]
HeardSpelling = Annotated[str, scalar(read_heard)]


@entry
class NameForm:
    """A name with the spellings that the machine writes for it."""

    name: Annotated[Spelling, about("The name as it should be spelt.", "Siobhan Keane")]
    heard: Annotated[
        tuple[HeardSpelling, ...],
        about(
            "What the machine writes instead. One word with a capital is only put right where it has one.",
            "[Shivon Keen, Chevonne]",
        ),
    ] = ()


def _form(value: Any) -> str | None:
    if isinstance(value, dict):
        return "<heard>"
    return "<name>" if isinstance(value, str) else None


GlossaryItem = Annotated[
    Annotated[Spelling, Tag("<name>")] | Annotated[NameForm, Tag("<heard>")],
    Discriminator(_form),
]
"""`Siobhan Keane`, or {name:, heard: [...]}."""


def entries(forms: Iterable[str | NameForm]) -> tuple[Entry, ...]:
    """Return the glossary as values."""
    return tuple(Entry(form) if isinstance(form, str) else Entry(form.name, form.heard) for form in forms)


def glossary_problems(document: Document, *place: str) -> Iterator[Finding]:
    """Yield what is wrong between the entries of the glossary at this place, whatever the single ones say."""
    written = list(_written(document.data, place))
    names: dict[str, Place] = {}
    for where, name, _ in written:
        key = same_spelling(name)
        if key in names:
            first = document.line(*names[key])
            yield where, f"{cited(name)} is there already, on line {first}. Keep one of them."
        names.setdefault(key, where)
    heard: dict[str, str] = {}
    for _, name, spellings in written:
        others = [other for _, other, _ in written if same_spelling(other) != same_spelling(name)]
        for where, spelling in spellings:
            message = _clash(name, spelling, others, heard)
            if message:
                yield where, message
            heard.setdefault(same_spelling(spelling), name)


def _clash(name: str, spelling: str, others: list[str], heard: dict[str, str]) -> str | None:
    key = same_spelling(spelling)
    if spelling == name:
        return f"{cited(spelling)} is the name itself. Write here only what the machine writes instead of it."
    if key in heard:
        owner = "this name" if heard[key] == name else cited(heard[key])
        return f"{cited(spelling)} is listed for {owner} already. A spelling can stand for one name: keep one of them."
    other = next((other for other in others if key in (same_spelling(other), *same_spelling(other).split())), None)
    if other:
        return (
            f"{cited(spelling)} is in the name {cited(other)} too, which would be changed where it is right. "
            "Take it out, or write the whole name that is heard."
        )
    return None


def _written(data: Any, place: Iterable[str]) -> Iterator[tuple[Place, str, list[tuple[Place, str]]]]:
    """Yield the place and name of each entry, and its spellings with theirs; of what has a wrong form, nothing."""
    path = tuple(place)
    for key in path:
        data = data.get(key) if isinstance(data, dict) else None
    for index, item in enumerate(data if isinstance(data, list) else ()):
        here: Place = (*path, index)
        if isinstance(item, str):
            yield here, item, []
        elif isinstance(item, dict) and isinstance(item.get("name"), str):
            listed = item.get("heard")
            spellings = enumerate(listed if isinstance(listed, list) else ())
            heard: list[tuple[Place, str]] = [((*here, "heard", i), s) for i, s in spellings if isinstance(s, str)]
            yield (*here, "name"), item["name"], heard
