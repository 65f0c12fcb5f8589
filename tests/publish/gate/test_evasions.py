"""Ways by which a name gets into a text unseen: accounts, invisible signs, broken lines, other writings."""

from collections.abc import Callable

import pytest

from radkind_pod.model.consent import Consent, People

Look = Callable[..., tuple]


def found(real: str, text: str, look: Look, ending: str = "txt") -> bool:
    people = People((Consent("Guest", (), None, (real,)),))
    return bool(look(f"{text}\n", f"a.{ending}", people))


@pytest.mark.parametrize(
    "text",
    [
        "mailto:amensah@example.org",
        "kmensah@example.org",
        "km.mensah@example.org",
        "drmensah@example.org",
        "mensah.k@example.org",
        "https://x.org/@kmensah",
        "https://x.org/in/kmensah",
        "kmensah.com",
        "#mensahpodcast",
        "#podcastmensah",
    ],
)
def test_a_name_in_an_account_is_found(text: str, look: Look) -> None:
    assert found("Kofi Mensah", text, look)


@pytest.mark.parametrize(
    ("real", "text"), [("Ann Grace", "agrace@example.org"), ("Will Hill", "@whill"), ("Kim Lee", "klee@example.org")]
)
def test_an_everyday_name_in_an_account_is_found_behind_its_initial(real: str, text: str, look: Look) -> None:
    assert found(real, text, look)


@pytest.mark.parametrize(
    ("real", "text"),
    [
        ("Tim Allen", "see https://challenge.org/ here"),
        ("Claire Ross", "see https://example.org/cross"),
        ("Kim Lee", "a klee of it"),
    ],
)
def test_other_words_in_links_pass(real: str, text: str, look: Look) -> None:
    assert not found(real, text, look)


@pytest.mark.parametrize(
    "text",
    [
        "Men\ufe0fsah",
        "Men\u180bsah",
        "Men\U000e0020sah",
        "Men-\n  sah",
        "Men\u2010\nsah",
        "Men\u00ad\nsah",
        "=4D=65=6E=73=61=68",
        "4d656e736168",
        "sha256:00ff4d656e7361682e",
    ],
    ids=ascii,
)
def test_a_name_with_unseen_signs_or_in_other_writing_is_found(text: str, look: Look) -> None:
    assert found("Kofi Mensah", text, look)


@pytest.mark.parametrize("text", ["<p>Men<span\n>sah</span>", "<x><![CDATA[Men]]><![CDATA[sah]]></x>"])
def test_a_name_over_tags_is_found(text: str, look: Look) -> None:
    assert found("Kofi Mensah", text, look, "html")


def test_a_tag_over_two_lines_keeps_the_count_of_lines(look: Look) -> None:
    (leak,) = look("<p>One<span\n>two</span> three\nNkansah</p>\n")
    assert leak.place == "line 3"


@pytest.mark.parametrize(
    ("real", "text"),
    [
        ("Ana Mueller", "with Müller"),
        ("Søren Kjær", "with Soeren"),
        ("Zoë Ng", "and Z. Ng came"),
        ("Grace Hope MBE", "and then Grace Hope came in"),
        ("Rosa Rivers Young", "and then Rosa Rivers came"),
        ("Ama Grace", "and then A. Grace came"),
        ("Kofi Grace", "and then K Grace came"),
    ],
)
def test_less_than_the_whole_name_is_found(real: str, text: str, look: Look) -> None:
    assert found(real, text, look)


@pytest.mark.parametrize(
    ("real", "text"),
    [
        ("Grace Hope MBE", "an MBE for it"),
        ("Ama Grace", "a grace period"),
        ("Ama Grace", "so a Grace it was"),
        ("Zoë Ng", "z. ng"),
        ("Ann Samuel", "Samul"),
    ],
)
def test_what_only_looks_like_it_passes(real: str, text: str, look: Look) -> None:
    assert not found(real, text, look)


def test_a_hyphen_at_the_end_of_a_line_moves_no_line(look: Look) -> None:
    people = People((Consent("Guest", (), None, ("Kofi Mensah",)),))
    leaks = look("One-\ntwo.\nThree.\nwith Mensah\n", "a.txt", people)
    assert [leak.place for leak in leaks] == ["line 4"]


def test_a_name_within_a_tag_is_told_with_its_line(look: Look) -> None:
    (leak,) = look('<p>One</p>\n<p>Two</p>\n<a title="x">y</a><a title="Nkansah">y</a>\n')
    assert leak.place == "line 3"
