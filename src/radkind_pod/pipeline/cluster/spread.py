"""One long recording heard by several workers: the same words, sooner."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeGuard

from radkind_pod.model.transcript import Heard
from radkind_pod.pipeline.cluster.sender import Sender
from radkind_pod.pipeline.stage import Stage
from radkind_pod.progress import Progress
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
    sender: Sender, stage: Stage[Any], shares: int, folder: Path, progress: Progress, priority: int
) -> None:
    """Let several workers hear the recording, and write the answer.json that one of them alone would."""
    assert isinstance(stage, Recognise)
    requests = [HearShare(stage, share, shares) for share in range(shares)]
    told = _Together(progress, shares)
    with (
        TemporaryDirectory(dir=folder.parent, prefix=f".{stage.NAME}.part-") as aside,
        ThreadPoolExecutor(shares, thread_name_prefix="share") as pool,
    ):
        folders = [Path(aside) / str(share) for share in range(shares)]

        def hear(share: int) -> tuple[Heard, ...]:
            folders[share].mkdir()
            sender.send(requests[share], folders[share], told.of(share), priority)
            return requests[share].read(folders[share])

        join_shares(stage, pool.map(hear, range(shares)), folder)
    (folder.parent / f".{stage.NAME}.journal").unlink(missing_ok=True)


class _Together:
    """What several workers say of how far they are, as one."""

    def __init__(self, progress: Progress, shares: int) -> None:
        self._progress, self._done = progress, [0.0] * shares

    def of(self, share: int) -> "_OfOne":
        return _OfOne(self, share)

    def moved(self, share: int, done: float, total: float) -> None:
        count = len(self._done)
        self._done[share] = max(0.0, done - total * share / count)
        self._progress.moved(sum(self._done), total)

    def remarked(self, text: str) -> None:
        self._progress.remarked(text)


class _OfOne:
    def __init__(self, together: _Together, share: int) -> None:
        self._together, self._share = together, share

    def moved(self, done: float, total: float) -> None:
        self._together.moved(self._share, done, total)

    def remarked(self, text: str) -> None:
        self._together.remarked(text)
