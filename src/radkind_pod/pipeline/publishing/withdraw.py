"""`withdraw`: somebody takes their consent back. Found everywhere, taken away everywhere that can be reached."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from unicodedata import normalize

from radkind_pod.disk import remove_folder
from radkind_pod.errors import NeedsPerson, Problem, SourceError
from radkind_pod.model.consent import AUDIO, Consent
from radkind_pod.model.plain import from_plain_file
from radkind_pod.model.release import Release, Words
from radkind_pod.model.show import Show
from radkind_pod.pipeline.built_from import BUILT_FROM
from radkind_pod.pipeline.fingerprint import Hashes
from radkind_pod.pipeline.lock import locked
from radkind_pod.pipeline.publishing.candidates import RENDERED
from radkind_pod.pipeline.publishing.memory import APPROVAL, PUBLISHED, PUBLISHED_WORDS, forget_published, log
from radkind_pod.pipeline.publishing.publish import OpenSecrets, Published, Wish, publish
from radkind_pod.pipeline.show import RELEASE, SHOW, WORDS, assets, build_public, read_release, shown
from radkind_pod.pipeline.site import Shown
from radkind_pod.pipeline.store import Store
from radkind_pod.present import is_file, is_folder, matching
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

    `folder` is its name below episodes/; `slugs` are those of the version that stands and of the one made last, most
    often the same. `goes`: it is taken away; else it stays, and doesn't name them any more.
    """

    folder: str
    slugs: tuple[str, ...]
    title: str
    how: tuple[str, ...]
    files: tuple[str, ...]
    goes: bool


@dataclass(frozen=True, slots=True)
class Found:
    """Where the person is.

    `named` are folders of episodes whose words name them though they don't take part: these stay. `others` are public
    names behind which the same real name stands. `unread` are files that nobody can read: they may be in those too.
    """

    name: str
    places: tuple[Place, ...]
    named: tuple[str, ...]
    others: tuple[str, ...]
    unread: tuple[str, ...]


@dataclass
class Withdrawn:
    """What was done. `published` is None where no destination is set."""

    found: Found
    published: Published | None = None
    emptied: list[Path] = field(default_factory=list)


def find_person(root: Path, text: str) -> Found:
    """Return every episode that the person is in, by public or real name. Raises SourceError where nobody is meant."""
    show, people = read_show(root), read_people(root)
    episodes, unread = _everything(show)
    everyone = dict.fromkeys(
        [c.name for c in people.consents] + [n for one in episodes for n in needed(one.release, show.info.hosts)]
    )
    name = _meant(root, text, people.consents, tuple(everyone))
    real = {_plain(r) for c in people.consents if c.name == name for r in c.real_names}
    others = (c.name for c in people.consents if c.name != name and real & {_plain(r) for r in c.real_names})
    versions: dict[str, list[Shown]] = {}
    for one in episodes:
        if name in needed(one.release, show.info.hosts):
            versions.setdefault(one.file.parent.name, []).append(one)
    places = tuple(_place(show, folder, both, name) for folder, both in versions.items())
    words = {_plain(name), *real}
    named = (one.file.parent.name for one in episodes if one.file.parent.name not in versions and _is_named(one, words))
    return Found(name, places, tuple(dict.fromkeys(named)), tuple(others), tuple(unread))


def _meant(root: Path, text: str, consents: Sequence[Consent], everyone: Sequence[str]) -> str:
    """Return the public name of whoever is meant: the name itself, else in other letters, else a real name."""
    exact = [name for name in everyone if name == text]
    public = [name for name in everyone if _plain(name) == _plain(text)]
    real = [c.name for c in consents if _plain(text) in map(_plain, c.real_names)]
    meant = exact or public or real
    if len(meant) == 1:
        return meant[0]
    if meant:
        listed = " or ".join(map(cited, meant))
        message = f"{cited(text)} may be {listed}. Name one of them, in exactly these letters; then the other."
    else:
        near = closest(text, list(everyone))
        hint = f"Did you mean {near}?" if near else "Write the name as episode.yaml or people.yaml has it."
        message = f"nobody here is called {cited(text)}. {hint}"
    raise SourceError([Problem(short(root / PEOPLE), None, message)])


def _plain(name: str) -> str:
    return normalize("NFC", name).casefold()


def _everything(show: Show) -> tuple[list[Shown], list[str]]:
    """Return every episode as it stands out there and as it was made last: somebody may be in one of them alone.

    Then what nobody can read, by its path in the project.
    """
    episodes, unread = [], []
    for name, words in ((PUBLISHED, PUBLISHED_WORDS), (RELEASE, WORDS)):
        for file in matching(show.root / "episodes", f"[!.]*/{name}"):
            try:
                episodes.append(Shown(read_release(file), file, file.with_name(words)))
            except SourceError:
                unread.append(file.relative_to(show.root).as_posix())
    return episodes, unread


