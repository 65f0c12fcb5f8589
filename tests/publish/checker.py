"""What PSP-1, Apple and the podcast namespace ask of a feed, as far as its own bytes show it.

Written from their rules, not from ours: it knows lxml and the standard library, and nothing of the writer.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from uuid import UUID

from lxml import etree
from tests.publish.tables import CATEGORIES, EXTENSIONS, LANGUAGES, PROTOCOLS

NS = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
}
ONCE = "title link description language itunes:explicit itunes:image itunes:author itunes:type podcast:guid "
ONCE += "podcast:locked podcast:medium podcast:license image/url image/title image/link itunes:owner/itunes:email"
ITEM_ONCE = "title link description pubDate guid enclosure itunes:duration itunes:explicit itunes:episodeType"
TEXTS = {"podcast:funding": 128, "podcast:person": 128, "podcast:location": 128, "podcast:trailer": 128}
TEXTS |= {"podcast:soundbite": 128, "podcast:updateFrequency": 128, "podcast:txt": 4000}
AUDIO = {"audio/mpeg", "audio/x-m4a", "video/mp4", "video/x-m4v", "video/quicktime", "application/pdf"}
TRANSCRIPTS = {"text/plain", "text/html", "text/vtt", "application/json", "application/x-subrip"}
FEED_HTML = {"p", "ol", "ul", "li", "a", "b", "i", "strong", "em"}
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def complaints(feed: bytes) -> list[str]:
    """Return what is wrong with the feed, each in a few words; nothing where it is right."""
    if not re.match(rb"<\?xml version=['\"]1\.0['\"] encoding=['\"]UTF-8['\"]", feed):
        return ["declaration"]
    root = etree.fromstring(feed)
    channel = root.find("channel")
    return [*_envelope(root), *_channel(channel), *_namespace(channel), *_items(channel)]


def texts(element: etree._Element, path: str) -> list[str]:
    return [found.text or "" for found in element.findall(path, NS)]


def _envelope(root: etree._Element) -> Iterator[str]:
    if root.tag != "rss" or root.get("version") != "2.0":
        yield "rss"
    yield from (f"namespace {name}" for name, uri in NS.items() if root.nsmap.get(name) != uri)


def _channel(channel: etree._Element) -> Iterator[str]:
    yield from _once(channel, ONCE, "")
    own = channel.findall("atom:link[@rel='self']", NS)
    if len(own) != 1 or own[0].get("type") != "application/rss+xml":
        yield "self"
    if len((channel.findtext("description") or "").encode()) > 4000:
        yield "description too long"
    for pair in ("title", "link"):
        if channel.findtext(pair) != channel.findtext(f"image/{pair}"):
            yield f"image {pair}"
    if not _is_language(channel.findtext("language") or ""):
        yield "language"
    yield from _categories(channel)
    if channel.findtext("itunes:type", "", NS) not in {"episodic", "serial"}:
        yield "type"
    for name in ("complete", "block"):
        if any(text != "Yes" for text in texts(channel, f"itunes:{name}")):
            yield name
    if re.search(r"copyright|©|\d{4}", channel.findtext("copyright") or "", re.IGNORECASE):
        yield "copyright"
    yield from _links(channel)


def _is_language(text: str | None) -> bool:
    return (
        text is not None
        and re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", text) is not None
        and text.split("-")[0] in LANGUAGES
    )


def _categories(channel: etree._Element) -> Iterator[str]:
    found = channel.findall("itunes:category", NS)
    if not found:
        yield "no category"
    for category in found:
        inner = [sub.get("text") for sub in category.findall("itunes:category", NS)]
        if category.get("text") not in CATEGORIES or set(inner) - CATEGORIES[category.get("text")]:
            yield f"category {category.get('text')} {inner}"


def _links(channel: etree._Element) -> Iterator[str]:
    links = [(link.get("rel"), link.get("href")) for link in channel.findall("atom:link", NS)]
    rels = Counter(rel for rel, _ in links if rel != "hub")
    yield from (f"link {rel} twice" for rel, count in rels.items() if count > 1)
    by_rel, paged = dict(links), {"first", "last", "next", "prev"} & rels.keys()
    if paged and not {"first", "last"} <= paged:
        yield "paging"
    for end, way in (("first", "prev"), ("last", "next")):
        if paged and (by_rel.get("self") == by_rel.get(end)) == (way in paged):
            yield f"paging {way}"


def _namespace(channel: etree._Element) -> Iterator[str]:
    for element in channel.iter(f"{{{NS['podcast']}}}*"):
        name = f"podcast:{etree.QName(element).localname}"
        for key, value in element.attrib.items():
            if key in {"url", "href", "img", "uri", "accountUrl", "feedUrl"} and not value.startswith("https://"):
                yield f"{name} {key}"
            if value != value.strip() or not value:
                yield f"{name} {key} space"
        limit = TEXTS.get(name)
        if limit and (len(element.text or "") > limit or (not element.text and name != "podcast:soundbite")):
            yield f"{name} text"
        if (rule := RULES.get(name)) and not rule(element):
            yield name


def _is_uuid(text: str | None) -> bool:
    try:
        return str(UUID(text or "")) == text
    except ValueError:
        return False


def _is_location(element: etree._Element) -> bool:
    geo, osm = element.get("geo", "geo:0,0"), element.get("osm", "N1")
    parts = re.fullmatch(r"geo:(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)(;.*)?", geo)
    is_on_earth = parts is not None and abs(float(parts[1])) <= 90 and abs(float(parts[2])) <= 180
    is_known = element.get("rel") in {"subject", "creator"} and len(element.get("country", "GB")) == 2
    return is_on_earth and is_known and re.fullmatch(r"[NWR]\d+", osm) is not None


def _is_rhythm(element: etree._Element) -> bool:
    rule = element.get("rrule", "FREQ=DAILY")
    begins = element.get("dtstart")
    dated = begins is not None and datetime.fromisoformat(begins).tzinfo is not None
    return rule.startswith("FREQ=") and ("COUNT" not in rule or dated) and element.get("complete", "true") == "true"


def _is_trailer(element: etree._Element) -> bool:
    return (
        _is_date(element.get("pubdate", ""))
        and re.fullmatch(r"[1-9]\d*", element.get("length", "")) is not None
        and element.get("type", "").startswith(("audio/", "video/"))
        and element.get("season", "1").isdigit()
    )


def _is_edition(element: etree._Element) -> bool:
    integrity = element.findall("podcast:integrity", NS)
    sri = r"sha(256-[A-Za-z0-9+/]{43}=|384-[A-Za-z0-9+/]{64})"
    return (
        len(element.findall("podcast:source", NS)) >= 1
        and len(integrity) <= 1
        and all(one.get("type") == "sri" and re.fullmatch(sri, one.get("value", "")) for one in integrity)
        and element.get("type", "").startswith(("audio/", "video/"))
        and re.fullmatch(r"[1-9]\d*", element.get("length", "")) is not None
        and 6000 <= float(element.get("bitrate", "6000")) < 5_000_000
        and len(element.get("title", "")) <= 32
    )


RULES = {
    "podcast:guid": lambda e: _is_uuid(e.text),
    "podcast:locked": lambda e: e.text in {"yes", "no"} and "@" in e.get("owner", ""),
    "podcast:medium": lambda e: e.text == "podcast",
    "podcast:license": lambda e: re.fullmatch(r"[a-z0-9.-]+", e.text or "") and (e.text[:2] == "cc" or e.get("url")),
    "podcast:txt": lambda e: len(e.get("purpose", "")) <= 128,
    "podcast:location": _is_location,
    "podcast:updateFrequency": _is_rhythm,
    "podcast:remoteItem": lambda e: _is_uuid(e.get("feedGuid")),
    "podcast:trailer": _is_trailer,
    "podcast:block": lambda e: e.text in {"yes", "no"} and re.fullmatch(r"[a-z0-9]*", e.get("id", "")),
    "podcast:image": lambda e: e.get("href") and e.get("alt"),
    "podcast:person": lambda e: (e.get("role") or "host").islower(),
    "podcast:season": lambda e: re.fullmatch(r"[1-9]\d*", e.text or "") and len(e.get("name", "")) <= 128,
    "podcast:episode": lambda e: re.fullmatch(r"\d+(\.\d+)?", e.text or "") and len(e.get("display", "")) <= 32,
    "podcast:transcript": lambda e: e.get("type") in TRANSCRIPTS and e.get("url") and _is_language(e.get("language")),
    "podcast:chapters": lambda e: e.get("url") and e.get("type") == "application/json+chapters",
    "podcast:alternateEnclosure": _is_edition,
    "podcast:socialInteract": lambda e: e.get("uri") and e.get("protocol") in PROTOCOLS,
}  # fmt: skip


def _is_date(text: str) -> bool:
    if not re.fullmatch(r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d ([+-]\d{4}|GMT)", text):
        return False
    return WEEKDAYS[parsedate_to_datetime(text).weekday()] == text[:3]


def _items(channel: etree._Element) -> Iterator[str]:
    items = channel.findall("item")
    for name, values in (
        ("guid", texts(channel, "item/guid")),
        ("enclosure", [one.get("url") for one in channel.findall("item/enclosure")]),
    ):
        yield from (f"{name} twice" for count in Counter(values).values() if count > 1)
    dates = [parsedate_to_datetime(text) for text in texts(channel, "item/pubDate") if _is_date(text)]
    if dates != sorted(dates, reverse=True):
        yield "order"
    hosts = {one.text for one in channel.findall("podcast:person", NS)}
    for item in items:
        yield from _once(item, ITEM_ONCE, "item ")
        yield from _item(item)
        yield from _enclosures(item)
        people = {one.text for one in item.findall("podcast:person", NS)}
        if people and not hosts <= people:
            yield "item host"
        is_full = item.findtext("itunes:episodeType", "", NS) == "full"
        if channel.findtext("itunes:type", "", NS) == "serial" and is_full and not texts(item, "itunes:episode"):
            yield "item serial episode"
        if (channel.findtext("title") or "") in (item.findtext("title") or ""):
            yield "item title with show"


def _item(item: etree._Element) -> Iterator[str]:
    title = item.findtext("title") or ""
    if title != title.strip() or len(title) > 255 or re.match(r"(?:#|episode|ep\.?)\s*\d", title, re.IGNORECASE):
        yield "item title"
    if item.find("guid") is not None and item.find("guid").get("isPermaLink") != "false":
        yield "item guid"
    if not _is_date(item.findtext("pubDate") or ""):
        yield "item pubDate"
    description = item.findtext("description") or ""
    tags = {tag.lower() for tag in re.findall(r"</?([A-Za-z][A-Za-z0-9]*)", description)}
    if len(description.encode()) > 4000 or tags - FEED_HTML:
        yield "item description"
    yield from _apple(item)
    yield from _soundbites(item)


def _apple(item: etree._Element) -> Iterator[str]:
    if not re.fullmatch(r"[1-9]\d*", item.findtext("itunes:duration", "", NS)):
        yield "item duration"
    for name in ("episode", "season"):
        if any(not re.fullmatch(r"[1-9]\d*", text) for text in texts(item, f"itunes:{name}")):
            yield f"item {name}"
    if item.findtext("itunes:explicit", "", NS) not in {"true", "false"}:
        yield "item explicit"
    if item.findtext("itunes:episodeType", "", NS) not in {"full", "trailer", "bonus"}:
        yield "item type"
    for image in item.findall("itunes:image", NS):
        if not image.get("href", "").lower().endswith(EXTENSIONS):
            yield "item image"


def _soundbites(item: etree._Element) -> Iterator[str]:
    text = item.findtext("itunes:duration", "", NS)
    seconds = int(text) if text.isdigit() else 0
    for bite in item.findall("podcast:soundbite", NS):
        begins, lasts = float(bite.get("startTime", "-1")), float(bite.get("duration", "-1"))
        if begins < 0 or not 1 <= lasts <= 120 or begins + lasts > seconds + 1:
            yield "item soundbite"


def _enclosures(item: etree._Element) -> Iterator[str]:
    for enclosure in item.findall("enclosure"):
        if not re.fullmatch(r"[1-9]\d*", enclosure.get("length", "")):
            yield "item length"
        if enclosure.get("type") not in AUDIO or not enclosure.get("url", "").isascii():
            yield "item enclosure"
        editions = item.findall("podcast:alternateEnclosure", NS)
        chosen = [one for one in editions if one.get("default") == "true"]
        uris = [one.find("podcast:source", NS).get("uri") for one in chosen]
        if editions and uris != [enclosure.get("url")]:
            yield "item default edition"
        if any(one.get("length") != enclosure.get("length") for one in chosen):
            yield "item default length"


def _once(element: etree._Element, paths: str, where: str) -> Iterator[str]:
    yield from (f"{where}{path}" for path in paths.split() if len(element.findall(path, NS)) != 1)
