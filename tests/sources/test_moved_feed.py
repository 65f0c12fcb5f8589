"""The new address of the feed is written into config.yaml and taken out again; every other byte stays."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from radkind_pod.errors import SourceError
from radkind_pod.sources.document import read_document
from radkind_pod.sources.moved_feed import address_fault, set_new_url

URL, OTHER = "https://new.example/feed.xml", "https://other.example/f?a=1&b=#2"
Q = '"https://new.example/feed.xml"'
FORMS = {
    "none": ("title: A # kept\n", f"title: A # kept\nfeed:\n  new_url: {Q}\n"),
    "no line end": ("title: A", f"title: A\nfeed:\n  new_url: {Q}\n"),
    "dos": ("title: A\r\n# c\r\n", f"title: A\r\n# c\r\nfeed:\r\n  new_url: {Q}\r\n"),
    "bom": ("\ufefftitle: A\n", f"\ufefftitle: A\nfeed:\n  new_url: {Q}\n"),
    "block": (
        "feed:\n    # c\n    items: 3\ntitle: A\n",
        f"feed:\n    # c\n    new_url: {Q}\n    items: 3\ntitle: A\n",
    ),
    "flow": ("feed: {items: 3} # c\ntitle: A\n", f"feed: {{new_url: {Q}, items: 3}} # c\ntitle: A\n"),
    "empty flow": ("feed: {}\ntitle: A\n", f"feed: {{new_url: {Q}}}\ntitle: A\n"),
    "nothing": ("title: A\nfeed: # c\n# d\n", f"title: A\nfeed: # c\n  new_url: {Q}\n# d\n"),
    "nothing at the end": ("title: A\nfeed:", f"title: A\nfeed:\n  new_url: {Q}\n"),
    "null": ("feed: ~\ntitle: A\n", f"feed: \n  new_url: {Q}\ntitle: A\n"),
    "another block": ("feed:\n  new_url: 'https://a.example' # c\n", f"feed:\n  new_url: {Q} # c\n"),
    "another flow": ("feed: {new_url: https://a.example, items: 3}\n", f"feed: {{new_url: {Q}, items: 3}}\n"),
}


def write(file: Path, text: str) -> Path:
    file.write_text(text, encoding="utf-8", newline="")
    return file


def read(file: Path) -> str:
    return file.read_bytes().decode("utf-8")


@pytest.mark.parametrize("form", FORMS)
def test_the_address_is_written_and_nothing_else_is_touched(tmp_path: Path, form: str) -> None:
    before, after = FORMS[form]
    file = write(tmp_path / "config.yaml", before)
    assert set_new_url(file, URL)
    assert read(file) == after
    assert not set_new_url(file, URL)
    assert read(file) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"title: A\nfeed:\n  new_url: {Q}\n# c\n", "title: A\n# c\n"),
        (f"feed:\n  items: 3 # c\n  new_url: {Q} # d\ntitle: A\n", "feed:\n  items: 3 # c\ntitle: A\n"),
        (f"feed: {{new_url: {Q}}} # c\ntitle: A\n", "title: A\n"),
        (f"feed: {{new_url: {Q}, items: 3}}\n", "feed: {items: 3}\n"),
        (f"feed: {{items: 3, new_url: {Q}}}\n", "feed: {items: 3}\n"),
        (f"feed: {{items: 3, new_url: {Q}, complete: true}}\n", "feed: {items: 3, complete: true}\n"),
        (f"title: A\r\nfeed:\r\n  new_url: {Q}\r\n", "title: A\r\n"),
    ],
)
def test_the_address_is_taken_out_again(tmp_path: Path, before: str, after: str) -> None:
    file = write(tmp_path / "config.yaml", before)
    assert set_new_url(file, None)
    assert read(file) == after


@pytest.mark.parametrize("text", ["title: A\n", "feed:\n  items: 3\n", "feed:\n", "feed: []\n"])
def test_where_there_is_none_nothing_is_taken_out(tmp_path: Path, text: str) -> None:
    file = write(tmp_path / "config.yaml", text)
    assert not set_new_url(file, None)
    assert read(file) == text


@pytest.mark.parametrize("text", ["{title: A}\n", "title: A\n...\n", "feed: [1]\n"])
def test_what_can_not_be_changed_safely_is_left_alone_and_told(tmp_path: Path, text: str) -> None:
    file = write(tmp_path / "config.yaml", text)
    with pytest.raises(SourceError, match=r"Write new_url: .* there by hand"):
        set_new_url(file, URL)
    assert read(file) == text
    assert list(tmp_path.iterdir()) == [file]


LINES = st.sampled_from(["a: 1", "# c", "", "b: {x: 1}", "c:\n  - 1\n  - 2", "d: |\n  text\n   more", "e: 'x' # y"])


@settings(max_examples=60, deadline=None)
@given(st.lists(LINES, unique=True), st.sampled_from(["\n", "\r\n"]), st.sampled_from(list(FORMS.values())))
def test_written_and_taken_out_again_says_the_same_as_before(tmp_path_factory, lines, end: str, form) -> None:
    """Whatever else the file holds; another address than the first is no other case."""
    feed = form[0].removeprefix("\ufeff").replace("title: A", "t: A").replace("\r\n", "\n").removesuffix("\n")
    text = "\n".join(["z: 1", *lines, feed, ""]).replace("\n", end)
    file = write(tmp_path_factory.mktemp("c") / "config.yaml", text)
    before = read_document(file).data
    set_new_url(file, OTHER)
    assert read_document(file).data == {**before, "feed": {**(before.get("feed") or {}), "new_url": OTHER}}
    set_new_url(file, None)
    after = read_document(file).data
    kept = {key: value for key, value in (before.get("feed") or {}).items() if key != "new_url"}
    assert after.get("feed", {}) == kept
    assert {k: v for k, v in after.items() if k != "feed"} == {k: v for k, v in before.items() if k != "feed"}


@pytest.mark.parametrize(
    ("url", "fault"),
    [(URL, None), ("http://a.example/f", "must begin with https://"), ("feed", "is not a web address")],
)
def test_only_a_secure_web_address_will_do(url: str, fault: str | None) -> None:
    found = address_fault(url)
    assert (found is None) if fault is None else fault in (found or "")
