"""A gain that changes over the recording: straight lines in dB between knots."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from radkind_pod.media.blocks import Block


@dataclass(frozen=True)
class Curve:
    """Knots in order: samples of the recording, and the gain there in dB. Before and after them it is as at them."""

    at: NDArray[np.float64]
    db: NDArray[np.float64]

    def factors(self, first: int, count: int) -> Block:
        """Return what to multiply `count` samples by, from the recording's sample `first` on.

        The shape is (count, 1), or (1, 1) where the gain stays the same, as it mostly does.
        """
        before, behind = np.searchsorted(self.at, (first, first + count - 1))
        ends = self.db_at(np.array([first, first + count - 1]))
        steady = before == behind and ends[0] == ends[1]
        gain_db = ends[:1] if steady else self.db_at(np.arange(first, first + count))
        factors: Block = (10 ** (gain_db / 20)).astype(np.float32)[:, None]
        return factors

    def plus(self, other: "Curve") -> "Curve":
        """Return the curve of both gains together."""
        at = np.union1d(self.at, other.at)
        return Curve(at, np.interp(at, self.at, self.db) + np.interp(at, other.at, other.db))

    def db_at(self, samples: NDArray[np.floating[Any] | np.integer[Any]]) -> NDArray[np.float64]:
        """Return the gain in dB at these samples of the recording."""
        gain_db: NDArray[np.float64] = np.interp(samples, self.at, self.db)
        return gain_db

    def write(self, file: Path) -> None:
        """Write the knots: pairs of 64-bit floats."""
        file.write_bytes(np.stack([self.at, self.db], axis=1).astype("<f8").tobytes())

    @classmethod
    def read(cls, file: Path) -> "Curve":
        """Return what `write` wrote."""
        at, db = np.frombuffer(file.read_bytes(), "<f8").reshape(-1, 2).T
        return cls(at, db)
