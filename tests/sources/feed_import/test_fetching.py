"""Files come whole or not at all, from where they may come, and go on where they were cut."""

import hashlib
import socket
import ssl
import subprocess
import urllib.request
from pathlib import Path

import pytest
from tests.sources.feed_import.old_host import OldHost, Reply, old_host

from radkind_pod.progress import Silent
from radkind_pod.sources.feed_import.addresses import NotFetched
from radkind_pod.sources.feed_import.fetching import TRIES, Fetcher

SOUND = bytes(range(256)) * 8000
MOST = 10_000_000


@pytest.fixture
def fetcher() -> Fetcher:
    return Fetcher("127.0.0.1", Silent(), patience_s=0.5, pause_s=0)


def bring(fetcher: Fetcher, host: OldHost, folder: Path, most: int = MOST, path: str = "/a.mp3") -> bytes:
    return fetcher.bring(host.url + path, folder / "a.mp3", most).file.read_bytes()


def test_a_file_comes_as_it_is(fetcher, host, tmp_path: Path) -> None:
    host.files["/a.mp3"] = Reply(SOUND, "audio/mpeg")
    got = fetcher.bring(f"{host.url}/a.mp3", tmp_path / "a.mp3", MOST)
    assert (got.file.read_bytes(), got.type, got.bytes) == (SOUND, "audio/mpeg", len(SOUND))
    assert [file.name for file in tmp_path.iterdir()] == ["a.mp3"]


def test_a_cut_connection_goes_on_where_it_was(fetcher, host, tmp_path: Path) -> None:
    host.files["/a.mp3"] = Reply(SOUND, etag='"one"', cut=[500_000, 300_000])
    assert bring(fetcher, host, tmp_path) == SOUND
    assert [asked for _, asked in host.asked] == [None, "bytes=500000-", "bytes=800000-"]


def test_what_an_interrupted_run_left_is_not_fetched_again(host, tmp_path: Path) -> None:
    host.files["/a.mp3"] = Reply(SOUND, etag='"one"', cut=[500_000] + [0] * (TRIES - 1))
    fetcher = Fetcher("127.0.0.1", Silent(), pause_s=0)
    with pytest.raises(NotFetched, match="ended after 500000 of"):
        bring(fetcher, host, tmp_path)
    assert not (tmp_path / "a.mp3").exists()
    assert bring(Fetcher("127.0.0.1", Silent(), pause_s=0), host, tmp_path) == SOUND
    assert host.asked[-1] == ("/a.mp3", "bytes=500000-")


def test_a_file_that_changed_meanwhile_is_fetched_anew_and_never_mixed(fetcher, host, tmp_path: Path) -> None:
    host.files["/a.mp3"] = Reply(SOUND, etag='"one"', cut=[500_000] + [0] * (TRIES - 1))
    with pytest.raises(NotFetched):
        bring(fetcher, host, tmp_path)
    host.files["/a.mp3"] = Reply(SOUND[::-1], etag='"two"')
    assert bring(fetcher, host, tmp_path) == SOUND[::-1]


def test_a_host_without_validators_is_asked_from_the_beginning(fetcher, host, tmp_path: Path) -> None:
    host.files["/a.mp3"] = Reply(SOUND, cut=[500_000])
    assert bring(fetcher, host, tmp_path) == SOUND
    assert [asked for _, asked in host.asked] == [None, None]


def test_what_lies_there_complete_but_unnamed_is_told_apart(fetcher, host, tmp_path: Path) -> None:
    """A run that was killed between the last byte and the new name: the host refuses the range, and sends it anew."""
    host.files["/a.mp3"] = Reply(SOUND, etag='"one"', cut=[len(SOUND)])
    bring(fetcher, host, tmp_path)
    (tmp_path / "a.mp3").rename(tmp_path / "a.mp3.part")
    (tmp_path / "a.mp3.part.json").write_text(f'{{"url": "{host.url}/a.mp3", "validator": "\\"one\\""}}')
    host.files["/a.mp3"] = Reply(SOUND, etag='"one"', fails=[416])
    assert bring(fetcher, host, tmp_path) == SOUND


@pytest.mark.parametrize(
    ("status", "words"), [(404, "isn't there any more"), (410, "for good"), (403, "forbidden"), (401, "password")]
)
def test_what_is_gone_is_told_and_asked_for_once(fetcher, host, tmp_path: Path, status: int, words: str) -> None:
    host.files["/a.mp3"] = Reply(b"sorry", status=status)
    with pytest.raises(NotFetched, match=words):
        bring(fetcher, host, tmp_path)
    assert len(host.asked) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_busy_host_is_asked_again(fetcher, host, tmp_path: Path) -> None:
    host.files["/a.mp3"] = Reply(SOUND, fails=[503, 429])
    assert bring(fetcher, host, tmp_path) == SOUND


def test_a_host_that_says_nothing_is_left(fetcher, host, tmp_path: Path) -> None:
    host.files["/a.mp3"] = Reply(SOUND, stall_s=1.0)
    with pytest.raises(NotFetched, match="nothing came"):
        bring(fetcher, host, tmp_path)


