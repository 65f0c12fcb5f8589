"""A small model, folders that hold it, and a bit of it that flips."""

import hashlib
import os
from pathlib import Path

CONTENT = {"model.bin": bytes(range(256)) * 20, "config.json": b"{}", "tokenizer.json": b"[]", "vocabulary.txt": b"a\n"}
LONG_AGO = 1_700_000_000


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def fill(folder: Path, content: dict[str, bytes] = CONTENT) -> Path:
    """Write a model folder that nobody has touched for long."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in content.items():
        (folder / name).write_bytes(data)
        os.utime(folder / name, (LONG_AGO, LONG_AGO))
    return folder


def flip_a_bit(file: Path, at: int) -> None:
    content = bytearray(file.read_bytes())
    content[at % len(content)] ^= 1 << (at % 8)
    file.write_bytes(content)
