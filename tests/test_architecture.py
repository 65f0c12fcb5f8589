"""Rooms never import each other, and each outside library has one door."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SRC = Path(__file__).parent.parent / "src" / "radkind_pod"
FILES = sorted(SRC.rglob("*.py"))

EVERYONE = {"model", "errors", "disk", "present", "progress", "apart", "__init__"}
ALLOWED: dict[str, set[str]] = {
    "model": {"model"},
    "apart": {"apart"},
    "media": {"media"},
    "sources": {"sources"},
    "audio": {"audio", "media"},
    "transcript": {"transcript", "media"},
    "package": {"package", "media"},
    "publish": {"publish"},
    "pipeline": {"pipeline", "sources", "audio", "transcript", "package", "publish"},
    "editor": {"editor", "transcript", "media", "sources"},
    "cli": {"cli", "pipeline", "sources", "audio", "transcript", "package", "publish", "editor"},
}
DOORS = {
    "av": ["media/"],
    "lameenc": ["media/encode.py"],
    "click": ["cli/"],
    "rich": ["cli/console.py", "cli/board.py"],
    "pydub": ["audio/stitch.py"],
    "faster_whisper": [
        "transcript/engines/faster.py",
        "transcript/engines/faster_align.py",
        "transcript/listening/voice.py",
    ],
    "ctranslate2": ["transcript/engines/faster.py", "transcript/engines/faster_align.py"],
    "lxml": [
        "publish/podcast_namespace.py",
        "sources/feed_import/tree.py",
        "transcript/exchange/docx.py",
        "transcript/exchange/word_xml.py",
    ],
    "docx": ["transcript/exchange/docx.py"],
    "rapidfuzz": ["transcript/review/worddiff.py"],
    "whisper": ["transcript/engines/openai.py"],
    "torch": ["transcript/engines/openai.py"],
    "mutagen": ["package/tags.py", "package/m4a.py", "package/vorbis.py", "package/refusals.py"],
    "feedgen": ["publish/feed.py", "publish/feed_channel.py", "publish/feed_item.py", "publish/podcast_namespace.py"],
    "jinja2": ["publish/rendering.py"],
    "markdown_it": ["publish/notes.py"],
    "nh3": ["publish/notes.py"],
    "flask": ["editor/"],
    "waitress": ["editor/"],
    "ruamel": ["sources/"],
    "pydantic": ["sources/"],
    "PIL": ["package/artwork.py"],
    "psutil": ["pipeline/computer.py"],
    "huggingface_hub": ["transcript/hub.py"],
    "paramiko": [f"publish/destinations/{name}.py" for name in ("sftp", "sftp_failures", "sftp_login")],
    "boto3": ["publish/destinations/s3.py", "publish/destinations/s3_failures.py"],
    "botocore": ["publish/destinations/s3.py", "publish/destinations/s3_failures.py"],
    "keyring": ["cli/secrets.py"],
    "dask": ["pipeline/cluster/"],
    "distributed": ["pipeline/cluster/"],
    "fsspec": ["pipeline/cluster/transit.py"],
}


def imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room(file: Path) -> str:
    return file.relative_to(SRC).parts[0].removesuffix(".py")


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.relative_to(SRC).as_posix())
def test_a_room_imports_only_what_the_plan_allows(file: Path) -> None:
    ours = {name.split(".")[1] for name in imports(file) if name.startswith("radkind_pod.")}
    allowed = ALLOWED.get(room(file), set(ALLOWED)) | EVERYONE | {"__version__"}
    assert ours - allowed == set()


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.relative_to(SRC).as_posix())
def test_each_library_comes_in_by_its_one_door(file: Path) -> None:
    path = file.relative_to(SRC).as_posix()
    strangers = {
        name
        for name in (imported.split(".")[0] for imported in imports(file))
        if name in DOORS and not any(path.startswith(door) for door in DOORS[name])
    }
    assert strangers == set()


def test_media_is_opened_for_reading_in_one_place() -> None:
    openers = [f.relative_to(SRC).as_posix() for f in FILES if "av.open(" in f.read_text(encoding="utf-8")]
    assert openers == ["media/decode.py", "media/encode.py"]


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.relative_to(SRC).as_posix())
def test_a_disk_is_looked_at_in_one_place(file: Path) -> None:
    """pathlib's own ways take a disk that fails for one where nothing is; an entry of scandir doesn't."""
    blind = {"exists", "is_file", "is_dir", "glob", "rglob", "lexists", "isfile", "isdir"}
    calls = (node.func for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
    looks = {ast.unparse(call) for call in calls if isinstance(call, ast.Attribute) and call.attr in blind}
    assert looks <= {"entry.is_dir", "entry.is_file", "there.exists"}


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.relative_to(SRC).as_posix())
def test_files_and_functions_stay_small(file: Path) -> None:
    """A file has at most 300 lines, a function at most 40 without its docstring."""
    text = file.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            length = body[-1].end_lineno - body[0].lineno + 1 if body else 0
            assert length <= 40, node.name
