"""No publish takes episodes away by mistake."""

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.publish.sending.shelf import Shelf

from radkind_pod.errors import Refused
from radkind_pod.model.outgoing import FEED, MEDIA, PAGE, Outgoing
from radkind_pod.publish.sending.brake import brake, refuse_foreign, refuse_vain_drops
from radkind_pod.publish.sending.compare import Changes, Wanted, compare
from radkind_pod.publish.sending.ledger import Known, Ledger, digest_of

NOW = datetime(2026, 11, 24, tzinfo=UTC)
FEED_FILE = Outgoing("feed.xml", FEED, "application/rss+xml", 9, "f" * 64)


def episodes(*numbers: int) -> tuple[Known, ...]:
    return tuple(Known(f"guid-{n}", f"e{n}", "") for n in numbers)


def braked(
    there: Collection[int], wanted: Collection[int], remove: int | None = None, confirmed: Collection[str] = ()
) -> str:
    """Return what is refused where everything that goes is named, "" for nothing."""
    ledger = Ledger(1, files=(FEED_FILE,), episodes=episodes(*there), feeds=("f" * 64,))
    aim = Wanted((FEED_FILE,), episodes(*wanted))
    changes = compare(ledger, aim, NOW)
    try:
        brake(ledger, aim, changes, {f"e{n}" for n in there}, remove, confirmed)
    except Refused as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    ("there", "gone", "stops"),
    [(100, 3, False), (100, 4, True), (10, 2, False), (9, 2, True), (5, 1, False), (4, 1, True)],
)
def test_more_than_three_or_a_fifth_need_their_number(there: int, gone: int, stops: bool) -> None:
    said = braked(range(there), range(gone, there))
    assert bool(said) == stops
    if stops:
        assert f"--remove {gone}" in said
        assert braked(range(there), range(gone, there), remove=gone) == ""
        assert f"not {gone + 1}" in braked(range(there), range(gone, there), remove=gone + 1)


def test_what_a_person_has_just_seen_listed_needs_no_number() -> None:
    assert braked(range(4), (), confirmed=["e0", "e1", "e2", "e3"]) == ""
    assert "--remove 4" in braked(range(4), (), confirmed=["e0", "e1", "e2"])
    most = [f"e{n}" for n in range(10)]
    assert braked(range(100), range(11, 100), confirmed=most) == "", "one more isn't many"


def test_what_is_confirmed_need_not_be_named_as_well() -> None:
    ledger = Ledger(1, files=(FEED_FILE,), episodes=episodes(0, 1), feeds=("f" * 64,))
    aim = Wanted((FEED_FILE,), episodes(1))
    brake(ledger, aim, compare(ledger, aim, NOW), set(), None, {"e0"}, {"e0": "Ama took their consent back"})


def test_where_many_would_go_it_says_why() -> None:
    ledger = Ledger(1, files=(FEED_FILE,), episodes=episodes(0, 1), feeds=("f" * 64,))
    aim = Wanted((FEED_FILE,), episodes(1))
    why = {"e0": "people.yaml:12: Zed agreed until 2026-02-01, which is over"}
    for remove, said in (
        (None, r"1 of 2 episodes .*: e0 \(people.yaml:12: Zed"),
        (2, r"not 2: e0 \(people.yaml:12: Z"),
    ):
        with pytest.raises(Refused, match=said):
            brake(ledger, aim, compare(ledger, aim, NOW), {"e0"}, remove, (), why)


def test_an_episode_that_nobody_named_never_vanishes() -> None:
    ledger = Ledger(1, files=(FEED_FILE,), episodes=episodes(*range(50)), feeds=("f" * 64,))
    aim = Wanted((FEED_FILE,), episodes(*range(1, 50)))
    with pytest.raises(Refused, match="--drop e0"):
        brake(ledger, aim, compare(ledger, aim, NOW), set(), None)


