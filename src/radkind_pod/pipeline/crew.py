"""Who works on the episodes of a build: how many at the same time, and where the stages of each one run."""

from contextlib import AbstractContextManager
from typing import Protocol

from radkind_pod.pipeline.runner import Runner


class Crew(Protocol):
    """Works on several episodes at once. Its methods are called from several threads."""

    @property
    def at_once(self) -> int:
        """How many episodes are worked on at the same time, at least 1. Each of them runs one stage after another."""

    def runner(self, slug: str, priority: int) -> AbstractContextManager[Runner]:
        """Return what runs the stages of this episode, and ends its work when it is left.

        Priority 0 is the longest episode: it should not wait for another one. The show's own stages come last, with
        the folder below build/ as their slug.
        """

    def stop(self) -> None:
        """End every stage that runs or waits: `Runner.run` raises in its thread, whatever it raises. Nothing begins.

        It is called again and again until all have ended.
        """
