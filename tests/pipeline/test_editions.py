"""Which editions are asked for, and at which loudness."""

from dataclasses import replace

import pytest

from radkind_pod.model.audio import LoudnessTarget, Mp3Format
from radkind_pod.model.show import Editions, Sound
from radkind_pod.pipeline.chain import STAGES
from radkind_pod.pipeline.editions import editions_left_out, mono_target

SOUND = Sound(LoudnessTarget(-16.0, -1.0), Mp3Format(128, 2), None, None, 0, "tone")


@pytest.mark.parametrize(("channels", "lufs", "mono"), [(2, -16.0, -19.0), (2, -14.0, -17.0), (1, -19.0, -19.0)])
def test_a_mono_edition_is_as_loud_as_the_mp3(channels: int, lufs: float, mono: float) -> None:
    sound = replace(SOUND, target=LoudnessTarget(lufs, -1.0), mp3=Mp3Format(128, channels))
    assert mono_target(sound) == LoudnessTarget(mono, -1.0)


def test_what_is_not_asked_for_is_never_needed() -> None:
    every = {"aac", "opus", "flac", "compare-aac", "compare-opus", "compare-flac"}
    assert set(editions_left_out(Editions(), ())) == every
    assert editions_left_out(Editions(96, 24, flac=True), ()) == ()
    assert set(editions_left_out(Editions(96), ())) == every - {"aac", "compare-aac"}
    assert every <= set(STAGES)


def test_where_nothing_is_withheld_nothing_is_compared() -> None:
    left_out = editions_left_out(Editions(96, None, flac=True), ("clean", "compare", "relisten"))
    assert set(left_out) == {"opus", "compare-aac", "compare-opus", "compare-flac"}
