"""One long recording heard by several workers: the same words, sooner."""

from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
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
    done, seconds, remarks, over = [0.0] * shares, [0.0] * shares, set[str](), Event()
    with (
        TemporaryDirectory(dir=folder.parent, prefix=f".{stage.NAME}.part-") as aside,
        ThreadPoolExecutor(shares, thread_name_prefix="share") as pool,
    ):
        folders = [Path(aside) / str(share) for share in range(shares)]

        def hear(share: int) -> tuple[Heard, ...]:
            folders[share].mkdir()
            told = _OfShare(watcher, share, done, remarks)
            seconds[share] = sender.send(requests[share], folders[share], told, priority, over)
            return requests[share].read(folders[share])

        heard = [pool.submit(hear, share) for share in range(shares)]
        try:
            for one in as_completed(heard):
                one.result()
        finally:
            over.set()  # if one failed, the others hear for nothing
        join_shares(stage, (one.result() for one in heard), folder)
    (folder.parent / f".{stage.NAME}.journal").unlink(missing_ok=True)
    return sum(seconds)


class _OfShare(Silent):
    """Adds what one share says of how far it is to what the others say."""

    def __init__(self, watcher: Watcher, share: int, done: list[float], remarks: set[str]) -> None:
        self._watcher, self._share, self._done, self._remarks = watcher, share, done, remarks

    def moved(self, done: float, total: float) -> None:
        """Say how much of the whole recording is heard. `done` counts from its beginning."""
        if not total:  # it has only begun
            return
        self._done[self._share] = max(0.0, done - total * self._share / len(self._done))
        self._watcher.moved(sum(self._done), total)

    def remarked(self, text: str) -> None:
        """Say it once of the whole."""
        if text not in self._remarks:
            self._remarks.add(text)
            self._watcher.remarked(text)
