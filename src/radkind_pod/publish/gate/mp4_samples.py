"""Where the samples of an M4A lie, so that all of mdat is accounted for. Source: ISO/IEC 14496-12, 8.7."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from radkind_pod.publish.gate.piece import Unaccounted, broken

_MOST_SAMPLES = 20_000_000
"""A hundred hours."""


@dataclass(slots=True)
class Track:
    """The tables of one track, as they stand in its boxes."""

    at: int
    kind: bytes = b""
    tables: dict[str, bytes] = field(default_factory=dict)


def check_samples(regions: list[tuple[int, int]], chunks: list[NDArray[np.int64]]) -> None:
    """Raise Unaccounted unless the chunks, rows of (start, end), fill the regions without a gap or an overlap."""
    rows = np.concatenate([np.empty((0, 2), np.int64), *chunks])
    rows = rows[np.argsort(rows[:, 0], kind="stable")]
    for start, end in regions:
        here = rows[(rows[:, 0] >= start) & (rows[:, 0] < end)]
        expected = np.concatenate([[start], here[:, 1]])
        found = np.concatenate([here[:, 0], [end]])
        wrong = np.flatnonzero(expected != found)
        if len(wrong):
            at = int(expected[wrong[0]])
            raise Unaccounted(f"box mdat, byte {at}", "holds something that belongs to no track")
    inside = sum(int(((rows[:, 0] >= start) & (rows[:, 0] < end)).sum()) for start, end in regions)
    if inside != len(rows):
        raise broken(0, "a track lies outside mdat")


def locate(track: Track) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the chunks of the track, rows of (start, end), and its samples, likewise."""
    sizes, starts = _sizes(track), _chunk_starts(track)
    counts = _samples_per_chunk(track, len(starts))
    if counts.sum() != len(sizes):
        raise broken(track.at, "a track whose tables don't agree")
    edges = np.concatenate([[0], np.cumsum(sizes)])
    firsts = np.concatenate([[0], np.cumsum(counts)])
    chunks = np.stack([starts, starts + edges[firsts[1:]] - edges[firsts[:-1]]], axis=1)
    shift = np.repeat(starts - edges[firsts[:-1]], counts)
    return chunks, np.stack([edges[:-1] + shift, edges[1:] + shift], axis=1)


def _sizes(track: Track) -> NDArray[np.int64]:
    table = _table(track, "stsz")
    size, count = int.from_bytes(table[4:8], "big"), int.from_bytes(table[8:12], "big")
    if count > _MOST_SAMPLES or (0 if size else 4 * count) != len(table) - 12:
        raise broken(track.at, "a track that lies about its samples")
    return np.full(count, size, np.int64) if size else np.frombuffer(table, ">u4", offset=12).astype(np.int64)


def _chunk_starts(track: Track) -> NDArray[np.int64]:
    name, kind = ("co64", ">u8") if "co64" in track.tables else ("stco", ">u4")
    table = _table(track, name)
    starts = np.frombuffer(table, kind, offset=8)
    if len(starts) != int.from_bytes(table[4:8], "big") or (len(starts) and starts.max() > 1 << 60):
        raise broken(track.at, "a track that lies about its chunks")
    return starts.astype(np.int64)


def _samples_per_chunk(track: Track, chunks: int) -> NDArray[np.int64]:
    table = _table(track, "stsc")
    rows = np.frombuffer(table, ">u4", offset=8).reshape(-1, 3).astype(np.int64)
    firsts = np.append(rows[:, 0], chunks + 1)
    spans = np.diff(firsts)
    is_sane = len(rows) == int.from_bytes(table[4:8], "big") and firsts[0] == 1 and (spans > 0).all()
    if not is_sane or (rows[:, 1] > _MOST_SAMPLES).any() or (rows[:, 2] != 1).any():
        raise broken(track.at, "a track that lies about its chunks")
    return np.repeat(rows[:, 1], spans)


def _table(track: Track, name: str) -> bytes:
    if name not in track.tables:
        raise broken(track.at, f"a track without {name}")
    return track.tables[name]
