"""Lengths and addresses as feeds write them."""

import pytest

from radkind_pod.sources.feed_import.values import length_ms, one_line, secure, web, whole


@pytest.mark.parametrize(
    ("text", "ms"),
    [("3735", 3_735_000), ("62:15", 3_735_000), ("1:02:15", 3_735_000), ("12.5", 12_500), ("", 0), ("x", 0), ("-5", 0)],
)
def test_lengths_are_read_in_every_form(text: str, ms: int) -> None:
    assert length_ms(text) == ms


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://x.example/a b.mp3", "https://x.example/a%20b.mp3"),
        ("/a.mp3", "https://base.example/a.mp3"),
        ("HTTPS://b\xfccher.example/\xfc", "https://xn--bcher-kva.example/%C3%BC"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("https://user:secret@x.example/a", None),
        ("http://[broken", None),
        ("https://x.example:99999/", None),
    ],
)
def test_addresses_become_whole_and_ascii(text: str, url: str | None) -> None:
    assert web(text, "https://base.example/feed.xml") == url


def test_an_address_without_tls_is_not_secure() -> None:
    assert secure("http://x.example", "") is None


def test_one_line_is_cut_after_a_word() -> None:
    assert one_line("a\tb\n c\x00 d", None) == "a b c d"
    assert one_line("one two three", 9) == "one two…"


def test_zero_is_no_number() -> None:
    assert [whole(text) for text in ("0", "7", "1.5", "\u0663")] == [None, 7, None, None]
