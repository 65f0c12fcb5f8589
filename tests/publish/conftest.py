"""The sample show and its two Releases, as golden/ holds them, and what is made from them."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from radkind_pod.model.plain import from_plain_file, to_json
from radkind_pod.model.release import Asset, Release, Translation, Words
from radkind_pod.model.transcript import Paragraph
from radkind_pod.publish.feed import write_feed
from radkind_pod.publish.feed_item import write_item
from radkind_pod.publish.look import Face, Look
from radkind_pod.publish.people import make_faces
from radkind_pod.publish.releases import read_release, read_releases
from radkind_pod.publish.site import write_page, write_site
from radkind_pod.publish.stages import ItemShow, Listed, PublicShow

GOLDEN = Path(__file__).parent / "golden"
PLAIN = Look()


def words_of(release: Path) -> Path:
    return release.with_name(release.name.replace(".release.", ".words."))


def faces_of(show: PublicShow, *releases: Path) -> tuple[Face, ...]:
    return make_faces(show.hosts, read_releases(releases))


@pytest.fixture
def translation() -> Translation:
    captions = Asset("episodes/lunch-for-forty/english.vtt", "text/vtt", 400, "ef" * 32)
    return Translation("en", captions)


@pytest.fixture
def show() -> PublicShow:
    return from_plain_file(PublicShow, GOLDEN / "show.json")


@pytest.fixture
def lunch() -> Path:
    return GOLDEN / "lunch-for-forty.release.json"


@pytest.fixture
def bus() -> Path:
    return GOLDEN / "the-night-bus.release.json"


@pytest.fixture
def changed(lunch: Path, tmp_path: Path) -> Callable[..., Path]:
    """A file with the lunch Release, some of its fields changed; beside it its Words, changed likewise."""
    original = from_plain_file(Words, words_of(lunch))

    def make(
        transcript: tuple[Paragraph, ...] = original.transcript, translated: tuple[Paragraph, ...] = (), **fields: Any
    ) -> Path:
        release = replace(from_plain_file(Release, lunch), **fields)
        file = tmp_path / f"{release.slug}.release.json"
        file.write_text(to_json(release), encoding="utf-8", newline="\n")
        words_of(file).write_text(to_json(Words(transcript, translated)), encoding="utf-8", newline="\n")
        return file

    return make


@pytest.fixture
def feed_of(tmp_path: Path) -> Callable[..., bytes]:
    """What a feed of these Releases is, or one of its pages; all are in the folder `files`."""

    def make(show: PublicShow, *releases: Path, name: str = "feed.xml") -> bytes:
        part, trailers = ItemShow(show.base_url, show.hosts, show.seasons, show.helplines), list[Path]()
        items = tmp_path / "items"
        items.mkdir(exist_ok=True)
        for file in releases:
            release = read_release(file)
            write_item(part, file, items / release.slug)
            trailers += [file] * (release.type == "trailer")
        listed = tuple(Listed(items / release.slug, release.published) for release in read_releases(releases))
        write_feed(show, listed, tuple(trailers), tmp_path / "files")
        return (tmp_path / "files" / name).read_bytes()

    return make


@pytest.fixture
def page_of(tmp_path: Path) -> Callable[..., str]:
    def make(show: PublicShow, release: Path, look: Look = PLAIN) -> str:
        slug = from_plain_file(Release, release).slug
        write_page(show, look, faces_of(show, release), release, words_of(release), tmp_path / "files")
        return (tmp_path / "files" / "episodes" / slug / "index.html").read_text(encoding="utf-8")

    return make


@pytest.fixture
def index_of(tmp_path: Path) -> Callable[..., str]:
    def make(show: PublicShow, *releases: Path, look: Look = PLAIN) -> str:
        write_site(show, look, faces_of(show, *releases), releases, tmp_path / "files")
        return (tmp_path / "files" / "index.html").read_text(encoding="utf-8")

    return make


@pytest.fixture
def full_show() -> PublicShow:
    """A show that says all that a show can."""
    return from_plain_file(PublicShow, GOLDEN / "full" / "show.json")


@pytest.fixture
def supper() -> Path:
    """A Release that says all that a Release can."""
    return GOLDEN / "full" / "supper.release.json"


@pytest.fixture
def full(full_show: PublicShow, supper: Path, lunch: Path, bus: Path) -> tuple[Any, ...]:
    """That show with four Releases, of which one is a trailer: two on feed.xml, two on feed-1.xml."""
    return (full_show, supper, GOLDEN / "full" / "coming-soon.release.json", bus, lunch)
