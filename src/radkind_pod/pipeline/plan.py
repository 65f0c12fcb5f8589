"""What a build would do, and why, with nothing run."""

from pathlib import Path
from typing import Any, TypeVar

from radkind_pod.pipeline.chain import FED_BY, STAGES
from radkind_pod.pipeline.fingerprint import Hashes
from radkind_pod.pipeline.stage import Stage
from radkind_pod.pipeline.store import Reached, StageRun, Store
from radkind_pod.progress import Silent

T = TypeVar("T")


class PlanEnds(Exception):
    """What follows depends on something that was never made."""


class PlanningStore(Store):
    """A store in which nothing runs: stages read what an earlier build left."""

    def __init__(
        self, folder: Path, hashes: Hashes, runs: list[StageRun], *, fresh: bool = False, until: str = ""
    ) -> None:
        super().__init__(folder, hashes, Silent(), fresh=fresh, until=until)
        self.runs = runs

    def make(self, stage: Stage[T]) -> T:
        """Return what an earlier build made. Raises PlanEnds where there is nothing."""
        reasons = ("asked for with --fresh",) if self._fresh else self.reasons(stage)
        self.runs.append(StageRun(stage.NAME, *self._verdict(stage, reasons)))
        if self._until == stage.NAME:
            raise Reached
        if not self.has(stage):
            raise PlanEnds
        try:
            return stage.read(self.folder / stage.NAME)
        except (ValueError, KeyError) as error:
            raise PlanEnds from error

    def _verdict(self, stage: Stage[Any], reasons: tuple[str, ...]) -> tuple[str, float, tuple[str, ...]]:
        if reasons:
            return "run", 0.0, reasons
        unsure = [r.name for r in self.runs if r.state != "keep" and r.name in FED_BY[stage.NAME]]
        if unsure:
            return "maybe", 0.0, (f"only if {' or '.join(unsure)} comes out different",)
        return "keep", 0.0, ()


def rest_of_the_chain(runs: list[StageRun], until: str, skipped: tuple[str, ...]) -> list[StageRun]:
    """Return the stages after the last planned one, which all wait for something never made."""
    last = STAGES.index(runs[-1].name) + 1 if runs else 0
    stop = STAGES.index(until) + 1 if until else len(STAGES)
    names = (n for n in STAGES[last:stop] if n not in skipped)
    return [StageRun(n, "run", 0.0, ("what it needs is not made yet",)) for n in names]
