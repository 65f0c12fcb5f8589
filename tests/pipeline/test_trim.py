"""A filler that somebody really says is cut whole, and its neighbours aren't, though word times are some 50 ms off."""

from pathlib import Path

import pytest

from radkind_pod.audio.quietest import quietest_cut
from radkind_pod.model.transcript import Cue, Transcript, Word
from radkind_pod.transcript.fillers import fillers

SPONTANEOUS = Path(__file__).parents[1] / "data/speech/mfa/acoustic_corpus.wav"
BEFORE, AFTER = Word("words,", 21_870, 22_330), Word("and", 24_200, 24_320)
FROM_MS, TO_MS = 22_890, 23_530
"""Where `um` is heard between them; on either side of it the speaker pauses."""


@pytest.mark.parametrize("late_ms", [-50, 0, 50])
@pytest.mark.parametrize("longer_ms", [-50, 0, 50])
def test_a_real_filler_goes_whole_and_alone(late_ms: int, longer_ms: int) -> None:
    um = Word("um,", FROM_MS + late_ms, TO_MS + longer_ms)
    (filler,) = fillers(Transcript("en-us", (Cue(BEFORE.start_ms, AFTER.end_ms, (BEFORE, um, AFTER)),)))
    assert filler.passage
    cut = quietest_cut(SPONTANEOUS, filler.passage)
    assert FROM_MS - 200 <= cut.start_ms <= FROM_MS
    assert TO_MS <= cut.end_ms <= TO_MS + 200
