"""The site: pages of episodes, people and the show, and search. Only what changed is made anew."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from radkind_pod.model.release import Release
from radkind_pod.pipeline.plan import PlanEnds
from radkind_pod.pipeline.store import Store
from radkind_pod.present import is_file, matching
from radkind_pod.publish.look import Face, Look
from radkind_pod.publish.people import make_faces, shown_name
from radkind_pod.publish.releases import credited, published
from radkind_pod.publish.search.shards import AISLES, SHELF
from radkind_pod.publish.search.stages import Aisle, Index, Search, Shelf
from radkind_pod.publish.stages import Page, People, PublicShow, Site

_GROUPS = 32
"""People are put into groups by their addresses; when somebody's episodes change, the pages of one group are made."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A remembered Release, and the files in which it and its Words are."""

    release: Release
    file: Path
    words: Path


class SiteRequests:
    """What is asked of the stages that make the site of these episodes."""

    def __init__(self, root: Path, show: PublicShow, known: Sequence[Shown]) -> None:
        self._show, self._known, self._look = show, known, read_look(root)
        self.faces = make_faces(show.hosts, (one.release for one in known))
        self._by_name = {face.name: face for face in self.faces}

    def page(self, one: Shown) -> Page:
        """Return what makes the page of an episode."""
        names = dict.fromkeys(shown_name(person) for person in credited(self._show.hosts, one.release))
        return Page(self._show, self._look, tuple(self._by_name[name] for name in names), one.file, one.words)

    def index(self, one: Shown) -> Index:
        """Return what finds the words of an episode."""
        return Index(one.file, one.words)

    def site(self) -> Site:
        """Return what makes the pages of the show."""
        return Site(self._show, self._look, self.faces, tuple(one.file for one in self._known))

    def people(self) -> dict[int, People]:
        """Return what makes the pages of people, by the number of the group."""
        faces: dict[int, list[Face]] = {}
        group = {face.name: crc32(face.path.encode()) % _GROUPS for face in self.faces}
        for face in self.faces:
            faces.setdefault(group[face.name], []).append(face)
        files: dict[int, dict[Path, None]] = {number: {} for number in faces}
        for one in self._known:
            for person in credited(self._show.hosts, one.release):
                files[group[shown_name(person)]][one.file] = None
        return {n: People(self._show, self._look, tuple(faces[n]), tuple(files[n])) for n in sorted(faces)}


def read_look(root: Path) -> Look:
    """Return the person's own templates and style sheet, where there are some."""
    style = root / "style.css"
    return Look(tuple(matching(root / "templates", "*.html")), style if is_file(style) else None)


def in_order(known: Sequence[Shown]) -> list[Shown]:
    """Return the episodes by date, the oldest first: so search numbers them."""
    return sorted(known, key=lambda one: (published(one.release), one.release.slug))


def make_people(show_store: Store, ask: SiteRequests) -> list[Path]:
    """Return the folders with the pages of everyone who took part."""
    return [show_store.beside(f"_people-{n:02}").make(request) for n, request in ask.people().items()]


def make_search(show_store: Store, known: Sequence[Shown], words: Sequence[Path]) -> tuple[Path, ...]:
    """Return the folders with all shards and their list; `known` is in order, `words` what each one's Index gave."""
    shelves = [
        store.make(Shelf(number, tuple(words[number * SHELF : (number + 1) * SHELF])))
        for number, store in enumerate(_shelf_stores(show_store, len(known)))
    ]
    aisles = [
        store.make(Aisle(tuple(shelf[number] for shelf in shelves)))
        for number, store in enumerate(_aisle_stores(show_store))
    ]
    listed = show_store.make(_search(tuple(aisle.shards for aisle in aisles), known))
    return (*(aisle.files for aisle in aisles), listed)


def plan_search(show_store: Store, known: Sequence[Shown]) -> None:
    """Ask for the list of shards, of a store in which nothing runs. Raises PlanEnds where an aisle was never made."""
    aisles = tuple(store.folder / Aisle.NAME / "shards.json" for store in _aisle_stores(show_store))
    if not all(is_file(aisle) for aisle in aisles):
        raise PlanEnds
    show_store.make(_search(aisles, known))


def _aisle_stores(show_store: Store) -> Iterator[Store]:
    return (show_store.beside(f"_aisle-{number:02}") for number in range(len(AISLES)))


def _shelf_stores(show_store: Store, episodes: int) -> Iterator[Store]:
    return (show_store.beside(f"_shelf-{number:03}") for number in range(-(-episodes // SHELF)))


def _search(aisles: tuple[Path, ...], known: Sequence[Shown]) -> Search:
    return Search(aisles, tuple(one.release.slug for one in known))
