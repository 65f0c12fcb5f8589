"""Of a whole site only what changed is made anew, and what is no longer wanted goes."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.publish.sites import GOLDEN

from radkind_pod.model.people import Person
from radkind_pod.model.plain import from_plain_file, to_json
from radkind_pod.model.release import Release, Words
from radkind_pod.model.transcript import Paragraph
from radkind_pod.pipeline.fingerprint import Hashes
from radkind_pod.pipeline.plan import PlanEnds
from radkind_pod.pipeline.public import sweep
from radkind_pod.pipeline.site import Shown, SiteRequests, in_order, make_people, make_search, plan_search, read_look
from radkind_pod.pipeline.store import Store
from radkind_pod.progress import Silent
from radkind_pod.publish.stages import PublicShow

EPISODES = 70


@pytest.fixture
def show() -> PublicShow:
    return from_plain_file(PublicShow, GOLDEN / "show.json")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with 70 episodes, each with a guest of its own."""
    lunch = from_plain_file(Release, GOLDEN / "lunch-for-forty.release.json")
    for number in range(EPISODES):
        slug = f"episode-{number:02}"
        folder = tmp_path / "episodes" / slug
        folder.mkdir(parents=True)
        when = f"2026-0{number // 28 + 1}-{number % 28 + 1:02}T06:00:00+00:00"
        release = replace(lunch, slug=slug, guid=slug, published=when, people=(Person(f"Guest {number}"),))
        (folder / "release.json").write_text(to_json(release), encoding="utf-8")
        words = Words((Paragraph(0, 1000, "A", f"Everybody said word{number}."),))
        (folder / "words.json").write_text(to_json(words), encoding="utf-8")
    return tmp_path


class Making:
    """Makes the site of a project as build does, and says what had to be made."""

    def __init__(self, root: Path, show: PublicShow) -> None:
        hashes = Hashes(root / "hashes.json", root)
        self.made: list[str] = []
        self.store = Recording(root / "build" / "_show", hashes, self.made)
        files = sorted((root / "episodes").glob("*/release.json"))
        self.known = in_order(
            [Shown(from_plain_file(Release, file), file, file.with_name("words.json")) for file in files]
        )
        self.ask = SiteRequests(root, show, self.known)
        words = []
        for one in self.known:
            store = Recording(root / "build" / one.release.slug, hashes, self.made)
            store.make(self.ask.page(one))
            words.append(store.make(self.ask.index(one)).words)
        self.store.make(self.ask.site())
        self.people = make_people(self.store, self.ask)
        self.search = make_search(self.store, self.known, tuple(words))


class Recording(Store):
    """A store that writes down what is made."""

    def __init__(self, folder: Path, hashes: Hashes, made: list[str]) -> None:
        super().__init__(folder, hashes, Silent())
        self._made_names = made

    def beside(self, name: str) -> "Recording":
        return Recording(self.folder.with_name(name), self._hashes, self._made_names)

    def _make(self, stage, request) -> float:
        self._made_names.append(f"{self.folder.name}/{stage.NAME}")
        return super()._make(stage, request)


def test_nothing_is_made_twice(root, show):
    assert len(Making(root, show).made) > 2 * EPISODES
    assert Making(root, show).made == []


def test_a_corrected_word_makes_one_page_one_shelf_and_the_aisles_of_both_words(root, show):
    Making(root, show)
    words = root / "episodes/episode-66/words.json"
    words.write_text(words.read_text(encoding="utf-8").replace("word66", "corrected"), encoding="utf-8")
    aisles = ["_aisle-02/aisle", "_aisle-03/aisle", "_aisle-20/aisle"]
    made = Making(root, show).made
    assert made[:3] == ["episode-66/page", "episode-66/index", "_shelf-001/shelf"]
    assert set(made[3:]) <= {*aisles, "_show/search"}


def test_a_new_title_makes_the_pages_of_the_people_in_it_and_of_no_others(root, show):
    """The host is in every episode, so the host's group is made as well."""
    Making(root, show)
    file = root / "episodes/episode-03/release.json"
    file.write_text(file.read_text(encoding="utf-8").replace("Lunch for forty", "Another"), encoding="utf-8")
    made = Making(root, show).made
    assert {name for name in made if name.startswith("episode-")} == {"episode-03/page", "episode-03/index"}
    assert len([name for name in made if name.endswith("/people")]) <= 2


def test_everyone_has_a_page_and_every_word_is_in_a_shard(root, show):
    making = Making(root, show)
    pages = {path.parent.name for folder in making.people for path in folder.rglob("index.html")}
    assert pages == {"amina-yusuf", *(f"guest-{number}" for number in range(EPISODES))}
    shards = "".join(
        file.read_text(encoding="utf-8") for folder in making.search for file in folder.rglob("words-*.txt")
    )
    assert all(f"word{number} " in shards for number in range(EPISODES))


def test_episodes_are_numbered_by_date_so_that_a_new_one_changes_no_number(root, show):
    making = Making(root, show)
    assert [one.release.published for one in making.known] == sorted(one.release.published for one in making.known)


def test_a_changed_template_makes_every_page_anew_and_no_words(root, show):
    Making(root, show)
    (root / "templates").mkdir()
    (root / "templates" / "facts.html").write_text("<p class='facts'>Mine</p>", encoding="utf-8")
    made = Making(root, show).made
    assert {f"episode-{number:02}/page" for number in range(EPISODES)} <= set(made)
    assert [name for name in made if name.endswith(("/index", "/shelf", "/search"))] == []
    (root / "style.css").write_text("h1 { color: red }", encoding="utf-8")
    assert "_show/site" in Making(root, show).made


def test_own_templates_and_style_are_found(tmp_path):
    assert read_look(tmp_path).templates == ()
    (tmp_path / "templates").mkdir()
    for name in ("templates/a.html", "templates/notes.txt", "style.css"):
        (tmp_path / name).touch()
    look = read_look(tmp_path)
    assert [file.name for file in look.templates] == ["a.html"]
    assert look.style == tmp_path / "style.css"


def test_a_plan_ends_where_no_shelf_was_made_yet(root, show, tmp_path_factory):
    making = Making(root, show)
    plan_search(making.store, making.known)
    empty = Recording(tmp_path_factory.mktemp("other") / "_show", Hashes(root / "h.json", root), [])
    with pytest.raises(PlanEnds):
        plan_search(empty, making.known)


def test_pages_of_people_and_shards_that_are_no_longer_wanted_are_swept(tmp_path):
    for name in (
        "people/a/index.html",
        "people/b/index.html",
        "search/words-1.txt",
        "search/text/x.json",
        "years/2020/i",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    sweep(tmp_path, {"people/a/index.html"})
    assert [f.relative_to(tmp_path).as_posix() for f in tmp_path.rglob("*") if f.is_file()] == ["people/a/index.html"]
    assert not (tmp_path / "search").exists()
