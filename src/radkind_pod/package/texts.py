"""Every text that a finished file of sound holds beside the sound."""

from collections.abc import Callable, Iterator
from pathlib import Path

from radkind_pod.package.m4a import texts_of_m4a
from radkind_pod.package.tags import texts_of
from radkind_pod.package.vorbis import texts_of_comments

READERS: dict[str, Callable[[Path], Iterator[tuple[str, str]]]] = {
    ".mp3": texts_of,
    ".m4a": texts_of_m4a,
    ".opus": texts_of_comments,
    ".flac": texts_of_comments,
}
"""By the ending of the file; each yields what the text is called, and the text."""
