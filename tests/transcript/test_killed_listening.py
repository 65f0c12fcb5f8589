"""A build that is killed while it listens goes on where it was: a real engine, a real SIGKILL."""

import subprocess
import sys
import time
import wave
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from radkind_pod.media.decode import read_blocks
from radkind_pod.progress import Silent
from radkind_pod.transcript.engines import faster
from radkind_pod.transcript.models import find_model
from radkind_pod.transcript.pieces import RATE
from radkind_pod.transcript.stages import Recognise

ENGLISH = Path(__file__).parents[1] / "data" / "speech" / "en"
CHILD = """
import sys
from pathlib import Path
from radkind_pod.progress import Silent
from radkind_pod.transcript.models import find_model
from radkind_pod.transcript.stages import Recognise
Recognise(Path(sys.argv[1]), "faster-whisper", find_model("base"), None, "en", ()).run(Path(sys.argv[2]), Silent())
"""
PATIENCE_S = 240


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """The English recordings one after the other, twice: some minutes of speech, in windows of up to 29 s."""
    files = [file for file in sorted(ENGLISH.iterdir()) if file.suffix != ".txt"] * 2
    samples = np.concatenate([block[:, 0] for file in files for block in read_blocks(file, channels=1, rate=RATE)])
    with wave.open(str(tmp_path / "interview.wav"), "wb") as out:
        out.setparams((1, 2, RATE, 0, "NONE", ""))
        out.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    return tmp_path / "interview.wav"


def killed_after(windows: int, recording: Path, part: Path) -> list[str]:
    """Kill a child as soon as so many windows are in its journal; return the journal's lines as they were left."""
    journal = part.parent / ".recognise.journal"
    child = subprocess.Popen([sys.executable, "-c", CHILD, str(recording), str(part)])
    until = time.monotonic() + PATIENCE_S
    try:
        while not journal.is_file() or len(journal.read_text(encoding="utf-8").splitlines()) <= windows:
            assert child.poll() is None, "it was done before it could be killed"
            assert time.monotonic() < until
            time.sleep(0.02)
    finally:
        child.kill()
        child.wait()
    return journal.read_text(encoding="utf-8").splitlines()[1:]


def test_the_next_run_decodes_only_what_the_killed_one_had_not(
    recording: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoded: list[int] = []
    real = faster.FasterWhisper.decode

    def counting(engine: faster.FasterWhisper, windows: Any, ask: Any) -> Any:
        decoded.append(len(windows))
        return real(engine, windows, ask)

    monkeypatch.setattr(faster.FasterWhisper, "decode", counting)
    request = Recognise(recording, "faster-whisper", find_model("base"), None, "en", ())
    whole, part = tmp_path / "whole" / "recognise", tmp_path / "part" / "recognise"
    for folder in (whole, part):
        folder.mkdir(parents=True)
    request.run(whole, Silent())
    windows = sum(decoded)
    decoded.clear()
    known = killed_after(windows * 3 // 4, recording, part)
    request.run(part, Silent())
    assert sum(decoded) == windows - len([line for line in known if ' again", ' not in line])
    assert sum(decoded) <= windows - windows * 3 // 4
    assert (part / "answer.json").read_bytes() == (whole / "answer.json").read_bytes()
