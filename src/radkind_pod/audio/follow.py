"""Lets someone watch a stream go by."""

from collections.abc import Iterable, Iterator

from radkind_pod.media.blocks import Block
from radkind_pod.progress import Progress


def followed(blocks: Iterable[Block], progress: Progress, *, before: int, total: int) -> Iterator[Block]:
    """Yield the blocks and say after each how many samples have gone by, `before` of them earlier."""
    done = before
    for block in blocks:
        yield block
        done += len(block)
        progress.moved(min(done, total), total)
