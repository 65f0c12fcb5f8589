"""Making a file only once where nothing does so in one step."""

import pytest

from radkind_pod.publish.destinations import looking


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    waited: list[float] = []
    monkeypatch.setattr(looking.time, "sleep", waited.append)
    return waited


def test_ours_is_ours_once_it_had_time_to_settle(waits: list[float]) -> None:
    there: dict[str, bytes] = {}
    assert looking.put_and_look(lambda: there.update(x=b"ours"), lambda: there.get("x"), b"ours")
    assert waits == [looking.SETTLE_S]


def test_what_is_there_is_left_alone(waits: list[float]) -> None:
    there = {"x": b"theirs"}
    assert not looking.put_and_look(lambda: there.update(x=b"ours"), lambda: there.get("x"), b"ours")
    assert there == {"x": b"theirs"}
    assert waits == []


def test_who_put_last_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    there: dict[str, bytes] = {}
    monkeypatch.setattr(looking.time, "sleep", lambda _: there.update(x=b"theirs"))
    assert not looking.put_and_look(lambda: there.update(x=b"ours"), lambda: there.get("x"), b"ours")