def test_redirects_are_followed_to_the_end_and_not_for_ever(fetcher, host, tmp_path: Path) -> None:
    host.files["/a.mp3"] = Reply(status=302, location="/b.mp3")
    host.files["/b.mp3"] = Reply(status=301, location=f"{host.url}/c.mp3")
    host.files["/c.mp3"] = Reply(SOUND)
    assert bring(fetcher, host, tmp_path) == SOUND
    host.files["/c.mp3"] = Reply(status=302, location="/a.mp3")
    with pytest.raises(NotFetched):
        bring(fetcher, host, tmp_path)


@pytest.mark.parametrize(
    "target",
    ["http://localhost/x", "http://[::1]/x", "http://169.254.169.254/x", "file:///etc/passwd", "ftp://x.org/y"],
)
def test_a_redirect_never_leads_inside(fetcher, host, tmp_path: Path, target: str) -> None:
    host.files["/a.mp3"] = Reply(status=302, location=target)
    with pytest.raises(NotFetched):
        bring(fetcher, host, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_more_than_the_limit_is_never_kept(fetcher, host, tmp_path: Path) -> None:
    host.files["/a.mp3"] = Reply(SOUND)
    with pytest.raises(NotFetched, match="at most"):
        bring(fetcher, host, tmp_path, most=1000)


def test_a_feed_that_is_packed_is_unpacked_up_to_the_limit(fetcher, host) -> None:
    host.files["/feed"] = Reply(b"<rss/>" * 1000, packed=True)
    data, url = fetcher.read(f"{host.url}/feed", MOST)
    assert (data, url) == (b"<rss/>" * 1000, f"{host.url}/feed")
    with pytest.raises(NotFetched, match="more than"):
        fetcher.read(f"{host.url}/feed", 5000)


def test_a_length_that_is_too_long_is_a_broken_connection(fetcher, host, tmp_path: Path) -> None:
    host.files["/a.mp3"] = Reply(SOUND, stated=len(SOUND) + 10)
    with pytest.raises(NotFetched, match="ended after"):
        bring(fetcher, host, tmp_path)


def test_the_same_bytes_come_in_one_go_or_in_many(fetcher, host, tmp_path: Path) -> None:
    host.files["/a.mp3"] = Reply(SOUND, etag='"x"', cut=[1, 262_144, 262_145])
    assert hashlib.sha256(bring(fetcher, host, tmp_path)).digest() == hashlib.sha256(SOUND).digest()


@pytest.mark.parametrize("part", ["bytes 0-4/2048000", "bytes 5-9/10", "bytes 0-4/*", "", "nonsense"])
def test_a_part_that_nobody_asked_for_is_not_taken_for_the_whole(fetcher, host, tmp_path: Path, part: str) -> None:
    host.files["/a.mp3"] = Reply(b"ID3ab", status=206, part=part or "-")
    if part == "bytes 0-4/*":
        assert bring(fetcher, host, tmp_path) == b"ID3ab"  # the host doesn't know of more
        return
    with pytest.raises(NotFetched, match="a part of it"):
        bring(fetcher, host, tmp_path)
    with pytest.raises(NotFetched, match="a part of it"):
        fetcher.read(f"{host.url}/a.mp3", MOST)
    assert not (tmp_path / "a.mp3").exists()


def test_a_name_that_means_another_address_the_next_time_leads_nowhere_inside(host, monkeypatch) -> None:
    """DNS rebinding: the name is looked up for the check, and again for the connection."""
    host.files["/a.mp3"] = Reply(SOUND)
    look_up, asked = socket.getaddrinfo, []

    def changing(name: str, *rest: object, **named: object) -> object:
        if name != "rebind.example.com":
            return look_up(name, *rest, **named)
        asked.append(name)
        return look_up("93.184.216.34" if len(asked) == 1 else "127.0.0.1", *rest, **named)

    monkeypatch.setattr(socket, "getaddrinfo", changing)
    monkeypatch.setattr(urllib.request, "getproxies", dict)
    url = host.url.replace("127.0.0.1", "rebind.example.com") + "/a.mp3"
    for each in (url, url.replace("http:", "https:")):
        asked.clear()
        with pytest.raises(NotFetched, match="not on the open internet"):
            Fetcher("", Silent(), pause_s=0).read(each, MOST)
    assert host.asked == []


def test_a_host_over_tls_must_prove_who_it_is(tmp_path: Path, monkeypatch) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost"]
    named = ["-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate]
    subprocess.run([*made, *named], check=True, capture_output=True)
    with old_host() as secure:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        secure.server.socket = context.wrap_socket(secure.server.socket, server_side=True)
        secure.files["/a.mp3"] = Reply(SOUND)
        url = secure.url.replace("http://127.0.0.1", "https://localhost") + "/a.mp3"
        with pytest.raises(NotFetched, match="can't prove who it is"):
            Fetcher("localhost", Silent(), pause_s=0).read(url, MOST)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert Fetcher("localhost", Silent(), pause_s=0).read(url, MOST)[0] == SOUND
