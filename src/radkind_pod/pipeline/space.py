"""Whether the disk can hold what a build makes."""

import shutil
from pathlib import Path

from radkind_pod.audio.stages import Prepare
from radkind_pod.errors import MediaError
from radkind_pod.pipeline.fingerprint import paths_in
from radkind_pod.present import is_file

UNPACKS = {
    **dict.fromkeys((".wav", ".aif", ".aiff", ".w64", ".rf64", ".caf"), 1),
    **dict.fromkeys((".flac", ".mp4", ".mov", ".mkv", ".webm"), 2),
}
"""How many times its size the sound of a file takes when it is unpacked; most of a film is its pictures."""
SPEECH_UNPACKS = 12
"""The same for every other file (128 kbit/s to 16 bit stereo: 11)."""


def refuse_if_disk_is_full(folder: Path, prepare: Prepare) -> None:
    """Raise MediaError if the disk has less room than twice the raw sound, about as much as a build takes at most."""
    needed = 2 * sum(unpacked_bytes(path) for path in paths_in(prepare))
    free = shutil.disk_usage(folder).free
    if free < needed:
        what = f"only {free / 1e9:.1f} GB are free on this disk, and the build needs about {needed / 1e9:.1f} GB"
        raise MediaError(folder, what, "Make room (radkind-pod clean helps), or build on another disk")


def unpacked_bytes(path: Path) -> int:
    """Return about how many bytes its sound is, unpacked; 0 where it isn't there."""
    size = path.stat().st_size if is_file(path) else 0
    return size * UNPACKS.get(path.suffix.lower(), SPEECH_UNPACKS)
