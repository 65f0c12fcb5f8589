"""Two publishers at once: exactly one wins."""

import hashlib
import os
from pathlib import Path

import pytest
from tests.publish.destinations.behaviour import send
from tests.system.destinations.conftest import ALL
from tests.system.destinations.reach import Reach

pytestmark = pytest.mark.system
RACES = int(os.environ.get("POD_RACES", "30"))
SLOW = {"rsync": 4, "rclone-s3": 4, "rclone-sftp": 4}
"""Each race takes seconds where the destination can't make a file in one step."""


class Two:
    """Two processes that are told to do something at the same moment."""

    def __init__(self, reach: Reach) -> None:
        self._clients = [reach.client(), reach.client()]

    def __enter__(self) -> "Two":
        for client in self._clients:
            assert client.stdout.readline() == "open\n"
        return self

    def __exit__(self, *error: object) -> None:
        for client in self._clients:
            client.communicate()

    def say(self, one: str, two: str) -> list[str]:
        for client, line in zip(self._clients, (one, two), strict=True):
            client.stdin.write(line + "\n")
        for client in self._clients:
            client.stdin.flush()
        return [client.stdout.readline().strip() for client in self._clients]


@pytest.mark.parametrize("reach", ALL, indirect=True)
def test_of_two_who_create_the_same_file_exactly_one_wins(reach: Reach) -> None:
    """The file holds what the winner wrote."""
    races = SLOW.get(reach.kind, RACES)
    with Two(reach) as two:
        for n in range(races):
            said = two.say(f"create locks/{n} one-{n}", f"create locks/{n} two-{n}")
            assert sorted(said) == ["lost", "won"]
            assert reach.look(f"locks/{n}") == f"{('one', 'two')[said.index('won')]}-{n}".encode()


@pytest.mark.parametrize("reach", ["rclone-dav"], indirect=True)
def test_whoever_comes_late_is_told_so_while_the_first_clears_what_lies_aside(
    reach: Reach, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The first makes the lock and clears just when the other has brought its own lock there, but not yet in place."""
    with reach.open() as first, reach.open() as late:
        look = late.stat

        def stat(path: str) -> object:
            if not reach.look("locks/0"):
                assert first.create("locks/0", b"first")
                send(first, "locks/other", b"other", tmp_path)
            return look(path)

        monkeypatch.setattr(late, "stat", stat)
        assert not late.create("locks/0", b"late")
    assert reach.look("locks/0") == b"first"
    assert not [name for name in reach.left() if "part" in name]


@pytest.mark.parametrize("reach", ["rclone-sftp"], indirect=True)
def test_whoever_comes_late_is_told_so_where_no_file_is_made_only_once(
    reach: Reach, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The first makes the lock and clears just when the other has brought its own there, but not yet in place."""
    with reach.open() as first, reach.open() as late:
        replace = late._replace

        def wait(beside: str, target: str) -> None:
            if not reach.look("locks/0"):
                assert first.create("locks/0", b"first")
                send(first, "locks/other", b"other", tmp_path)
            replace(beside, target)

        monkeypatch.setattr(late, "_replace", wait)
        assert not late.create("locks/0", b"late")
    assert reach.look("locks/0") == b"first"
    assert reach.left() == ["locks/0", "locks/other"]


def swaps(reach: Reach, races: int, command: str) -> None:
    """Let both replace the same bytes again and again: exactly one may."""
    with reach.open() as there:
        there.create("feed.xml", b"start")
    now = b"start"
    with Two(reach) as two:
        for n in range(races):
            expected = hashlib.sha256(now).hexdigest()
            said = two.say(*(f"{command} feed.xml {who}-{n} {expected}" for who in ("one", "two")))
            assert sorted(said) == ["lost", "won"]
            now = f"{('one', 'two')[said.index('won')]}-{n}".encode()
            assert reach.look("feed.xml") == now


@pytest.mark.parametrize("reach", ["moto"], indirect=True)
def test_of_two_who_swap_exactly_one_wins_without_a_lock_where_the_storage_compares(reach: Reach) -> None:
    swaps(reach, RACES, "swap")


@pytest.mark.parametrize("reach", ALL, indirect=True)
def test_of_two_who_swap_under_the_lock_exactly_one_wins(reach: Reach) -> None:
    """Each takes the lock, swaps and lets it go; who comes too late for the lock finds other bytes."""
    swaps(reach, SLOW.get(reach.kind, RACES), "turn .lock")
