"""A long recording is cut where it is quiet; nothing of it is lost or heard twice."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest

from radkind_pod.model.transcript import Heard
from radkind_pod.transcript.engines import Sound
from radkind_pod.transcript.engines.spoken import Spoken, Sureness, to_heard
from radkind_pod.transcript.pieces import RATE, Piece, cut_pieces, quietest

NOISE = np.random.default_rng(7).normal(0, 0.1, 61 * RATE).astype(np.float32)


def blocks(samples: np.ndarray, length: int = RATE) -> Iterator[np.ndarray]:
    """Yield the samples as a decoder does: one second at a time, of shape (frames, 1)."""
    for start in range(0, len(samples), length):
        yield samples[start : start + length, np.newaxis]


class HearsClicks:
    """An engine that hears every single sample of full scale as a word."""

    def transcribe(
        self, sound: Sound, language: str, glossary: tuple[str, ...], heard_until: Callable[[int], None]
    ) -> tuple[Heard, ...]:
        heard = []
        for piece in sound.pieces:
            clicks = np.flatnonzero(piece.samples == 1.0) / RATE
            spoken = (Spoken(" click", at, at + 0.01, 0.9) for at in clicks)
            heard.append(to_heard(spoken, Sureness(-0.1, 0.0, 1.0), piece, language))
            heard_until(piece.end_ms)
        return tuple(heard)


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


def test_each_word_is_heard_once_and_at_its_time_across_the_borders() -> None:
    samples = np.zeros(60 * RATE, np.float32)
    at_ms = list(range(0, 60_000, 250))
    samples[[ms * RATE // 1000 for ms in at_ms]] = 1.0
    told: list[int] = []
    sound = Sound(cut_pieces(blocks(samples), longest_s=7, search_s=2), 60_000)
    heard = HearsClicks().transcribe(sound, "en", (), told.append)
    assert len(heard) > 8
    assert [word.start_ms for part in heard for word in part.words] == at_ms
    assert told == sorted(told)
    assert told[-1] == 60_000


def test_a_moment_past_the_end_of_a_piece_is_held_to_its_end() -> None:
    piece = Piece(np.zeros(RATE, np.float32), start=2 * RATE)
    assert [piece.recording_ms(s) for s in (-0.1, 0.25, 1.02)] == [2000, 2250, 3000]
