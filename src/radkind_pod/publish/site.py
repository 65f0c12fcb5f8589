"""The pages: one for each episode, one for the show. The one door to jinja2.

Every link inside the site is relative, so pages work from disk and under any base path.
"""

from functools import cache
from pathlib import Path
from posixpath import relpath
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from radkind_pod.model.provenance import TRANSLATED, told
from radkind_pod.publish import wording
from radkind_pod.publish.addresses import licence_url, page_url, public_url
from radkind_pod.publish.notes import page_html
from radkind_pod.publish.reading import make_parts
from radkind_pod.publish.releases import cleaned, credited, published, read_release, read_releases
from radkind_pod.publish.stages import PublicShow

_HERE = Path(__file__).parent
_STATIC = ("style.css", "player.js")


def write_page(show: PublicShow, release_file: Path, files: Path) -> None:
    """Write episodes/<slug>/index.html."""
    show, release = cleaned(show), read_release(release_file)
    folder = f"episodes/{release.slug}"
    page = _render(
        "episode.html",
        folder=folder,
        show=show,
        release=release,
        people=credited(show.hosts, release),
        when=published(release),
        parts=make_parts(release.chapters, release.transcript),
        english=make_parts((), release.translation.paragraphs) if release.translation else (),
        notes=page_html(release.notes),
        language=wording.page_language(release.language),
        url=page_url(show, release.slug),
    )
    _write(files / folder / "index.html", page)


def write_site(show: PublicShow, releases: tuple[Path, ...], files: Path) -> None:
    """Write index.html, and style.css and player.js that all pages share."""
    show = cleaned(show)
    episodes = [(release, published(release)) for release in read_releases(releases)]
    page = _render(
        "index.html",
        folder="",
        show=show,
        episodes=episodes,
        language=wording.page_language(show.language),
        url=public_url(show, ""),
    )
    _write(files / "index.html", page)
    for name in _STATIC:
        _write(files / name, (_HERE / "static" / name).read_text(encoding="utf-8"))


def _render(template: str, folder: str, **values: Any) -> str:
    def to(path: str) -> str:
        return quote(relpath(path, folder or "."))

    return _environment().get_template(template).render(to=to, **values)


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
    )
    environment.globals.update(
        translated=TRANSLATED, tongue=wording.tongue, public_url=public_url, licence_url=licence_url
    )
    return environment


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")
