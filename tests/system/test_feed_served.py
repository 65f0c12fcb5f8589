"""The public folder over real HTTP: what podcast apps ask of a host, and two podcast clients that use it."""

import json
import os
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest
from lxml import etree
from tests.publish.checker import NS, complaints
from tests.publish.file_checker import Fetched, file_complaints

from radkind_pod.editor.preview import open_server
from radkind_pod.sources.show import read_show

pytestmark = pytest.mark.system


@dataclass(frozen=True)
class Host:
    """The preview, and the feed that it serves; `base_url` is what the feed calls it."""

    port: int
    base_url: str
    feed: bytes

    def ask(self, url: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
        """Ask for a public address of the feed."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        names = {key.replace("_", "-"): value for key, value in headers.items()}
        connection.request(method, url.removeprefix(self.base_url), headers=names)
        response = connection.getresponse()
        body = response.read()
        connection.close()
        return response, body

    def fetch(self, url: str) -> Fetched:
        """Return the file, as the checker of files wants it."""
        response, body = self.ask(url)
        assert response.status == 200, url
        return Fetched((response.headers["Content-Type"] or "").partition(";")[0], body)

    def urls(self, path: str) -> list[str]:
        """Return the addresses that these elements of the feed name."""
        found = etree.fromstring(self.feed).findall(path, NS)
        return [one.get("url") or one.get("href") for one in found]


def start(public: Path, base_url: str) -> tuple[Host, object]:
    server = open_server(public, 0)
    threading.Thread(target=server.run, daemon=True).start()
    return Host(server.effective_port, base_url, (public / "feed.xml").read_bytes()), server


@pytest.fixture(scope="module")
def host(packed) -> Iterator[Host]:
    root = packed.show.root
    host, server = start(root / "public", read_show(root).info.base_url)
    yield host
    server.close()


@pytest.fixture(scope="module")
def named(host) -> list[str]:
    """Everything that the feed says can be fetched."""
    paths = "channel/itunes:image channel/item/enclosure channel/item/podcast:transcript channel/item/podcast:chapters"
    urls = [url for path in [*paths.split(), "channel/item/itunes:image"] for url in host.urls(path)]
    assert len(urls) >= 8
    return [f"{host.base_url}/feed.xml", *dict.fromkeys(urls)]


def test_the_feed_keeps_every_rule_that_can_be_seen_in_it(host) -> None:
    assert complaints(host.feed) == []


def test_every_file_is_as_the_feed_says(host) -> None:
    """Length, type, duration, transcripts and chapters, those in the MP3 too."""
    assert file_complaints(host.feed, host.fetch) == []


def test_a_head_says_what_a_get_would(host, named) -> None:
    for url in named:
        head, nothing = host.ask(url, "HEAD")
        got, body = host.ask(url)
        assert (head.status, got.status, nothing) == (200, 200, b"")
        assert int(head.headers["Content-Length"]) == len(body)
        assert head.headers["Content-Type"] == got.headers["Content-Type"]


def test_a_part_can_be_asked_for(host, named) -> None:
    for url in named:
        _, body = host.ask(url)
        middle = len(body) // 2
        part, some = host.ask(url, Range=f"bytes={middle}-{middle + 9}")
        assert part.status == 206
        assert some == body[middle : middle + 10]
        assert part.headers["Content-Range"] == f"bytes {middle}-{middle + 9}/{len(body)}"


def test_what_an_app_has_already_is_not_sent_again(host, named) -> None:
    for url in named:
        first, _ = host.ask(url)
        again, nothing = host.ask(url, If_None_Match=first.headers["ETag"])
        since, _ = host.ask(url, If_Modified_Since=first.headers["Last-Modified"])
        assert (again.status, nothing, since.status) == (304, b"", 304)


def test_players_on_other_sites_may_read_transcripts_and_chapters(host) -> None:
    urls = [*host.urls("channel/item/podcast:transcript"), *host.urls("channel/item/podcast:chapters")]
    assert len(urls) == 6
    assert {host.ask(url)[0].headers["Access-Control-Allow-Origin"] for url in urls} == {"*"}


def test_ffprobe_finds_the_same_duration_and_chapters(host, tmp_path: Path) -> None:
    (tmp_path / "a.mp3").write_bytes(host.fetch(host.urls("channel/item/enclosure")[0]).body)
    command = ["ffprobe", "-v", "error", "-show_chapters", "-show_format", "-of", "json", str(tmp_path / "a.mp3")]
    probed = json.loads(subprocess.run(command, capture_output=True, check=True, timeout=60).stdout)
    told = float(etree.fromstring(host.feed).findtext("channel/item/itunes:duration", "0", NS))
    assert abs(float(probed["format"]["duration"]) - told) <= 1.5
    chapters = json.loads(host.fetch(host.urls("channel/item/podcast:chapters")[0]).body)["chapters"]
    shown = [chapter["startTime"] for chapter in chapters if chapter.get("toc", True)]
    assert [float(chapter["start_time"]) for chapter in probed["chapters"]] == pytest.approx(shown, abs=0.01)


@pytest.fixture
def on_loopback(packed, tmp_path: Path) -> Iterator[str]:
    """The address of a feed whose files are on this computer, so that a client can download them."""
    public = tmp_path / "public"
    base_url = read_show(packed.show.root).info.base_url
    for file in (packed.show.root / "public").rglob("*"):
        if file.is_file():
            copy = public / file.relative_to(packed.show.root / "public")
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(file.read_bytes())
    host, server = start(public, "")
    here = f"http://127.0.0.1:{host.port}"
    (public / "feed.xml").write_bytes(host.feed.replace(base_url.encode(), here.encode()))
    yield f"{here}/feed.xml"
    server.close()


def run(command: list[str], home: Path) -> str:
    """Run a client in a home of its own, without any proxy."""
    kept = {key: value for key, value in os.environ.items() if "proxy" not in key.lower() and "XDG" not in key}
    environment = {**kept, "HOME": str(home), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def delivered(packed) -> bytes:
    (file,) = (packed.show.root / "public" / "episodes").rglob("*.mp3")
    return file.read_bytes()


def test_gpodder_subscribes_and_downloads_the_same_bytes(packed, on_loopback: str, tmp_path: Path) -> None:
    run(["gpo", "subscribe", on_loopback], tmp_path)
    assert "Radical Kindness, a sample" in run(["gpo", "list"], tmp_path)
    run(["gpo", "download", on_loopback], tmp_path)
    (file,) = (tmp_path / "gPodder").rglob("*.mp3")
    assert file.read_bytes() == delivered(packed)


def test_newsboat_reads_the_feed_and_queues_the_sound(packed, on_loopback: str, tmp_path: Path) -> None:
    folder = tmp_path / ".newsboat"
    folder.mkdir()
    (folder / "urls").write_text(f"{on_loopback}\n", encoding="utf-8")
    (folder / "config").write_text("podcast-auto-enqueue yes\n", encoding="utf-8")
    run(["newsboat", "-x", "reload"], tmp_path)
    (line,) = (folder / "queue").read_text(encoding="utf-8").splitlines()
    (file,) = (packed.show.root / "public" / "episodes").rglob("*.mp3")
    here = on_loopback.removesuffix("/feed.xml")
    assert line.split()[0] == f"{here}/{file.relative_to(packed.show.root / 'public').as_posix()}"
    assert run(["newsboat", "-x", "print-unread"], tmp_path).startswith("1 unread")
