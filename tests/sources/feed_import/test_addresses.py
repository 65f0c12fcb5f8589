"""A feed may lead to the open internet, and nowhere inside this computer or house."""

import pytest

from radkind_pod.sources.feed_import.addresses import NotFetched, check_address, host_of


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/a",
        "http://127.1.2.3:8080/a",
        "http://localhost/a",
        "http://printer.local/a",
        "http://[::1]/a",
        "http://[::ffff:127.0.0.1]/a",
        "http://[fe80::1%25eth0]/a",
        "http://[64:ff9b::7f00:1]/a",
        "http://[64:ff9b:1::1]/a",
        "http://[2002:c0a8:101::1]/a",
        "http://[::127.0.0.1]/a",
        "http://[fec0::1]/a",
        "http://10.0.0.1/a",
        "http://192.168.1.1/a",
        "http://169.254.169.254/latest",
        "http://0.0.0.0/a",
        "http://224.0.0.1/a",
        "file:///etc/passwd",
        "ftp://example.org/a",
        "data:text/plain,x",
        "https:///nohost",
        "",
    ],
)
def test_what_is_inside_is_refused(url: str) -> None:
    with pytest.raises(NotFetched):
        check_address(url, "")


@pytest.mark.parametrize("url", ["https://1.1.1.1/a", "http://[2606:4700:4700::1111]/a", "http://[64:ff9b::101:101]/a"])
def test_the_open_internet_is_allowed(url: str) -> None:
    check_address(url, "")


def test_the_host_that_a_person_typed_may_be_anywhere() -> None:
    check_address("http://192.168.1.1/a.mp3", host_of("http://192.168.1.1:8000/feed.xml"))


def test_what_is_no_address_has_no_host() -> None:
    assert host_of("http://[bad/feed.xml") == ""
