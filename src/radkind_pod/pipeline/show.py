"""Feed and site: the one place where all episodes meet, as their Releases."""

from pathlib import Path

from radkind_pod.errors import Problem, SourceError
from radkind_pod.model.plain import from_plain_file
from radkind_pod.model.release import Asset, Release
from radkind_pod.model.show import Show
from radkind_pod.package.stages import Artwork, Packaged, ShowArt
from radkind_pod.pipeline.everywhere import refuse_on_page
from radkind_pod.pipeline.fingerprint import Hashes
from radkind_pod.pipeline.plan import PlanEnds
from radkind_pod.pipeline.public import bring, paths_below, sweep
from radkind_pod.pipeline.site import Known, SiteRequests, in_order, make_people, make_search, plan_search
from radkind_pod.pipeline.store import Store
from radkind_pod.publish.stages import Feed, PublicShow
from radkind_pod.transcript.everywhere import Banned

SHOW = "_show"
"""The folder below build/ for what belongs to no one episode; no slug begins with an underscore."""


def remember(packaged: Packaged, episode_folder: Path) -> None:
    """Keep the episode's Release and Words in the project, where feed and page find them even when build/ is gone."""
    for made in (packaged.words, packaged.release):
        kept = episode_folder / made.name
        data = made.read_bytes()
        if not kept.is_file() or kept.read_bytes() != data:
            part = kept.with_name(f".{made.name}.part")
            part.write_bytes(data)
            part.replace(kept)


def releases(root: Path) -> tuple[Path, ...]:
    """Return every remembered Release, by slug."""
    return tuple(sorted((root / "episodes").glob("*/release.json")))


def read_release(file: Path) -> Release:
    """Return the remembered Release. Raises SourceError where somebody or a merge left something else in its file."""
    try:
        return from_plain_file(Release, file)
    except (ValueError, KeyError, TypeError) as error:
        message = (
            "this is no longer what radkind-pod wrote, and the feed is made from it. Bring it back from a backup or "
            "version control; delete it only if the episode was never published"
        )
        raise SourceError([Problem(file, getattr(error, "lineno", None), message)]) from error


def build_public(
    show: Show, show_store: Store, stores: dict[str, Store], hashes: Hashes, banned: dict[str, tuple[Banned, ...]]
) -> None:
    """Make artwork, pages, index and feed from all Releases, and bring them to public/, the feed last.

    `stores` holds a store for each episode that has a Release, by slug; `banned` the words that may not stand on the
    page of an episode that was built now.
    """
    public, aside = show.root / "public", show.root / "build" / ".public"
    files = releases(show.root)
    art = show_store.make(Artwork(show.info.artwork))
    public_show = _public(show, art)
    bring(art.files, public, aside, hashes)
    wanted, words = {public_show.artwork.path}, list[Path]()
    known = in_order([Known(read_release(file), file) for file in files])
    ask = SiteRequests(show.root, public_show, known)
    for one in known:
        slug = one.release.slug
        packaged = show.root / "build" / slug / "package" / "files"
        if packaged.is_dir():
            bring(packaged, public, aside, hashes)
        page = stores[slug].make(ask.page(one))
        refuse_on_page(page, banned.get(slug, ()))
        found = stores[slug].make(ask.index(one))
        words.append(found.words)
        for made in (page, found.files):
            bring(made, public, aside, hashes)
        wanted |= {a.path for a in assets(one.release)} | {f"episodes/{slug}/index.html", f"search/text/{slug}.json"}
    site = [show_store.make(ask.site()), *make_people(show_store, ask)]
    feed = show_store.make(Feed(public_show, files))
    site.append(make_search(show_store, known, words))
    for made in (*site, feed):
        bring(made, public, aside, hashes)
        wanted |= paths_below(made)
    sweep(public, wanted)


def plan_public(show: Show, show_store: Store, store: Store, slug: str) -> None:
    """Ask for what `build_public` would make for this episode, of stores in which nothing runs."""
    public_show = _public(show, show_store.make(Artwork(show.info.artwork)))
    files = releases(show.root)
    known = in_order([Known(read_release(file), file) for file in files])
    own = next((one for one in known if one.file.parent.name == slug), None)
    if own is None:
        raise PlanEnds
    ask = SiteRequests(show.root, public_show, known)
    store.make(ask.page(own))
    store.make(ask.index(own))
    show_store.make(ask.site())
    show_store.make(Feed(public_show, files))
    plan_search(show_store, known)


def assets(release: Release) -> tuple[Asset, ...]:
    """Return every public file that the Release names."""
    pictures = (c.image for c in release.chapters)
    translated = release.translation.captions if release.translation else None
    files = (release.audio, *release.transcripts, translated, release.chapters_file, release.artwork, *pictures)
    return tuple(f for f in files if f)


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
