"""The sound of an old feed's entry: which of its enclosures it is, and of what kind."""

import re

from radkind_pod.sources.feed_import.old import Notebook, OldFile
from radkind_pod.sources.feed_import.tree import Element
from radkind_pod.sources.feed_import.values import one_line, web

_SOUNDS = ("audio/", "video/")
_TYPES = {
    "mp3": "audio/mpeg",
    "m4a": "audio/x-m4a",
    "m4b": "audio/x-m4a",
    "mp4": "video/mp4",
    "m4v": "video/x-m4v",
    "mov": "video/quicktime",
    "ogg": "audio/ogg",
    "oga": "audio/ogg",
    "opus": "audio/ogg",
    "aac": "audio/aac",
    "wav": "audio/wav",
    "flac": "audio/flac",
}
_SAYS_NOTHING = re.compile(r"|mpeg|audio|(application|binary)/(x-)?(octet-stream|binary|download|force-download|mpeg)")
"""A type that may be anything: what comes is looked at when it is fetched."""

_NO_SOUNDS = ("jpg", "jpeg", "png", "gif", "webp", "svg", "pdf", "epub", "zip", "txt", "vtt", "srt")


def sound_of(item: Element, base: str, title: str, notebook: Notebook) -> OldFile | None:
    """Return the sound: the first enclosure that is one, else what Media RSS names. Why there is none is noted."""
    groups = [item, *item.all("media:group")]
    found = [*item.all("enclosure"), *(one for group in groups for one in group.all("media:content"))]
    files = [file for element in found if (file := _file(element, base))]
    different = list(dict.fromkeys(file.url for file in files))
    if len(different) > 1:
        rest = ", ".join(different[1:5])
        notebook.note(title, f"It has {len(different)} enclosures, and apps take the first; left out: {rest}")
    if not files:
        notebook.note(title, _why_none(found, base))
    return files[0] if files else None


def is_sound(url: str) -> bool:
    """Say whether an address ends like that of a sound."""
    return _ending(url) in _TYPES


def _ending(url: str) -> str:
    return url.partition("?")[0].partition("#")[0].rpartition(".")[2].lower()


def _why_none(found: list[Element], base: str) -> str:
    """Return why none of an entry's enclosures is a sound."""
    left_out = "so it is no episode and was left out."
    if not found:
        return f"This entry of the feed has no sound, {left_out}"
    unread = next((one for one in found if _kind(one, "") is not None and not web(one.get("url"), base)), None)
    if unread is None:
        kinds = ", ".join(dict.fromkeys(one_line(one.get("type"), 60) for one in found))
        return f"What this entry of the feed brings is no sound ({kinds}), {left_out}"
    address = re.sub(r"//[^/@]*@", "//…@", one_line(unread.get("url"), 200))
    return (
        f"The address of its sound is none of the web, or holds a password, and can't stand in a feed: {address!r}. "
        "The episode was left out. Let the old host mend the address, and import again"
    )


def _file(element: Element, base: str) -> OldFile | None:
    url = web(element.get("url"), base) if element.get("url") else None
    kind = _kind(element, url or "")
    if not url or not kind:
        return None
    size = element.get("length") or element.get("fileSize")
    return OldFile(url, kind, int(size) if size.isdecimal() and size.isascii() and len(size) < 13 else 0)


def _kind(element: Element, url: str) -> str | None:
    """Return the media type: the feed's where that is a sound, else what the address ends with. None for no sound."""
    ending = _ending(url or element.get("url"))
    said = element.get("type").lower().partition(";")[0].strip()
    if said.startswith(_SOUNDS):
        return said
    if said.startswith("image/") or element.get("medium").lower() in ("image", "document"):
        return None
    if ending in _TYPES:
        return _TYPES[ending]
    if said.endswith("/ogg"):
        return "audio/ogg"
    says_nothing = _SAYS_NOTHING.fullmatch(said) and ending not in _NO_SOUNDS
    return _TYPES.get(said) or ("audio/mpeg" if says_nothing else None)
