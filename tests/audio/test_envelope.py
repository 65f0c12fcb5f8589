"""One level for each tenth of a second, however the sound is cut into blocks."""

import numpy as np
import pytest

from radkind_pod.audio.envelope import Envelope, as_bytes

SOUND = np.concatenate([np.full((4800, 2), 0.1), np.zeros((4800, 2)), np.full((2400, 2), 1.0)]).astype(np.float32)


@pytest.mark.parametrize("size", [1, 999, 4800, 48_000])
def test_levels_do_not_depend_on_the_blocks(size: int) -> None:
    envelope = Envelope()
    for at in range(0, len(SOUND), size):
        envelope.add(SOUND[at : at + size])
    assert envelope.levels_db() == pytest.approx([-20, -255, 0], abs=1e-4)


def test_a_level_is_one_byte_of_db_below_full_scale() -> None:
    assert list(as_bytes(np.array([0.0, -20.4, -255.0, 3.0]))) == [0, 20, 255, 0]
