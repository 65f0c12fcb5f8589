"""Why stages ran, told once and in a producer's words."""

from radkind_pod.cli.causes import causes
from radkind_pod.pipeline.store import StageRun


def test_stages_that_are_made_differently_are_told_once() -> None:
    reasons = ("this radkind-pod makes it differently (3 -> 4)", "this radkind-pod makes it differently (1 -> 2)")
    runs = [StageRun(name, "made", 1.0, (reason,)) for name, reason in zip(("package", "page"), reasons, strict=True)]
    assert causes(runs) == "this radkind-pod makes it differently"
