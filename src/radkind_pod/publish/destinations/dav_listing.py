"""What a WebDAV server says is in a folder: the answer to PROPFIND."""

import html
import re
from urllib.parse import unquote, urlsplit

from radkind_pod.publish.destinations.dav_http import Answer

RESPONSE = re.compile(r"<(?:[\w.-]+:)?response\b")
OF = re.compile(RESPONSE.pattern + r"[^>]*>\s*<(?:[\w.-]+:)?href\b[^>]*>\s*([^<]*?)\s*</")
"""A response begins with the address that it is about (RFC 4918 14.24)."""


def names_in(answer: Answer, folder: str) -> set[str] | None:
    """Return the names of all that is in the folder; None where the answer doesn't say so for sure.

    It does if it is about this folder, and all else in it is about what is right below.
    """
    body = answer.body.decode("utf-8", "replace")
    paths = [unquote(urlsplit(html.unescape(one)).path).rstrip("/") for one in OF.findall(body)]
    if answer.status != 207 or len(paths) != len(RESPONSE.findall(body)) or folder not in paths:
        return None
    names = {path.removeprefix(f"{folder}/") for path in paths if path != folder}
    return None if any("/" in name or not name for name in names) else names
