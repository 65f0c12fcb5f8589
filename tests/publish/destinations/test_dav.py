"""What WebDAV's statuses mean."""

import pytest

from radkind_pod.publish.destinations.dav_failures import refused


@pytest.mark.parametrize(
    ("status", "words", "is_broken"),
    [
        (401, "doesn't take this user and password", False),
        (403, "not allowed to you", False),
        (404, "the folder of feed.xml is not there", False),
        (405, "this is no WebDAV", False),
        (413, "larger than the server takes", False),
        (423, "locked by somebody else", True),
        (500, "the server failed at feed.xml (500)", False),
        (503, "busy or being mended", True),
        (507, "no room left", False),
        (302, "the server refuses feed.xml (302)", False),
    ],
)
def test_each_status_has_its_words(status: int, words: str, is_broken: bool) -> None:
    error = refused("davs://example.org/dav", "feed.xml", status)
    assert words in str(error)
    assert error.is_broken == is_broken
