"""Bytes taken one after the other, so that none is passed over."""

from mmap import mmap

from radkind_pod.publish.gate.piece import Unaccounted, broken


class Reader:
    """A stretch of a file. Raises Unaccounted where less is there than is asked for."""

    def __init__(self, data: bytes | memoryview | mmap, start: int = 0, end: int | None = None) -> None:
        self.data = memoryview(data)
        self.at = start
        self.end = len(self.data) if end is None else end

    @property
    def left(self) -> int:
        """How many bytes are still to come."""
        return self.end - self.at

    def take(self, count: int) -> bytes:
        """Return the next bytes."""
        if count < 0 or count > self.left:
            raise broken(self.at, f"{count} bytes should follow, and {self.left} do")
        self.at += count
        return bytes(self.data[self.at - count : self.at])

    def number(self, count: int) -> int:
        """Return the next bytes as a big-endian number."""
        return int.from_bytes(self.take(count), "big")

    def part(self, count: int) -> "Reader":
        """Return a reader of the next bytes, and go on behind them."""
        if count < 0 or count > self.left:
            raise broken(self.at, f"{count} bytes should follow, and {self.left} do")
        self.at += count
        return Reader(self.data, self.at - count, self.at)

    def rest(self) -> bytes:
        """Return all that is left."""
        return self.take(self.left)

    def until_nul(self) -> bytes:
        """Return the bytes before the next NUL, and go on behind it."""
        body = bytes(self.data[self.at : self.end])
        end = body.find(0)
        if end < 0:
            raise broken(self.at, "a text without an end")
        self.at += end + 1
        return body[:end]

    def zeros(self, count: int, what: str) -> None:
        """Pass over bytes that must all be zero."""
        start = self.at
        if any(self.take(count)):
            raise Unaccounted(f"byte {start}", f"{what} should be empty and isn't")

    def finish(self, what: str) -> None:
        """Raise Unaccounted unless nothing is left."""
        if self.left:
            raise Unaccounted(f"byte {self.at}", f"{self.left} bytes more than {what} has")
