"""Which workers of the cluster may be used for what, and why not the others."""

import math
import time
from collections.abc import Callable, Iterable
from threading import Condition, Thread
from typing import Any

from distributed import Client

from radkind_pod import __version__
from radkind_pod.errors import ToolMissing
from radkind_pod.pipeline.cluster.needs import Checked, Needs, checked, own_source, processor
from radkind_pod.progress import Progress

FRESH_S = 2.0
"""For so long the list of workers is believed."""
ANSWER_S = 15.0
"""For so long an answer of a worker is waited for. One that has to hash gigabytes, or hangs, holds nobody up then: it
is used from its answer on. Dask lets go of one from which it has not heard for five minutes."""
_NO_PACKAGE = Checked(
    "it has no radkind-pod that could be used", f"pip install 'radkind-pod[cluster]=={__version__}'", ""
)


class Roll:
    """The workers of a cluster. Called from several threads."""

    def __init__(self, client: Client) -> None:
        self._client, self._lock = client, Condition()
        self._found: dict[tuple[str, Needs], Checked] = {}
        self._asked: dict[tuple[str, Needs], float] = {}
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

        Raises ToolMissing, with what each worker lacks, where none may. Empty where one might that has gone for now, or
        hasn't answered yet. If there is no worker, one will be waited for. `looks`: the list of workers is asked for
        anew.
        """
        with self._lock:
            if looks:
                self._looked_at = -FRESH_S
            present = self._look()
            self._check([address for address in present if (address, needs) not in self._found], needs)
            found = {address: self._found[address, needs] for address in present if (address, needs) in self._found}
            good = tuple(address for address, one in found.items() if not one.why_not)
            silent = [address for address in present if (address, needs) in self._asked]
            if found and not (good or silent or self._knew_one(needs)):
                raise _nobody(stage, found)
            self._tell(stage, found, silent, progress)
            return None if len(good) == len(present) else good

    def ask_all(self, work: Callable[[str, Any], None], topic: str) -> bool:
        """Let each worker do this with the topic; return whether all did, or went, in time.

        Left out are those that never gave an answer: nothing was sent to them.
        """
        with self._lock:
            silent = {address for address, _ in self._asked} - {address for address, _ in self._found}
        failed = list[Exception]()

        def ask() -> None:
            try:
                workers = [address for address in self._client.nthreads() if address not in silent]
                self._client.run(work, topic, workers=workers, on_error="ignore")
            except Exception as error:  # noqa: BLE001 - it is raised for who waits
                failed.append(error)

        asking = Thread(target=ask, name="ask", daemon=True)
        asking.start()
        asking.join(ANSWER_S)
        if failed and not isinstance(failed[0], OSError):  # else the cluster has gone, and what workers have with it
            raise failed[0]
        return not asking.is_alive()

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
        """Ask those who were not asked yet, and wait a while for what they say."""
        for address in addresses:
            if (address, needs) not in self._asked:
                self._asked[address, needs] = time.monotonic()
                Thread(target=self._ask, args=(address, needs), name="ask", daemon=True).start()
        while (left := self._patience(addresses, needs)) > 0:
            self._lock.wait(left)

    def _patience(self, addresses: list[str], needs: Needs) -> float:
        """Return for how many seconds more one of these is waited for; not again where it owes an earlier answer."""
        waited_for = [address for address in addresses if (address, needs) in self._asked]
        since = (min(at for (one, _), at in self._asked.items() if one == address) for address in waited_for)
        return max(since, default=-math.inf) + ANSWER_S - time.monotonic()

    def _ask(self, address: str, needs: Needs) -> None:
        try:
            answer: Any = self._client.run(_checked, needs, workers=[address], on_error="return")[address]
        except Exception as error:  # noqa: BLE001 - it is what came of asking
            answer = error
        with self._lock:
            del self._asked[address, needs]
            if isinstance(answer, Checked):
                self._found[address, needs] = answer
            elif isinstance(answer, OSError):  # it has gone meanwhile, or the scheduler has, and who waits sees that
                self._now.pop(address, None)
            else:
                self._found[address, needs] = _NO_PACKAGE
            self._lock.notify_all()

    def _tell(self, stage: str, found: dict[str, Checked], silent: list[str], progress: Progress) -> None:
        """Say once of each worker that it isn't used, and once that processors differ."""
        for address in silent:
            self._say(progress, f"the worker {address} hasn't answered yet; it is used as soon as it does")
        if not found and not silent:
            self._say(progress, "the cluster has no worker yet; the work begins when one comes")
        elif not silent and all(one.why_not for one in found.values()):
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
