"""What goes out: a pure function of what was made, who agreed and approved, and the time.

Nothing else decides it, and nothing else in publishing reads the clock. An episode that doesn't go out isn't rendered
at all, so that no title, slug, search entry or person page of it can be anywhere.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from radkind_pod.model.consent import People
from radkind_pod.model.people import Person
from radkind_pod.model.release import Release
from radkind_pod.publish.consent import lacking, only_named

FUTURE, CONSENT, APPROVAL, CHECKS, OLD = "future", "consent", "approval", "checks", "old"
EXPIRED, WITHDRAWN = "expired", "withdrawn"
"""Why an episode is held back. EXPIRED, WITHDRAWN: somebody agreed once, and the time is over or they took it back.
OLD: people have written something else since it was made."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An episode: its Release as it was made last, and as it was published last (None: never)."""

    slug: str
    made: Release
    digest: str
    """SHA-256 of the Release that was made last: what an approval is bound to."""
    standing: Release | None = None
    approved: str = ""
    """The digest that somebody approved; "" for none."""
    folder: str = ""
    """The name of its folder below episodes/, which may not be the slug any more."""
    changed: tuple[str, ...] = ()
    """The names of files that people changed since it was made."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What the config asks for."""

    hosts: tuple[Person, ...]
    approval: bool
    checks: int


@dataclass(frozen=True, slots=True)
class Hold:
    """One reason to hold an episode back. `line` is that of people.yaml, where that file is the reason."""

    kind: str
    what: str
    line: int | None = None

    @property
    def place(self) -> str:
        """Where the reason stands, "" for none."""
        return f"people.yaml:{self.line}" if self.line else ""


@dataclass(frozen=True, slots=True)
class Held:
    """An episode of which what was made last doesn't go out. `stands`: what was published before stays."""

    slug: str
    holds: tuple[Hold, ...]
    stands: bool


@dataclass(frozen=True, slots=True)
class Out:
    """An episode that goes out; `is_made`: as it was made last, else as it was published before."""

    slug: str
    release: Release
    is_made: bool
    folder: str = ""
    unnamed: tuple[str, ...] = ()
    """Who was named in it, took their consent back, and is not named in `release` any more."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Every candidate is in one of the two, or in both where an older version of it stays."""

    out: tuple[Out, ...]
    held: tuple[Held, ...]


def select(candidates: Sequence[Candidate], people: People, rules: Rules, now: datetime) -> Selection:
    """Return what goes out at `now`, which has a time zone. Consents count by its day."""
    out, held = [], []
    for candidate in candidates:
        made, standing = _agreed(candidate.made, people, rules, now), None
        holds = (*_consents(made.release, people, rules, now), *_others(candidate, rules, now))
        if not holds:
            out.append(replace(made, folder=candidate.folder))
            continue
        if candidate.standing:
            standing = replace(_agreed(candidate.standing, people, rules, now), folder=candidate.folder, is_made=False)
            against = tuple(_consents(standing.release, people, rules, now))
            standing, holds = (None, (*holds, *against)) if against else (standing, holds)
        out += [standing] if standing else []
        slugs = dict.fromkeys((candidate.slug, *(r.slug for r in (candidate.standing,) if r)))
        held += [Held(slug, tuple(dict.fromkeys(holds)), standing is not None) for slug in slugs]
    return Selection(tuple(out), tuple(held))


def select_standing(candidates: Sequence[Candidate], people: People, rules: Rules, now: datetime) -> Selection:
    """Return what stays of the versions that stand while a withdrawal is carried out: `made` of each is that version.

    Only a consent that was taken back takes one away. Whatever else is missing stops the next publish, but not this.
    """
    out, held = [], []
    for candidate in candidates:
        one = replace(_agreed(candidate.made, people, rules, now), folder=candidate.folder, is_made=False)
        over = tuple(hold for hold in _consents(one.release, people, rules, now) if hold.kind == WITHDRAWN)
        out += [] if over else [one]
        held += [Held(candidate.slug, over, stands=False)] if over else []
    return Selection(tuple(out), tuple(held))


def _agreed(release: Release, people: People, rules: Rules, now: datetime) -> Out:
    """Return the Release without those who are only named and don't want to be any more."""
    unnamed = only_named(release, rules.hosts, lacking(release, rules.hosts, people, now.date()))
    kept = tuple(person for person in release.people if person.name not in unnamed)
    return Out(release.slug, replace(release, people=kept), is_made=True, unnamed=unnamed)


def _consents(release: Release, people: People, rules: Rules, now: datetime) -> Iterator[Hold]:
    for lack in lacking(release, rules.hosts, people, now.date()):
        kind = WITHDRAWN if lack.is_withdrawn else EXPIRED if lack.is_over else CONSENT
        yield Hold(kind, f"{lack.name} {lack.what}", lack.line)


def _others(candidate: Candidate, rules: Rules, now: datetime) -> Iterator[Hold]:
    release = candidate.made  # the machine's draft says what it is; what people corrected is trusted, so it is checked
    if candidate.changed:
        verb = "was" if len(candidate.changed) == 1 else "were"
        names = " and ".join(candidate.changed)
        yield Hold(OLD, f"{names} {verb} changed since it was built")
    if datetime.fromisoformat(release.published) > now:
        yield Hold(FUTURE, f"comes out at {release.published}")
    done = len(release.provenance.checked)
    if release.provenance.reviewed and done < rules.checks:
        yield Hold(CHECKS, f"its corrected transcript was checked against the sound by {done} of {rules.checks} people")
    if rules.approval and candidate.approved != candidate.digest:
        changed = "was changed after it was approved" if candidate.approved else "is not approved yet"
        yield Hold(APPROVAL, f"it {changed}")
