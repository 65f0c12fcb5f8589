"""Whether the disk can hold what a build makes."""

import shutil
from pathlib import Path

from radkind_pod.audio.stages import Prepare
from radkind_pod.errors import MediaError
from radkind_pod.pipeline.fingerprint import paths_in
from radkind_pod.pipeline.store import Store

UNCOMPRESSED = {".wav", ".aif", ".aiff", ".w64", ".rf64", ".caf"}
SPEECH_PACKED = 12
"""A compressed recording is taken to unpack to this many times its size (128 kbit/s to 16 bit stereo: 11)."""


def refuse_if_disk_is_full(store: Store, prepare: Prepare) -> None:
    """Raise MediaError if the disk has less room than twice the raw sound, which a build takes at most."""
    needed = 2 * sum(_unpacked_bytes(path) for path in paths_in(prepare))
    folder = store.folder.parent.parent
    free = shutil.disk_usage(folder).free
    if free < needed and store.reasons(prepare):
        what = f"only {free / 1e9:.1f} GB are free on this disk, and the build needs about {needed / 1e9:.1f} GB"
        raise MediaError(folder, what, "Make room (radkind-pod clean helps), or build on another disk")


def _unpacked_bytes(path: Path) -> int:
    size = path.stat().st_size if path.is_file() else 0
    return size if path.suffix.lower() in UNCOMPRESSED else size * SPEECH_PACKED
