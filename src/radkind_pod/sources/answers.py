"""What somebody is asked when a show begins."""

from collections.abc import Callable
from dataclasses import asdict, dataclass

from pydantic_core import PydanticCustomError

from radkind_pod.sources.addresses import read_base, read_email
from radkind_pod.sources.languages import read_language
from radkind_pod.sources.scalars import fault, read_line, read_prose
from radkind_pod.sources.text import unfit, unfit_in

PLACEHOLDER_DESCRIPTION = "Say here in a few sentences what the show is about and whom it is for."


@dataclass(frozen=True, slots=True)
class InitAnswers:
    """The answers from which the first config.yaml is written."""

    title: str
    author: str
    email: str
    language: str
    base_url: str
    description: str = PLACEHOLDER_DESCRIPTION


_READERS: dict[str, Callable[[str], str]] = {
    "title": read_line,
    "author": read_line,
    "email": read_email,
    "language": read_language,
    "base_url": read_base,
    "description": read_prose,
}


def answer_problem(name: str, text: str) -> str | None:
    """Return what is wrong with one answer and what to write instead, None if it is fine."""
    try:
        for character in unfit_in(text):
            raise fault(unfit(character))
        _READERS[name](text)
    except PydanticCustomError as error:
        return f"{name}: {error.message()}"
    return None


def answer_problems(answers: InitAnswers) -> tuple[str, ...]:
    """Return what is wrong with all answers together."""
    said = (answer_problem(name, text) for name, text in asdict(answers).items())
    return tuple(message for message in said if message)


def tidied(answers: InitAnswers) -> InitAnswers:
    """Return good answers as the readers would give them back: language in small letters, no slash at the end."""
    return InitAnswers(**{name: _READERS[name](text) for name, text in asdict(answers).items()})
