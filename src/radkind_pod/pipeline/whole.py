"""Files of the project that a build or a publish writes: whole or as they were before, also after a power cut."""

import os
from pathlib import Path

from radkind_pod.disk import sync_folder
from radkind_pod.errors import naming


def write_whole(file: Path, data: bytes) -> None:
    """Write the file; where it is there with the same bytes, it isn't touched."""
    if file.is_file() and file.read_bytes() == data:
        return
    part = file.with_name(f".{file.name}.part")
    with naming(file):
        with part.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(file)
        sync_folder(file.parent)
