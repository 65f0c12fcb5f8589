"""Each part gets the gain that makes it as loud as the others."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from radkind_pod.audio.stages import Level
from radkind_pod.errors import MediaError
from radkind_pod.media.loudness import LoudnessMeter
from radkind_pod.model.audio import Cut
from radkind_pod.model.programme import Levels, MusicLevel
from radkind_pod.progress import Silent

RATE = 48_000
Write = Callable[[str, np.ndarray], Path]
Talk = Callable[..., np.ndarray]


def level(folder: Path, request: Level) -> Levels:
    folder.mkdir()
    request.run(folder, Silent())
    return request.read(folder)


@pytest.mark.parametrize("channels", [1, 2])
def test_each_part_ends_at_the_target(tmp_path: Path, write_wav: Write, talk: Talk, channels: int) -> None:
    parts = {"i.wav": talk(8, channels), "a.wav": talk(3, channels, 0.2), "z.wav": talk(3, channels, 0.005)}
    files = [write_wav(name, part) for name, part in parts.items()]
    found = level(tmp_path / "level", Level(*files, cuts=(), integrated_lufs=-18.0, channels=channels))
    assert found.intro
    assert found.outro
    gains = (found.interview_db, found.intro.gain_db, found.outro.gain_db)
    for part, gain_db in zip(parts.values(), gains, strict=True):
        raised = (part * 10 ** (gain_db / 20)).astype(np.float32)
        assert LoudnessMeter.of([raised], channels).integrated_lufs == pytest.approx(-18, abs=0.02)


def test_what_is_cut_does_not_count(tmp_path: Path, write_wav: Write, talk: Talk) -> None:
    quiet, loud = talk(6, level=0.02), talk(3, level=0.5)
    whole = write_wav("i.wav", np.concatenate([quiet, loud]))
    alone = write_wav("q.wav", quiet)
    cut = level(tmp_path / "cut", Level(whole, None, None, (Cut(6000, 9000),), -16.0, 2))
    bare = level(tmp_path / "bare", Level(alone, None, None, (), -16.0, 2))
    assert cut.interview_db == pytest.approx(bare.interview_db, abs=0.05)
    assert (cut.intro, cut.outro) == (None, None)


@pytest.mark.parametrize("factor", [0.0, 0.001])
def test_an_almost_silent_interview_is_refused(tmp_path: Path, write_wav: Write, talk: Talk, factor: float) -> None:
    file = write_wav("i.wav", talk(5) * factor)
    with pytest.raises(MediaError, match="almost silent"):
        level(tmp_path / "level", Level(file, None, None, (), -16.0, 2))


def test_a_silent_intro_stays_as_it_is(tmp_path: Path, write_wav: Write, talk: Talk) -> None:
    files = write_wav("i.wav", talk(5)), write_wav("a.wav", np.zeros((RATE, 2)))
    assert level(tmp_path / "level", Level(*files, None, (), -16.0, 2)).intro == MusicLevel(0.0)


def test_a_very_quiet_interview_is_raised(tmp_path: Path, write_wav: Write, talk: Talk) -> None:
    file = write_wav("i.wav", talk(5, level=0.002))
    assert level(tmp_path / "level", Level(file, None, None, (), -16.0, 2)).interview_db > 20
