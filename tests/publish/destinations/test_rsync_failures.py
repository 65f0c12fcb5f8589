"""What rsync and ssh say, as they really say it."""

import pytest

from radkind_pod.publish.destinations.rsync_failures import explain, is_missing

LINK = 'rsync: [sender] link_stat "/srv/www/no.xml" failed: No such file or directory (2)\n'
END = "rsync error: some files/attrs were not transferred (code 23) at main.c(1338) [sender=3.2.7]\n"


@pytest.mark.parametrize(
    ("code", "said", "words", "is_broken"),
    [
        (255, "ann@host: Permission denied (publickey,password).\n", "knows none of your keys", False),
        (255, "Host key verification failed.\n", "doesn't know the server's key", False),
        (255, "ssh: Could not resolve hostname nowhere: Name or service not known\n", "can't be reached", True),
        (255, "/home/ann/.ssh/config: terminating, 1 bad configuration options\n", "can't read its settings", False),
        (127, "sh: rsync: not found\n", "rsync is not on the server", False),
        (11, 'rsync: [receiver] write failed on "/srv/a.mp3": No space left on device (28)\n', "no room left", False),
        (23, 'rsync: [receiver] mkstemp "/srv/.a.mp3.x" failed: Permission denied (13)\n', "not allowed to you", False),
        (12, "client_loop: send disconnect: Broken pipe\nrsync error: x (code 12)\n", "connection broke", True),
        (30, "[sender] io timeout after 60 seconds -- exiting\n", "connection broke", True),
        (4, "", "rsync failed (4: no answer)", False),
    ],
)
def test_each_failure_has_its_words(code: int, said: str, words: str, is_broken: bool) -> None:
    error = explain("rsync://host/srv", code, said)
    assert words in str(error)
    assert error.is_broken == is_broken


def test_only_a_file_that_is_not_there_is_missing() -> None:
    assert is_missing(23, LINK + END)
    assert is_missing(23, LINK + "rsync: [Receiver] write error: Broken pipe (32)\n" + END)
    assert not is_missing(23, LINK + 'rsync: opendir "/srv" failed: Permission denied (13)\n' + END)
    assert not is_missing(23, END)
    assert not is_missing(12, LINK)
