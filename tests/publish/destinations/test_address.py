"""Addresses of destinations."""

from pathlib import Path

import pytest

from radkind_pod.errors import TransferError
from radkind_pod.publish.destinations import open_destination
from radkind_pod.publish.destinations.address import parents, parsed


def test_an_address_is_taken_apart() -> None:
    address = parsed("s3://bucket/a%20b/?endpoint=https://host:9000&region=eu")
    assert (address.scheme, address.host, address.path) == ("s3", "bucket", "/a b")
    assert address.options == {"endpoint": "https://host:9000", "region": "eu"}
    assert address.at("feed.xml") == "/a b/feed.xml"
    assert parsed("SFTP://ann@example.org/www").scheme == "sftp"
    sftp = parsed("sftp://ann%40org@[::1]:2222/www/")
    assert (sftp.user, sftp.host, sftp.port, sftp.path) == ("ann@org", "::1", 2222, "/www")


def test_a_password_in_the_address_is_refused_without_being_told() -> None:
    with pytest.raises(TransferError, match="holds a password") as told:
        parsed("davs://ann:hidden-7Q@example.org/dav")
    assert "hidden" not in str(told.value) + repr(told.value.__dict__)


@pytest.mark.parametrize(
    "text",
    [
        "sftp://ann:12#hidden@localhost:1/x",
        "sftp://ann:2024/hidden@example.org/x",
        "davs://ann:99?hidden@example.org/x",
        "s3://KEY:12/hidden@bucket",
        "sftp://example.org/x#hidden",
    ],
)
def test_what_may_be_a_password_is_refused_without_being_told(text: str) -> None:
    with pytest.raises(TransferError, match="has an @ or # behind the host's name") as told:
        parsed(text)
    assert "hidden" not in str(told.value) + repr(told.value.__dict__)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("sftp:///www", "names no host"),
        ("sftp://host:port/www", "port or host that can't be"),
        ("sftp://[host/www", "port or host that can't be"),
        ("ftp://host/www", "kind of address is not known"),
        ("dav://example.org/dav", "would send the password"),
    ],
)
def test_what_is_no_address_is_told(text: str, words: str) -> None:
    class Nothing:
        def get(self, name: str) -> str | None:
            return None

    with pytest.raises(TransferError, match=words), open_destination(text, Path(), Nothing()):
        pass


def test_the_folders_of_a_path_come_from_the_outside_in() -> None:
    assert parents("a/b/c.mp3") == ["a", "a/b"]
    assert parents("c.mp3") == []
