"""The feed of all episodes: an item for each, made anew only where something of it changed."""

from collections.abc import Mapping
from pathlib import Path

from radkind_pod.model.release import Release
from radkind_pod.pipeline.plan import PlanEnds
from radkind_pod.pipeline.store import Store
from radkind_pod.present import is_file
from radkind_pod.publish.releases import newest_first
from radkind_pod.publish.stages import Feed, Item, ItemShow, Listed, PublicShow


def make_feed(show_store: Store, stores: Mapping[str, Store], show: PublicShow, known: Mapping[Path, Release]) -> Path:
    """Return the folder with feed.xml and its further pages.

    `known` are the Releases by their files, `stores` has a store for each of their slugs. Raises Refused for a guid
    that is used twice.
    """
    items = {release.slug: stores[release.slug].make(item(show, file)) for file, release in known.items()}
    return show_store.make(feed(show, known, items))


def plan_feed(show_store: Store, store: Store, show: PublicShow, own: Path, known: Mapping[Path, Release]) -> None:
    """Ask for what `make_feed` would make for the Release `own`. Raises PlanEnds where an item was never made."""
    store.make(item(show, own))
    items = {one.slug: show_store.folder.with_name(one.slug) / Item.NAME / Item.FILE for one in known.values()}
    if not all(is_file(file) for file in items.values()):
        raise PlanEnds
    show_store.make(feed(show, known, items))


def item(show: PublicShow, file: Path) -> Item:
    """Return what makes the item of this Release."""
    return Item(ItemShow(show.base_url, show.hosts, show.seasons, show.helplines), file)


def feed(show: PublicShow, known: Mapping[Path, Release], items: Mapping[str, Path]) -> Feed:
    """Return what makes the feed of these Releases; `items` are theirs by slug."""
    listed = tuple(Listed(items[one.slug], one.published) for one in newest_first(known.values()))
    trailers = {one.slug: file for file, one in known.items() if one.type == "trailer"}
    return Feed(show, listed, tuple(trailers[slug] for slug in sorted(trailers)))
