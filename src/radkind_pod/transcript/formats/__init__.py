"""The formats in which a transcript is published: a plain dict of pure functions.

A new format is a file beside this one with `render(captions) -> str`, and a line in FORMATS.
"""

from collections.abc import Callable
from dataclasses import dataclass

from radkind_pod.transcript.formats import html, json, srt, text, vtt
from radkind_pod.transcript.formats.captioned import Captioned


@dataclass(frozen=True, slots=True)
class Format:
    """How a transcript is written, and the media type that the feed states for it."""

    render: Callable[[Captioned], str]
    media_type: str


FORMATS = {
    "vtt": Format(vtt.render, "text/vtt"),
    "srt": Format(srt.render, "application/x-subrip"),
    "json": Format(json.render, "application/json"),
    "txt": Format(text.render, "text/plain"),
    "html": Format(html.render, "text/html"),
}
