"""openai-whisper decodes windows; the real one is tried where PyTorch is (system tests)."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest

from radkind_pod.transcript.listening.decoder import CAREFUL, Ask, Spoken
from radkind_pod.transcript.pieces import RATE

ROOT = Path(__file__).parents[2]
WINDOW = np.zeros(2 * RATE, np.float32)


class Tokens:
    """Stands in for whisper's tokenizer: one token for each letter."""

    eot = 900

    def encode(self, text: str) -> list[int]:
        return [ord(letter) for letter in text]


class Mel:
    """Stands in for a tensor."""

    def to(self, device: object) -> "Mel":
        return self

    def unsqueeze(self, at: int) -> "Mel":
        return self


class Model(SimpleNamespace):
    """Has an identity, as torch's models have."""

    __hash__ = object.__hash__


class FakeWhisper:
    """Stands in for torch and whisper, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.encoded = 0
        self.log_probability = -0.2
        self.languages = {"en": 0.1, "fr": 0.85}
        audio = module("whisper.audio", N_SAMPLES=480_000, N_FRAMES=3000)
        self.modules = {
            "torch": module("torch", manual_seed=lambda seed: None, no_grad=nullcontext),
            "whisper": module(
                "whisper",
                audio=audio,
                DecodingOptions=lambda **options: options,
                decode=self.decode,
                detect_language=lambda *_: (None, [self.languages]),
                log_mel_spectrogram=lambda *_, **__: Mel(),
                pad_or_trim=lambda mel, _: mel,
            ),
            "whisper.model": module("whisper.model", ModelDimensions=None, Whisper=None),
            "whisper.timing": module(
                "whisper.timing", find_alignment=self.find_alignment, merge_punctuations=lambda *_: None
            ),
            "whisper.tokenizer": module(
                "whisper.tokenizer", LANGUAGES={"en": "", "fr": ""}, get_tokenizer=lambda *_, **__: Tokens()
            ),
        }
        self.model = Model(
            is_multilingual=True,
            num_languages=99,
            device=SimpleNamespace(type="cpu"),
            dims=SimpleNamespace(n_mels=80, n_text_ctx=448),
            encoder=self.encoder,
        )

    def encoder(self, _: Mel) -> Mel:
        self.encoded += 1
        return Mel()

    def decode(self, model: Any, mel: Mel, options: dict[str, Any]) -> tuple[Any]:
        self.asked.append(options)
        return (SimpleNamespace(tokens=[72, 105, 951], avg_logprob=self.log_probability, no_speech_prob=0.1),)

    def find_alignment(self, model: Any, tokenizer: Tokens, tokens: list[int], mel: Mel, frames: int) -> list[Any]:
        assert (tokens, frames) == ([72, 105], 200)
        whole = SimpleNamespace(word=" Hi", start=0.5, end=0.8, probability=0.9)
        return [whole, SimpleNamespace(word="", start=0.8, end=0.8, probability=0.9)]


def module(name: str, **content: Any) -> ModuleType:
    made = ModuleType(name)
    vars(made).update(content)
    return made


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeWhisper]:
    whisper = FakeWhisper()
    for name, made in whisper.modules.items():
        monkeypatch.setitem(sys.modules, name, made)
    sys.modules.pop("radkind_pod.transcript.engines.openai", None)
    yield whisper
    sys.modules.pop("radkind_pod.transcript.engines.openai", None)


@pytest.fixture
def engine(fake: FakeWhisper) -> Any:
    from radkind_pod.transcript.engines.device import Seat
    from radkind_pod.transcript.engines.openai import OpenAIWhisper

    made = OpenAIWhisper(Path("models"))
    vars(made)["_seat"] = Seat(lambda _: fake.model, "cpu")
    return made


def test_a_window_is_decoded_without_time_tokens_and_its_words_get_their_times(fake: FakeWhisper, engine: Any) -> None:
    (decoded,) = engine.decode([WINDOW], Ask("en"))
    assert decoded.words == (Spoken(" Hi", 0.5, 0.8, 0.9),)
    assert (decoded.mean_log_probability, decoded.no_speech_probability, decoded.ended) == (-0.2, 0.1, True)
    (asked,) = fake.asked
    assert (asked["beam_size"], asked["temperature"], asked["without_timestamps"]) == (5, 0.0, True)
    assert (asked["language"], asked["prompt"], asked["fp16"]) == ("en", None, False)


def test_a_window_is_encoded_once_however_often_it_is_decoded(fake: FakeWhisper, engine: Any) -> None:
    assert len(list(engine.again(WINDOW, Ask("en"), CAREFUL))) == len(CAREFUL)
    assert fake.encoded == 1
    assert [asked["temperature"] for asked in fake.asked] == [way.temperature for way in CAREFUL]
    assert [asked["without_timestamps"] for asked in fake.asked] == [not way.timed for way in CAREFUL]
    assert [asked["best_of"] for asked in fake.asked] == [5 if way.temperature else None for way in CAREFUL]


def test_what_is_not_asked_for_is_not_decoded(fake: FakeWhisper, engine: Any) -> None:
    next(engine.again(WINDOW, Ask("en"), CAREFUL))
    assert len(fake.asked) == 1


def test_the_names_of_the_glossary_are_told_before_every_window(fake: FakeWhisper, engine: Any) -> None:
    engine.decode([WINDOW, WINDOW], Ask("en", ("Solé", "Ubuntu")))
    assert [asked["prompt"] for asked in fake.asked] == [" Solé, Ubuntu"] * 2


def test_speech_in_a_language_that_may_be_spoken_is_kept_in_it_and_else_told(fake: FakeWhisper, engine: Any) -> None:
    (kept,) = engine.decode([WINDOW], Ask("en", others=("fr",)))
    assert ([asked["language"] for asked in fake.asked], kept.language) == (["en", "fr"], "fr")
    fake.log_probability = -0.7
    (told,) = engine.decode([WINDOW], Ask("en"))
    assert (told.language, told.likeliest, told.likelihood) == ("en", "fr", 0.85)


def test_it_knows_the_languages_of_its_model(fake: FakeWhisper, engine: Any) -> None:
    assert (engine.knows("fr"), engine.knows("cy")) == (True, False)
    fake.model.is_multilingual = False
    assert (engine.knows("en"), engine.knows("fr")) == (True, False)


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
