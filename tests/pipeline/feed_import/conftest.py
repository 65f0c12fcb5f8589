"""Our own golden feed at an old host, with every file that it names."""

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from tests.sources.feed_import.old_host import OldHost, Reply, old_host

from radkind_pod.cli import main
from radkind_pod.model.plain import from_plain_file
from radkind_pod.pipeline.feed_import.moving_in import MovedIn, move_in
from radkind_pod.pipeline.feed_import.source import open_source
from radkind_pod.progress import Silent
from radkind_pod.publish.feed import write_feed
from radkind_pod.publish.feed_item import write_item
from radkind_pod.publish.releases import read_release, read_releases
from radkind_pod.publish.stages import ItemShow, Listed, PublicShow
from radkind_pod.sources.feed_import.settling import Answers

TESTS = Path(__file__).parents[2]
GOLDEN = TESTS / "publish" / "golden"
OLD = "https://media.example.org/kindness"
MP3 = (TESTS / "data/broken/tinytag/vbr44.mp3").read_bytes()
VTT = (
    b"WEBVTT\n\n00:00.000 --> 00:02.000\n<v Amina Yusuf>Hello, and welcome.\n\n"
    b"00:02.000 --> 00:04.000\n<v Tom Price>Forty-three, actually.\n"
)
SRT = b"1\n00:00:00,000 --> 00:00:02,000\nAmina Yusuf: Hello.\n"
JSON = b'{"version": "1.0.0", "segments": [{"speaker": "Amina", "startTime": 0, "endTime": 2.5, "body": "Hello."}]}'
CHAPTERS = (
    b'{"version": "1.2.0", "chapters": [{"startTime": 0, "title": "Forty-three, actually"}, '
    b'{"startTime": 60.5, "title": "Jam jars", "url": "https://example.org/jars"}]}'
)


def picture(side: int, kind: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (side, side), "green").save(out, kind)
    return out.getvalue()


BODIES = {
    "mp3": Reply(MP3, "audio/mpeg", etag='"m"'),
    "vtt": Reply(VTT, "text/vtt"),
    "srt": Reply(SRT, "application/x-subrip"),
    "json": Reply(JSON, "application/json"),
    "txt": Reply(b"Hello.", "text/plain"),
    "html": Reply(b"<html><p>Hello.</p></html>", "text/html"),
    "chapters.json": Reply(CHAPTERS, "application/json+chapters"),
    "png": Reply(picture(1400, "PNG"), "image/png"),
    "jpeg": Reply(picture(1400), "image/jpeg"),
}


def golden_feed(folder: Path) -> bytes:
    show = from_plain_file(PublicShow, GOLDEN / "show.json")
    files = {read_release(file).slug: file for file in sorted(GOLDEN.glob("*.release.json"))}
    part = ItemShow(show.base_url, show.hosts, show.seasons, show.helplines)
    items = folder / "items"
    items.mkdir(parents=True)
    for slug, file in files.items():
        write_item(part, file, items / slug)
    listed = tuple(Listed(items / one.slug, one.published) for one in read_releases(tuple(files.values())))
    write_feed(show, listed, (), folder)
    return (folder / "feed.xml").read_bytes()


@pytest.fixture
def host() -> Iterator[OldHost]:
    with old_host() as running:
        yield running


@pytest.fixture
def serve(host: OldHost, tmp_path: Path) -> Callable[..., str]:
    """Put the golden feed and all its files on the old host, the feed changed as asked; return its address."""

    def put(*changes: tuple[str, str]) -> str:
        text = golden_feed(tmp_path / "golden").decode().replace(OLD, host.url)
        text = re.sub(r'length="\d+"', f'length="{len(MP3)}"', text)
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        for url in set(re.findall(rf'{host.url}(/[^"<\s]+\.[a-z0-9.]+)', text)):
            ending = "chapters.json" if url.endswith(".chapters.json") else url.rpartition(".")[2]
            if ending in BODIES and url not in host.files:
                found = BODIES[ending]
                host.files[url] = Reply(found.body, found.type, etag=found.etag)
        host.files["/feed.xml"] = Reply(text.encode(), "application/rss+xml")
        return f"{host.url}/feed.xml"

    return put


@pytest.fixture
def bring(tmp_path: Path) -> Callable[..., MovedIn]:
    """Import a feed into the folder `moved`."""

    def run(source: str, *, reference: bool = False, folder: str = "moved", **given: str) -> MovedIn:
        opened = open_source(source, given.pop("feed_url", ""), Silent())
        answers = Answers(**{"base_url": "https://new.example.org/pod", **given})
        return move_in(opened, answers, tmp_path / folder, Silent(), reference=reference, pause_s=0)

    return run


@pytest.fixture
def build() -> Callable[[Path], bytes]:
    """Check and build a project and return its feed."""

    def run(root: Path) -> bytes:
        assert main(["-C", str(root), "check"]) == 0
        assert main(["-C", str(root), "build", "--all", "--progress", "none"]) == 0
        return (root / "public" / "feed.xml").read_bytes()

    return run
