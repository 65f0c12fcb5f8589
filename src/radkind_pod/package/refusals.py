"""What a disk refuses to mutagen."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mutagen import MutagenError

from radkind_pod.errors import named


@contextmanager
def disk_told(file: Path) -> Iterator[None]:
    """Let what a disk refuses come through as what it is: mutagen makes an error of the file's contents of it."""
    try:
        yield
    except MutagenError as error:
        refused = next((one for one in error.args if isinstance(one, OSError)), None)
        if refused is None:
            raise
        raise named(refused, file) from error
