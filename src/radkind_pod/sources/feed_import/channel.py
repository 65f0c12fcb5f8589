"""The channel of the old feed as a show."""

import re
from collections.abc import Iterator
from uuid import UUID

from radkind_pod.model.places import Recommended
from radkind_pod.model.show import Funding, Proof, Rhythm
from radkind_pod.sources.feed_import.dates import date_of
from radkind_pod.sources.feed_import.html_notes import MOST_LETTERS, plain_of
from radkind_pod.sources.feed_import.old import SHOW, Notebook, OldShow
from radkind_pod.sources.feed_import.old_categories import FALLBACK, categories_of
from radkind_pod.sources.feed_import.people import licence_of, locations_of, people_of
from radkind_pod.sources.feed_import.tree import Element
from radkind_pod.sources.feed_import.values import fitting, is_yes, one_line, prose, secure, taken, web
from radkind_pod.sources.identity import read_show_guid
from radkind_pod.sources.languages import is_language, read_language
from radkind_pod.sources.platform_scalars import DESCRIPTION_BYTES, read_proof, read_rule, read_service
from radkind_pod.sources.scalars import LONGEST_LINE, LONGEST_NAME

_SIGN = re.compile(
    r"copyright|©|\(c\)|℗|all rights reserved\.?|\b(?:19|20)\d\d\b(?:\s*[-\u2013]\s*(?:19|20)?\d\d)?", re.IGNORECASE
)
_ROUND = " ,.;:-–&"  # noqa: RUF001 - dashes that people type


def show_of(channel: Element, feed_url: str, notebook: Notebook) -> OldShow:
    """Return what the channel says; what can't be kept as it was is noted."""
    feed_url = feed_url or _own_address(channel)
    owner = channel.first("itunes:owner") or Element("", 0, {})
    categories, told = categories_of(channel)
    for sentence in told:
        notebook.note(SHOW, sentence)
    if not categories:
        notebook.note(SHOW, f"The feed has no category of Apple's, so it is {FALLBACK.name!r} now. Choose better ones.")
    medium = channel.said("podcast:medium").lower()
    if medium not in ("", "podcast"):
        notebook.note(SHOW, f"The feed says that its medium is {one_line(medium, 40)!r}; here it becomes a podcast.")
    licence, licence_url = licence_of(channel, feed_url)
    return OldShow(
        title=one_line(plain_of(channel.said("title", "itunes:title")), LONGEST_LINE),
        description=_description(channel, notebook),
        language=_language(channel, notebook),
        author=one_line(channel.said("itunes:author", "googleplay:author", "dc:creator"), LONGEST_LINE),
        owner_name=one_line(owner.said("itunes:name"), LONGEST_LINE),
        owner_email=owner.said("itunes:email") or _email(channel),
        link=web(channel.said("link"), feed_url) or "",
        feed_url=feed_url,
        guid=_guid(channel, notebook),
        new_feed_url=channel.said("itunes:new-feed-url"),
        categories=categories or (FALLBACK,),
        explicit=is_yes(channel.said("itunes:explicit")),
        picture=_picture(channel, feed_url),
        licence=licence,
        licence_url=licence_url,
        people=people_of(channel, feed_url, SHOW, notebook),
        type="serial" if channel.said("itunes:type").lower() == "serial" else "episodic",
        locked=channel.said("podcast:locked").lower() != "no",
        funding=_funding(channel, feed_url, notebook),
        copyright=_rights(channel.said("copyright")),
        locations=locations_of(channel, SHOW, notebook),
        rhythm=_rhythm(channel, notebook),
        recommends=tuple(_recommends(channel, notebook)),
        proofs=tuple(_proofs(channel, notebook)),
        block=tuple(_blocked(channel)),
        complete=is_yes(channel.said("itunes:complete")),
        seasons=tuple(_seasons(channel)),
    )


def _own_address(channel: Element) -> str:
    links = (link for link in channel.all("atom:link") if link.get("rel").lower() == "self")
    return next((url for link in links if (url := web(link.get("href"), ""))), "")


def _description(channel: Element, notebook: Notebook) -> str:
    written = channel.said("description", "itunes:summary", "googleplay:description", "itunes:subtitle")
    text = prose(plain_of(written[:MOST_LETTERS]))
    if len(text.encode()) > DESCRIPTION_BYTES:
        notebook.note(SHOW, f"The description is longer than Apple takes ({DESCRIPTION_BYTES} bytes) and was cut.")
    while len(text.encode()) > DESCRIPTION_BYTES - 3:
        text = text[:-10]
    return text


