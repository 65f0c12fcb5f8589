"""pydub's seam: equal power, exact length, nothing clipped."""

import numpy as np
import pytest

from radkind_pod.audio.fades import falling, rising
from radkind_pod.audio.stitch import mixed

RATE = 48_000


def crossfade(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    return mixed(before * falling(len(before)), after * rising(len(after)))


@pytest.mark.parametrize("channels", [1, 2])
def test_power_stays_equal_over_a_crossfade(channels: int) -> None:
    rng = np.random.default_rng(1)
    before, after = rng.normal(0, 0.1, (2, 2 * RATE, channels)).astype(np.float32)
    power = (crossfade(before, after).astype(np.float64) ** 2).mean(axis=1).reshape(8, -1).mean(axis=1)
    assert 10 * np.log10(power / 0.01) == pytest.approx(np.zeros(8), abs=0.2)


def test_a_seam_begins_as_the_one_and_ends_as_the_other() -> None:
    before, after = np.full((4800, 1), 0.5, np.float32), np.full((4800, 1), -0.25, np.float32)
    seam = crossfade(before, after)[:, 0]
    assert (len(seam), seam[0], seam[-1]) == (4800, pytest.approx(0.5, abs=1e-3), pytest.approx(-0.25, abs=1e-3))


def test_sound_beyond_full_scale_is_not_clipped() -> None:
    """Raised parts pass full scale until the limiter brings them back."""
    before, after = np.full((4800, 1), 4.0, np.float32), np.full((4800, 1), 4.0, np.float32)
    assert crossfade(before, after).max() == pytest.approx(4 * np.sqrt(2), abs=1e-3)
