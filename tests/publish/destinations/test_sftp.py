"""Finding out whether an SFTP server makes a file only once."""

from io import BytesIO

import pytest

pytest.importorskip("paramiko")

from radkind_pod.publish.destinations.address import parsed
from radkind_pod.publish.destinations.sftp import NO_EXCL, Sftp


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
