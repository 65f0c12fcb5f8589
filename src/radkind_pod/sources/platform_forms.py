"""The keys that only feeds, pages and destinations have, of config.yaml and of episode.yaml alike."""

from typing import Annotated

from radkind_pod.sources.addresses import SecureUrl
from radkind_pod.sources.entry import about, entry
from radkind_pod.sources.platform_scalars import (
    Country,
    Destination,
    Geo,
    Osm,
    OtherGuid,
    ProofText,
    Rule,
    Service,
)
from radkind_pod.sources.scalars import Line, Name, Truth, Whole, choice
from radkind_pod.sources.times import Zoned

Relation = Annotated[str, choice("subject", "creator")]
Protocol = Annotated[str, choice("activitypub", "bluesky", "hive", "lightning", "matrix", "nostr", "twitter", "xmpp")]
Ping = Annotated[str, choice("websub", "podcastindex")]


@entry
class SeasonForm:
    """A season that has a name."""

    number: Annotated[Whole, about("The season's number.", "1")]
    name: Annotated[Name, about("What apps show for it, at most 128 characters.", "Arrivals")]


@entry
class PlaceForm:
    """A place that the show or the episode is about, or where it is made."""

    name: Annotated[Name, about("The place as people call it.", "Leeds, West Yorkshire")]
    relation: Annotated[Relation, about("subject: it is talked about. creator: the show is made there.", "subject")] = (
        "subject"
    )
    geo: Annotated[Geo | None, about("Latitude and longitude. Never somebody's home.", "geo:53.8,-1.55")] = None
    osm: Annotated[Osm | None, about("The object in OpenStreetMap.", "R113314")] = None
    country: Annotated[Country | None, about("The country's two letters.", "GB")] = None


@entry
class RhythmForm:
    """How often episodes come out."""

    text: Annotated[Name, about("How people would say it.", "every second Tuesday")]
    rule: Annotated[
        Rule | None, about("The same as calendars say it (RFC 5545).", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU")
    ] = None
    begins: Annotated[Zoned | None, about("When the rule begins; needed with COUNT.", "2026-03-03 09:00 +00:00")] = None
    complete: Annotated[Truth, about("Whether no further episode will come in this rhythm.", "false")] = False


@entry
class RecommendedForm:
    """Another show that listeners may like."""

    guid: Annotated[OtherGuid, about("Its podcast:guid, as its feed has it.", "917393e3-1b1e-5cef-ace4-edaa54e1f810")]
    feed: Annotated[SecureUrl | None, about("The address of its feed.", "https://example.org/feed.xml")] = None
    title: Annotated[Name | None, about("Its name.", "Kind Words")] = None


@entry
class ProofForm:
    """A text that proves to a platform whose the feed is."""

    text: Annotated[ProofText, about("The text that the platform gave you, at most 4000 characters.", "9A7C-22")]
    purpose: Annotated[Name | None, about("What for, as the platform says.", "verify")] = None


@entry
class FeedForm:
    """What platforms are told about the feed."""

    hub: Annotated[
        SecureUrl | None, about("The WebSub hub that tells apps at once.", "https://pubsubhubbub.appspot.com/")
    ] = None
    new_url: Annotated[
        SecureUrl | None,
        about("Where the feed has moved to; `radkind-pod new-feed-url` writes it.", "https://example.net/feed.xml"),
    ] = None
    complete: Annotated[Truth, about("Whether no further episode will ever come.", "false")] = False
    block: Annotated[
        tuple[Service, ...], about("Which platforms may not list the show: all, or their short names.", "[spotify]")
    ] = ()
    proofs: Annotated[
        tuple[ProofForm, ...], about("Texts that prove to platforms whose the feed is.", "[{text: 9A7C-22}]")
    ] = ()
    items: Annotated[
        Whole | None,
        about("How many episodes feed.xml holds. Older ones go to further pages, which few apps read.", "300"),
    ] = None


@entry
class HelplineForm:
    """Who can help with a hard topic."""

    topic: Annotated[Name, about("The topic, as content notes name it.", "detention")]
    name: Annotated[Name, about("Who helps.", "Right to Remain")]
    phone: Annotated[Name | None, about("The telephone number.", "116 123")] = None
    link: Annotated[SecureUrl | None, about("The web page.", "https://righttoremain.org.uk")] = None


@entry
class PostForm:
    """A public post under which people talk about the episode."""

    protocol: Annotated[Protocol, about("Where it is.", "activitypub")]
    uri: Annotated[SecureUrl, about("The address of the post.", "https://example.social/@kindness/1")]
    account: Annotated[Line | None, about("Who wrote it.", '"@kindness@example.social"')] = None
    account_url: Annotated[SecureUrl | None, about("The account's page.", "https://example.social/@kindness")] = None


@entry
class PublishForm:
    """Where the show is published, and what must be so before."""

    to: Annotated[
        Destination | None,
        about(
            "A folder, or an address that begins with sftp://, s3://, davs:// or rsync://, without a password.",
            "sftp://podcast@example.org/var/www/podcast",
        ),
    ] = None
    approval: Annotated[Truth, about("Whether each episode needs `radkind-pod approve` first.", "false")] = False
    check: Annotated[
        Truth,
        about("Whether new files are looked at under base_url before the feed names them; not for a folder.", "true"),
    ] = True
    ping: Annotated[
        tuple[Ping, ...], about("Who is told when the feed changes: websub, podcastindex.", "[podcastindex]")
    ] = ()
