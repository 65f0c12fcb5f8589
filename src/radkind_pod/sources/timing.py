"""What is wrong between times: their order, and the recordings they count from.

All of it works on the plain data, so that it is found even where other keys are wrong; what can't be read at all
is left to the readers of single values.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from pydantic_core import PydanticCustomError

from radkind_pod.sources.document import Place
from radkind_pod.sources.guess import did_you_mean
from radkind_pod.sources.text import cited
from radkind_pod.sources.times import read_clock

Found = tuple[Place, str]
Stand = tuple[int | None, int]
"""The index of the recording, None for all joined, and milliseconds."""


def timing_problems(data: dict[str, Any]) -> Iterator[Found]:
    """Yield what is wrong with recordings, chapters and cuts of an episode's data."""
    yield from _listed_twice(data.get("recordings"))
    index = recording_index(data.get("recordings"))
    chapters: list[tuple[Place, Any]] = [
        (("chapters", i, "at"), item.get("at")) for i, item in _entries(data.get("chapters"))
    ]
    cuts = [(i, item.get("from"), item.get("to")) for i, item in _entries(data.get("cuts"))]
    written = [
        *chapters,
        *((("cuts", i, "from"), a) for i, a, _ in cuts),
        *((("cuts", i, "to"), b) for i, _, b in cuts),
    ]
    for place, moment in written:
        yield from _unknown_recording(place, moment, index)
    yield from _out_of_order(chapters, index)
    yield from _backwards(cuts, index)


def recording_index(recordings: Any) -> dict[str, int]:
    """Return for each file name under `recordings:` which recording it belongs to."""
    return {name: i for i, names in _file_names(recordings) for name in names}


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


def _unknown_recording(place: Place, moment: Any, index: dict[str, int]) -> Iterator[Found]:
    name = moment.get("recording") if isinstance(moment, dict) else None
    if isinstance(name, str) and name not in index and index:
        yield (*place, "recording"), f"{cited(name)} is not under recordings. {did_you_mean(name, index)}"


def _out_of_order(chapters: list[tuple[Place, Any]], index: dict[str, int]) -> Iterator[Found]:
    stands = [(place, _stand(moment, index), _written(moment)) for place, moment in chapters]
    for (_, before, earlier), (place, after, later) in pairwise(s for s in stands if s[1] is not None):
        if before and after and _comparable(before, after) and _key(after) <= _key(before):
            yield place, f"{later} comes after {earlier}, the chapter before it. Put the chapters in order, each once."


def _backwards(cuts: list[tuple[int, Any, Any]], index: dict[str, int]) -> Iterator[Found]:
    for i, start, end in cuts:
        a, b = _stand(start, index), _stand(end, index)
        if a and b and _comparable(a, b) and _key(b) <= _key(a):
            message = (
                f"{_written(end)} is not after {_written(start)}, where the cut begins. Write the later time here."
            )
            yield ("cuts", i, "to"), message


def _comparable(one: Stand, other: Stand) -> bool:
    """Say whether the order is known before the recordings are measured."""
    return (one[0] is None) == (other[0] is None)


def _key(stand: Stand) -> tuple[int, int]:
    return (stand[0] or 0, stand[1])


def _stand(moment: Any, index: dict[str, int]) -> Stand | None:
    text = moment.get("at") if isinstance(moment, dict) else moment
    name = moment.get("recording") if isinstance(moment, dict) else None
    if not isinstance(text, str) or (name is not None and name not in index):
        return None
    try:
        return (index[name] if name is not None else None), read_clock(text)
    except PydanticCustomError:
        return None  # the reader of this value says what is wrong with it


def _written(moment: Any) -> str:
    return f"{moment['at']} in {moment['recording']}" if isinstance(moment, dict) else str(moment)
