"""The stage Recognise writes what its engine heard, the same bytes for the same input."""

from collections.abc import Callable, MutableMapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from radkind_pod.errors import EngineError
from radkind_pod.media.encode import FlacWriter
from radkind_pod.model.audio import Cut
from radkind_pod.model.plain import from_plain_file
from radkind_pod.model.transcript import Answer, Heard, Word
from radkind_pod.transcript.engines import ENGINES, Sound
from radkind_pod.transcript.listening.decoder import Ask, Decoded, Spoken
from radkind_pod.transcript.models import find_model
from radkind_pod.transcript.stages import Recognise, Translate

SPEECH = Path(__file__).parents[1] / "data" / "speech"
HEARD = Heard((Word("Hello", 0, 400, 0.9),), -0.2, 0.01, 1.2)
PASSED_OVER = Heard((), 0.0, 0.0, 0.0, 1000, 2500, ("speech-without-words",))
DECODED = Decoded((Spoken(" Hello", 0.0, 0.4, 0.9),), -0.2, 0.01)


class FakeEngine:
    """Hears one word, and keeps what it was given."""

    remark = ""

    def __init__(self) -> None:
        self.rates: list[tuple[int, str]] = []
        self.language = ""
        self.glossary: tuple[str, ...] = ()
        self.fails = False

    def transcribe(
        self, sound: Sound, ask: Ask, heard_until: Callable[[int], None], journal: MutableMapping[str, Decoded]
    ) -> tuple[Heard, ...]:
        self.language, self.glossary, self.duration_ms = ask.language, ask.names, sound.duration_ms
        self.into_english = ask.into_english
        self.known = dict(journal)
        if self.fails:
            journal["0-48000"] = DECODED
            raise KeyboardInterrupt
        for piece in sound.pieces:
            self.rates.append((len(piece.samples), piece.samples.dtype.name))
            self.heard = piece.samples
            heard_until(piece.end_ms)
        return (HEARD, PASSED_OVER)


class Watcher:
    """Keeps every move."""

    def __init__(self) -> None:
        self.moves: list[tuple[float, float]] = []
        self.remarks: list[str] = []

    def moved(self, done: float, total: float) -> None:
        self.moves.append((done, total))

    def remarked(self, text: str) -> None:
        self.remarks.append(text)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeEngine:
    engine = FakeEngine()
    monkeypatch.setitem(ENGINES, "replay", lambda weights, answers: engine)
    return engine


@pytest.fixture
def interview(tmp_path: Path) -> Path:
    """Three seconds of stereo at 48 kHz."""
    file = tmp_path / "interview.flac"
    with FlacWriter(file, 2) as flac:
        flac.write(np.random.default_rng(3).normal(0, 0.05, (144_000, 2)).astype(np.float32))
    return file


def request(interview: Path, **changes: object) -> Recognise:
    fields = {"engine": "replay", "weights": None, "answers": None, "language": "en-GB", "glossary": ("Solé",)}
    return Recognise(interview, **{**fields, **changes})  # type: ignore[arg-type]


def test_the_engine_gets_16_khz_mono_and_all_of_the_answer_is_kept(
    fake: FakeEngine, interview: Path, tmp_path: Path
) -> None:
    watcher = Watcher()
    asked = request(interview)
    asked.run(tmp_path, watcher)
    assert fake.rates == [(48_000, "float32")]
    assert (fake.language, fake.glossary, fake.duration_ms) == ("en", ("Solé",), 3000)
    assert watcher.moves == [(3000, 3000)]
    assert from_plain_file(Answer, asked.read(tmp_path)) == Answer("replay", "", "en-GB", (HEARD, PASSED_OVER))


def test_what_a_person_should_know_of_the_engine_is_told(fake: FakeEngine, interview: Path, tmp_path: Path) -> None:
    watcher = Watcher()
    request(interview).run(tmp_path, watcher)
    assert watcher.remarks == []
    fake.remark = "the graphics card is too small"
    request(interview).run(tmp_path, watcher)
    assert watcher.remarks == ["the graphics card is too small"]


