"""Nobody is published who did not agree."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from radkind_pod.model.consent import AUDIO, CLIPS, NAME, PHOTO, TRANSCRIPT, USES, Consent, People
from radkind_pod.model.people import Person
from radkind_pod.model.plain import from_plain_file
from radkind_pod.model.release import Release, Soundbite
from radkind_pod.publish.consent import lacking, needed

DAY = date(2026, 11, 24)
ALL = Consent("Ama", (AUDIO, TRANSCRIPT, NAME), date(2026, 1, 1), line=4)


@pytest.fixture
def release(lunch) -> Release:
    return replace(from_plain_file(Release, lunch), people=(Person("Ama"),), speakers=("Ama",))


def said(release: Release, *consents: Consent) -> list[str]:
    return [f"{lack.name} {lack.what}" for lack in lacking(release, (), People(consents), DAY)]


def test_whoever_is_heard_is_asked_for_sound_words_and_name(release: Release) -> None:
    ama = Person("Ama", image="https://example.org/a.jpg")
    bite = Soundbite(0, 20_000, None, ("Voice 2",))
    full = replace(release, people=(ama, Person("Bo", "editor")), speakers=("Ama", "Voice 2"), soundbites=(bite,))
    assert needed(full, (Person("Jo", "host"),)) == {
        "Jo": (AUDIO, TRANSCRIPT, NAME),
        "Ama": (AUDIO, TRANSCRIPT, NAME, PHOTO),
        "Bo": (NAME,),
        "Voice 2": (AUDIO, TRANSCRIPT, NAME, CLIPS),
    }


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"given": None}, ["Ama has not agreed yet (given: is missing or lies in the future)"]),
        ({"given": DAY + timedelta(1)}, ["Ama has not agreed yet (given: is missing or lies in the future)"]),
        ({"given": DAY}, []),
        ({"expires": DAY}, []),
        ({"expires": DAY - timedelta(1)}, ["Ama agreed until 2026-11-23, which is over"]),
        ({"withdrawn": DAY}, ["Ama took their consent back on 2026-11-24"]),
        ({"under_18": True}, ["Ama is under 18, and no guardian agreed (guardian: is missing)"]),
        ({"under_18": True, "guardian": "Kofi"}, []),
        ({"uses": (AUDIO,)}, ["Ama agreed to audio, and not to transcript and name"]),
        ({"uses": ()}, ["Ama agreed to nothing, and not to audio and transcript and name"]),
        ({"uses": (AUDIO, TRANSCRIPT), "real_names": ("Ama Mensah",)}, []),
        ({"name": "Bo"}, ["Ama is not in people.yaml, so nobody knows what they agreed to"]),
    ],
)
def test_what_is_missing_is_told(release: Release, change: dict, expected: list[str]) -> None:
    assert said(release, replace(ALL, **change)) == expected


def test_only_what_was_given_once_can_be_over(release: Release) -> None:
    over = [replace(ALL, withdrawn=DAY), replace(ALL, expires=DAY - timedelta(1))]
    never = [replace(ALL, given=None), replace(ALL, uses=()), replace(ALL, name="Bo")]
    assert [lacking(release, (), People((c,)), DAY)[0].is_over for c in (*over, *never)] == [True] * 2 + [False] * 3


DAYS = st.one_of(st.none(), st.integers(-400, 400).map(lambda n: DAY + timedelta(n)))
CONSENTS = st.builds(
    Consent,
    name=st.sampled_from(["Ama", "Bo"]),
    uses=st.lists(st.sampled_from(USES), unique=True).map(tuple),
    given=DAYS,
    real_names=st.sampled_from([(), ("Somebody Else",)]),
    expires=DAYS,
    withdrawn=st.one_of(st.none(), DAYS),
    under_18=st.booleans(),
    guardian=st.sampled_from([None, "Kofi"]),
)


@settings(max_examples=1000, deadline=None)
@given(consent=CONSENTS)
def test_of_a_thousand_states_none_passes_that_should_not(consent: Consent) -> None:
    """The rule written a second time, as a person would say it."""
    release = _release()
    agreed = consent.name == "Ama" and consent.withdrawn is None
    agreed = agreed and consent.given is not None and consent.given <= DAY
    agreed = agreed and (consent.expires is None or consent.expires >= DAY)
    agreed = agreed and (not consent.under_18 or consent.guardian is not None)
    agreed = agreed and {"audio", "transcript"} <= set(consent.uses)
    agreed = agreed and ("name" in consent.uses or bool(consent.real_names))
    assert (lacking(release, (), People((consent,)), DAY) == ()) == agreed


def _release() -> Release:
    from tests.publish.conftest import GOLDEN

    whole = from_plain_file(Release, GOLDEN / "lunch-for-forty.release.json")
    return replace(whole, people=(Person("Ama"),), speakers=("Ama",))
