"""The pages: one for each episode, one for the show.

Every link inside the site is relative, so pages work from disk and under any base path.
"""

from pathlib import Path
from posixpath import relpath
from typing import Any
from urllib.parse import quote

from radkind_pod.model.release import is_address
from radkind_pod.publish import wording
from radkind_pod.publish.addresses import page_url, public_url
from radkind_pod.publish.notes import page_html
from radkind_pod.publish.reading import make_parts
from radkind_pod.publish.releases import cleaned, credited, published, read_release, read_releases, read_words
from radkind_pod.publish.rendering import render, static, write
from radkind_pod.publish.stages import PublicShow

_STATIC = ("style.css", "player.js")


def write_page(show: PublicShow, release_file: Path, words_file: Path, files: Path) -> None:
    """Write episodes/<slug>/index.html."""
    show, release, words = cleaned(show), read_release(release_file), read_words(words_file)
    folder = f"episodes/{release.slug}"
    page = _render(
        "episode.html",
        folder=folder,
        show=show,
        release=release,
        people=credited(show.hosts, release),
        when=published(release),
        parts=make_parts(release.chapters, words.transcript),
        english=make_parts((), words.translation),
        notes=page_html(release.notes),
        language=wording.page_language(release.language),
        url=page_url(show, release.slug),
    )
    write(files / folder / "index.html", page)


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
    write(files / "index.html", page)
    for name in _STATIC:
        write(files / name, static(name))


def _render(template: str, folder: str, **values: Any) -> str:
    def to(path: str) -> str:
        return path if is_address(path) else quote(relpath(path, folder or "."))

    return render(template, to=to, **values)
