"""The other editions of an episode: tagged, proven to sound as they were encoded, and put where they belong."""

from dataclasses import replace
from pathlib import Path

from radkind_pod.disk import copy_file
from radkind_pod.errors import MediaError
from radkind_pod.media.remux import digest_of_sound
from radkind_pod.model.programme import AAC, FLAC, OPUS, MadeEdition
from radkind_pod.model.release import Edition
from radkind_pod.package.assets import Shelf, integrity_of
from radkind_pod.package.m4a import write_m4a
from radkind_pod.package.refusals import disk_told
from radkind_pod.package.stages import Package
from radkind_pod.package.tag_text import Tag
from radkind_pod.package.vorbis import write_comments

_CODECS = {AAC: "mp4a.40.2", OPUS: "opus"}
"""As RFC 6381 and RFC 7845 name them."""
_TITLES = {AAC: "AAC, {} kbit/s", OPUS: "Low data: Opus, {} kbit/s"}
"""What apps show when they let listeners choose; the podcast namespace allows 32 letters."""
_ENDINGS = {AAC: "m4a", OPUS: "opus"}


def add_editions(request: Package, tag: Tag, small_cover: bytes, shelf: Shelf, archive: Path) -> tuple[Edition, ...]:
    """Put each edition on the shelf, and the FLAC into `archive`; return what is to be published.

    Raises MediaError where a file reads back otherwise than it was meant.
    """
    published = []
    for made in request.editions:
        if made.name == FLAC:
            archive.mkdir()
            write_edition(made, tag, archive / f"{shelf.slug}.flac")
            continue
        unnamed = shelf.folder / f"tagged.{_ENDINGS[made.name]}"
        write_edition(made, replace(tag, cover=small_cover) if made.name == OPUS else tag, unnamed)
        published.append(_adopt(made, unnamed, shelf))
    return tuple(published)


def write_edition(made: MadeEdition, tag: Tag, target: Path) -> None:
    """Write the sound of the edition with its tags to `target`, read both back and compare. Raises MediaError."""
    with disk_told(target):
        if made.name == AAC:
            write_m4a(made.file, tag, target)
        else:
            copy_file(made.file, target)
            write_comments(target, tag)
    if digest_of_sound(target) != digest_of_sound(made.file):
        raise MediaError(target, "the sound just written differs from its source", "Check the disk and build again")


def _adopt(made: MadeEdition, unnamed: Path, shelf: Shelf) -> Edition:
    assert made.bitrate_kbps
    integrity = integrity_of(unnamed)
    return Edition(
        name=made.name,
        title=_TITLES[made.name].format(made.bitrate_kbps),
        codecs=_CODECS[made.name],
        bitrate_kbps=made.bitrate_kbps,
        loudness=made.loudness,
        asset=shelf.adopt(unnamed, _ENDINGS[made.name]),
        integrity=integrity,
    )
