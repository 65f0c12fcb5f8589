"""What goes out, and what is there already."""

from dataclasses import dataclass

MEDIA, PAGE, FEED = "media", "page", "feed"
"""In the order in which they are sent: what feeds and pages name must be there before them, and the feed is last."""

FOREVER = "public, max-age=31536000, immutable"
"""For names that hold a hash of the content (RFC 8246)."""
SHORT = "public, max-age=300"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One public file. `path` is relative to the public folder, with forward slashes; `kind` MEDIA, PAGE or FEED."""

    path: str
    kind: str
    type: str
    """The media type, with its charset where it is text."""
    bytes: int
    sha256: str

    @property
    def cache_control(self) -> str:
        """How long browsers and apps may keep it without asking."""
        return FOREVER if self.kind == MEDIA else SHORT