def interrupt(fake: FakeEngine, asked: Recognise, folder: Path) -> None:
    fake.fails = True
    with pytest.raises(KeyboardInterrupt):
        asked.run(folder, Watcher())
    fake.fails = False


def test_what_an_interrupted_run_decoded_is_known_to_the_next_and_then_gone(
    fake: FakeEngine, interview: Path, tmp_path: Path
) -> None:
    part = tmp_path / "build" / "part"
    part.mkdir(parents=True)
    interrupt(fake, request(interview), part)
    request(interview).run(part, Watcher())
    assert fake.known == {"0-48000": DECODED}
    assert [file.name for file in part.parent.iterdir()] == ["part"]


@pytest.mark.parametrize("change", [{"language": "cy"}, {"glossary": ("Solé", "Ama")}])
def test_what_was_decoded_for_another_question_is_not_used(
    fake: FakeEngine, interview: Path, tmp_path: Path, change: dict[str, object]
) -> None:
    part = tmp_path / "build" / "part"
    part.mkdir(parents=True)
    interrupt(fake, request(interview), part)
    replace(request(interview), **change).run(part, Watcher())  # type: ignore[arg-type]
    assert fake.known == {}


def test_what_was_decoded_of_another_recording_is_not_used(fake: FakeEngine, interview: Path, tmp_path: Path) -> None:
    part = tmp_path / "build" / "part"
    part.mkdir(parents=True)
    interrupt(fake, request(interview), part)
    with FlacWriter(interview, 2) as flac:
        flac.write(np.zeros((144_000, 2), np.float32))
    request(interview).run(part, Watcher())
    assert fake.known == {}


@pytest.mark.usefixtures("fake")
def test_the_answer_names_no_path(interview: Path, tmp_path: Path) -> None:
    request(interview).run(tmp_path, Watcher())
    assert str(tmp_path) not in (tmp_path / "answer.json").read_text(encoding="utf-8")


@pytest.mark.usefixtures("fake")
def test_a_glossary_that_would_harm_is_refused_not_shortened(interview: Path, tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="the glossary has 31 names, and more than 30 make Whisper worse"):
        request(interview, glossary=tuple(f"Name{i}" for i in range(31))).run(tmp_path, Watcher())


def test_a_replay_can_play_what_recognise_wrote(interview: Path, tmp_path: Path) -> None:
    answer = tmp_path / "recorded.json"
    answer.write_text(
        '{"engine": "x", "weights_sha256": "", "language": "en", "heard": [{"words": [{"text": "Hi", "start_ms": 0,'
        ' "end_ms": 3000, "probability": 0.5}], "mean_log_probability": -1, "no_speech_probability": 0,'
        ' "compression_ratio": 1}]}',
        encoding="utf-8",
    )
    asked = request(interview, answers=answer)
    asked.run(tmp_path, Watcher())
    assert [h.words for h in from_plain_file(Answer, asked.read(tmp_path)).heard] == [(Word("Hi", 0, 3000, 0.5),)]


def test_real_speech_gives_the_same_bytes_each_time_and_names_its_weights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RADKIND_POD_MODELS", str(tmp_path / "models"))
    asked = request(SPEECH / "mfa" / "61-70968-0000.flac", engine="faster-whisper", weights=find_model("base"))
    written = []
    for name in ("once", "again"):
        (tmp_path / name).mkdir()
        asked.run(tmp_path / name, Watcher())
        written.append(asked.read(tmp_path / name).read_bytes())
    assert written[0] == written[1]
    assert b'"weights_sha256": "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"' in written[0]


def test_a_translation_is_asked_for_without_what_must_not_be_heard(
    fake: FakeEngine, interview: Path, tmp_path: Path
) -> None:
    wanted = request(interview)
    hearing = Translate(interview, "replay", None, None, "de", (), silenced=(Cut(1000, 2000),))
    wanted.run(tmp_path, Watcher())
    assert not fake.into_english
    hearing.run(tmp_path, Watcher())
    assert fake.into_english
    assert not fake.heard[16_000:32_000].any()
    assert fake.heard[:16_000].any()
