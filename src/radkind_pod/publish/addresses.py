"""Where public files are: the base URL joined with a path of the public folder."""

from urllib.parse import quote

from radkind_pod.model.release import is_address
from radkind_pod.publish.stages import PublicShow


def public_url(show: PublicShow, path: str) -> str:
    """Return the public address of a path in the public folder; what lies on another host has its own."""
    if is_address(path):
        return path
    return f"{show.base_url}/{quote(path)}"


def page_url(show: PublicShow, slug: str) -> str:
    """Return the public address of an episode's page."""
    return public_url(show, f"episodes/{slug}/")


def licence_url(show: PublicShow) -> str | None:
    """Return where the licence can be read: the show's own address for it, or Creative Commons' for one of theirs."""
    name = show.licence.lower()
    kind, _, version = name.removeprefix("cc-").rpartition("-")
    if show.licence_url or not name.startswith(("cc-by", "cc0-")):
        return show.licence_url
    place = f"publicdomain/zero/{version}" if kind == "cc0" else f"licenses/{kind}/{version}"
    return f"https://creativecommons.org/{place}/"