def test_an_episode_that_is_held_back_is_told_with_the_reason() -> None:
    ledger = Ledger(1, files=(FEED_FILE,), episodes=episodes(*range(50)), feeds=("f" * 64,))
    aim = Wanted((FEED_FILE,), episodes(*range(1, 50)))
    with pytest.raises(Refused, match=r"may not be any more: e0 \(Ama agreed to audio\)"):
        brake(ledger, aim, compare(ledger, aim, NOW), set(), None, (), {"e0": "Ama agreed to audio"})


@pytest.mark.parametrize(("slug", "said"), [("e1", "would go out again"), ("e9", "no episode e9 is published")])
def test_dropping_what_does_not_go_is_refused(slug: str, said: str) -> None:
    ledger = Ledger(1, files=(FEED_FILE,), episodes=episodes(0, 1), feeds=("f" * 64,))
    aim = Wanted((FEED_FILE,), episodes(1))
    with pytest.raises(Refused, match=said):
        refuse_vain_drops([slug], compare(ledger, aim, NOW), aim)
    refuse_vain_drops(["e0"], compare(ledger, aim, NOW), aim)


def test_a_drop_that_was_interrupted_after_the_feed_is_gone_on_with() -> None:
    left = replace(FEED_FILE, path="episodes/e0/index.html", kind="page")
    ledger = Ledger(1, run="broken off", files=(FEED_FILE, left), episodes=episodes(1), feeds=("f" * 64,))
    aim = Wanted((FEED_FILE,), episodes(1))
    refuse_vain_drops(["e0"], compare(ledger, aim, NOW), aim)


def test_a_number_for_nothing_is_no_error() -> None:
    assert braked(range(4), range(4), remove=4) == ""


def test_a_guid_never_changes() -> None:
    ledger = Ledger(1, files=(FEED_FILE,), episodes=episodes(*range(50)), feeds=("f" * 64,))
    aim = Wanted((FEED_FILE,), (Known("another", "e0", ""), *episodes(*range(1, 50))))
    with pytest.raises(Refused, match="Write guid: guid-0") as caught:
        brake(ledger, aim, compare(ledger, aim, NOW), {"e0"}, 1)
    assert str(caught.value.file) == "episodes/e0/episode.yaml"


def test_an_episode_may_get_another_slug() -> None:
    """The guid is what apps go by; the old addresses stay for a while."""
    page = Outgoing("episodes/e0/e0-abc.mp3", "media", "audio/mpeg", 5, "a" * 64)
    ledger = Ledger(1, files=(FEED_FILE, page), episodes=episodes(0), feeds=("f" * 64,))
    aim = Wanted((FEED_FILE,), (Known("guid-0", "new", ""),))
    changes = compare(ledger, aim, NOW)
    brake(ledger, aim, changes, (), None)
    assert ([kept.path for kept in changes.retired], changes.removed) == ([page.path], ())


PAGE_FILES = tuple(Outgoing(path, PAGE, "text/html", 3, path) for path in ("about.html", "index.html", "people/a.html"))


def foreign(ledger: Ledger, *there: str, adopt: bool = False) -> str:
    """Return what is refused where these files are, "" for nothing."""
    shelf = Shelf()
    shelf.files = dict.fromkeys(there, b"theirs")
    aim = Wanted((*PAGE_FILES, Outgoing("artwork-1.png", MEDIA, "image/png", 3, "1"), FEED_FILE), ())
    try:
        refuse_foreign(shelf, digest_of(shelf.read("feed.xml")), ledger, aim, adopt=adopt)
    except Refused as error:
        return str(error)
    return ""


@pytest.mark.parametrize("ledger", [Ledger(), Ledger(generation=1, feeds=("f" * 64,))])
def test_a_feed_of_somebody_else_is_only_replaced_on_request(ledger: Ledger) -> None:
    assert "a feed.xml is there that radkind-pod did not put there" in foreign(ledger, "feed.xml")
    assert foreign(ledger, "feed.xml", adopt=True) == foreign(ledger) == ""
    ours = replace(ledger, feeds=(digest_of(b"theirs") or "",), generation=1)
    assert foreign(ours, "feed.xml") == ""


FEED = b"<rss><channel>%s</channel></rss>"
ITEM = "<item><title>One</title><guid isPermaLink='false'>guid-%d&amp;</guid></item>"


