"""What goes out is decided by one pure function."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from radkind_pod.model.consent import AUDIO, NAME, TRANSCRIPT, Consent, People
from radkind_pod.model.people import Person
from radkind_pod.model.plain import from_plain_file
from radkind_pod.model.release import Release
from radkind_pod.model.transcript import Provenance
from radkind_pod.publish.selection import Candidate, Out, Rules, select

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
AMA = Consent("Ama", (AUDIO, TRANSCRIPT, NAME), date(2026, 1, 1), line=4)
RULES = Rules(hosts=(), approval=False, checks=1)


@pytest.fixture
def made(lunch) -> Release:
    whole = from_plain_file(Release, lunch)
    return replace(
        whole,
        people=(Person("Ama"),),
        speakers=("Ama",),
        published="2026-11-24T12:00:00+00:00",
        provenance=Provenance(),
    )


def held(candidate: Candidate, people: People = People((AMA,)), rules: Rules = RULES) -> list[tuple[str, str]]:  # noqa: B008
    return [(hold.kind, hold.what) for one in select([candidate], people, rules, NOW).held for hold in one.holds]


def test_an_episode_goes_out_when_its_time_has_come(made: Release) -> None:
    selection = select([Candidate(made.slug, made, "d")], People((AMA,)), RULES, NOW)
    assert (selection.out, selection.held) == ((Out(made.slug, made, is_made=True),), ())
    later = replace(made, published="2026-11-24T13:00:01+01:00")
    assert held(Candidate(later.slug, later, "d")) == [("future", "comes out at 2026-11-24T13:00:01+01:00")]
    assert select([Candidate(later.slug, later, "d")], People((AMA,)), RULES, NOW).out == ()


@pytest.mark.parametrize("kind", ["withdrawn", "expired"])
def test_consent_that_is_over_takes_down_what_stands(made: Release, kind: str) -> None:
    day = date(2026, 11, 1)
    gone = People((replace(AMA, withdrawn=day) if kind == "withdrawn" else replace(AMA, expires=day, line=7),))
    selection = select([Candidate(made.slug, made, "d", standing=made)], gone, RULES, NOW)
    assert selection.out == ()
    assert [(one.slug, one.stands, [hold.kind for hold in one.holds]) for one in selection.held] == [
        (made.slug, False, [kind])
    ]
    assert selection.held[0].holds[0].place == f"people.yaml:{gone.consents[0].line}"


def test_an_unapproved_change_leaves_what_stands(made: Release) -> None:
    rules = replace(RULES, approval=True)
    standing = replace(made, title="Before")
    candidate = Candidate(made.slug, made, "new", standing, approved="old")
    selection = select([candidate], People((AMA,)), rules, NOW)
    assert selection.out == (Out(made.slug, standing, is_made=False),)
    assert held(candidate, rules=rules) == [("approval", "it was changed after it was approved")]
    assert held(Candidate(made.slug, made, "new"), rules=rules) == [("approval", "it is not approved yet")]
    assert held(replace(candidate, approved="new"), rules=rules) == []


def test_what_stands_needs_the_consent_of_those_in_it(made: Release) -> None:
    """A new version without somebody doesn't save the old one with them."""
    standing = replace(made, people=(*made.people, Person("Bo")))
    candidate = Candidate(made.slug, made, "new", standing)
    rules = replace(RULES, approval=True)
    assert select([candidate], People((AMA,)), rules, NOW).out == ()
    bo = Consent("Bo", (AUDIO, TRANSCRIPT, NAME), date(2026, 1, 1), withdrawn=date(2026, 11, 1))
    (one,) = select([candidate], People((AMA, bo)), rules, NOW).held
    assert ([hold.kind for hold in one.holds], one.stands) == (["approval", "withdrawn"], False)


def test_a_corrected_transcript_waits_for_its_checks(made: Release) -> None:
    corrected = replace(made, provenance=Provenance(reviewed=True, corrected=("Jo",)))
    assert held(Candidate(corrected.slug, corrected, "d")) == [
        ("checks", "its corrected transcript was checked against the sound by 0 of 1 people")
    ]
    checked = replace(made, provenance=Provenance(reviewed=True, corrected=("Jo",), checked=("Al",)))
    assert held(Candidate(checked.slug, checked, "d")) == []
    assert held(Candidate(corrected.slug, corrected, "d"), rules=replace(RULES, checks=0)) == []


def test_who_is_only_named_and_takes_it_back_is_not_named_any_more(made: Release) -> None:
    """The episode goes out without the name; not where they are heard, are a host of the show, or never agreed."""
    bo = Consent("Bo", (NAME,), date(2026, 1, 1), withdrawn=date(2026, 11, 1))
    credited = replace(made, people=(*made.people, Person("Bo", "editor")))
    candidate = Candidate(credited.slug, credited, "d", standing=credited)
    selection = select([candidate], People((AMA, bo)), RULES, NOW)
    assert (selection.out, selection.held) == ((Out(made.slug, made, is_made=True, unnamed=("Bo",)),), ())
    host = replace(RULES, hosts=(Person("Bo", "producer"),))
    never = People((AMA, replace(bo, withdrawn=None, given=None)))
    heard = replace(candidate, made=replace(credited, speakers=("Ama", "Bo")), standing=None)
    assert select([candidate], People((AMA, bo)), host, NOW).out == ()
    assert select([candidate], never, RULES, NOW).out == ()
    assert select([heard], People((AMA, bo)), RULES, NOW).out == ()
