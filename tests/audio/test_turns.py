"""Who speaks is told by the track that is clearly the loudest."""

import numpy as np

from radkind_pod.audio.turns import find_turns, joined
from radkind_pod.model.audio import Turn

SILENT = -70.0


def track(*stretches: tuple[int, float]) -> np.ndarray:
    """Levels of a track: so many frames of 100 ms at so many dBFS, one after the other."""
    return np.concatenate([np.full(frames, level) for frames, level in stretches])


def test_two_people_take_turns_and_crosstalk_gives_none() -> None:
    host = track((5, SILENT), (20, -20), (10, SILENT), (20, -32), (5, SILENT))
    guest = track((5, SILENT), (20, -35), (10, SILENT), (20, -18), (5, SILENT))
    expected = [Turn("Ana", 1500, 3500), Turn("Bo", 4500, 6500)]
    assert find_turns(["Ana", "Bo"], [host, guest], 1000) == expected


def test_nobody_has_the_turn_while_both_speak() -> None:
    host = track((10, SILENT), (20, -20), (10, SILENT))
    guest = track((10, SILENT), (20, -23), (10, SILENT))
    assert find_turns(["Ana", "Bo"], [host, guest], 0) == []


def test_a_short_pause_does_not_end_a_turn_and_a_long_one_does() -> None:
    host = track((10, -20), (5, SILENT), (10, -20), (7, SILENT), (10, -20))
    guest = track((42, SILENT))
    assert find_turns(["Ana", "Bo"], [host, guest], 0) == [Turn("Ana", 0, 2500), Turn("Ana", 3200, 4200)]


def test_a_single_loud_frame_is_no_turn() -> None:
    host = track((10, -20), (1, -50), (10, -20))
    guest = track((10, SILENT), (1, -20), (10, SILENT))
    assert find_turns(["Ana", "Bo"], [host, guest], 0) == [Turn("Ana", 0, 2100)]


def test_hiss_is_no_speech() -> None:
    assert find_turns(["Ana", "Bo"], [track((50, -50)), track((50, -65))], 0) == []


def test_a_track_without_a_speaker_only_claims_its_frames() -> None:
    host = track((10, -20), (10, SILENT))
    music = track((10, SILENT), (10, -15))
    assert find_turns(["Ana", None], [host, music], 0) == [Turn("Ana", 0, 1000)]


def test_a_track_that_ends_early_is_silent_afterwards() -> None:
    assert find_turns(["Ana", "Bo"], [track((10, -20)), track((10, SILENT), (10, -20))], 0) == [
        Turn("Ana", 0, 1000),
        Turn("Bo", 1000, 2000),
    ]


def test_touching_turns_of_one_speaker_become_one() -> None:
    assert joined([Turn("Ana", 0, 10), Turn("Ana", 10, 20), Turn("Bo", 20, 30)]) == [
        Turn("Ana", 0, 20),
        Turn("Bo", 20, 30),
    ]


def test_where_both_speak_at_once_a_turn_is_nobodys() -> None:
    """Now one is ahead and now the other: a name would be right for half of the words."""
    both = [(3, -20), (3, -24), (3, -28), (3, -25)]
    host = track((10, SILENT), *both, *both, (10, SILENT))
    guest = track((10, SILENT), *((n, -48 - level) for n, level in [*both, *both]), (10, SILENT))
    assert find_turns(["Ana", "Bo"], [host, guest], 0) == []


def test_a_short_word_between_is_still_its_speakers() -> None:
    host = track((20, -20), (2, SILENT), (4, -32), (2, SILENT), (20, -20))
    guest = track((20, -31), (2, SILENT), (4, -21), (2, SILENT), (20, -31))
    expected = [Turn("Ana", 0, 2000), Turn("Bo", 2200, 2600), Turn("Ana", 2800, 4800)]
    assert find_turns(["Ana", "Bo"], [host, guest], 0) == expected
