"""One long recording heard by several workers: the same words, sooner."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeGuard

from radkind_pod.model.transcript import Heard
from radkind_pod.pipeline.cluster.sender import Sender
from radkind_pod.pipeline.stage import Stage
from radkind_pod.progress import Silent, Watcher
from radkind_pod.transcript.engines import DECODERS
from radkind_pod.transcript.share import HearShare, join_shares, most_shares
from radkind_pod.transcript.stages import Recognise


def shares_of(stage: Stage[Any], threads: int, episodes: int) -> int:
    """Return into how many shares to divide the stage, so that no thread of the cluster is idle; 1: not at all.

    While there are as many episodes as threads, dividing one only makes the whole longer.
    """
    idle = threads // max(1, episodes)
    return max(1, min(idle, most_shares(stage))) if idle > 1 and _can_be_shared(stage) else 1


def _can_be_shared(stage: Stage[Any]) -> TypeGuard[Recognise]:
    return isinstance(stage, Recognise) and stage.engine in DECODERS


def hear_together(
    sender: Sender, stage: Stage[Any], shares: int, folder: Path, watcher: Watcher, priority: int
) -> float:
    """Let several workers hear the recording, and write the answer.json that one of them alone would."""
    assert isinstance(stage, Recognise)
    requests = [HearShare(stage, share, shares) for share in range(shares)]
    done, seconds = [0.0] * shares, [0.0] * shares
    with (
        TemporaryDirectory(dir=folder.parent, prefix=f".{stage.NAME}.part-") as aside,
        ThreadPoolExecutor(shares, thread_name_prefix="share") as pool,
    ):
        folders = [Path(aside) / str(share) for share in range(shares)]

        def hear(share: int) -> tuple[Heard, ...]:
            folders[share].mkdir()
            told = _OfShare(watcher, share, done)
            seconds[share] = sender.send(requests[share], folders[share], told, priority)
            return requests[share].read(folders[share])

        join_shares(stage, pool.map(hear, range(shares)), folder)
    (folder.parent / f".{stage.NAME}.journal").unlink(missing_ok=True)
    return sum(seconds)


class _OfShare(Silent):
    """Adds what one share says of how far it is to what the others say."""

    def __init__(self, watcher: Watcher, share: int, done: list[float]) -> None:
        self._watcher, self._share, self._done = watcher, share, done

    def moved(self, done: float, total: float) -> None:
        """Say how much of the whole recording is heard. `done` counts from its beginning."""
        self._done[self._share] = max(0.0, done - total * self._share / len(self._done))
        self._watcher.moved(sum(self._done), total)

    def remarked(self, text: str) -> None:
        """Say it of the whole."""
        self._watcher.remarked(text)
