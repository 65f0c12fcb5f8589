"""What is remembered of large files survives several writers, and whatever is in its file."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from radkind_pod.transcript.checksums import sha256, sha256_remembered, write_aside


def test_many_threads_may_write_the_same_file(tmp_path: Path) -> None:
    def write(number: int) -> None:
        write_aside(tmp_path / "hashes.json", b"%d" % number * 1000)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(400)))
    assert [file.name for file in tmp_path.iterdir()] == ["hashes.json"]
    assert len(set((tmp_path / "hashes.json").read_bytes())) <= 3


def test_what_another_one_puts_in_place_meanwhile_is_not_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "glob", lambda self, pattern: [self / ".hashes.json.gone"])
    write_aside(tmp_path / "hashes.json", b"{}")
    assert (tmp_path / "hashes.json").read_bytes() == b"{}"


@pytest.mark.parametrize("text", [b"[" * 200_000, b"{", b"\xff", b"[]"], ids=["deep", "cut off", "no text", "a list"])
def test_a_damaged_memory_costs_only_time(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "model.bin").write_bytes(b"weights")
    (tmp_path / "hashes.json").write_bytes(text)
    assert sha256_remembered(tmp_path / "model.bin", tmp_path / "hashes.json") == sha256(tmp_path / "model.bin")
