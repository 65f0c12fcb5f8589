"""config.yaml and episode.yaml of an imported show, with the comments of our own templates."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from string import Template

from radkind_pod.model.people import Person
from radkind_pod.model.places import Location, Post
from radkind_pod.model.release import Chapter, Soundbite
from radkind_pod.sources.document import quoted
from radkind_pod.sources.feed_import.old import OldEpisode, OldShow
from radkind_pod.sources.feed_import.yaml_keys import flow, listed, maybe, text_of, with_keys
from radkind_pod.sources.times import clock_text

_UNSEEN = re.compile("[\x7f-\xa0\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
"""Letters that nobody sees, or that YAML takes for the end of a line."""
_TEMPLATES = files("radkind_pod.sources") / "templates"


@dataclass(frozen=True, slots=True)
class NewShow:
    """What the show is called from now on: the old feed's words, and a person's answers where it had none."""

    old: OldShow
    title: str
    description: str
    author: str
    email: str
    language: str
    link: str
    base_url: str
    guid: str
    hosts: tuple[Person, ...]
    type: str
    licence: str
    licence_url: str | None


def config_of(show: NewShow, artwork: str, *, is_placeholder: bool) -> str:
    """Return config.yaml. `artwork` is the name of the picture's file."""
    old = show.old
    given = {
        "title": show.title,
        "description": show.description,
        "author": show.author,
        "email": show.email,
        "base_url": show.base_url,
        "language": show.language,
    }
    template = (_TEMPLATES / "config.yaml").read_text(encoding="utf-8")
    text = Template(template).substitute({k: quoted(v) for k, v in given.items()}, guid=show.guid)
    return with_keys(
        text,
        {
            "description": text_of(show.description),
            "owner": f"\n  name: {quoted(old.owner_name or show.author)}\n  email: {quoted(show.email)}",
            "link": quoted(show.link),
            "categories": listed([f"{c.name} > {c.subcategory}" if c.subcategory else c.name for c in old.categories]),
            "explicit": _truth(old.explicit),
            "artwork": quoted(artwork),
            **({} if is_placeholder else {"artwork_alt": None}),
            "licence": show.licence,
            "licence_url": maybe(show.licence_url),
            "hosts": listed([_person(host) for host in show.hosts]) or "[]",
            "type": show.type,
            "locked": _truth(old.locked),
            "funding": flow({"url": quoted(old.funding.url), "text": quoted(old.funding.text)})
            if old.funding
            else None,
            "copyright": maybe(old.copyright),
            **_platform_keys(old),
        },
    )


def _platform_keys(old: OldShow) -> dict[str, str | None]:
    rhythm = old.rhythm
    proofs = [flow({"text": quoted(one.text), "purpose": maybe(one.purpose)}) for one in old.proofs]
    feed = {
        "complete": "true" if old.complete else None,
        "block": f"[{', '.join(dict.fromkeys(old.block))}]" if old.block else None,
        "proofs": f"[{', '.join(proofs)}]" if proofs else None,
    }
    return {
        "seasons": listed([flow({"number": str(number), "name": quoted(name)}) for number, name in old.seasons]),
        "places": _places(old.locations),
        "rhythm": flow(
            {
                "text": quoted(rhythm.text),
                "rule": maybe(rhythm.rule),
                "begins": _moment(rhythm.begins) if rhythm.begins else None,
                "complete": "true" if rhythm.complete else None,
            }
        )
        if rhythm
        else None,
        "recommends": listed(
            [flow({"guid": one.guid, "feed": maybe(one.feed), "title": maybe(one.title)}) for one in old.recommends]
        ),
        "feed": flow(feed) if any(feed.values()) else None,
    }


def episode_text(episode: OldEpisode, show: NewShow, chapters: Iterable[Chapter], artwork: str | None) -> str:
    """Return episode.yaml. `artwork` is the name of its own picture's file."""
    template = (_TEMPLATES / "episode.yaml").read_text(encoding="utf-8")
    text = Template(template).substitute(
        title=quoted(episode.title),
        number="0",
        published=_moment(episode.published.isoformat()),
        guid=_UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted(episode.guid)),
        people=listed([_person(person) for person in episode.people]) or " []",
        summary=text_of(episode.summary),
        recordings="",
    )
    explicit = show.old.explicit if episode.explicit is None else episode.explicit
    return with_keys(
        text,
        {
            "number": str(episode.number) if episode.number else None,
            "season": str(episode.season) if episode.season else None,
            "type": episode.type,
            "notes": text_of(episode.notes) if episode.notes else None,
            "recordings": None,
            "imported": "true",
            "chapters": listed([_chapter(chapter) for chapter in chapters]),
            "soundbites": listed([_soundbite(bite) for bite in episode.soundbites]),
            "places": _places(episode.locations),
            "licence": episode.licence,
            "licence_url": maybe(episode.licence_url),
            "posts": listed([_post(post) for post in episode.posts]),
            "explicit": _truth(explicit) if explicit != show.old.explicit else None,
            "artwork": maybe(artwork),
        },
    )


def _soundbite(bite: Soundbite) -> str:
    ends = bite.start_ms + bite.duration_ms
    return flow({"from": clock_text(bite.start_ms), "to": clock_text(ends), "title": maybe(bite.title)})


def _post(post: Post) -> str:
    account = {"account": maybe(post.account), "account_url": maybe(post.account_url)}
    return flow({"protocol": post.protocol, "uri": quoted(post.uri), **account})


def _chapter(chapter: Chapter) -> str:
    return flow({"at": clock_text(chapter.start_ms), "title": quoted(chapter.title), "link": maybe(chapter.link)})


def _person(person: Person) -> str:
    said = {"name": person.name, "role": person.role, "link": person.link, "image": person.image}
    return flow({key: maybe(value) for key, value in said.items()})


def _places(places: Iterable[Location]) -> str | None:
    return listed(
        [
            flow(
                {
                    "name": quoted(place.name),
                    "relation": place.relation,
                    "geo": maybe(place.geo),
                    "osm": maybe(place.osm),
                    "country": maybe(place.country),
                }
            )
            for place in places
        ]
    )


def _moment(text: str) -> str:
    """Return an ISO moment as episode.yaml writes it: 2026-03-01 09:00:00 +00:00."""
    return f"{text[:10]} {text[11:19]} {text[19:]}"


def _truth(value: bool) -> str:
    return "true" if value else "false"
