"""Making a file only once, where nothing can do so in one step."""

import time
from collections.abc import Callable

SETTLE_S = 2.0


def put_and_look(put: Callable[[], None], read: Callable[[], bytes | None], data: bytes) -> bool:
    """Put unless something is there; say whether it is ours once it had time to settle.

    Two who begin within SETTLE_S, each of whom needs less than that for its own put, can't both get True: the last
    one to put is the one whom both read. Where the network stalls longer in between, both may.
    """
    if read() is not None:
        return False
    put()
    time.sleep(SETTLE_S)
    return read() == data
