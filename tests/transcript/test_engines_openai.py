"""openai-whisper gets samples and settings, never a path; the real one is tried where PyTorch is (system tests)."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest

from radkind_pod.errors import EngineError
from radkind_pod.model.transcript import Heard, Word
from radkind_pod.transcript.engines import Sound
from radkind_pod.transcript.pieces import RATE, cut_pieces

ROOT = Path(__file__).parents[2]
WORDS = [
    {"word": " Hello,", "start": 0.5, "end": 0.8, "probability": 0.9},
    {"word": " world.", "start": 0.8, "end": 1.0, "probability": 0.4},
]
SEGMENT = {"words": WORDS, "avg_logprob": -0.2, "no_speech_prob": 0.1, "compression_ratio": 1.1}


class FakeWhisper:
    """Stands in for torch and whisper, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, dict[str, Any]]] = []
        self.error: Exception | None = None
        self.modules = {
            "torch": module("torch", manual_seed=lambda seed: None),
            "whisper": module("whisper", transcribe=self.transcribe),
            "whisper.model": module("whisper.model", ModelDimensions=None, Whisper=None),
            "whisper.tokenizer": module("whisper.tokenizer", LANGUAGES={"en": "english", "fr": "french"}),
        }
        self.model = SimpleNamespace(is_multilingual=True, device=SimpleNamespace(type="cpu"))

    def transcribe(self, model: Any, audio: Any, **settings: Any) -> dict[str, Any]:
        self.asked.append((audio, settings))
        if self.error:
            raise self.error
        return {"segments": [SEGMENT]}


def module(name: str, **content: Any) -> ModuleType:
    made = ModuleType(name)
    vars(made).update(content)
    return made


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeWhisper]:
    whisper = FakeWhisper()
    for name, made in whisper.modules.items():
        monkeypatch.setitem(sys.modules, name, made)
    yield whisper
    sys.modules.pop("radkind_pod.transcript.engines.openai", None)


def hear(
    fake: FakeWhisper, seconds: int, language: str = "en", glossary: tuple[str, ...] = ()
) -> tuple[Any, list[int]]:
    sys.modules.pop("radkind_pod.transcript.engines.openai", None)
    from radkind_pod.transcript.engines.openai import OpenAIWhisper

    engine = object.__new__(OpenAIWhisper)
    engine._model = fake.model
    told: list[int] = []
    noise = np.random.default_rng(2).normal(0, 0.1, seconds * RATE).astype(np.float32)
    sound = Sound(cut_pieces([noise], longest_s=200), seconds * 1000)
    return engine.transcribe(sound, language, glossary, told.append), told


def test_no_path_ever_reaches_openai_whisper(fake: FakeWhisper) -> None:
    hear(fake, 2)
    assert [(type(audio), audio.dtype, audio.shape) for audio, _ in fake.asked] == [
        (np.ndarray, np.float32, (2 * RATE,))
    ]


def test_words_times_and_sureness_come_through(fake: FakeWhisper) -> None:
    words = (Word("Hello,", 500, 800, 0.9), Word("world.", 800, 1000, 0.4))
    assert hear(fake, 2) == ((Heard(words, -0.2, 0.1, 1.1),), [2000])


def test_a_long_recording_is_heard_in_pieces_so_that_progress_moves(fake: FakeWhisper) -> None:
    heard, told = hear(fake, 500)
    lengths = [len(audio) for audio, _ in fake.asked]
    assert sum(lengths) == 500 * RATE
    assert max(lengths) <= 120 * RATE
    assert told == [round(sum(lengths[: i + 1]) * 1000 / RATE) for i in range(len(lengths))]
    assert [part.words[0].start_ms for part in heard] == [500, *(end + 500 for end in told[:-1])]


def test_the_names_of_the_glossary_are_told_before_every_window(fake: FakeWhisper) -> None:
    hear(fake, 2, glossary=("Solé", "Ubuntu"))
    settings = fake.asked[0][1]
    assert (settings["initial_prompt"], settings["carry_initial_prompt"]) == ("Solé, Ubuntu", True)


def test_a_language_that_the_model_does_not_know_is_refused_not_translated(fake: FakeWhisper) -> None:
    fake.model.is_multilingual = False
    with pytest.raises(EngineError, match="does not know the language 'fr'"):
        hear(fake, 2, language="fr")


def test_an_engine_out_of_memory_is_an_engine_error(fake: FakeWhisper) -> None:
    fake.error = RuntimeError("not enough memory: you tried to allocate 1 TB")
    with pytest.raises(EngineError, match=r"openai-whisper: it failed while listening \(not enough memory"):
        hear(fake, 2)


SCRIPT = """
import json, sys
from pathlib import Path
from radkind_pod.model.plain import to_plain
from radkind_pod.progress import Silent
from radkind_pod.transcript.models import find_model
from radkind_pod.transcript.recognise import hear
from radkind_pod.transcript.stages import Recognise

ask = lambda engine: Recognise(Path(sys.argv[1]), engine, find_model("base"), None, "en", ())
print(json.dumps([to_plain(hear(ask(e), Silent())) for e in ("openai-whisper", "openai-whisper", "faster-whisper")]))
"""


@pytest.mark.system
@pytest.mark.parametrize("clip", ["en/jfk.flac", "picovoice/test.wav"])
def test_both_engines_hear_the_same_words_in_clean_speech_at_the_same_times(clip: str) -> None:
    """The same weights, converted in memory; openai-whisper is run twice and must not differ from itself."""
    python = ROOT / ".venv-openai" / "bin" / "python"
    done = subprocess.run(
        [python, "-c", SCRIPT, ROOT / "tests" / "data" / "speech" / clip], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    once, again, faster = ([w for part in heard for w in part["words"]] for heard in json.loads(done.stdout))
    assert once == again
    assert [spelt(w) for w in once] == [spelt(w) for w in faster]
    assert all(abs(a["start_ms"] - b["start_ms"]) <= 700 for a, b in zip(once, faster, strict=True))
    assert all(0 < w["probability"] <= 1 for w in once)


def spelt(word: dict[str, Any]) -> str:
    """Return the word without its punctuation, which the two engines set differently."""
    return "".join(c for c in word["text"].lower() if c.isalnum())
