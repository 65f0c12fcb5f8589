"""faster-whisper gets samples and settings, never a path; its failures are ours; real speech is heard right."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from radkind_pod.errors import EngineError
from radkind_pod.media.decode import read_blocks
from radkind_pod.model.transcript import Heard, Word
from radkind_pod.transcript.engines import Sound, faster
from radkind_pod.transcript.models import find_model
from radkind_pod.transcript.pieces import RATE, Piece, Samples, cut_pieces

SPEECH = Path(__file__).parents[1] / "data" / "speech"
SILENCE = np.zeros(2 * RATE, np.float32)


class FakeModel:
    """Stands in for WhisperModel and keeps what it was asked."""

    supported_languages = ("en",)
    asked: list[tuple[Any, dict[str, Any]]]

    def __init__(self, folder: str, **how: Any) -> None:
        self.folder, self.how, self.asked = folder, how, []

    def transcribe(self, audio: Any, **settings: Any) -> tuple[Iterator[Any], None]:
        self.asked.append((audio, settings))
        word = SimpleNamespace(word=" Hello.", start=0.5, end=1.0, probability=0.9)
        segment = SimpleNamespace(words=[word], end=1.2, avg_logprob=-0.2, no_speech_prob=0.1, compression_ratio=1.1)
        return iter([segment]), None


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeModel:
    model = FakeModel("")
    monkeypatch.setattr(faster.faster_whisper, "WhisperModel", lambda *a, **k: model)
    return model


def hear(
    engine: faster.FasterWhisper,
    samples: Samples,
    language: str = "en",
    glossary: tuple[str, ...] = (),
    heard_until: Callable[[int], None] = lambda _: None,
) -> tuple[Heard, ...]:
    sound = Sound(cut_pieces([samples]), len(samples) * 1000 // RATE)
    return engine.transcribe(sound, language, glossary, heard_until)


def test_no_path_ever_reaches_faster_whisper(fake: FakeModel) -> None:
    hear(faster.FasterWhisper(Path("models")), SILENCE)
    assert [type(audio) for audio, _ in fake.asked] == [np.ndarray]
    assert (fake.asked[0][0].dtype, fake.asked[0][0].shape) == (np.float32, (2 * RATE,))


def test_the_names_of_the_glossary_are_hotwords_of_every_piece(fake: FakeModel) -> None:
    hear(faster.FasterWhisper(Path("models")), SILENCE, glossary=("Solé", "Ubuntu"))
    assert [settings["hotwords"] for _, settings in fake.asked] == ["Solé, Ubuntu"]


def test_words_times_and_sureness_come_through_and_progress_follows_the_segments(fake: FakeModel) -> None:
    told: list[int] = []
    heard = hear(faster.FasterWhisper(Path("models")), SILENCE, heard_until=told.append)
    assert heard == (Heard((Word("Hello.", 500, 1000, 0.9),), -0.2, 0.1, 1.1),)
    assert told == [1200, 2000]


@pytest.mark.parametrize(("devices", "how"), [(0, ("cpu", "int8")), (1, ("cuda", "float16"))])
def test_cuda_is_used_where_it_is(devices: int, how: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[FakeModel] = []
    monkeypatch.setattr(faster.ctranslate2, "get_cuda_device_count", lambda: devices)
    monkeypatch.setattr(
        faster.faster_whisper, "WhisperModel", lambda *a, **k: made.append(FakeModel(*a, **k)) or made[-1]
    )
    faster.FasterWhisper(Path("models"))
    assert [(m.folder, m.how["device"], m.how["compute_type"]) for m in made] == [("models", *how)]


@pytest.fixture
def engine_runs_out_of_memory(fake: FakeModel, monkeypatch: pytest.MonkeyPatch) -> FakeModel:
    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("CUDA failed with error out of memory")

    monkeypatch.setattr(fake, "transcribe", fail)
    return fake


@pytest.mark.usefixtures("engine_runs_out_of_memory")
def test_an_engine_out_of_memory_is_an_engine_error() -> None:
    with pytest.raises(EngineError, match=r"faster-whisper: it failed while listening \(CUDA .* out of memory\)"):
        hear(faster.FasterWhisper(Path("models")), SILENCE)


@pytest.mark.usefixtures("fake")
def test_a_language_that_the_model_does_not_know_is_refused_not_translated() -> None:
    with pytest.raises(EngineError, match="does not know the language 'cy'"):
        hear(faster.FasterWhisper(Path("models")), SILENCE, language="cy")


def test_a_folder_that_holds_no_model_is_an_engine_error(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"no model at all")
    with pytest.raises(EngineError, match="can't be loaded on cpu"):
        faster.FasterWhisper(tmp_path)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[faster.FasterWhisper]:
    """The real base model, loaded once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RADKIND_POD_MODELS", str(tmp_path_factory.mktemp("models")))
        yield faster.FasterWhisper(find_model("base").parent)


