"""A sample show that somebody spoils, and the one line that a build must say of it."""

from collections.abc import Callable
from typing import Any

import pytest

EPISODE = "episodes/two-voices/episode.yaml"
RAW = "episodes/two-voices/raw"
NOTHING_HEARD = '{"engine": "replay", "weights_sha256": "", "language": "en", "heard": []}\n'

Spoil = Callable[[Any], str]
"""Spoils the show and returns how the one line on stderr begins."""


def only(show: Any, name: str, data: bytes | None) -> str:
    """Let the episode consist of this recording alone; return its path as people see it."""
    head, rest = (show.episode / "episode.yaml").read_text(encoding="utf-8").split("# The recordings,")
    (show.episode / "episode.yaml").write_text(f"{head}recordings:\n  - {name}\n", encoding="utf-8", newline="\n")
    assert "chapters:" in rest
    (show.episode / "replay.json").write_text(NOTHING_HEARD, encoding="utf-8", newline="\n")
    if data is not None:
        (show.raw / name).write_bytes(data)
    return f"{RAW}/{name}: "


def spoiled(table: list[tuple[Spoil, str]]) -> pytest.MarkDecorator:
    """Try every case of the table."""
    return pytest.mark.parametrize(("spoil", "says"), table, ids=[spoil.__name__ for spoil, _ in table])


def assert_one_line(built: Any, build: Callable[..., Any], spoil: Spoil, says: str, code: int) -> None:
    """Build the spoiled show twice, for a person and as JSON, and hold both against what must be said."""
    begins = spoil(built)
    before = built.published()
    said = build()
    assert (said.exit, said.out, len(said.lines)) == (code, "", 1), said
    line = said.lines[0].removeprefix("radkind-pod: ")
    assert line.startswith(begins)
    assert says in line
    file, _, rest = begins.removesuffix(": ").partition(":")
    error = {"exit": code, "message": line, "file": file, "line": int(rest) if rest else None}
    as_json = build("--json")
    assert as_json.json == {"schema": 1, "episode": "two-voices", "error": error}
    assert built.published() == before
