"""What WebDAV's statuses mean, and what goes with a file that is deleted."""

import pytest

from radkind_pod.publish.destinations.address import parsed
from radkind_pod.publish.destinations.dav import Dav
from radkind_pod.publish.destinations.dav_failures import refused
from radkind_pod.publish.destinations.dav_http import Answer
from radkind_pod.publish.destinations.dav_listing import names_in


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


@pytest.mark.parametrize("status", [403, 404, 409])
def test_a_server_that_hides_what_begins_with_a_dot_is_told(status: int) -> None:
    """The web server's rule against dots is the likely cause: the first thing that is made is the lock's folder."""
    error = refused("davs://example.org/dav", "/podcast/.radkind-pod", status)
    assert f"the server hides /podcast/.radkind-pod, or doesn't let it be made ({status})" in str(error)
    assert "a rule of the web server against names that begin with a dot counts for WebDAV too" in str(error)


def listing(*paths: str, begin: str = "<D:response>\n<D:href>") -> Answer:
    said = "".join(f"{begin}{path}</D:href><D:propstat/></D:response>" for path in paths)
    return Answer(207, None, None, f'<D:multistatus xmlns:D="DAV:">{said}</D:multistatus>'.encode())


@pytest.mark.parametrize(
    ("answer", "names"),
    [
        (listing("/dav/a%20b/"), set()),
        (listing("/dav/a%20b"), set()),
        (listing("https://example.org/dav/a%20b/"), set()),
        (listing("/dav/a%20b/", "/dav/a%20b/c/", "/dav/a%20b/x&amp;y%2Ez"), {"c", "x&y.z"}),
        (listing("/dav/a%20b/", begin='<response xmlns="DAV:"> <lp1:href xmlns:lp1="DAV:">'), set()),
        # about something else, or not to be understood: nobody can tell
        (listing("/proxied/a%20b/"), None),
        (listing("/dav/a%20b/", "/dav/other/"), None),
        (listing("/dav/a%20b/", "/dav/a%20b/c/d"), None),
        (listing("/dav/a%20b/", begin="<D:response><D:status/><D:href>"), None),
        (listing(), None),
        (Answer(207, None, None, b"<html>"), None),
        (Answer(200, None, None, listing("/dav/a%20b/").body), None),
        (Answer(405, None, None, b""), None),
    ],
)
def test_a_folder_is_only_empty_where_the_server_says_so_for_sure(answer: Answer, names: set[str] | None) -> None:
    assert names_in(answer, "/dav/a b") == names


class Server:
    """Answers PROPFIND as it is told, and keeps what was deleted."""

    def __init__(self, answers: dict[str, Answer]) -> None:
        self.answers, self.deleted = answers, list[str]()

    def send(self, method: str, place: str, *rest: object, **more: object) -> Answer:
        if method == "DELETE":
            self.deleted.append(place)
            return Answer(204, None, None, b"")
        return self.answers[place]


def deleted(**answers: Answer) -> tuple[list[str], list[str]]:
    """Delete a/b.html; return which folders went, and what was remarked."""
    server = Server({f"/{path.replace('_', '/')}": answer for path, answer in answers.items()})
    dav = Dav(parsed("davs://example.org/dav"), server)
    dav.delete("a/b.html")
    return [place for place in server.deleted if place.endswith("/") and ".claim" not in place], dav.remarks


EMPTY, TOP = listing("/dav/a/"), listing("/dav/", "/dav/.pod/", "/dav/a/")


def test_an_empty_folder_goes_where_the_server_lists_what_is_hidden_too() -> None:
    assert deleted(dav_a_=EMPTY, dav_=TOP) == (["/dav/a/"], [])


@pytest.mark.parametrize(
    ("answer", "top", "remark"),
    [
        (listing("/dav/a/", "/dav/a/c.html"), TOP, None),
        (EMPTY, listing("/dav/", "/dav/a/"), "the folder a seems empty and stays"),  # nginx leaves out what is hidden
        (EMPTY, listing("/dav/"), "the folder a seems empty and stays"),  # Depth: 1 wasn't heeded
        (EMPTY, Answer(405, None, None, b""), "the folder a seems empty and stays"),
        (Answer(405, None, None, b""), TOP, "this server doesn't list what is in a folder"),
    ],
)
def test_a_folder_stays_where_nobody_can_tell_what_is_in_it(answer: Answer, top: Answer, remark: str | None) -> None:
    """DELETE would take it with all that is in it."""
    gone, remarks = deleted(dav_a_=answer, dav_=top)
    assert gone == []
    assert [remark in one for one in remarks if remark] == [True] * bool(remark)
