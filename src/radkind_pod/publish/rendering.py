"""Templates in, pages out. The one door to jinja2."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from radkind_pod.model.provenance import TRANSLATED, told
from radkind_pod.publish import wording
from radkind_pod.publish.addresses import licence_url, public_url

_HERE = Path(__file__).parent


def render(template: str, **values: Any) -> str:
    """Return the template filled in; every value is escaped unless it is marked as safe."""
    return _environment().get_template(template).render(**values)


def static(name: str) -> str:
    """Return the text of a style sheet or script."""
    return (_HERE / "static" / name).read_text(encoding="utf-8")


def write(file: Path, text: str) -> None:
    """Write the text as UTF-8, in a folder that is made where it isn't there."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
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
    )
    environment.globals.update(
        translated=TRANSLATED, tongue=wording.tongue, public_url=public_url, licence_url=licence_url
    )
    return environment
