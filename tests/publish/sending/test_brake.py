"""No publish takes episodes away by mistake."""

from collections.abc import Collection
from datetime import UTC, datetime

import pytest

from radkind_pod.errors import Refused
from radkind_pod.model.outgoing import FEED, Outgoing
from radkind_pod.publish.sending.brake import brake, refuse_foreign_feed, refuse_vain_drops
from radkind_pod.publish.sending.compare import Wanted, compare
from radkind_pod.publish.sending.ledger import Known, Ledger

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


@pytest.mark.parametrize(("standing", "adopt", "stops"), [("a" * 64, False, True), ("a" * 64, True, False)])
def test_a_feed_of_somebody_else_is_only_replaced_on_request(standing: str, adopt: bool, stops: bool) -> None:
    ledgers = [Ledger(), Ledger(feeds=("f" * 64,))]
    for ledger in ledgers:
        if stops:
            with pytest.raises(Refused, match="did not put there"):
                refuse_foreign_feed(standing, ledger, "x", adopt=adopt)
        else:
            refuse_foreign_feed(standing, ledger, "x", adopt=adopt)
    refuse_foreign_feed(None, Ledger(), "x", adopt=False)
    refuse_foreign_feed("f" * 64, ledgers[1], "x", adopt=False)
