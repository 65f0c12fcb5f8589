"""Whether everybody in an episode agreed to what it publishes of them. Pure: the day is given."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from radkind_pod.model.consent import AUDIO, CLIPS, NAME, PHOTO, TRANSCRIPT, USES, Consent, People
from radkind_pod.model.people import Person
from radkind_pod.model.release import Release
from radkind_pod.model.roles import GROUPS


@dataclass(frozen=True, slots=True)
class Lack:
    """What is missing of one person. `line` is that of people.yaml, None where the person isn't in it."""

    name: str
    what: str
    line: int | None = None
    is_over: bool = False
    """They agreed once, and took it back or the time is over."""
    is_withdrawn: bool = False


def lacking(release: Release, hosts: Sequence[Person], people: People, today: date) -> tuple[Lack, ...]:
    """Return what is missing before the episode may be published, in the order in which people are named."""
    known = {consent.name: consent for consent in people.consents}
    return tuple(lack for name, uses in needed(release, hosts).items() if (lack := _lack(name, uses, known, today)))


def only_named(release: Release, hosts: Sequence[Person], lacks: Sequence[Lack]) -> tuple[str, ...]:
    """Return the people of these lacks if each is over and concerns somebody who is only named in the episode's people.

    Then the episode can go out without naming them. Nobody where one of them is heard, is a host of the show, or has
    never agreed: somebody has to look at that.
    """
    uses, always = needed(release, hosts), {host.name for host in hosts}
    fits = all(lack.is_over and AUDIO not in uses[lack.name] and lack.name not in always for lack in lacks)
    return tuple(lack.name for lack in lacks) if fits else ()


def needed(release: Release, hosts: Sequence[Person]) -> dict[str, tuple[str, ...]]:
    """Return for each person whom the episode names or lets speak what they must have agreed to.

    Whoever is heard must have agreed to audio and transcript; whoever has a picture, to that; whoever speaks in a
    soundbite, to clips. NAME is asked of all: somebody whose public name stands for another one has agreed by that.
    """
    credited = (*hosts, *release.people)
    names = dict.fromkeys([*(person.name for person in credited), *release.speakers])
    heard = {*release.speakers, *(person.name for person in credited if person.role in _HEARD)}
    pictured = {person.name for person in credited if person.image}
    clipped = {name for bite in release.soundbites for name in bite.speakers}
    return {
        name: tuple(
            use
            for use, asked in (
                (AUDIO, name in heard),
                (TRANSCRIPT, name in heard),
                (NAME, True),
                (PHOTO, name in pictured),
                (CLIPS, name in clipped),
            )
            if asked
        )
        for name in names
    }


_HEARD = frozenset(GROUPS["cast"])
"""The roles of people who are heard."""


def _lack(name: str, uses: Sequence[str], known: dict[str, Consent], today: date) -> Lack | None:
    consent = known.get(name)
    if consent is None:
        return Lack(name, "is not in people.yaml, so nobody knows what they agreed to")
    if consent.withdrawn:
        return Lack(
            name, f"took their consent back on {consent.withdrawn}", consent.line, is_over=True, is_withdrawn=True
        )
    what = "; ".join(_reasons(consent, uses, today))
    is_over = consent.given is not None and consent.expires is not None and consent.expires < today
    return Lack(name, what, consent.line, is_over) if what else None


def _reasons(consent: Consent, uses: Sequence[str], today: date) -> Iterator[str]:
    if consent.given is None or consent.given > today:
        yield "has not agreed yet (given: is missing or lies in the future)"
    if consent.expires and consent.expires < today:
        yield f"agreed until {consent.expires}, which is over"
    if consent.under_18 and not consent.guardian:
        yield "is under 18, and no guardian agreed (guardian: is missing)"
    stands_for_another = bool(consent.real_names)
    missing = [use for use in uses if use not in consent.uses and not (use == NAME and stands_for_another)]
    if missing:
        agreed = ", ".join(use for use in USES if use in consent.uses) or "nothing"
        yield f"agreed to {agreed}, and not to {' and '.join(missing)}"
