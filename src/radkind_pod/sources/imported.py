"""Episodes that came with their sound from another host: `imported: true` stands where recordings stand else."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from radkind_pod.errors import Problem, SourceError
from radkind_pod.model.episode import Episode
from radkind_pod.sources.document import Place
from radkind_pod.sources.guess import closest
from radkind_pod.sources.text import shown
from radkind_pod.sources.top_lines import top_lines

_OTHER_WORDS = ("audio", "files")
_LIKE = "`recordings: [interview.wav]`"


def recordings_problems(data: dict[str, Any]) -> Iterator[tuple[Place, str]]:
    """Yield what is wrong where neither recordings nor `imported: true` are there, or both."""
    given = data.get("recordings")
    if data.get("imported") == "true":
        if given is not None:
            yield ("imported",), "can't stand beside recordings. Delete this line, and the recordings are built."
    elif "recordings" in data and given is None:
        yield ("recordings",), f"is empty. Write it after the colon, like {_LIKE}."
    elif given is None and not _is_misspelt(data):
        yield ("recordings",), f"is missing. Add a line like {_LIKE}."


def _is_misspelt(data: dict[str, Any]) -> bool:
    """Say whether another key most likely means recordings; it is told already."""
    return any(word in data for word in _OTHER_WORDS) or closest("recordings", data) is not None


def is_imported(file: Path) -> bool:
    """Say whether an episode.yaml says that its episode was imported, without reading it any further."""
    return top_lines(file).get("imported", (0, ""))[1] == "true"


def refuse_imported(episode: Episode) -> None:
    """Raise SourceError where the episode has no recordings to work on."""
    if episode.imported:
        message = (
            "imported: this episode came with its finished sound and has no recordings. To make it anew, copy the "
            "sound into its raw folder, and write recordings: with the file's name in place of this line"
        )
        raise SourceError([Problem(shown(episode.file), None, message)])
