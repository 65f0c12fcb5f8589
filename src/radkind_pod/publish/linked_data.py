"""What search engines are told, as schema.org has it (JSON-LD 1.1), in a block of data that no browser runs."""

import json
from typing import Any

from markupsafe import Markup

from radkind_pod.model.people import Person
from radkind_pod.model.release import Release
from radkind_pod.publish.addresses import licence_url, licence_url_of, page_url, public_url
from radkind_pod.publish.stages import PublicShow

_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def series_data(show: PublicShow) -> Markup:
    """Return what is told of the show on its own page."""
    author = {"@type": "Organization", "name": show.author}
    told = _series(show) | {"description": show.description, "inLanguage": show.language, "author": author}
    return _block([told | {"image": public_url(show, show.artwork.path), "license": licence_url(show)}])


def episode_data(show: PublicShow, release: Release, people: tuple[Person, ...]) -> Markup:
    """Return what is told of an episode, and the way to it."""
    url, art = page_url(show, release.slug), release.artwork or show.artwork
    licence = licence_url_of(release.licence, release.licence_url) if release.licence else licence_url(show)
    sound = {
        "@type": "AudioObject",
        "contentUrl": public_url(show, release.audio.path),
        "encodingFormat": release.audio.type,
        **({"contentSize": str(release.audio.bytes)} if release.audio.bytes else {}),
    }
    told = {
        "@type": "PodcastEpisode",
        "name": release.title,
        "url": url,
        "description": release.summary,
        "datePublished": release.published,
        "duration": f"PT{max(1, round(release.duration_ms / 1000))}S" if release.duration_ms else None,
        "inLanguage": release.language,
        "episodeNumber": release.number,
        "image": public_url(show, art.path),
        "license": licence,
        "associatedMedia": sound,
        "contributor": [{"@type": "Person", "name": name} for name in dict.fromkeys(p.name for p in people)],
        "partOfSeries": _series(show),
    }
    return _block([told, _way(show, (release.title, url))])


def person_data(show: PublicShow, name: str, url: str, link: str | None) -> Markup:
    """Return what is told of a person, and the way to their page."""
    told = {"@type": "Person", "name": name, "url": url, "sameAs": link}
    return _block([told, _way(show, ("People", public_url(show, "people/")), (name, url))])


def _series(show: PublicShow) -> dict[str, Any]:
    feed = public_url(show, "feed.xml")
    return {"@type": "PodcastSeries", "name": show.title, "url": public_url(show, ""), "webFeed": feed}


def _way(show: PublicShow, *steps: tuple[str, str]) -> dict[str, Any]:
    places = [
        {"@type": "ListItem", "position": number, "name": name, "item": url}
        for number, (name, url) in enumerate([(show.title, public_url(show, "")), *steps], start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": places}


def _block(graph: list[dict[str, Any]]) -> Markup:
    """Return JSON in which nothing can end the element around it."""
    told = [{key: value for key, value in node.items() if value is not None} for node in graph]
    text = json.dumps({"@context": "https://schema.org", "@graph": told}, ensure_ascii=False)
    for sign, escape in _UNSAFE.items():
        text = text.replace(sign, escape)
    return Markup(text)  # noqa: S704 - escaped above, by the rules of JSON
