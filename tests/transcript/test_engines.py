"""The engines' names cost nothing to know, and a missing one says what brings it."""

import subprocess
import sys
from pathlib import Path

import pytest

from radkind_pod.errors import ToolMissing
from radkind_pod.transcript.engines import ENGINES, TOOLS

HEAVY = ("numpy", "av", "faster_whisper", "ctranslate2", "onnxruntime", "torch", "whisper", "huggingface_hub")


def test_every_engine_names_its_tools() -> None:
    assert list(ENGINES) == list(TOOLS)


def test_knowing_the_engines_imports_nothing_heavy() -> None:
    code = f"import sys, radkind_pod.transcript.engines; print([m for m in {HEAVY} if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"


@pytest.mark.parametrize(
    ("engine", "module", "library", "command"),
    [
        ("faster-whisper", "faster", "faster_whisper", "pip install 'faster-whisper>=1.2.1,<2'"),
        ("faster-whisper", "faster", "ctranslate2", "pip install 'faster-whisper>=1.2.1,<2'"),
        ("openai-whisper", "openai", "torch", "pip install 'radkind-pod[openai-whisper]'"),
    ],
)
def test_an_engine_that_is_not_installed_is_named_with_the_command_that_brings_it(
    engine: str, module: str, library: str, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, f"radkind_pod.transcript.engines.{module}", raising=False)
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(ToolMissing, match=f"{engine} is not installed") as missing:
        ENGINES[engine](Path("model.bin"), None)
    assert missing.value.commands == (command,)
    assert missing.value.exit_code == 4
