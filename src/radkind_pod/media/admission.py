"""Which files are let in at all: regular, not empty, and no script that points to other files."""

import errno
import re
import stat
from pathlib import Path

from radkind_pod.errors import MediaError, named

_HEAD_BYTES = 4096

# The first meaningful line of every format that names other files for a player to open.
_SCRIPT = re.compile(
    rb"""\s*(?:
      \#EXTM3U | \#EXTINF | ffconcat\s | \[playlist\] | \[reference\] | v=0\s+o=
    | <(?:MPD|smil|asx|playlist|SmoothStreaming)
    | (?:REM|CATALOG|PERFORMER|TITLE|FILE)\s[^\n]*\n(?:[^\n]*\n)*\s*(?:FILE|TRACK)\s
    | (?:file|stream|inpoint|duration)\s+['"\w./]
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_XML_PROLOGUE = re.compile(rb"\s*(?:<\?xml[^>]*\?>|<!--.*?-->|\s)*", re.DOTALL)


def check_admission(path: Path) -> None:
    """Raise MediaError unless this is a file with bytes in it that is no playlist. Never opens a pipe or device."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise MediaError(path, _what_it_is(found.st_mode), "Name a recording, which is an ordinary file.")
        head = _head(path)
    except OSError as error:
        if error.errno == errno.EIO:  # the disk's fault, and none of the recording
            raise named(error, path) from error.__cause__
        raise MediaError(path, _why_not(error), "Check the name, and that you may read the file.") from error
    if not head:
        raise MediaError(path, "the file is empty", "Copy it again from the recorder, or leave it out.")
    if _is_script(head):
        raise MediaError(
            path, "this is a playlist or script that points to other files, not a recording", "Name the recordings."
        )


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEAD_BYTES)


def _is_script(head: bytes) -> bool:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.replace(b"\x00", b"")[2:]
    head = head.removeprefix(b"\xef\xbb\xbf")
    prologue = _XML_PROLOGUE.match(head)
    return bool(_SCRIPT.match(head, prologue.end() if prologue else 0))


def _what_it_is(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "this is a folder, not a recording"
    return "this is a device or pipe, not a recording"


def _why_not(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    return f"the file can't be read ({error.strerror or error})"
