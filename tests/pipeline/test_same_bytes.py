"""What a stage makes doesn't depend on how many cores it has."""

import numpy as np
import pytest

from radkind_pod.apart.child import Child
from radkind_pod.pipeline.apart import Apart


@pytest.mark.apart
def test_a_product_of_matrices_is_the_same_to_the_last_bit_with_any_number_of_cores(monkeypatch) -> None:
    """Whisper hears through one, of this shape."""
    chance = np.random.default_rng(7)
    filters, sound = (chance.random(shape, dtype=np.float32) for shape in ((80, 201), (201, 3000)))
    made = []
    for cores in ("1", "2"):
        monkeypatch.setenv("OMP_NUM_THREADS", cores)
        with Apart() as apart:
            child: Child = apart._child
            made.append(child.call(np.matmul, filters, sound))
    assert np.array_equal(*made)
