"""The media types of public files, as podcast apps and browsers expect them."""

_TYPES = {
    ".chapters.json": "application/json+chapters",
    ".css": "text/css",
    ".flac": "audio/flac",
    ".html": "text/html",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript",
    ".json": "application/json",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".opus": "audio/ogg",
    ".png": "image/png",
    ".srt": "application/x-subrip",
    ".txt": "text/plain",
    ".vtt": "text/vtt",
    ".xml": "application/rss+xml",
}


def media_type(name: str) -> str:
    """Return the media type of a file of this name."""
    lower = name.lower()
    return next((kind for suffix, kind in _TYPES.items() if lower.endswith(suffix)), "application/octet-stream")


def sent_type(name: str) -> str:
    """Return the media type with which a server should send it: text says that it is UTF-8."""
    kind = media_type(name)
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
