"""What people had written when an episode was built, so that nobody publishes it without what they wrote since.

`episodes/<slug>/built-from.json` holds the SHA-256 of episode.yaml and transcript.vtt as the build read them, kept with
the Release, so that another computer knows it too. Without it nothing is known, and nothing is held back.
"""

import json
from hashlib import sha256
from pathlib import Path

from radkind_pod.disk import write_whole
from radkind_pod.errors import naming
from radkind_pod.model.plain import parsed
from radkind_pod.sources.episode import TRANSCRIPT
from radkind_pod.sources.project import EPISODE_FILE

BUILT_FROM = "built-from.json"
WRITTEN = (EPISODE_FILE, TRANSCRIPT)


def written(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each file that people wrote, "" where it can't be read; line ends don't count."""
    return {name: _digest(folder / name) for name in WRITTEN}


def note(folder: Path, read: dict[str, str]) -> None:
    """Keep what the finished build had read."""
    write_whole(folder / BUILT_FROM, (json.dumps(read, indent=1) + "\n").encode())


def changed_since(folder: Path) -> tuple[str, ...]:
    """Return the names of those files that are not what the last build read."""
    try:
        read = parsed((folder / BUILT_FROM).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return ()
    if not isinstance(read, dict):
        return ()
    return tuple(name for name, digest in written(folder).items() if read.get(name, digest) != digest)


def _digest(file: Path) -> str:
    try:
        with naming(file):
            return sha256(file.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError, PermissionError):
        return ""  # whoever reads it for the build says what is wrong with it
