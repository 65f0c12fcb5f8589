"""A long recording is cut where it is quiet; nothing of it is lost or heard twice."""

from collections.abc import Iterator

import numpy as np
import pytest

from radkind_pod.model.audio import Cut
from radkind_pod.transcript.pieces import RATE, cut_pieces, quietest, without

NOISE = np.random.default_rng(7).normal(0, 0.1, 61 * RATE).astype(np.float32)


def blocks(samples: np.ndarray, length: int = RATE) -> Iterator[np.ndarray]:
    """Yield the samples as a decoder does: one second at a time, of shape (frames, 1)."""
    for start in range(0, len(samples), length):
        yield samples[start : start + length, np.newaxis]


@pytest.mark.parametrize("length", [0, 1, RATE, 7 * RATE, 7 * RATE + 1, 61 * RATE])
@pytest.mark.parametrize("block", [1000, RATE, 9 * RATE])
def test_the_pieces_joined_are_the_recording_sample_for_sample(length: int, block: int) -> None:
    pieces = list(cut_pieces(blocks(NOISE[:length], block), longest_s=7, search_s=2))
    joined = np.concatenate([p.samples for p in pieces]) if pieces else np.zeros(0, np.float32)
    assert np.array_equal(joined, NOISE[:length])
    assert [p.start for p in pieces] == [sum(len(q.samples) for q in pieces[:i]) for i in range(len(pieces))]


def test_no_piece_is_longer_than_allowed_and_none_is_empty() -> None:
    lengths = [len(p.samples) for p in cut_pieces(blocks(NOISE), longest_s=7, search_s=2)]
    assert max(lengths) <= 7 * RATE
    assert min(lengths) > 0


def test_a_cut_lies_in_the_quiet_place_nearest_to_the_end() -> None:
    samples = NOISE[: 10 * RATE].copy()
    samples[int(5.6 * RATE) : int(6.1 * RATE)] *= 0.001
    first = next(cut_pieces(blocks(samples), longest_s=7, search_s=2))
    assert 5.6 * RATE < len(first.samples) < 6.1 * RATE


def test_a_quiet_place_before_the_search_is_left_alone() -> None:
    samples = NOISE[: 7 * RATE].copy()
    samples[RATE : 2 * RATE] = 0
    assert quietest(samples, 2 * RATE) > 5 * RATE


def test_each_moment_is_in_one_piece_and_has_its_time_in_the_recording() -> None:
    samples = np.zeros(60 * RATE, np.float32)
    at_ms = list(range(0, 60_000, 250))
    samples[[ms * RATE // 1000 for ms in at_ms]] = 1.0
    pieces = list(cut_pieces(blocks(samples), longest_s=7, search_s=2))
    assert len(pieces) > 8
    found = [piece.recording_ms(at / RATE) for piece in pieces for at in np.flatnonzero(piece.samples == 1.0)]
    assert found == at_ms
    assert pieces[-1].end_ms == 60_000


def test_what_is_silenced_is_silent_to_the_sample_and_the_rest_is_as_it_was() -> None:
    blocks = [np.full((500, 1), 0.5, np.float32) for _ in range(100)]
    quiet = np.concatenate(list(without(blocks, (Cut(100, 250), Cut(1000, 1001), Cut(3000, 99_000)))))[:, 0]
    silent = np.zeros(50_000, bool)
    silent[1600:4000] = silent[16_000:16_016] = silent[48_000:] = True
    assert np.array_equal(quiet == 0, silent)
    assert all((block == 0.5).all() for block in blocks), "the blocks themselves are left alone"
