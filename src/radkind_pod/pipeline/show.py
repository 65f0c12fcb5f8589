"""Feed and site: the one place where all episodes meet, as their Releases."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from radkind_pod.disk import write_whole
from radkind_pod.errors import Problem, SourceError
from radkind_pod.model.plain import from_plain_file
from radkind_pod.model.release import Asset, Release, Words
from radkind_pod.model.show import Show
from radkind_pod.package.stages import Artwork, Packaged, ShowArt
from radkind_pod.pipeline.everywhere import refuse_on_page
from radkind_pod.pipeline.feed import make_feed, plan_feed
from radkind_pod.pipeline.fingerprint import Hashes
from radkind_pod.pipeline.plan import PlanEnds
from radkind_pod.pipeline.public import bring, bring_kept, paths_below, sweep
from radkind_pod.pipeline.site import Shown, SiteRequests, in_order, make_people, make_search, plan_search
from radkind_pod.pipeline.store import ASIDE, Store
from radkind_pod.present import is_file, is_folder, matching
from radkind_pod.publish.stages import PublicShow
from radkind_pod.transcript.everywhere import Banned

T = TypeVar("T")
RELEASE, WORDS = "release.json", "words.json"
NOTICE = "THIS-IS-A-PREVIEW.txt"
NOTICE_TEXT = """\
This folder is a preview. It holds everything that was built, also episodes that may not go out yet: before their date,
without consent, without approval. Don't upload it. `radkind-pod publish` brings to your listeners what may go out.
"""
SHOW = "_show"
"""The folder below build/ for what belongs to no one episode; no slug begins with an underscore."""

IMPORTED = "imported"
"""The folder beside an episode's Release for the files that came from another host."""


def remember(packaged: Packaged, episode_folder: Path) -> None:
    """Keep the episode's Release and Words in the project, where feed and page find them even when build/ is gone."""
    for made in (packaged.words, packaged.release):
        write_whole(episode_folder / made.name, made.read_bytes())


def releases(root: Path) -> tuple[Path, ...]:
    """Return every remembered Release, by slug."""
    return tuple(matching(root / "episodes", f"[!.]*/{RELEASE}"))  # hidden is what a killed import left


def read_release(file: Path) -> Release:
    """Return the remembered Release. Raises SourceError where somebody or a merge left something else in its file."""
    return _read(Release, file)


def read_words(file: Path) -> Words:
    """Return the remembered Words. Raises SourceError likewise, and where the file is gone."""
    return _read(Words, file)


def _read(kind: type[T], file: Path) -> T:
    try:
        return from_plain_file(kind, file)
    except (FileNotFoundError, ValueError, KeyError, TypeError) as error:
        message = (
            "this is no longer what radkind-pod wrote, and the feed is made from it. Bring it back from a backup or "
            "version control; delete it only if the episode was never published"
        )
        raise SourceError([Problem(file, getattr(error, "lineno", None), message)]) from error


@dataclass(frozen=True, slots=True)
class Rendered:
    """What is made from Releases: folders of public files of each episode, by slug, and of the show, the feed last."""

    pages: dict[str, Path]
    words: tuple[Path, ...]
    show: tuple[Path, ...]

    @property
    def folders(self) -> tuple[Path, ...]:
        """Every folder, in an order in which nothing leads to what isn't there yet."""
        return (*self.pages.values(), *self.words, *self.show)

    @property
    def files(self) -> dict[str, Path]:
        """Every public file by its public path."""
        return {path: folder / path for folder in self.folders for path in paths_below(folder)}


def shown(show: Show) -> tuple[Shown, ...]:
    """Return every episode that has a Release, by slug."""
    return tuple(Shown(read_release(file), file, file.with_name(WORDS)) for file in releases(show.root))


