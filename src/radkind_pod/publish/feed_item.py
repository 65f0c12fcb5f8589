"""What a feed says of one episode."""

from base64 import b64encode
from pathlib import Path

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator

from radkind_pod.model.release import Edition, Release
from radkind_pod.publish.addresses import licence_url_of, page_url, public_url
from radkind_pod.publish.feed_channel import add_locations
from radkind_pod.publish.feed_text import at_most, described
from radkind_pod.publish.podcast_namespace import EpisodeTags, ShowTags, Tags
from radkind_pod.publish.releases import cleaned, credited, published, read_release
from radkind_pod.publish.stages import ItemShow

ITEM_BEGINS, ITEMS_END = b"    <item>\n", b"  </channel>\n"
"""As feedgen writes them; no text looks like that, for in a text < is written otherwise, and CDATA comes later."""
_CAPTION_TYPES = {"text/vtt", "application/x-subrip"}
_TITLE_LETTERS = 128
_EDITION_LETTERS = 32
"""The namespace's limits for the title of a soundbite and of an alternateEnclosure."""


def write_item(show: ItemShow, release_file: Path, file: Path) -> None:
    """Write the item as it stands in the feed, indented; its namespaces are declared by the feed around it."""
    show, release = cleaned(show), read_release(release_file)
    feed = FeedGenerator()
    feed.load_extension("podcast")
    feed.register_extension("tags", ShowTags, EpisodeTags, atom=False)
    feed.title("-")  # feedgen wants these of every feed; of this one nothing but the item is kept
    feed.description("-")
    feed.link(href=show.base_url, rel="alternate")
    _add_item(feed.add_entry(), show, release)
    xml: bytes = feed.rss_str(pretty=True)
    file.write_bytes(xml[xml.index(ITEM_BEGINS) : xml.rindex(ITEMS_END)])


def _add_item(item: FeedEntry, show: ItemShow, release: Release) -> None:
    page = page_url(show, release.slug)
    text = described(show, release, page)
    item.title(release.title)
    item.link(href=page, rel="alternate")
    item.guid(release.guid, permalink=False)
    item.pubDate(published(release))
    item.description(text.description)
    if text.content:
        item.content(text.content, type="CDATA")
    item.enclosure(public_url(show, release.audio.path), str(release.audio.bytes), release.audio.type)
    _add_apple(item, show, release)
    _add_numbers(item.tags, show, release)
    _add_transcripts(item.tags, show, release)
    for person in credited(show.hosts, release):
        item.tags.person(person)
    _add_soundbites(item.tags, release)
    _add_editions(item.tags, show, release)
    _add_rights_and_places(item.tags, release)


def _add_apple(item: FeedEntry, show: ItemShow, release: Release) -> None:
    if release.duration_ms:  # an imported sound may not say it
        item.podcast.itunes_duration(max(1, round(release.duration_ms / 1000)))
    item.podcast.itunes_episode_type(release.type)
    if release.number:
        item.podcast.itunes_episode(release.number)
    if release.season:
        item.podcast.itunes_season(release.season)
    item.tags.explicit(release.explicit)
    if release.artwork:
        href = public_url(show, release.artwork.path)
        item.tags.artwork(href)
        item.tags.picture(href, release.artwork.type, release.artwork_alt)


def _add_numbers(tags: Tags, show: ItemShow, release: Release) -> None:
    if release.season:
        name = next((season.name for season in show.seasons if season.number == release.season), None)
        tags.podcast("season", str(release.season), name=name)
    if release.number:
        tags.podcast("episode", str(release.number))


def _add_transcripts(tags: Tags, show: ItemShow, release: Release) -> None:
    written = [(asset, release.language) for asset in release.transcripts]
    if release.translation:
        written.append((release.translation.captions, release.translation.language))
    for asset, language in written:
        rel = "captions" if asset.type in _CAPTION_TYPES else None
        tags.podcast("transcript", url=public_url(show, asset.path), type=asset.type, language=language, rel=rel)
    if release.chapters_file:
        url = public_url(show, release.chapters_file.path)
        tags.podcast("chapters", url=url, type="application/json+chapters")


def _add_soundbites(tags: Tags, release: Release) -> None:
    for bite in release.soundbites:
        title = at_most(bite.title, _TITLE_LETTERS) if bite.title else None
        tags.podcast("soundbite", title, startTime=_seconds(bite.start_ms), duration=_seconds(bite.duration_ms))


def _add_editions(tags: Tags, show: ItemShow, release: Release) -> None:
    if not release.editions:
        return
    audio = release.audio
    element = tags.podcast(
        "alternateEnclosure",
        type=audio.type,
        length=str(audio.bytes),
        lang=release.language,
        title="MP3",
        default="true",
    )
    tags.podcast("source", inside=element, uri=public_url(show, audio.path))
    if audio.sha256:
        tags.podcast("integrity", inside=element, type="sri", value=_sri(audio.sha256))
    for edition in release.editions:
        _add_edition(tags, show, release, edition)


def _add_edition(tags: Tags, show: ItemShow, release: Release, edition: Edition) -> None:
    element = tags.podcast(
        "alternateEnclosure",
        type=edition.asset.type,
        length=str(edition.asset.bytes),
        bitrate=str(edition.bitrate_kbps * 1000),
        lang=release.language,
        title=at_most(edition.title, _EDITION_LETTERS),
        codecs=edition.codecs,
    )
    tags.podcast("source", inside=element, uri=public_url(show, edition.asset.path))
    tags.podcast("integrity", inside=element, type="sri", value=edition.integrity)


def _add_rights_and_places(tags: Tags, release: Release) -> None:
    if release.licence:
        tags.podcast("license", release.licence, url=licence_url_of(release.licence, release.licence_url))
    add_locations(tags, release.locations)
    for priority, post in enumerate(release.posts, 1):
        tags.podcast(
            "socialInteract",
            protocol=post.protocol,
            uri=post.uri,
            accountId=post.account,
            accountUrl=post.account_url,
            priority=str(priority),
        )


def _seconds(ms: int) -> str:
    """Return the time in seconds, to the millisecond, without needless zeros."""
    return f"{ms / 1000:.3f}".rstrip("0").rstrip(".")


def _sri(sha256: str) -> str:
    """Return the hash as W3C's Subresource Integrity writes it."""
    return f"sha256-{b64encode(bytes.fromhex(sha256)).decode()}"
