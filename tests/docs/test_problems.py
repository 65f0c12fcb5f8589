"""docs/problems.md knows every place that raises an error, and the words of every message that is written there."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
SRC = ROOT / "src" / "radkind_pod"
PAGE = (ROOT / "docs" / "problems.md").read_text(encoding="utf-8")
MESSAGE_AT = {"MediaError": 1, "EngineError": 1, "TransferError": 1, "NeedsPerson": 1, "Refused": 0, "ToolMissing": 0}
"""Which argument says what is wrong."""

RAISED = {*MESSAGE_AT, "SourceError", "Problem", "UsageError"}


def calls() -> Iterator[tuple[str, str, ast.Call]]:
    """Yield (module, class, call) for each error that is made anywhere."""
    for file in sorted(SRC.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and (name := getattr(node.func, "id", getattr(node.func, "attr", ""))) in RAISED
            ):
                yield file.relative_to(SRC).as_posix(), name, node


def fixed_words(message: ast.expr) -> str:
    """Return the longest part of the message that is always the same; empty where it is made elsewhere."""
    parts = [node.value for node in ast.walk(message) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return max((part.strip() for part in parts), key=len, default="") if _is_text(message) else ""


def _is_text(message: ast.expr) -> bool:
    return isinstance(message, ast.JoinedStr | ast.Constant)


def written() -> Iterator[tuple[str, str]]:
    for module, name, call in calls():
        message = call.args[MESSAGE_AT[name]] if name in MESSAGE_AT else None
        if message and (words := fixed_words(message)):
            yield module, words


def test_every_module_that_raises_has_its_place_in_the_page_and_no_other() -> None:
    """The comments `<!-- raised in: ... -->` name exactly the modules that raise."""
    marked = [
        line.removeprefix("<!-- raised in: ").removesuffix(" -->")
        for line in PAGE.splitlines()
        if "<!-- raised" in line
    ]
    assert {name for line in marked for name in line.split()} == {module for module, _, _ in calls()}


@pytest.mark.parametrize(("module", "words"), sorted(set(written())))
def test_every_message_stands_in_the_page(module: str, words: str) -> None:
    """The part of a message that is always the same can be found by searching the page for it."""
    assert words in " ".join(PAGE.split())
