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
        if (refused := _behind(error)) is None:
            raise
        raise named(refused, file) from error


def _behind(error: BaseException | None) -> OSError | None:
    """Return what the disk said, where that is why."""
    while error is not None and not isinstance(error, OSError):
        error = error.__context__
    return error
