"""The transcript as a page to print or share: with the names of the episode and the show, and its date."""

import re
from html import escape

from radkind_pod.package.stages import EpisodeSlice, ShowSlice

_TITLE = re.compile(r"<title(?: lang=\"en\")?>Transcript</title>")
_HEADING = re.compile(r"<h1(?P<english>(?: lang=\"en\")?)>Transcript</h1>")


def with_heading(page: bytes, show: ShowSlice, episode: EpisodeSlice) -> bytes:
    """Return the page under the episode's title. The date is no <time>, which apps would take for a moment in it.

    The heading is not written with the captions: they would be made and listened to anew when a title changes.
    """
    title, of = escape(episode.title), f"{escape(show.title)} \N{MIDDLE DOT} {escape(episode.published[:10])}"
    whole = f"<title>{title} \N{MIDDLE DOT} {escape(show.title)}</title>"
    text = _TITLE.sub(lambda _: whole, page.decode(), count=1)
    heading = f'<header>\n<h1 dir="auto">{title}</h1>\n<p>{of}</p>\n</header>\n'
    return _HEADING.sub(lambda found: f"{heading}<h2{found['english']}>Transcript</h2>", text, count=1).encode()
