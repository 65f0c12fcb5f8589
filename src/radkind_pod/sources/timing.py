"""What is wrong between times: their order, and the recordings they count from.

All of it works on the plain data, so that it is found even where other keys are wrong; what can't be read at all
is left to the readers of single values.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pydantic_core import PydanticCustomError

from radkind_pod.sources.document import Place
from radkind_pod.sources.guess import did_you_mean
from radkind_pod.sources.text import cited
from radkind_pod.sources.times import read_clock

Found = tuple[Place, str]

_SPANS = {"cuts": "the cut", "soundbites": "the soundbite", "content_notes": "the content note"}
"""The lists whose items have from: and to:, and what an item is called."""


@dataclass(frozen=True, slots=True)
class Stand:
    """A moment by the indices of its recording and track, None for all joined; in ms and as it was written."""

    recording: tuple[int, int] | None
    ms: int
    written: str


def timing_problems(data: dict[str, Any]) -> Iterator[Found]:
    """Yield what is wrong with recordings, chapters and cuts of an episode's data."""
    yield from _listed_twice(data.get("recordings"))
    index = recording_index(data.get("recordings"))
    chapters: list[tuple[Place, Any]] = [
        (("chapters", i, "at"), item.get("at")) for i, item in _entries(data.get("chapters"))
    ]
    spans = [(key, i, item.get("from"), item.get("to")) for key in _SPANS for i, item in _entries(data.get(key))]
    written = [
        *chapters,
        *(((key, i, "from"), a) for key, i, a, _ in spans),
        *(((key, i, "to"), b) for key, i, _, b in spans),
    ]
    for place, moment in written:
        yield from _unknown_recording(place, moment, index)
    yield from _out_of_order(chapters, index)
    yield from _backwards(spans, index)


def recording_index(recordings: Any) -> dict[str, tuple[int, int]]:
    """Return for each file name under `recordings:` which recording it belongs to, and which track of it it is."""
    return {name: (i, k) for i, names in _file_names(recordings) for k, name in enumerate(names)}


def _file_names(recordings: Any) -> Iterator[tuple[int, list[str]]]:
    for i, item in enumerate(recordings if isinstance(recordings, list) else []):
        tracks = item.get("tracks", [item]) if isinstance(item, dict) else [{"file": item}]
        files = [t.get("file") for t in tracks if isinstance(t, dict)] if isinstance(tracks, list) else []
        yield i, [name for name in files if isinstance(name, str)]


def _listed_twice(recordings: Any) -> Iterator[Found]:
    met: set[str] = set()
    for i, names in _file_names(recordings):
        for name in names:
            if name in met:
                yield ("recordings", i), f"{cited(name)} is listed twice. Delete one of them."
            met.add(name)


def _entries(items: Any) -> Iterator[tuple[int, dict[str, Any]]]:
    return ((i, item) for i, item in enumerate(items if isinstance(items, list) else []) if isinstance(item, dict))


def _unknown_recording(place: Place, moment: Any, index: dict[str, tuple[int, int]]) -> Iterator[Found]:
    name = moment.get("recording") if isinstance(moment, dict) else None
    if isinstance(name, str) and name not in index and index:
        yield (*place, "recording"), f"{cited(name)} is not under recordings. {did_you_mean(name, index)}"


def _out_of_order(chapters: list[tuple[Place, Any]], index: dict[str, tuple[int, int]]) -> Iterator[Found]:
    stands = [(place, _stand(moment, index)) for place, moment in chapters]
    readable = [(place, stand) for place, stand in stands if stand is not None]
    for (_, before), (place, after) in pairwise(readable):
        if _is_known_not_after(before, after):
            message = f"{after.written} comes after {before.written}, the chapter before it. Put the chapters in order"
            yield place, f"{message}, each once."


def _backwards(spans: list[tuple[str, int, Any, Any]], index: dict[str, tuple[int, int]]) -> Iterator[Found]:
    for key, i, first, last in spans:
        start, end = _stand(first, index), _stand(last, index)
        if start and end and _is_known_not_after(start, end):
            message = (
                f"{end.written} is not after {start.written}, where {_SPANS[key]} begins. Write the later time here."
            )
            yield (key, i, "to"), message


def _is_known_not_after(before: Stand, after: Stand) -> bool:
    """Say whether the order is wrong, as far as it is known before the recordings are measured."""
    if before.recording is None or after.recording is None:
        return before.recording == after.recording and after.ms <= before.ms
    if before.recording[0] == after.recording[0] and before.recording != after.recording:
        return False
    return (after.recording[0], after.ms) <= (before.recording[0], before.ms)


def _stand(moment: Any, index: dict[str, tuple[int, int]]) -> Stand | None:
    """Return where a moment stands, None where the readers of single values find it wrong anyway."""
    if isinstance(moment, dict):
        text, name = moment.get("at"), moment.get("recording")
        if not isinstance(text, str) or not isinstance(name, str) or name not in index:
            return None
        return _read(text, index[name], f"{text} in {name}")
    return _read(moment, None, moment) if isinstance(moment, str) else None


def _read(text: str, recording: tuple[int, int] | None, written: str) -> Stand | None:
    try:
        return Stand(recording, read_clock(text), written)
    except PydanticCustomError:
        return None
