"""The second engine makes the whole sample episode, with word times."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WORDS = "ask not what your country can do for you ask what you can do for your country"


def plain(text: str) -> str:
    return " ".join("".join(c for c in text.lower() if c.isalnum() or c.isspace()).split())


@pytest.mark.system
def test_openai_whisper_builds_the_sample(tmp_path: Path) -> None:
    """The words that everybody knows are heard, and each word has a time under its sound."""
    for name in ("config.yaml", "artwork.png", "audio", "episodes"):
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)
    pod = ROOT / ".venv-openai" / "bin" / "radkind-pod"
    command = [pod, "-C", tmp_path, "build", "two-voices", "--engine", "openai-whisper", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert WORDS in plain((tmp_path / result["transcripts"]["txt"]).read_text(encoding="utf-8"))
    answer = json.loads((tmp_path / "build/two-voices/recognise/answer.json").read_text(encoding="utf-8"))
    words = [word for heard in answer["heard"] for word in heard["words"]]
    assert answer["engine"] == "openai-whisper"
    assert all(word["end_ms"] > word["start_ms"] for word in words)
    spoken = [word for word in words if plain(word["text"]) == "ask"]
    # In the recording, the two words begin 8.2 s and 5.4 s... into the third recording, at 10.1 s.
    assert len(spoken) == 2
    assert all(10_100 < word["start_ms"] < 21_100 for word in spoken)
