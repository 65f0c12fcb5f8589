"""The settings that docs/publishing.md gives for nginx do what it says, and the check of the public address agrees."""

from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from tests.publish.destinations.behaviour import outgoing, send
from tests.system import servers
from tests.system.destinations.reach import Given

from radkind_pod.errors import TransferError
from radkind_pod.model.outgoing import FEED, MEDIA, PAGE
from radkind_pod.publish.destinations import Destination, open_destination
from radkind_pod.publish.public_check import _ask, check_public

pytestmark = pytest.mark.system
PAGE_TEXT = (Path(__file__).parents[3] / "docs/publishing.md").read_text(encoding="utf-8")
PUBLIC, UPLOAD = (block.partition("```")[0] for block in PAGE_TEXT.split("```nginx\n")[1:])
FOREVER, SHORT = "public, max-age=31536000, immutable", "public, max-age=300"
FILES = [
    ("episodes/one/one-1a2b3c4d.mp3", MEDIA, "audio/mpeg", FOREVER),
    ("episodes/one/one-1a2b3c4d.m4a", MEDIA, "audio/x-m4a", FOREVER),
    ("episodes/one/one-1a2b3c4d.opus", MEDIA, "audio/ogg", FOREVER),
    ("episodes/one/one-1a2b3c4d.vtt", MEDIA, "text/vtt; charset=utf-8", FOREVER),
    ("episodes/one/one-1a2b3c4d.srt", MEDIA, "application/x-subrip; charset=utf-8", FOREVER),
    ("episodes/one/one-1a2b3c4d.chapters.json", MEDIA, "application/json+chapters", FOREVER),
    ("episodes/one/chapters-1a2b3c4d.json", MEDIA, "application/json+chapters", FOREVER),
    ("episodes/one/one-1a2b3c4d.html", MEDIA, "text/html; charset=utf-8", FOREVER),
    ("episodes/one/index.html", PAGE, "text/html; charset=utf-8", SHORT),
    ("feed.xml", FEED, "application/rss+xml; charset=utf-8", SHORT),
]


def test_the_documented_nginx_serves_every_kind_of_file_as_players_want_it(tmp_path: Path) -> None:
    with servers.nginx(tmp_path, locations=PUBLIC) as server:
        files = []
        for path, kind, media_type, _ in FILES:
            place = server.home / "podcast" / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(path.encode())
            files.append(outgoing(path, path.encode(), kind, media_type))
        (server.home / "podcast/.lock").write_bytes(b"x")
        base = f"http://127.0.0.1:{server.port}/podcast"
        assert check_public(base, files) == ()
        for path, _, media_type, cache in FILES:
            _, headers, _ = _ask(f"{base}/{path}", "HEAD")
            assert headers["Content-Type"] == media_type
            assert headers.get_all("Cache-Control") == [cache], path
            assert headers.get_all("Access-Control-Allow-Origin") == ["*"]
        assert _ask(f"{base}/.lock", "HEAD")[0] == 404


def test_the_documented_nginx_takes_webdav_beside_the_rule_against_dots(tmp_path: Path) -> None:
    """The lock and the ledger go through /upload/, and nobody sees them at /podcast/."""
    upload = UPLOAD.replace("/var/www/", f"{tmp_path}/files/").replace("/etc/nginx/upload.users", f"{tmp_path}/users")
    with servers.nginx(tmp_path, locations=PUBLIC + upload) as server:
        (server.home / "podcast").mkdir()
        with opened(f"dav://{servers.USER}@127.0.0.1:{server.port}/upload/podcast") as there:
            assert there.create(".radkind-pod/lock.json", b"x")
            send(there, "episodes/one/index.html", b"new", tmp_path)
            send(there, "episodes/one/index.html", b"newer", tmp_path)
            there.swap(outgoing("feed.xml", b"feed", FEED), b"feed", None)
            public = f"http://127.0.0.1:{server.port}/podcast"
            assert _ask(f"{public}/.radkind-pod/lock.json", "HEAD")[0] == 404
            assert _ask(f"{public}/episodes/one/index.html", "HEAD")[0] == 200
            there.delete(".radkind-pod/lock.json")
        assert (server.home / "podcast/episodes/one/index.html").read_bytes() == b"newer"
        assert (server.home / "podcast/feed.xml").read_bytes() == b"feed"
        assert list((server.home / "podcast/.radkind-pod").iterdir()) == []


def test_a_rule_against_dots_that_counts_for_webdav_is_told(tmp_path: Path) -> None:
    block = PUBLIC.replace("location /podcast/ {", "location /podcast/ { dav_methods PUT DELETE MKCOL COPY MOVE;", 1)
    with servers.nginx(tmp_path, locations=block) as server:
        (server.home / "podcast").mkdir()
        with opened(f"dav://127.0.0.1:{server.port}/podcast") as there, pytest.raises(TransferError) as told:
            there.create(".radkind-pod/lock.json", b"x")
    assert "the server hides /podcast/.radkind-pod, or doesn't let it be made (404)" in str(told.value)
    assert "names that begin with a dot" in str(told.value)


def opened(address: str) -> AbstractContextManager[Destination]:
    return open_destination(address, Path(), Given({"RADKIND_POD_PASSWORD": servers.PASSWORD}))
