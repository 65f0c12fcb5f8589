"""Addresses of chapters, and where chapters end."""

import pytest

from radkind_pod.package.chapters import ascii_url, ends_ms, folder_url
from radkind_pod.package.stages import MappedChapter


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/a%20b?q=1#top", "https://example.org/a%20b?q=1#top"),
        ("https://Bücher.example:8080/ü", "https://xn--bcher-kva.example:8080/%C3%BC"),
        ("https://example.org/a b\n", "https://example.org/a%20b"),
        ('https://example.org/"><script>', "https://example.org/%22%3E%3Cscript%3E"),
    ],
)
def test_addresses_become_ascii(url: str, expected: str) -> None:
    assert ascii_url(url) == expected


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "file:///etc/passwd", "example.org", "https://", "", "https://["]
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"web address|Invalid"):
        ascii_url(url)


@pytest.mark.parametrize("page", ["https://x.org/e/one/", "https://x.org/e/one", "https://x.org/e/one/index.html"])
def test_pictures_lie_beside_the_page(page: str) -> None:
    assert folder_url(page) == "https://x.org/e/one/"


def test_each_chapter_ends_where_the_next_begins_the_last_with_the_episode() -> None:
    chapters = [MappedChapter(at, "", None, None, None) for at in (0, 10, 25)]
    assert ends_ms(chapters, 40) == (10, 25, 40)
    assert ends_ms([], 40) == ()
