"""Voice in recordings that speak in numbers."""

import numpy as np
import pytest

from radkind_pod.transcript.listening import listener
from radkind_pod.transcript.listening.voice import FRAME, Voice
from radkind_pod.transcript.pieces import Samples


@pytest.fixture
def voice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbers are voice; one that ends in 7 is said so low that voice is only half sure."""

    def voice_in(samples: Samples) -> Voice:
        frames = np.pad(samples, (0, -len(samples) % FRAME)).reshape(-1, FRAME).max(axis=1)
        low = np.round(frames * 1000) % 10 == 7
        return np.where(frames == 0, 0, np.where(low, 0.55, 1)).astype(np.float32)

    monkeypatch.setattr(listener, "voice_in", voice_in)
