"""What a disk refuses to mutagen."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mutagen import MutagenError

from radkind_pod.errors import MediaError, named


@contextmanager
def disk_told(file: Path) -> Iterator[None]:
    """Let what a disk refuses come through as what it is: mutagen makes an error of the file's contents of it."""
    try:
        yield
    except (MutagenError, MediaError) as error:
        refused: BaseException | None = error
        while refused and not isinstance(refused, OSError):
            refused = refused.__context__
        if refused is None:
            raise
        raise named(refused, file) from error
