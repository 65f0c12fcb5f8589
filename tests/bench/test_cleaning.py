"""What the comparison of cleaning engines counts with."""

import sys
from pathlib import Path

import numpy as np
import pytest

BENCH = Path(__file__).parents[2] / "bench"
sys.path.append(str(BENCH))

import cleaning  # noqa: E402 - the benches are scripts, not a package
from cleaning import FULL_RATE, Row  # noqa: E402
from denoisers import ENGINES, Engine  # noqa: E402
from mix import Mix  # noqa: E402


def speech(seconds: int) -> np.ndarray:
    """A second of sound, a second of pause."""
    rng = np.random.default_rng(1)
    count = seconds * FULL_RATE
    sounds = np.arange(count) // FULL_RATE % 2 == 0
    return (0.06 * rng.standard_normal(count) * sounds).astype(np.float32)


def test_levels_tell_lost_speech_from_noise_that_fell() -> None:
    dry = speech(8)
    noise = 0.01 * np.random.default_rng(2).standard_normal(len(dry))
    lost, fell = cleaning.levels(dry, dry + noise, 0.5 * dry + 0.1 * noise)
    assert lost == pytest.approx(6.02, abs=0.1)
    assert fell == pytest.approx(20, abs=0.1)


def test_each_noise_stands_as_far_below_the_speech_as_it_says() -> None:
    rng = np.random.default_rng(3)
    dry = Mix("x", (0.06 * rng.standard_normal(16_000 * 4)).astype(np.float32), ())
    made = dict(cleaning.mixes(dry))
    assert list(made) == ["clean", "white", "pink", "room", "babble"]
    for kind in list(made)[1:]:
        under = made[kind] - dry.samples
        assert 10 * np.log10(np.mean(under**2)) == pytest.approx(-34, abs=0.1), kind


def rows(**wrong: int) -> list[Row]:
    return [Row(name, mix, wrong[name], 100, 0.0, 9.0, 1.0) for name in wrong for mix in ("clean", "room")]


def test_the_figures_are_missed_when_words_get_worse_or_another_engine_is_better() -> None:
    ours = "DeepFilterNet, 12 dB"
    held = [f.held for f in cleaning.figures(rows(**{"off": 10, ours: 11, "RNNoise": 12}))]
    assert held == [True, True]
    assert [f.held for f in cleaning.figures(rows(**{"off": 10, ours: 12, "RNNoise": 11}))] == [False, False]
    assert [f.held for f in cleaning.figures(rows(off=10))] == [None, None]


@pytest.mark.parametrize("engine", [e for e in ENGINES if e.package != "pyrnnoise"], ids=lambda e: e.name)
def test_every_engine_keeps_length_and_place(engine: Engine) -> None:
    sound = speech(2)[: FULL_RATE + 1234]
    cleaned = engine.clean(sound)
    assert len(cleaned) == len(sound)
    assert engine.is_here


def test_what_is_not_installed_is_said_with_the_command_that_brings_it() -> None:
    missing = Engine("X", cleaning.ENGINES[0].clean, "a_package_that_is_not_there", "pip install x")
    assert not missing.is_here
