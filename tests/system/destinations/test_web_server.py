"""The settings that docs/publishing.md gives for nginx do what it says, and the check of the public address agrees."""

from pathlib import Path

import pytest
from tests.publish.destinations.behaviour import outgoing
from tests.system import servers

from radkind_pod.model.outgoing import FEED, MEDIA, PAGE
from radkind_pod.publish.public_check import _ask, check_public

pytestmark = pytest.mark.system
PAGE_TEXT = (Path(__file__).parents[3] / "docs/publishing.md").read_text(encoding="utf-8")
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
    block = PAGE_TEXT.partition("```nginx\n")[2].partition("```")[0]
    with servers.nginx(tmp_path, locations=block) as server:
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