def withdraw(root: Path, found: Found, now: datetime, open_secrets: OpenSecrets, watcher: Watcher) -> Withdrawn:
    """Note the withdrawal, take the episodes out of the feed and from the destination, and off this disk's preview.

    Nothing new goes out with it, so that no other episode can stop it; earlier versions of every episode go at once,
    since nobody remembers who was in them. Raises PodError where the destination can't be reached; the withdrawal
    stands then, and the next run goes on.
    """
    done = Withdrawn(found)
    show = read_show(root)
    going = [place for place in found.places if place.goes]
    guids = {
        one.release.guid for one in _everything(show)[0] if one.file.parent.name in {p.folder for p in found.places}
    }
    note_withdrawal(root, found.name, now.date())
    log(root, now, "withdraw", sorted(guids))
    if show.publishing.to:
        slugs = tuple(slug for place in going for slug in place.slugs)
        wish = Wish(confirmed=slugs, forget=True, only_standing=True)
        done.published = publish(root, wish, now, open_secrets, watcher)
    _refuse_undone(root, found.name)
    with locked(root / "build" / "lock"):
        for place in going:
            done.emptied += _empty(root, place, found.name, show)
        _empty_shared(root / "build")
        _preview_again(root, watcher)
    return done


def _refuse_undone(root: Path, name: str) -> None:
    """Raise NeedsPerson where a text editor has saved people.yaml as it was before: all may stand as it stood."""
    if not any(one.name == name and one.withdrawn for one in read_people(root).consents):
        raise NeedsPerson(
            root / PEOPLE,
            "somebody else saved this file in the same moment, and the withdrawal is not in it any more",
            "Run withdraw again",
        )


def _place(show: Show, folder: str, versions: Sequence[Shown], name: str) -> Place:
    both = [one.release for one in versions]
    return Place(
        folder=folder,
        slugs=tuple(dict.fromkeys(release.slug for release in both)),
        title=both[-1].title,
        how=tuple(dict.fromkeys(how for release in both for how in _how(show, release, name))),
        files=tuple(dict.fromkeys(path for release in both for path in _files(show, release, name))),
        goes=any(_goes(show, release, name) for release in both),
    )


def _how(show: Show, release: Release, name: str) -> Iterator[str]:
    yield from (f"named as {person.role}" for person in (*show.info.hosts, *release.people) if person.name == name)
    yield from ("speaks in the transcript",) if name in release.speakers else ()
    for bite in release.soundbites:
        yield from (f"heard in the clip “{bite.title or 'without a title'}”",) if name in bite.speakers else ()


def _files(show: Show, release: Release, name: str) -> tuple[str, ...]:
    page = f"episodes/{release.slug}/index.html"
    return (page, *(asset.path for asset in assets(release))) if _goes(show, release, name) else (page, "feed.xml")


def _goes(show: Show, release: Release, name: str) -> bool:
    """Say whether the person is heard in it, or is a host of the show; whoever is only named is left out of it."""
    uses = needed(release, show.info.hosts).get(name, ())
    return AUDIO in uses or any(host.name == name for host in show.info.hosts)


def _is_named(one: Shown, names: set[str]) -> bool:
    try:
        words = from_plain_file(Words, one.words)
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return True  # nobody can tell: it is listed, so that somebody looks
    said = " ".join(p.text for p in (*words.transcript, *words.translation))
    texts = (one.release.title, one.release.summary, one.release.notes, said)
    return any(name in _plain(text) for name in names for text in texts)


def _empty(root: Path, place: Place, name: str, show: Show) -> list[Path]:
    """Delete what was made of the episode on this disk, unless the version made last is without the person.

    What people wrote and recorded stays, and is told.
    """
    kept = root / "episodes" / place.folder
    made = kept / RELEASE
    if not is_file(made) or not _goes(show, read_release(made), name):
        return []
    emptied = []
    for slug in dict.fromkeys((*place.slugs, place.folder)):
        for folder in (root / "build" / slug, root / "build" / RENDERED / slug, root / "public" / "episodes" / slug):
            if is_folder(folder):
                remove_folder(folder)
                emptied.append(folder)
    forget_published(kept)
    for file in (WORDS, BUILT_FROM, APPROVAL, RELEASE):  # the last is what the episode is found by, if this is stopped
        (kept / file).unlink(missing_ok=True)
    return emptied


def _empty_shared(build: Path) -> None:
    """Delete what was made of many episodes together, such as people's pages: it is made anew without the person."""
    for pattern in ("_people-*", "_aisle-*", "_shelf-*"):
        for folder in (*matching(build, pattern), *matching(build / RENDERED, pattern)):
            remove_folder(folder)


def _preview_again(root: Path, watcher: Watcher) -> None:
    show = read_show(root)
    hashes = Hashes(root / "build" / "hashes.json", root)
    stores = {one.release.slug: Store(root / "build" / one.release.slug, hashes, watcher) for one in shown(show)}
    build_public(show, Store(root / "build" / SHOW, hashes, watcher), stores, hashes, {})
    hashes.save()