def _language(channel: Element, notebook: Notebook) -> str:
    """Return the language's code; "" where the feed has none that is one."""
    written = channel.said("language", "dc:language").lower().replace("_", "-")
    tag = written.replace("-uk", "-gb") if written.endswith("-uk") else written
    if is_language(tag):
        return taken(read_language, tag) or ""
    if written:
        notebook.note(SHOW, f"The feed's language {one_line(written, 40)!r} is not a language code.")
    return ""


def _email(channel: Element) -> str:
    """Return the address in `name@example.org (Name)`, as RSS itself writes it."""
    written = channel.said("managingEditor", "webMaster", "googleplay:email")
    found = re.search(r"[^\s@<>(),;:\"]{1,64}@[^\s@<>(),;:\"]{1,255}", written)
    return found[0] if found else ""


def _guid(channel: Element, notebook: Notebook) -> str:
    written = channel.said("podcast:guid")
    guid = taken(read_show_guid, written) if written else None
    if written and not guid:
        notebook.note(SHOW, f"The feed's podcast:guid {one_line(written, 60)!r} is none; it is computed anew.")
    return guid or ""


def _picture(channel: Element, base: str) -> str:
    element, image = channel.first("itunes:image", "googleplay:image"), channel.first("image")
    written = (element.get("href") or element.text) if element else ""
    written = written.strip() or (image.said("url") if image else "")
    return (web(written, base) or "") if written else ""


def _rights(text: str) -> str:
    """Return the name alone, as the feed asks for it: without sign, word and year."""
    return one_line(_SIGN.sub(" ", one_line(text)), LONGEST_LINE).strip(_ROUND)


def _funding(channel: Element, base: str, notebook: Notebook) -> Funding | None:
    found = None
    for element in channel.all("podcast:funding"):
        url = secure(element.get("url"), base) if element.get("url") else None
        if url and not found:
            words = fitting(element.text, LONGEST_NAME, "The words of the page for giving", SHOW, notebook)
            found = Funding(url, words or "Support the show")
        else:
            notebook.note(SHOW, f"One https page for giving has a place; left out: {one_line(element.get('url'), 200)}")
    return found


def _rhythm(channel: Element, notebook: Notebook) -> Rhythm | None:
    element = channel.first("podcast:updateFrequency")
    text = fitting(element.text, LONGEST_NAME, "The rhythm", SHOW, notebook) if element else ""
    if element is None or not text:
        return None
    begins = date_of(element.get("dtstart"))
    written = element.get("rrule")
    rule = taken(read_rule, written)
    rule = None if rule and "COUNT=" in rule and begins is None else rule
    if written and not rule:
        why = "it counts, and says no beginning" if taken(read_rule, written) else "it can't be read"
        notebook.note(SHOW, f"The rule of its rhythm was left out, for {why}: {one_line(written, 200)}")
    return Rhythm(text, rule, begins.isoformat() if begins else None, is_yes(element.get("complete")))


def _recommends(channel: Element, notebook: Notebook) -> Iterator[Recommended]:
    for element in (one for roll in channel.all("podcast:podroll") for one in roll.all("podcast:remoteItem")):
        try:
            guid = str(UUID(element.get("feedGuid")))
        except ValueError:
            said = one_line(f"{element.get('title')} {element.get('feedUrl')}", 200)
            notebook.note(SHOW, f"A show that it recommends has no podcast:guid and was left out: {said}")
            continue
        feed = secure(element.get("feedUrl"), "") if element.get("feedUrl") else None
        yield Recommended(guid, feed, one_line(element.get("title"), LONGEST_NAME) or None)


def _proofs(channel: Element, notebook: Notebook) -> Iterator[Proof]:
    for element in channel.all("podcast:txt"):
        text = taken(read_proof, prose(element.text))
        if text:
            yield Proof(text, one_line(element.get("purpose"), LONGEST_NAME) or None)
        elif element.text.strip():
            notebook.note(SHOW, f"A podcast:txt can't be kept and was left out: {one_line(element.text, 200)}")


def _blocked(channel: Element) -> Iterator[str]:
    if is_yes(channel.said("itunes:block")):
        yield "all"
    for element in channel.all("podcast:block"):
        service = taken(read_service, element.get("id") or "all")
        if is_yes(element.text) and service:
            yield service


def _seasons(channel: Element) -> Iterator[tuple[int, str]]:
    """Yield each season that items give a name."""
    named: dict[int, str] = {}
    for element in (season for item in channel.all("item") for season in item.all("podcast:season")):
        number, name = element.text.strip(), one_line(element.get("name"), LONGEST_NAME)
        if number.isdecimal() and number.isascii() and 0 < len(number) < 7 and int(number) and name:
            named.setdefault(int(number), name)
    yield from sorted(named.items())
