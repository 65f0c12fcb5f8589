"""What is remembered of large files survives whatever is in its file."""

from pathlib import Path

import pytest

from radkind_pod.transcript.checksums import sha256, sha256_remembered


@pytest.mark.parametrize("text", [b"[" * 200_000, b"{", b"\xff", b"[]"], ids=["deep", "cut off", "no text", "a list"])
def test_a_damaged_memory_costs_only_time(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "model.bin").write_bytes(b"weights")
    (tmp_path / "hashes.json").write_bytes(text)
    assert sha256_remembered(tmp_path / "model.bin", tmp_path / "hashes.json") == sha256(tmp_path / "model.bin")
