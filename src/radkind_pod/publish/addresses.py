"""Where public files are: the base URL joined with a path of the public folder."""

from urllib.parse import quote

from radkind_pod.publish.stages import PublicShow


def public_url(show: PublicShow, path: str) -> str:
    """Return the public address of a path in the public folder."""
    return f"{show.base_url}/{quote(path)}"


def page_url(show: PublicShow, slug: str) -> str:
    """Return the public address of an episode's page."""
    return public_url(show, f"episodes/{slug}/")
