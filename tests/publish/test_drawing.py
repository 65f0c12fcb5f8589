"""Curves and waveforms stand where their values say."""

from radkind_pod.publish.drawing import Scale, curve_path, moments, scale_for, wave_path


def test_a_curve_runs_from_value_to_value_and_leaves_gaps() -> None:
    """The second gap is softer than the scale goes; a value alone is a point."""
    scale = Scale(-10.0, -30.0)
    assert curve_path([-10.0, -20.0, None, -30.0, -31.0, -5.0, -15.0], scale) == "M0 0L1 500M3 1000L3 1000M5 0L6 250"


def test_a_waveform_swings_both_ways_and_closes() -> None:
    assert wave_path([1.0, 0.5]) == "M0 0L1 0L1 250L2 250L2 750L1 750L1 1000L0 1000Z"
    assert wave_path([1.7]) == "M0 0L1 0L1 1000L0 1000Z"


def test_a_scale_holds_the_target_and_nearly_all_that_is_heard() -> None:
    values = [-60.0, *[-40.0 + i / 10 for i in range(100)], None]
    scale = scale_for(-16.0, values)
    assert scale == Scale(-10, -40)
    assert scale.down(-16.0) == 20.0
    assert scale.lines == (-20, -30)
    assert scale_for(-16.0, []) == Scale(-10, -35)


def test_five_moments_are_told_from_beginning_to_end() -> None:
    assert [(where, at) for where, _, at in moments(60_000)] == [
        ("0%", 0),
        ("25%", 15_000),
        ("50%", 30_000),
        ("75%", 45_000),
        ("100%", 60_000),
    ]
