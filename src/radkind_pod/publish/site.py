"""The pages: one for each episode, one for the show and for each year, the list of people, and search.

Every link inside the site is relative, so pages work from disk and under any base path.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from radkind_pod.model.care import Helpline
from radkind_pod.model.release import Asset, Release
from radkind_pod.publish.addresses import licence_url_of, page_url, public_url
from radkind_pod.publish.linked_data import episode_data, series_data
from radkind_pod.publish.look import Face, Look
from radkind_pod.publish.notes import page_html
from radkind_pod.publish.reading import make_cares, make_parts
from radkind_pod.publish.releases import cleaned, credited, published, read_release, read_releases, read_words
from radkind_pod.publish.rendering import render_page, static, style_sheet
from radkind_pod.publish.stages import PublicShow
from radkind_pod.publish.wording import page_language
from radkind_pod.publish.writing import write

_STATIC = {"player.js": "player.js", "copy.js": "copy.js", "search.js": "search/search.js"}
_NEWEST = 60
"""Episodes on the first page, where there are more of them than that: a page stays small for a phone."""


def write_page(
    show: PublicShow, look: Look, faces: Sequence[Face], release_file: Path, words_file: Path, files: Path
) -> None:
    """Write episodes/<slug>/index.html. `faces` holds at least everyone whom the episode credits."""
    show, release, words = cleaned(show), read_release(release_file), read_words(words_file)
    path, people = f"episodes/{release.slug}/index.html", credited(show.hosts, release)
    cares, sources = make_cares(release.content_notes, words.transcript), tuple(_sources(release))
    page = render_page(
        "episode.html",
        path,
        show,
        look,
        release=release,
        people=people,
        faces={face.name: face.path for face in faces},
        when=published(release),
        cares=cares,
        helplines=tuple(_helplines(show, release)),
        sources=sources,
        elsewhere=tuple(sorted({host for asset in sources if (host := _host(asset))})),
        parts=make_parts(release.chapters, words.transcript, cares),
        english=make_parts((), words.translation),
        notes=page_html(release.notes),
        own_licence=licence_url_of(release.licence, release.licence_url) if release.licence else None,
        language=page_language(release.language),
        url=page_url(show, release.slug),
        data=episode_data(show, release, people),
    )
    write(files / path, page)


def write_site(show: PublicShow, look: Look, faces: Sequence[Face], releases: tuple[Path, ...], files: Path) -> None:
    """Write the index, a page for each year where there are many episodes, people, search, styles and scripts."""
    show = cleaned(show)
    episodes = [(release, published(release)) for release in read_releases(releases)]
    years = tuple(Counter(when.year for _, when in episodes).items()) if len(episodes) > _NEWEST else ()
    told = {face.name: face.path for face in faces}
    page = render_page(
        "index.html",
        "index.html",
        show,
        look,
        episodes=episodes[:_NEWEST],
        years=years,
        faces=told,
        url=public_url(show, ""),
        data=series_data(show),
    )
    write(files / "index.html", page)
    for year, _ in years:
        _write_year(show, look, year, [(one, when) for one, when in episodes if when.year == year], files)
    _write_everyone(show, look, faces, [release for release, _ in episodes], files)
    url = public_url(show, "search/")
    write(files / "search" / "index.html", render_page("search.html", "search/index.html", show, look, url=url))
    write(files / "style.css", style_sheet(look))
    for name, path in _STATIC.items():
        write(files / path, static(name))


def _write_year(
    show: PublicShow, look: Look, year: int, episodes: Sequence[tuple[Release, datetime]], files: Path
) -> None:
    path, url = f"years/{year}/index.html", public_url(show, f"years/{year}/")
    write(files / path, render_page("year.html", path, show, look, year=year, episodes=episodes, url=url))


def _write_everyone(
    show: PublicShow, look: Look, faces: Sequence[Face], releases: Sequence[Release], files: Path
) -> None:
    count = Counter(name for release in releases for name in {p.name for p in credited(show.hosts, release)})
    everyone = [(face.name, face.path, count[face.name]) for face in faces]
    path, url = "people/index.html", public_url(show, "people/")
    write(files / path, render_page("people.html", path, show, look, everyone=everyone, url=url))


def _sources(release: Release) -> Iterator[Asset]:
    """Return what browsers may play, the MP3 first, which all of them can; a FLAC is too large to listen to."""
    return iter((release.audio, *(one.asset for one in release.editions if one.name != "flac")))


def _host(asset: Asset) -> str | None:
    """Return the origin of a sound that lies on another host, which the page's policy must allow; else None."""
    origin = re.match(r"https?://[A-Za-z0-9.-]+(:\d+)?(?=/)", asset.path)
    return origin.group() if origin else None


def _helplines(show: PublicShow, release: Release) -> Iterator[Helpline]:
    topics = {note.topic.casefold() for note in release.content_notes}
    return (line for line in show.helplines if line.topic.casefold() in topics)
