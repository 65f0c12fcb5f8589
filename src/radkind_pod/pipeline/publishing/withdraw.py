"""`withdraw`: somebody takes their consent back. Found everywhere, taken away everywhere that can be reached."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from radkind_pod.errors import Problem, SourceError
from radkind_pod.model.consent import AUDIO, Consent
from radkind_pod.model.plain import from_plain_file
from radkind_pod.model.release import Words
from radkind_pod.model.show import Show
from radkind_pod.pipeline.fingerprint import Hashes
from radkind_pod.pipeline.lock import locked
from radkind_pod.pipeline.publishing.candidates import RENDERED
from radkind_pod.pipeline.publishing.memory import APPROVAL, PUBLISHED, PUBLISHED_WORDS, log
from radkind_pod.pipeline.publishing.publish import OpenSecrets, Published, Wish, publish
from radkind_pod.pipeline.show import RELEASE, SHOW, WORDS, assets, build_public, read_release, shown
from radkind_pod.pipeline.site import Shown
from radkind_pod.pipeline.store import Store
from radkind_pod.progress import Watcher
from radkind_pod.publish.consent import needed
from radkind_pod.sources.guess import closest
from radkind_pod.sources.people import PEOPLE, read_people
from radkind_pod.sources.show import read_show
from radkind_pod.sources.text import cited
from radkind_pod.sources.text import shown as short
from radkind_pod.sources.withdrawn import note_withdrawal


@dataclass(frozen=True, slots=True)
class Place:
    """One episode in which the person is: how, and the public files that go with it.

    `goes`: it is taken away; else it stays, and doesn't name them any more.
    """

    slug: str
    title: str
    how: tuple[str, ...]
    files: tuple[str, ...]
    goes: bool


@dataclass(frozen=True, slots=True)
class Found:
    """Where the person is. `named` are episodes whose words name them though they don't take part: these stay."""

    name: str
    places: tuple[Place, ...]
    named: tuple[str, ...]


@dataclass
class Withdrawn:
    """What was done. `published` is None where no destination is set."""

    found: Found
    published: Published | None = None
    emptied: list[Path] = field(default_factory=list)


def find_person(root: Path, text: str) -> Found:
    """Return every episode that the person is in, by public or real name. Raises SourceError where nobody is meant."""
    show, people = read_show(root), read_people(root)
    episodes = _everything(show)
    everyone = dict.fromkeys(
        [c.name for c in people.consents] + [n for one in episodes for n in needed(one.release, show.info.hosts)]
    )
    consent = next((c for c in people.consents if _is_called(c, text)), None)
    name = consent.name if consent else next((n for n in everyone if n.casefold() == text.casefold()), None)
    if name is None:
        near = closest(text, list(everyone))
        hint = f"Did you mean {near}?" if near else "Write the name as episode.yaml or people.yaml has it."
        raise SourceError([Problem(short(root / PEOPLE), None, f"nobody here is called {cited(text)}. {hint}")])
    names = {name, *(consent.real_names if consent else ())}
    of_each = {
        one.release.slug: _place(show, one, name) for one in episodes if name in needed(one.release, show.info.hosts)
    }
    places = tuple(of_each.values())
    taking_part = {place.slug for place in places}
    named = (one.release.slug for one in episodes if one.release.slug not in taking_part and _is_named(one, names))
    return Found(name, places, tuple(dict.fromkeys(named)))


def _everything(show: Show) -> tuple[Shown, ...]:
    """Return every episode as it was made last, and as it stands out there: somebody may be in one of them alone."""
    files = sorted((show.root / "episodes").glob(f"*/{PUBLISHED}"))
    standing = (Shown(read_release(file), file, file.with_name(PUBLISHED_WORDS)) for file in files)
    return (*standing, *shown(show))


def withdraw(root: Path, found: Found, now: datetime, open_secrets: OpenSecrets, watcher: Watcher) -> Withdrawn:
    """Note the withdrawal, take the episodes out of the feed and from the destination, and off this disk's preview.

    Raises PodError where the destination can't be reached; the withdrawal stands then, and the next run goes on.
    """
    done = Withdrawn(found)
    places = {place.slug: place for place in found.places}
    show = read_show(root)
    made = {one.release.slug for one in shown(show) if found.name in needed(one.release, show.info.hosts)}
    guids = sorted({one.release.guid for one in _everything(show) if one.release.slug in places})
    note_withdrawal(root, found.name, now.date())
    log(root, now, "withdraw", guids)
    slugs = tuple(place.slug for place in found.places if place.goes)
    if show.publishing.to:
        done.published = publish(root, Wish(confirmed=slugs), now, open_secrets, watcher)
    with locked(root / "build" / "lock"):
        done.emptied = _empty(root, [slug for slug in slugs if slug in made])
        _preview_again(root, watcher)
    return done


def _is_called(consent: Consent, text: str) -> bool:
    return text.casefold() in {name.casefold() for name in (consent.name, *consent.real_names)}


def _place(show: Show, one: Shown, name: str) -> Place:
    release = one.release
    roles = dict.fromkeys(person.role for person in (*show.info.hosts, *release.people) if person.name == name)
    how = [f"named as {role}" for role in roles]
    how += ["speaks in the transcript"] if name in release.speakers else []
    how += [f"heard in the clip “{b.title or 'without a title'}”" for b in release.soundbites if name in b.speakers]
    page = f"episodes/{release.slug}/index.html"
    goes = AUDIO in needed(release, show.info.hosts)[name] or any(host.name == name for host in show.info.hosts)
    files = (page, *(asset.path for asset in assets(release))) if goes else (page, "feed.xml")
    return Place(release.slug, release.title, tuple(how), files, goes)


def _is_named(one: Shown, names: set[str]) -> bool:
    try:
        words = from_plain_file(Words, one.words)
    except (OSError, ValueError, KeyError, TypeError):
        return True  # nobody can tell: it is listed, so that somebody looks
    said = " ".join(p.text for p in (*words.transcript, *words.translation))
    texts = (one.release.title, one.release.summary, one.release.notes, said)
    return any(name.casefold() in text.casefold() for name in names for text in texts)


def _empty(root: Path, slugs: Sequence[str]) -> list[Path]:
    """Delete what was made of these episodes on this disk; what people wrote and recorded stays, and is told."""
    emptied = []
    for slug in slugs:
        for folder in (root / "build" / slug, root / "build" / RENDERED / slug, root / "public" / "episodes" / slug):
            if folder.is_dir():
                shutil.rmtree(folder)
                emptied.append(folder)
        for name in (RELEASE, WORDS, PUBLISHED, PUBLISHED_WORDS, APPROVAL):
            (root / "episodes" / slug / name).unlink(missing_ok=True)
    return emptied


def _preview_again(root: Path, watcher: Watcher) -> None:
    show = read_show(root)
    hashes = Hashes(root / "build" / "hashes.json", root)
    stores = {one.release.slug: Store(root / "build" / one.release.slug, hashes, watcher) for one in shown(show)}
    build_public(show, Store(root / "build" / SHOW, hashes, watcher), stores, hashes, {})
    hashes.save()
