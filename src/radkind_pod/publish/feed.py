"""The RSS feed: RSS 2.0, Apple's tags and Podcasting 2.0 (PSP-1). The one door to feedgen.

Every date comes from the Releases, so the same Releases give the same bytes. feedgen switches the process locale
while it writes a date: one feed at a time in a process.
"""

from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator

from radkind_pod.model.release import Release
from radkind_pod.publish.addresses import licence_url, page_url, public_url
from radkind_pod.publish.notes import feed_html
from radkind_pod.publish.podcast_namespace import EpisodeTags, ShowTags, Tags
from radkind_pod.publish.releases import cleaned, credited, published, read_releases
from radkind_pod.publish.stages import PublicShow

DESCRIPTION_BYTES = 4000
"""Apple's limit for a description, tags included."""
_CAPTION_TYPES = {"text/vtt", "application/x-subrip"}


def write_feed(show: PublicShow, releases: tuple[Path, ...], files: Path) -> None:
    """Write feed.xml with one item for each Release, newest first."""
    files.mkdir(parents=True, exist_ok=True)
    (files / "feed.xml").write_bytes(render_feed(cleaned(show), read_releases(releases)))


def render_feed(show: PublicShow, releases: Sequence[Release]) -> bytes:
    """Return the feed as indented UTF-8 XML; an item's bytes depend on its Release and the show alone."""
    feed = FeedGenerator()
    feed.load_extension("podcast")
    feed.register_extension("tags", ShowTags, EpisodeTags, atom=False)
    _add_core(feed, show)
    _add_apple(feed, show)
    _add_podcasting(feed.tags, show)
    feed.tags.is_dated = bool(releases)
    if releases:
        feed.lastBuildDate(published(releases[0]))
    for release in releases:
        _add_item(feed.add_entry(order="append"), show, release)
    xml: bytes = feed.rss_str(pretty=True)
    return xml


def _add_core(feed: FeedGenerator, show: PublicShow) -> None:
    feed.title(show.title)
    feed.description(_fitting(show.description))
    feed.link(href=public_url(show, "feed.xml"), rel="self", type="application/rss+xml")
    feed.link(href=show.link, rel="alternate")  # the last one added becomes <link>
    feed.language(show.language)
    feed.image(url=public_url(show, show.artwork.path), title=show.title, link=show.link)
    feed.generator("radkind-pod")
    feed.copyright(show.copyright)


def _add_apple(feed: FeedGenerator, show: PublicShow) -> None:
    feed.podcast.itunes_author(show.author)
    feed.podcast.itunes_owner(name=show.owner.name, email=show.owner.email)
    feed.podcast.itunes_type(show.type)
    for category in show.categories:
        sub = {"sub": category.subcategory} if category.subcategory else {}
        feed.podcast.itunes_category({"cat": category.name, **sub})
    feed.tags.explicit(show.explicit)
    feed.tags.artwork(public_url(show, show.artwork.path))


def _add_podcasting(tags: Tags, show: PublicShow) -> None:
    tags.podcast("guid", show.guid)
    tags.podcast("locked", "yes" if show.locked else "no", owner=show.owner.email)
    tags.podcast("medium", "podcast")
    tags.podcast("license", show.licence, url=licence_url(show))
    if show.funding:
        tags.podcast("funding", show.funding.text, url=show.funding.url)
    for host in show.hosts:
        tags.person(host)


def _add_item(item: FeedEntry, show: PublicShow, release: Release) -> None:
    page = page_url(show, release.slug)
    notes = feed_html(release.notes, page)
    item.title(release.title)
    item.link(href=page, rel="alternate")
    item.guid(release.guid, permalink=False)
    item.pubDate(published(release))
    item.description(_description(notes, release.summary))
    if notes:
        item.content(notes, type="CDATA")
    item.enclosure(public_url(show, release.audio.path), str(release.audio.bytes), release.audio.type)
    _add_apple_item(item, show, release)
    _add_podcasting_item(item.tags, show, release)


def _add_apple_item(item: FeedEntry, show: PublicShow, release: Release) -> None:
    item.podcast.itunes_duration(max(1, round(release.duration_ms / 1000)))
    item.podcast.itunes_episode_type(release.type)
    if release.number:
        item.podcast.itunes_episode(release.number)
    if release.season:
        item.podcast.itunes_season(release.season)
    item.tags.explicit(release.explicit)
    if release.artwork:
        item.tags.artwork(public_url(show, release.artwork.path))


def _add_podcasting_item(tags: Tags, show: PublicShow, release: Release) -> None:
    if release.season:
        tags.podcast("season", str(release.season))
    if release.number:
        tags.podcast("episode", str(release.number))
    for asset in release.transcripts:
        rel = "captions" if asset.type in _CAPTION_TYPES else None
        url = public_url(show, asset.path)
        tags.podcast("transcript", url=url, type=asset.type, language=release.language, rel=rel)
    if release.translation:
        captions, language = release.translation.captions, release.translation.language
        tags.podcast(
            "transcript", url=public_url(show, captions.path), type=captions.type, language=language, rel="captions"
        )
    if release.chapters_file:
        url = public_url(show, release.chapters_file.path)
        tags.podcast("chapters", url=url, type="application/json+chapters")
    for person in credited(show.hosts, release):
        tags.person(person)


def _description(notes: str, summary: str) -> str:
    if notes and len(notes.encode()) <= DESCRIPTION_BYTES:
        return notes
    return _fitting(summary, lambda text: f"<p>{escape(text, quote=False)}</p>")


def _fitting(text: str, render: Callable[[str], str] = str) -> str:
    """Return the text rendered, cut after a word where it would be longer than Apple's limit."""
    if len(render(text).encode()) <= DESCRIPTION_BYTES:
        return render(text)
    kept = text[:DESCRIPTION_BYTES]
    while len(render(f"{kept}…").encode()) > DESCRIPTION_BYTES:
        kept = kept[:-1]
    whole_words = kept.rpartition(" ")[0]
    return render(f"{whole_words or kept}…")
