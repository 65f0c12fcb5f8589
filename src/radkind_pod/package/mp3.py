"""The MP3 as listeners get it: the tag in front, every byte of sound behind it as it was encoded."""

from hashlib import sha256
from pathlib import Path

from radkind_pod.errors import MediaError
from radkind_pod.package.tag_text import Tag
from radkind_pod.package.tags import check_tag, render_tag

_BLOCK_BYTES = 1 << 20


def write_mp3(sound: Path, tag: Tag, target: Path) -> None:
    """Write the tag and the sound, read both back and compare. Raises MediaError; memory doesn't grow with `sound`."""
    head = render_tag(tag)
    written = sha256()
    with sound.open("rb") as source, target.open("xb") as out:
        _check_sound(sound, source.read(2))
        source.seek(0)
        out.write(head)
        while block := source.read(_BLOCK_BYTES):
            written.update(block)
            out.write(block)
    check_tag(target, tag, len(head))
    if _digest_after(target, len(head)) != written.digest():
        raise MediaError(target, "the sound just written differs from its source", "Check the disk and build again")


def _check_sound(file: Path, start: bytes) -> None:
    """Raise MediaError unless the file begins with an MPEG frame, without a tag."""
    if int.from_bytes(start, "big") & 0xFFE0 != 0xFFE0:
        raise MediaError(file, "this is not an MP3 without tags", "Delete the build folder and build again")


def _digest_after(file: Path, start: int) -> bytes:
    digest = sha256()
    with file.open("rb") as opened:
        opened.seek(start)
        while block := opened.read(_BLOCK_BYTES):
            digest.update(block)
    return digest.digest()
