"""Decibels and amplitudes."""

import math


def amplitude(db: float) -> float:
    """Return the factor that a level of `db` stands for; -inf gives 0."""
    return float(10 ** (db / 20))


def decibels(factor: float) -> float:
    """Return the level of an amplitude in dB; 0 gives -inf."""
    return 20 * math.log10(factor) if factor > 0 else -math.inf