def render_public(show: Show, show_store: Store, stores: dict[str, Store], episodes: Sequence[Shown]) -> Rendered:
    """Make artwork, pages, search and feed of these episodes; `stores` holds a store for each, by slug."""
    art = show_store.make(Artwork(show.info.artwork))
    public_show = _public(show, art)
    ordered = in_order(episodes)
    ask = SiteRequests(show.root, public_show, ordered)
    pages, found = {}, []
    for one in ordered:
        store = stores[one.release.slug]
        pages[one.release.slug] = store.make(ask.page(one))
        found.append(store.make(ask.index(one)))
    site = (show_store.make(ask.site()), *make_people(show_store, ask))
    feed = make_feed(show_store, stores, public_show, {one.file: one.release for one in episodes})
    search = make_search(show_store, ordered, tuple(index.words for index in found))
    return Rendered(pages, tuple(index.files for index in found), (art.files, *site, *search, feed))


def build_public(
    show: Show, show_store: Store, stores: dict[str, Store], hashes: Hashes, banned: dict[str, tuple[Banned, ...]]
) -> None:
    """Make artwork, pages, index and feed from all Releases, and bring them to public/, the feed last.

    `stores` holds a store for each episode that has a Release, by slug; `banned` the words that may not stand on the
    page of an episode that was built now.
    """
    public, aside = show.root / "public", show.root / "build" / ASIDE
    episodes = shown(show)
    rendered = render_public(show, show_store, stores, episodes)
    for one in episodes:
        slug = one.release.slug
        refuse_on_page(rendered.pages[slug], banned.get(slug, ()))
        packaged = packaged_files(show.root, slug)
        if is_folder(packaged):
            bring(packaged, public, aside, hashes)
        if is_folder(imported := one.file.with_name(IMPORTED)):
            bring_kept(imported, [asset.path for asset in assets(one.release)], public, aside, hashes)
    wanted = {asset.path for one in episodes for asset in assets(one.release)}
    for folder in rendered.folders:
        wanted |= bring(folder, public, aside, hashes)
    _say_that_it_is_a_preview(public, aside)
    sweep(public, wanted)


def _say_that_it_is_a_preview(public: Path, aside: Path) -> None:
    """Keep a file in the preview that says what it is, to whoever is about to upload the folder."""
    file, text = public / NOTICE, NOTICE_TEXT.encode()
    if not is_file(file) or file.read_bytes() != text:
        aside.mkdir(parents=True, exist_ok=True)
        (aside / NOTICE).write_bytes(text)
        (aside / NOTICE).replace(file)


def packaged_files(root: Path, slug: str) -> Path:
    """Return where this machine's last build left the finished files of the episode."""
    return root / "build" / slug / "package" / "files"


def plan_public(show: Show, show_store: Store, store: Store, slug: str) -> None:
    """Ask for what `build_public` would make for this episode, of stores in which nothing runs."""
    public_show = _public(show, show_store.make(Artwork(show.info.artwork)))
    episodes = in_order(shown(show))
    own = next((one for one in episodes if one.file.parent.name == slug), None)
    if own is None:
        raise PlanEnds
    ask = SiteRequests(show.root, public_show, episodes)
    store.make(ask.page(own))
    store.make(ask.index(own))
    show_store.make(ask.site())
    plan_feed(show_store, store, public_show, own.file, {one.file: one.release for one in episodes})
    plan_search(show_store, episodes)


def assets(release: Release) -> tuple[Asset, ...]:
    """Return every public file that the Release names."""
    pictures = (c.image for c in release.chapters)
    translated = release.translation.captions if release.translation else None
    editions = (edition.asset for edition in release.editions)
    texts = (*release.transcripts, translated, release.chapters_file)
    return tuple(f for f in (release.audio, *editions, *texts, release.artwork, *pictures) if f)


def _public(show: Show, art: ShowArt) -> PublicShow:
    info = show.info
    return PublicShow(
        title=info.title,
        description=info.description,
        language=info.language,
        author=info.author,
        owner=info.owner,
        link=info.link,
        base_url=info.base_url,
        guid=info.guid,
        categories=info.categories,
        explicit=info.explicit,
        artwork=art.asset,
        artwork_alt=info.artwork_alt,
        licence=info.licence,
        licence_url=info.licence_url,
        hosts=info.hosts,
        type=info.type,
        locked=info.locked,
        funding=info.funding,
        copyright=info.copyright,
        seasons=info.seasons,
        locations=info.locations,
        rhythm=info.rhythm,
        recommends=info.recommends,
        platforms=info.platforms,
        helplines=info.helplines,
    )