@pytest.fixture(scope="module")
def speech() -> Samples:
    return np.concatenate([b[:, 0] for b in read_blocks(SPEECH / "en" / "jfk.flac", channels=1, rate=RATE)])


def text(heard: tuple[Heard, ...]) -> str:
    return " ".join(word.text for part in heard for word in part.words)


def test_real_speech_is_heard_word_for_word_each_with_its_time_and_probability(
    engine: faster.FasterWhisper, speech: Samples
) -> None:
    heard = hear(engine, speech)
    words = [word for part in heard for word in part.words]
    assert text(heard).replace(",", "") == (
        "And so my fellow Americans ask not what your country can do for you ask what you can do for your country."
    )
    assert all(word.probability and 0 < word.probability <= 1 and word.start_ms <= word.end_ms for word in words)
    assert [w.start_ms for w in words] == sorted(w.start_ms for w in words)


def test_speech_after_silence_stands_where_it_is_spoken(engine: faster.FasterWhisper, speech: Samples) -> None:
    """Voice detection cuts the silence out before Whisper listens; the times must come back."""
    alone = [w for part in hear(engine, speech) for w in part.words]
    quiet = np.zeros(20 * RATE, np.float32)
    late = [w for part in hear(engine, np.concatenate([quiet, speech, quiet])) for w in part.words]
    assert [w.text for w in late] == [w.text for w in alone]
    assert all(abs(w.start_ms - 20_000 - a.start_ms) <= 300 for w, a in zip(late, alone, strict=True))


def test_speech_that_whisper_passes_over_is_heard_once_more_at_its_time(
    engine: faster.FasterWhisper, speech: Samples, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first answer lacks its second half, as happens where speakers change within a window."""
    alone = [w for part in hear(engine, speech) for w in part.words]
    listen = engine._listen

    def forgetful(piece: Piece, *how: Any) -> Iterator[Heard]:
        for part in listen(piece, *how):
            whole = len(piece.samples) == len(speech)
            yield replace(part, words=tuple(w for w in part.words if w.end_ms < 7500)) if whole else part

    monkeypatch.setattr(engine, "_listen", forgetful)
    mended = [w for part in hear(engine, speech) for w in part.words]
    assert [plain(w.text) for w in mended] == [plain(w.text) for w in alone]
    apart = [abs(m.start_ms - a.start_ms) for m, a in zip(mended, alone, strict=True)]
    assert max(apart) <= 500


def plain(word: str) -> str:
    """Return the word without case and punctuation, which depend on where a sentence seems to begin."""
    return word.lower().strip(".,!")


@pytest.mark.parametrize("level", [0.0, 0.001])
def test_nothing_is_heard_where_nobody_speaks(engine: faster.FasterWhisper, level: float) -> None:
    noise = np.random.default_rng(1).normal(0, 1, 8 * RATE).astype(np.float32) * np.float32(level)
    assert text(hear(engine, noise)) == ""


def test_a_recording_of_a_few_samples_is_heard_as_nothing(engine: faster.FasterWhisper) -> None:
    assert hear(engine, np.zeros(3, np.float32)) == ()
    assert hear(engine, np.zeros(0, np.float32)) == ()
