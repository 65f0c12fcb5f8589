"""Where public files are: the base URL joined with a path of the public folder."""

from urllib.parse import quote

from radkind_pod.model.release import is_address
from radkind_pod.publish.stages import ItemShow, PublicShow


def public_url(show: PublicShow | ItemShow, path: str) -> str:
    """Return the public address of a path in the public folder; what lies on another host has its own."""
    if is_address(path):
        return path
    return f"{show.base_url}/{quote(path)}"


def page_url(show: PublicShow | ItemShow, slug: str) -> str:
    """Return the public address of an episode's page."""
    return public_url(show, f"episodes/{slug}/")


def licence_url(show: PublicShow) -> str | None:
    """Return where the show's licence can be read."""
    return licence_url_of(show.licence, show.licence_url)


def licence_url_of(licence: str, own: str | None) -> str | None:
    """Return where a licence can be read: its own address, or Creative Commons' for one of theirs."""
    name = licence.lower()
    kind, _, version = name.removeprefix("cc-").rpartition("-")
    if own or not name.startswith(("cc-by", "cc0-")):
        return own
    place = f"publicdomain/zero/{version}" if kind == "cc0" else f"licenses/{kind}/{version}"
    return f"https://creativecommons.org/{place}/"
