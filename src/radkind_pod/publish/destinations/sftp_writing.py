"""Writing a file over SFTP: many writes on their way at once, but never more than the line brings in a moment."""

import time
from collections import deque
from collections.abc import Callable
from typing import IO, Any

BLOCK, SMALL = 32768, 8192
"""Bytes a write: the most that every server takes; and on a slow line, where few are on their way."""
LEAST, FEW, MOST = 32768, 1 << 18, 1 << 21
"""Bytes on their way at once: from LEAST, in small writes below FEW, to what fills a line that is fast and long.

Never more than 100 writes: then paramiko would wait for all of them.
"""
PROMPT_S, LATE_S = 0.7, 1.0
"""Answers within PROMPT_S let more bytes go at once. Where they come after LATE_S, there are too many on their way:
whoever interrupts would wait for all of them."""


def write_blocks(
    stream: IO[bytes], out: Any, sftp: Any, tell: Callable[[int], None], clock: Callable[[], float] = time.monotonic
) -> None:
    """Write all of the stream to the open remote file, and tell how many bytes the server has said it took.

    Raises what paramiko raises where the server refuses one of the writes.
    """
    under_way: deque[tuple[float, int]] = deque()
    window, sent, taken = LEAST, 0, 0
    out.set_pipelined(True)
    while block := stream.read(BLOCK if window > FEW else SMALL):
        while under_way and sent + len(block) - taken > window:
            began, size = under_way.popleft()
            _await_answer(out, sftp)
            taken += size
            waited_s = clock() - began
            if waited_s < PROMPT_S:
                window = min(window + size, MOST)
            elif waited_s > LATE_S:
                window = max(window - size, LEAST)
            tell(taken)
        under_way.append((clock(), len(block)))
        out.write(block)
        sent += len(block)
    for _, size in under_way:
        _await_answer(out, sftp)
        taken += size
        tell(taken)
    out.set_pipelined(False)


def _await_answer(out: Any, sftp: Any) -> None:
    """Wait for the answer to the oldest write. paramiko itself only ever waits for all of them."""
    sftp._read_response(out._reqs.popleft())
