"""faster-whisper decodes windows: real speech is heard right, the same whatever else is decoded; failures are ours."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from radkind_pod.errors import EngineError
from radkind_pod.media.decode import read_blocks
from radkind_pod.model.transcript import Heard
from radkind_pod.transcript.engines import Sound, faster
from radkind_pod.transcript.listening.decoder import CAREFUL, FAST, Ask, Decoded, Way
from radkind_pod.transcript.listening.listener import Listener
from radkind_pod.transcript.models import find_model
from radkind_pod.transcript.pieces import RATE, Samples, cut_pieces

SPEECH = Path(__file__).parents[1] / "data" / "speech"
ENGLISH = Ask("en")


@pytest.mark.parametrize(("devices", "how"), [(0, ("cpu", "int8")), (1, ("cuda", "float16"))])
def test_cuda_is_used_where_it_is(devices: int, how: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setattr(faster.ctranslate2, "get_cuda_device_count", lambda: devices)
    monkeypatch.setattr(faster.faster_whisper, "WhisperModel", lambda folder, **k: made.append((folder, k)))
    faster.load(Path("models"), 2, faster.chosen_device()[0])
    ((folder, options),) = made
    assert (folder, options["device"], options["compute_type"]) == ("models", *how)


def test_cores_are_divided_among_the_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[dict[str, Any]] = []
    monkeypatch.setattr(faster, "cores", lambda: 8)
    monkeypatch.setattr(faster.faster_whisper, "WhisperModel", lambda folder, **k: made.append(k))
    engine = faster.FasterWhisper(Path("models"))
    faster.load(engine.folder, engine.workers, "cpu")
    assert (engine.workers, engine.batch, made[0]["num_workers"], made[0]["cpu_threads"]) == (4, 2, 4, 2)


def test_a_folder_that_holds_no_model_is_an_engine_error(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"no model at all")
    with pytest.raises(EngineError, match="can't be loaded on cpu"):
        faster.FasterWhisper(tmp_path).knows("en")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RADKIND_POD_MODELS", str(tmp_path_factory.mktemp("models")))
        yield find_model("base").parent


@pytest.fixture(scope="module")
def engine(folder: Path) -> faster.FasterWhisper:
    """The real base model, loaded once."""
    return faster.FasterWhisper(folder, 2)


def read(file: str) -> Samples:
    return np.concatenate([b[:, 0] for b in read_blocks(SPEECH / file, channels=1, rate=RATE)])


@pytest.fixture(scope="module")
def speech() -> Samples:
    return read("en/jfk.flac")


@pytest.fixture(scope="module")
def windows(speech: Samples) -> list[Samples]:
    sense = [read(f"en/sense_and_sensibility_01_austen_64kb-08{n}0.wav") for n in (7, 8, 9)]
    return [speech, *sense, np.concatenate(sense), read("picovoice/test.wav")]


def hear(engine: faster.FasterWhisper, samples: Samples) -> tuple[Heard, ...]:
    sound = Sound(cut_pieces([samples]), len(samples) * 1000 // RATE)
    return Listener(engine).transcribe(sound, ENGLISH, lambda _: None, {})


def text(heard: Sequence[Heard]) -> str:
    return " ".join(word.text for part in heard for word in part.words)


def test_it_knows_whispers_languages(engine: faster.FasterWhisper) -> None:
    assert [engine.knows(language) for language in ("en", "cy", "ar", "xx")] == [True, True, True, False]


def test_real_speech_is_heard_word_for_word_each_with_its_time_and_probability(
    engine: faster.FasterWhisper, speech: Samples
) -> None:
    heard = hear(engine, speech)
    words = [word for part in heard for word in part.words]
    assert text(heard).replace(",", "").replace(":", "") == (
        "And so my fellow Americans ask not what your country can do for you ask what you can do for your country."
    )
    assert all(word.probability and 0 < word.probability <= 1 and word.start_ms <= word.end_ms for word in words)
    assert [w.start_ms for w in words] == sorted(w.start_ms for w in words)


def test_speech_after_silence_stands_where_it_is_spoken(engine: faster.FasterWhisper, speech: Samples) -> None:
    """Voice detection cuts the silence out before Whisper listens; the times must come back."""
    alone = [w for part in hear(engine, speech) for w in part.words]
    quiet = np.zeros(20 * RATE, np.float32)
    late = [w for part in hear(engine, np.concatenate([quiet, speech, quiet])) for w in part.words]
    assert [plain(w.text) for w in late] == [plain(w.text) for w in alone]
    assert all(abs(w.start_ms - 20_000 - a.start_ms) <= 300 for w, a in zip(late, alone, strict=True))


def plain(word: str) -> str:
    """Return the word without case and punctuation, which depend on where a sentence seems to begin."""
    return word.lower().strip(".,!:;")


@pytest.mark.parametrize("level", [0.0, 0.001])
def test_nothing_is_heard_where_nobody_speaks(engine: faster.FasterWhisper, level: float) -> None:
    noise = np.random.default_rng(1).normal(0, 1, 8 * RATE).astype(np.float32) * np.float32(level)
    assert text(hear(engine, noise)) == ""


def test_a_recording_of_a_few_samples_is_heard_as_nothing(engine: faster.FasterWhisper) -> None:
    assert hear(engine, np.zeros(3, np.float32)) == ()
    assert hear(engine, np.zeros(0, np.float32)) == ()


def test_speech_in_a_language_that_may_be_spoken_is_kept_in_it_and_else_told(engine: faster.FasterWhisper) -> None:
    """Told that it is English, Whisper translates German without a word."""
    german, english = read("fleurs/fleurs-de-001.ogg"), read("en/jfk.flac")
    kept, other = engine.decode([german, english], Ask("en", others=("de",)))
    assert (kept.language, kept.likeliest, other.language) == ("de", "de", "en")
    assert " ins Wasser " in kept.text
    (translated,) = engine.decode([german], Ask("en"))
    assert (translated.language, translated.likeliest) == ("en", "de")
    assert translated.likelihood > 0.9


def test_speech_is_written_in_english_where_that_is_asked_for(engine: faster.FasterWhisper) -> None:
    (german,) = engine.decode([read("fleurs/fleurs-de-001.ogg")], Ask("de"))
    (english,) = engine.decode([read("fleurs/fleurs-de-001.ogg")], Ask("de", into_english=True))
    assert " ins Wasser " in german.text
    assert " in the water" in english.text


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_words_times_and_probabilities_are_the_same_with_any_number_of_workers_and_any_batch(
    folder: Path, engine: faster.FasterWhisper, windows: list[Samples], workers: int
) -> None:
    wanted = engine.decode(windows, ENGLISH)
    other = faster.FasterWhisper(folder, workers)
    alone = [one for window in windows for one in other.decode([window], ENGLISH)]
    apart = [*other.decode(windows[3:], ENGLISH), *other.decode(windows[:3], ENGLISH)]
    assert [same(one) for one in alone] == [same(one) for one in wanted]
    assert [same(one) for one in apart] == [same(one) for one in [*wanted[3:], *wanted[:3]]]


def same(decoded: Decoded) -> tuple[object, ...]:
    """Return what must be the same; sums of another order differ in the eighth digit."""
    words = [(word.text, word.start_s, word.end_s, round(word.probability, 4)) for word in decoded.words]
    return words, round(decoded.mean_log_probability, 4), round(decoded.no_speech_probability, 4), decoded.ended


def test_chance_draws_the_same_whatever_was_decoded_before(
    folder: Path, engine: faster.FasterWhisper, windows: list[Samples]
) -> None:
    ways = [Way(0.8, guarded=True), Way(1.0)]
    wanted = list(engine.again(windows[1], ENGLISH, ways))
    engine.decode(windows[:2], ENGLISH)
    list(engine.again(windows[3], ENGLISH, ways))
    assert list(engine.again(windows[1], ENGLISH, ways)) == wanted
    assert list(faster.FasterWhisper(folder, 1).again(windows[1], ENGLISH, ways)) == wanted


def test_a_window_that_comes_again_is_not_encoded_again_and_heard_as_if_it_were(
    engine: faster.FasterWhisper, windows: list[Samples], monkeypatch: pytest.MonkeyPatch
) -> None:
    encoded: list[int] = []
    encode = faster._encoded
    monkeypatch.setattr(faster, "_encoded", lambda model, some: encoded.append(len(some)) or encode(model, some))  # type: ignore[func-returns-value]
    engine.decode(windows[:3], ENGLISH)
    kept = list(engine.again(windows[2], ENGLISH, CAREFUL[:3]))
    assert encoded == [3]
    engine.decode([windows[3], windows[0]], ENGLISH)
    engine._kept._encoded.clear()
    assert list(engine.again(windows[2], ENGLISH, CAREFUL[:3])) == kept
    assert encoded == [3, 2, 1]


def test_every_careful_way_hears_clear_speech(engine: faster.FasterWhisper, speech: Samples) -> None:
    heard = list(engine.again(speech, ENGLISH, CAREFUL[:4]))
    assert [plain(one.words[-1].text.strip()) for one in heard] == ["country"] * 4
    assert all(one.ended for one in heard)


class Asked(Exception):
    """What the model was asked."""


def asked_of(engine: faster.FasterWhisper, way: Way, names: tuple[str, ...] = (), seconds: int = 10) -> dict[str, Any]:
    def generate(_: Any, prompts: list[list[int]], **options: Any) -> None:
        raise Asked({**options, "prompt": prompts[0]})

    class Model:
        """The real model but for what it generates."""

        def __getattr__(self, name: str) -> Any:
            return generate if name == "generate" else getattr(engine._seat.model.model, name)

    class Outer:
        """The real WhisperModel but for its model."""

        model = Model()

        def __getattr__(self, name: str) -> Any:
            return getattr(engine._seat.model, name)

        def encode(self, _: Any) -> None:
            return None

    with pytest.raises(Asked) as asked:
        faster._Decoding(Outer(), Ask("en", names), (np.zeros(seconds * RATE, np.float32),), None).found(way)
    options = asked.value.args[0]
    assert isinstance(options, dict)
    return options


def test_a_repeating_window_is_stopped_early_and_a_careful_one_has_all_of_whispers_memory(
    engine: faster.FasterWhisper,
) -> None:
    assert asked_of(engine, FAST, seconds=10)["max_length"] == 2 * (24 + 55)
    assert asked_of(engine, FAST, seconds=1)["max_length"] == 2 * (24 + 6)
    assert asked_of(engine, CAREFUL[0])["max_length"] == 448


def test_names_are_told_before_the_window_and_left_out_where_they_could_do_harm(engine: faster.FasterWhisper) -> None:
    plainly = asked_of(engine, FAST)["prompt"]
    named = asked_of(engine, FAST, ("Solé", "Ubuntu"))["prompt"]
    assert named[-len(plainly) :] == plainly
    said = engine._seat.model.hf_tokenizer.decode(named[: -len(plainly)])
    assert said == " Solé, Ubuntu"
    assert asked_of(engine, CAREFUL[2], ("Solé", "Ubuntu"))["prompt"] == plainly


def test_names_never_take_more_than_half_of_whispers_memory(engine: faster.FasterWhisper) -> None:
    prompt = asked_of(engine, FAST, tuple(f"Nkechinyere Okwuosa-Featherstonehaugh {i}" for i in range(40)))["prompt"]
    assert 180 < len(prompt) <= 1 + 223 + 4


def test_what_was_cut_off_says_so(
    engine: faster.FasterWhisper, speech: Samples, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faster, "_TOKENS_A_SECOND", 0)
    monkeypatch.setattr(faster, "_LEAST_TOKENS", 6)
    (decoded,) = engine.decode([speech], ENGLISH)
    assert not decoded.ended
    assert len(decoded.words) <= 7
    assert isinstance(decoded, Decoded)
