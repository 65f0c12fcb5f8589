"""Templates in, pages out. The one door to jinja2."""

import traceback
from collections.abc import Callable
from functools import cache
from pathlib import Path
from posixpath import dirname, relpath
from typing import Any
from urllib.parse import quote

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    FunctionLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateError,
)

from radkind_pod.errors import Problem, SourceError
from radkind_pod.model.provenance import TRANSLATED, told
from radkind_pod.model.release import is_address
from radkind_pod.publish import wording
from radkind_pod.publish.addresses import licence_url, public_url
from radkind_pod.publish.look import Look
from radkind_pod.publish.stages import PublicShow

_HERE = Path(__file__).parent
_OURS = "radkind"
_MISTAKES = (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError)
"""What a template can raise."""


def render(template: str, look: Look | None = None, **values: Any) -> str:
    """Return the template filled in; every value is escaped unless it is marked as safe.

    A person's own template of this name goes before ours. Raises SourceError for a mistake in one.
    """
    own = look.templates if look else ()
    try:
        return _environment(own).get_template(template).render(**values)
    except _MISTAKES as error:
        file, line = _place(error, own)
        if file is None:
            raise
        message = f"this template can't be filled in: {error}. docs/site.md says what a template can use"
        raise SourceError([Problem(file, line, message)]) from error


def render_page(template: str, path: str, show: PublicShow, look: Look, **values: Any) -> str:
    """Return the page at this path of the public folder; `to` in it gives the way from there to another path."""
    folder = dirname(path) or "."

    def to(target: str) -> str:
        return target if is_address(target) else quote(relpath(target, folder))

    language = wording.page_language(show.language)
    return render(template, look, **{"to": to, "show": show, "language": language, **values})


def static(name: str) -> str:
    """Return the text of a style sheet or script."""
    return (_HERE / "static" / name).read_text(encoding="utf-8")


def style_sheet(look: Look) -> str:
    """Return our style sheet with the person's own after it. Raises SourceError where that isn't text."""
    return static("style.css") + (_text(look.style) if look.style else "")


def _text(file: Path) -> str:
    data = file.read_bytes()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise SourceError([Problem(file, line, "this is not text in UTF-8. Save it as UTF-8")]) from error


def _place(error: Exception, own: tuple[Path, ...]) -> tuple[Path | None, int | None]:
    """Return in which of a person's own templates the mistake is, and in which line; None where it is in none."""
    files = {str(file): file for file in own}
    name = getattr(error, "filename", None)
    if name in files:
        return files[name], getattr(error, "lineno", None)
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename in files:
            return files[frame.filename], frame.lineno
    return None, None


@cache
def _environment(own: tuple[Path, ...]) -> Environment:
    environment = Environment(
        loader=_loader({file.name: file for file in own}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(
        clock=wording.clock,
        date=wording.date,
        duration=wording.duration,
        kind=wording.kind,
        size=wording.size,
        told=told,
        level=wording.level,
        edition=wording.edition,
        format_name=wording.format_name,
        sound_format=wording.sound_format,
        dialled=wording.dialled,
    )
    environment.globals.update(
        translated=TRANSLATED,
        tongue=wording.tongue,
        public_url=public_url,
        licence_url=licence_url,
        is_address=is_address,
    )
    return environment


def _loader(own: dict[str, Path]) -> BaseLoader:
    ours = FileSystemLoader(_HERE / "templates")

    def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        if name not in own:
            return None
        text = _text(own[name])
        return text, str(own[name]), lambda: _text(own[name]) == text

    return ChoiceLoader([FunctionLoader(load), ours, PrefixLoader({_OURS: ours})])
