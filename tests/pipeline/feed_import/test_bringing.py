"""One episode's files are what they should be, or they stay where they are."""

import gzip
from pathlib import Path

import pytest
from tests.pipeline.feed_import.conftest import VTT, picture
from tests.sources.feed_import.old_host import Reply

from radkind_pod.pipeline.apart import Apart
from radkind_pod.pipeline.feed_import.bringing import Bringer
from radkind_pod.pipeline.feed_import.shelf import open_shelf
from radkind_pod.progress import Silent
from radkind_pod.sources.feed_import.fetching import Fetcher
from radkind_pod.sources.feed_import.old import Notebook
from radkind_pod.sources.feed_import.reading import read_old_feed


@pytest.fixture
def bringer(host, tmp_path: Path):
    """Return a Bringer for an item with these elements; its sound is at /a.mp3."""

    def make(elements: str) -> Bringer:
        host.files.setdefault("/a.mp3", Reply(b"ID3\x03 and more", "audio/mpeg"))
        text = f'<rss><channel><item><title>T</title><enclosure url="{host.url}/a.mp3" type="audio/mpeg"/>{elements}'
        feed = read_old_feed(f"{text}</item></channel></rss>".encode(), Path("f"), host.url)
        fetcher = Fetcher("127.0.0.1", Silent(), pause_s=0)
        return Bringer(fetcher, feed.episodes[0], open_shelf(tmp_path / "one"), Notebook(), Apart())

    return make


def test_a_transcript_that_came_packed_is_kept_unpacked(bringer, host) -> None:
    host.files["/a.vtt"] = Reply(gzip.compress(VTT), "text/vtt")
    one = bringer(f'<podcast:transcript url="{host.url}/a.vtt" type="text/vtt"/>')
    one.bring_all()
    assert one.shelf.file_of(f"{host.url}/a.vtt").read_bytes() == VTT
    assert [paragraph.speaker for paragraph in one.words("en")] == ["Amina Yusuf", "Tom Price"]


@pytest.mark.parametrize(
    ("path", "element", "body"),
    [
        ("/a.vtt", '<podcast:transcript url="{}" type="text/vtt"/>', b"<!doctype html><p>Sorry"),
        ("/a.vtt", '<podcast:transcript url="{}" type="text/vtt"/>', b""),
        ("/a.vtt", '<podcast:transcript url="{}" type="text/vtt"/>', b"\x1f\x8bnonsense"),
        ("/a.json", '<podcast:chapters url="{}" type="application/json+chapters"/>', b"{}"),
    ],
)
def test_what_is_not_what_it_should_be_is_told_and_not_kept(bringer, host, path, element, body) -> None:
    host.files[path] = Reply(body)
    one = bringer(element.format(host.url + path))
    one.bring_all()
    assert len(one.waiting) == 1
    assert path in one.waiting[0]
    assert one.shelf.file_of(host.url + path) is None


def test_a_transcript_that_can_not_be_shown_is_still_kept(bringer, host) -> None:
    host.files["/a.srt"] = Reply(b"no times at all", "application/srt")
    one = bringer(f'<podcast:transcript url="{host.url}/a.srt" type="application/srt"/>')
    one.bring_all()
    assert one.words("en") == ()
    assert one.shelf.file_of(f"{host.url}/a.srt").read_bytes() == b"no times at all"
    assert "published as it is" in one.notebook.told[0].text


def test_a_small_picture_is_told_and_the_shows_stands_for_it(bringer, host) -> None:
    host.files["/p.jpg"] = Reply(picture(100), "image/jpeg")
    one = bringer(f'<itunes:image href="{host.url}/p.jpg"/>')
    one.bring_all()
    assert one.waiting == []
    assert one.shelf.unfit == {f"{host.url}/p.jpg"}
    assert "100 x 100 px" in one.notebook.told[0].text
    assert not list(one.shelf.folder.parent.glob("artwork.*"))


def test_pictures_of_chapters_are_told(bringer, host) -> None:
    body = b'{"chapters": [{"startTime": 0, "title": "A", "img": "https://x.example/a.jpg"}]}'
    host.files["/a.json"] = Reply(body)
    one = bringer(f'<podcast:chapters url="{host.url}/a.json" type="application/json+chapters"/>')
    one.bring_all()
    assert "The pictures of 1 chapters" in one.notebook.told[0].text
    assert [chapter.title for chapter in one.chapters(one.finished())] == ["A"]
