"""Which workers of the cluster may be used for what, and why not the others."""

import time
from collections.abc import Iterable
from threading import Lock

from distributed import Client

from radkind_pod import __version__
from radkind_pod.errors import ToolMissing
from radkind_pod.pipeline.cluster.needs import Checked, Needs, checked, own_source, processor
from radkind_pod.progress import Progress

FRESH_S = 2.0
"""For so long the list of workers is believed."""
_NO_PACKAGE = Checked(
    "it has no radkind-pod that could be used", f"pip install 'radkind-pod[cluster]=={__version__}'", ""
)


class Roll:
    """The workers of a cluster. Called from several threads."""

    def __init__(self, client: Client) -> None:
        self._client, self._lock = client, Lock()
        self._found: dict[tuple[str, Needs], Checked] = {}
        self._told: set[str] = set()
        self._now: dict[str, int] = {}
        self._looked_at = -FRESH_S

    def refuse_unfit_scheduler(self) -> None:
        """Raise ToolMissing where the scheduler has another radkind-pod: it opens each errand before a worker does."""
        try:
            found = self._client.run_on_scheduler(checked, Needs(__version__, own_source(), (), None))
        except (ImportError, AttributeError, TypeError):  # it has none, or a very different one
            found = _NO_PACKAGE
        if found.why_not:
            raise ToolMissing(f"the cluster's scheduler can't be used: {found.why_not}", [found.command])

    def present(self) -> dict[str, int]:
        """Return how many threads each worker has, by address."""
        with self._lock:
            return self._look()

    def fit(self, stage: str, needs: Needs, progress: Progress, *, looks: bool = False) -> tuple[str, ...] | None:
        """Return the workers that may run the stage, each of them checked; None: all that are there.

        Raises ToolMissing, with what each worker lacks, where none may. Empty where one might that has gone for now. If
        there is no worker, one will be waited for. `looks`: the list of workers is asked for anew.
        """
        with self._lock:
            if looks:
                self._looked_at = -FRESH_S
            present = self._look()
            self._check([address for address in present if (address, needs) not in self._found], needs)
            found = {address: self._found[address, needs] for address in present if (address, needs) in self._found}
            good = tuple(address for address, one in found.items() if not one.why_not)
            if found and not good and not self._knew_one(needs):
                raise _nobody(stage, found)
            self._tell(stage, found, progress)
            return None if len(good) == len(present) else good

    def refuse(self, address: str, needs: Needs, why: Checked) -> None:
        """Use this worker no more for what needs this."""
        with self._lock:
            self._found[address, needs] = why
            self._looked_at = -FRESH_S  # it came since

    def _knew_one(self, needs: Needs) -> bool:
        """Say whether a good worker was seen in this run: it is likely to be starting again, and will be waited for."""
        return any(one == needs and not found.why_not for (_, one), found in self._found.items())

    def _look(self) -> dict[str, int]:
        if time.monotonic() - self._looked_at > FRESH_S:
            self._now = dict(self._client.nthreads())
            self._looked_at = time.monotonic()
        return self._now

    def _check(self, addresses: list[str], needs: Needs) -> None:
        if not addresses:
            return
        answers = self._client.run(_checked, needs, workers=addresses, on_error="return")
        for address, answer in answers.items():
            if isinstance(answer, Checked):
                self._found[address, needs] = answer
            elif isinstance(answer, OSError):  # it has gone meanwhile
                self._now.pop(address, None)
            else:
                self._found[address, needs] = _NO_PACKAGE

    def _tell(self, stage: str, found: dict[str, Checked], progress: Progress) -> None:
        """Say once of each worker that it isn't used, and once that processors differ."""
        if not found:
            self._say(progress, "the cluster has no worker yet; the work begins when one comes")
        elif all(one.why_not for one in found.values()):
            self._say(progress, "the workers that can be used have gone; the work goes on when one comes back")
        for address, one in found.items():
            if one.why_not:
                self._say(progress, f"the worker {address} is not used for {stage}: {one.why_not} ({one.command})")
        kinds = sorted({processor(), *(one.processor for one in found.values() if not one.why_not)})
        if len(kinds) > 1:
            self._say(
                progress,
                f"the processors are of different kinds ({'; '.join(kinds)}): each rounds in its own way, so sound and "
                "words may differ a little from what one of them alone would make",
            )

    def _say(self, progress: Progress, text: str) -> None:
        if text not in self._told:
            self._told.add(text)
            progress.remarked(text)


async def _checked(needs: Needs) -> Checked:
    """Check beside the worker's own loop, which would look dead while a model is hashed."""
    import asyncio

    return await asyncio.to_thread(checked, needs)


def _nobody(stage: str, found: dict[str, Checked]) -> ToolMissing:
    listed = "".join(f"\n  {address}: {one.why_not}" for address, one in sorted(found.items()))
    return ToolMissing(f"no worker of the cluster can be used for {stage}:{listed}", _once(found.values()))


def _once(found: Iterable[Checked]) -> list[str]:
    return list(dict.fromkeys(one.command for one in found))
