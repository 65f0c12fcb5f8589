"""What a feed says of the show itself."""

from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime

from feedgen.feed import FeedGenerator

from radkind_pod.model.places import Location
from radkind_pod.model.release import Release
from radkind_pod.model.show import Platforms, Rhythm
from radkind_pod.publish.addresses import licence_url, public_url
from radkind_pod.publish.feed_pages import NEWEST, FeedPage
from radkind_pod.publish.feed_text import at_most, fitting
from radkind_pod.publish.podcast_namespace import Tags
from radkind_pod.publish.releases import published
from radkind_pod.publish.stages import PublicShow

RSS = "application/rss+xml"


def add_channel(feed: FeedGenerator, show: PublicShow, page: FeedPage, trailers: Sequence[Release]) -> None:
    """Add all that this page of the feed says of the show; hub, trailers and proofs stand on the newest page alone."""
    _add_core(feed, show, page)
    _add_apple(feed, show)
    _add_links(feed.tags, show, page)
    _add_podcasting(feed.tags, show)
    add_locations(feed.tags, show.locations)
    _add_blocks(feed.tags, show.platforms)
    if page.name == NEWEST:
        _add_trailers(feed.tags, show, trailers)
        for proof in show.platforms.proofs:
            feed.tags.podcast("txt", proof.text, purpose=proof.purpose)


def add_locations(tags: Tags, locations: Sequence[Location]) -> None:
    """Add a `podcast:location` for each place."""
    for place in locations:
        tags.podcast("location", place.name, rel=place.relation, geo=place.geo, osm=place.osm, country=place.country)


def _add_core(feed: FeedGenerator, show: PublicShow, page: FeedPage) -> None:
    feed.title(show.title)
    feed.description(fitting(show.description))
    feed.link(href=public_url(show, page.name), rel="self", type=RSS)
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
    tags, platforms = feed.tags, show.platforms
    tags.explicit(show.explicit)
    tags.artwork(public_url(show, show.artwork.path))
    if platforms.new_feed_url:
        tags.itunes("new-feed-url", platforms.new_feed_url)
    if platforms.complete:
        tags.itunes("complete", "Yes")
    if {"all", "apple"} & set(platforms.block):
        tags.itunes("block", "Yes")


def _add_links(tags: Tags, show: PublicShow, page: FeedPage) -> None:
    if show.platforms.hub and page.name == NEWEST:
        tags.link("hub", show.platforms.hub)
    for relation, name in page.links:
        tags.link(relation, public_url(show, name), RSS)


def _add_podcasting(tags: Tags, show: PublicShow) -> None:
    tags.podcast("guid", show.guid)
    tags.podcast("locked", "yes" if show.locked else "no", owner=show.owner.email)
    tags.podcast("medium", "podcast")
    tags.podcast("license", show.licence, url=licence_url(show))
    tags.picture(public_url(show, show.artwork.path), show.artwork.type, show.artwork_alt)
    if show.funding:
        tags.podcast("funding", show.funding.text, url=show.funding.url)
    for host in show.hosts:
        tags.person(host)
    if show.rhythm:
        _add_rhythm(tags, show.rhythm, show.platforms)
    if show.recommends:
        podroll = tags.podcast("podroll")
        for other in show.recommends:
            tags.podcast("remoteItem", inside=podroll, feedGuid=other.guid, feedUrl=other.feed, title=other.title)


def _add_rhythm(tags: Tags, rhythm: Rhythm, platforms: Platforms) -> None:
    complete = "true" if rhythm.complete or platforms.complete else None
    tags.podcast("updateFrequency", rhythm.text, rrule=rhythm.rule, dtstart=rhythm.begins, complete=complete)


def _add_blocks(tags: Tags, platforms: Platforms) -> None:
    for service in platforms.block:
        tags.podcast("block", "yes", id=None if service == "all" else service)


def _add_trailers(tags: Tags, show: PublicShow, trailers: Sequence[Release]) -> None:
    for release in trailers:
        tags.podcast(
            "trailer",
            at_most(release.title, 128),
            pubdate=rfc2822(published(release)),
            url=public_url(show, release.audio.path),
            length=str(release.audio.bytes),
            type=release.audio.type,
            season=str(release.season) if release.season else None,
        )


def rfc2822(when: datetime) -> str:
    """Return the moment as RSS writes it, whatever the machine's locale."""
    return format_datetime(when)