def adopted(there: int, kept: int, remove: int | None = None) -> None:
    """Adopt a feed with so many episodes, of which so many are kept."""
    shelf = Shelf()
    shelf.files = {"feed.xml": FEED % "".join(ITEM % number for number in range(there)).encode()}
    aim = Wanted((FEED_FILE,), tuple(Known(f"guid-{number}&", f"e{number}", "") for number in range(kept)))
    refuse_foreign(shelf, digest_of(shelf.files["feed.xml"]), Ledger(), aim, adopt=True, remove=remove)


@pytest.mark.parametrize(("there", "kept", "remove"), [(20, 17, None), (20, 16, 4), (5, 4, None), (5, 5, 1)])
def test_a_feed_may_be_adopted_that_loses_few_episodes_or_a_number_that_somebody_says(
    there: int, kept: int, remove: int | None
) -> None:
    adopted(there, kept, remove)


@pytest.mark.parametrize("guid", ["guid-0&amp;", " <![CDATA[guid-0&]]> "])
def test_an_episode_of_that_feed_is_kept_where_its_whole_guid_is(guid: str) -> None:
    """A guid may stand within another one, or in an address: that one isn't kept."""
    items = ["1", "2", "https://x/?p=1", "https://x/?p=12&amp;guid=2", guid]
    text = "".join(f"<item><link>https://x/?p=1</link><guid>{one}</guid></item>" for one in items)
    shelf = Shelf()
    shelf.files = {"feed.xml": FEED % text.encode()}
    aim = Wanted((FEED_FILE,), tuple(Known(one, one, "") for one in ("2", "https://x/?p=1", "guid-0&")))
    with pytest.raises(Refused, match=r"2 of the 5 .* --adopt --remove 2"):
        refuse_foreign(shelf, "0" * 64, Ledger(), aim, adopt=True)


def test_one_number_counts_what_the_feed_and_the_ledger_lose_each_once() -> None:
    shelf = Shelf()
    shelf.files = {"feed.xml": FEED % "".join(ITEM % number for number in range(4)).replace("&amp;", "").encode()}
    ledger = Ledger(1, files=(FEED_FILE,), episodes=episodes(2, 3, 4, 5), feeds=("f" * 64,))
    aim = Wanted((FEED_FILE,), episodes(0))
    with pytest.raises(Refused, match=r"3 of the 4 .* --adopt --remove 5"):
        refuse_foreign(shelf, "0" * 64, ledger, aim, adopt=True, remove=3)
    assert refuse_foreign(shelf, "0" * 64, ledger, aim, adopt=True, remove=5)
    assert not refuse_foreign(shelf, "0" * 64, ledger, Wanted((FEED_FILE,), episodes(0, 1, 2, 3)), adopt=True, remove=2)


@pytest.mark.parametrize(("there", "kept", "remove"), [(20, 16, None), (4, 3, None), (20, 16, 3)])
def test_a_feed_that_is_adopted_loses_no_more(there: int, kept: int, remove: int | None) -> None:
    with pytest.raises(Refused, match=rf"{there - kept} of the {there} .* --adopt --remove {there - kept}"):
        adopted(there, kept, remove)


def test_the_first_publish_replaces_no_website_without_a_word() -> None:
    assert "did not put there (about.html, index.html)" in foreign(
        Ledger(), "about.html", "index.html", "people/a.html"
    )
    assert foreign(Ledger(), "index.html", adopt=True) == ""
    assert foreign(Ledger(), "other.html", "people/a.html", "artwork-1.png", ".htaccess") == ""
    assert foreign(Ledger(generation=1), "index.html") == "", "a run that was killed may have put it there"


def test_to_drop_an_episode_that_is_here_the_advice_works() -> None:
    """Another date would not do: the version that stands would stay."""
    aim = Wanted((FEED_FILE,), episodes(1))
    with pytest.raises(Refused, match="Move its folder out of episodes/, then say --drop again"):
        refuse_vain_drops(["e1"], Changes(), aim)
