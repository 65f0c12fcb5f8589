"""Finding out whether an SFTP server makes a file only once, and how much is on its way to one at once."""

from collections import deque
from io import BytesIO

import pytest

pytest.importorskip("paramiko")

from radkind_pod.publish.destinations.address import parsed
from radkind_pod.publish.destinations.sftp import ENDING_S, NO_EXCL, Sftp
from radkind_pod.publish.destinations.sftp_writing import BLOCK, MOST, write_blocks


class Server:
    """Files by name. Whoever holds the lock clears them once, right after the first was made."""

    def __init__(self, *, heeds_excl: bool) -> None:
        self.files: set[str] = set()
        self._heeds_excl, self._is_cleared = heeds_excl, False

    def open(self, place: str, mode: str) -> BytesIO:
        if self._heeds_excl and place in self.files:
            raise OSError("Failure")
        self.files.add(place)
        if not self._is_cleared:
            self.files.clear()
            self._is_cleared = True
        return BytesIO()

    def remove(self, place: str) -> None:
        if place not in self.files:
            raise FileNotFoundError
        self.files.remove(place)


@pytest.mark.parametrize("heeds_excl", [True, False])
def test_a_file_that_was_cleared_meanwhile_is_no_proof_that_the_server_makes_it_twice(heeds_excl: bool) -> None:
    server = Server(heeds_excl=heeds_excl)
    sftp = Sftp(parsed("sftp://example.org/www"), server)
    assert sftp._is_exclusive(".pod/lock") is heeds_excl
    assert sftp.remarks == ([] if heeds_excl else [NO_EXCL])
    assert server.files == set()


class Line:
    """A server that takes so many bytes a second and is so far away. Time passes only while somebody waits for it."""

    def __init__(self, bytes_s: float, far_s: float) -> None:
        self.now = 0.0
        self.written, self.most = 0, 0
        self._bytes_s, self._far_s, self._free = bytes_s, far_s, 0.0
        self._reqs: deque[float] = deque()

    def set_pipelined(self, pipelined: bool) -> None:
        pass

    def write(self, block: bytes) -> None:
        self._free = max(self._free, self.now) + len(block) / self._bytes_s
        self._reqs.append(self._free + self._far_s)
        self.written += len(block)
        self.most = max(self.most, len(self._reqs))

    def _read_response(self, answered: float) -> None:
        self.now = max(self.now, answered)

    def wait_s(self) -> float:
        """Return how long it takes until all that is on its way has been answered."""
        return max(self._reqs, default=self.now) - self.now


@pytest.mark.parametrize("bytes_s", [30_000, 60_000, 400_000])
def test_on_a_slow_line_little_is_on_its_way_and_every_write_is_told(bytes_s: int) -> None:
    """So whoever interrupts waits for a moment and not for megabytes."""
    line, told, waits = Line(bytes_s, 0.03), list[int](), list[float]()

    def tell(taken: int) -> None:
        told.append(taken)
        waits.append(line.wait_s())

    size = 60 * BLOCK + 5
    write_blocks(BytesIO(bytes(size)), line, line, tell, lambda: line.now)
    assert told == sorted(set(told))
    assert told[-1] == size == line.written
    assert max(waits) < 1.5
    assert line.now < size / bytes_s * 1.05 + 1


def test_a_fast_line_that_is_long_is_filled() -> None:
    line = Line(50_000_000, 0.2)
    write_blocks(BytesIO(bytes(2000 * BLOCK)), line, line, lambda _: None, lambda: line.now)
    assert MOST // BLOCK <= line.most <= 100
    assert line.now < 2000 * BLOCK / MOST * 0.2 * 1.2


class Interrupted:
    """A server whose writer is interrupted."""

    def __init__(self) -> None:
        self.patience: list[float] = []
        self.is_closed = False

    def open(self, place: str, mode: str) -> "Interrupted":
        return self

    def __enter__(self) -> "Interrupted":
        return self

    def __exit__(self, *_: object) -> None:
        assert self.patience, "the file is closed, which waits for an answer"

    def set_pipelined(self, pipelined: bool) -> None:
        raise KeyboardInterrupt

    def get_channel(self) -> "Interrupted":
        return self

    def settimeout(self, seconds: float) -> None:
        self.patience.append(seconds)

    def remove(self, place: str) -> None:
        raise TimeoutError

    def close(self) -> None:
        self.is_closed = True


def test_whoever_interrupts_waits_no_minute_for_a_server_that_is_silent() -> None:
    server = Interrupted()
    with pytest.raises(KeyboardInterrupt):
        Sftp(parsed("sftp://example.org/www"), server)._write("a", BytesIO(b"a"), lambda _: None)
    assert server.patience == [ENDING_S]


def test_where_nobody_answers_a_second_question_is_not_asked() -> None:
    server = Interrupted()
    Sftp(parsed("sftp://example.org/www"), server)._try_to_remove(".part-0123456789abcdef")
    assert server.is_closed
