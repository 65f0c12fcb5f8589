"""Whisper's attention finds when known words are said, and tells whether they are said at all."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from radkind_pod.errors import EngineError
from radkind_pod.media.decode import read_blocks
from radkind_pod.transcript.engines.faster_align import Aligner, Said, split_marks
from radkind_pod.transcript.models import find_model
from radkind_pod.transcript.pieces import RATE, Samples

SPEECH = Path(__file__).parents[1] / "data" / "speech"
JFK = "And so, my fellow Americans, ask not what your country can do for you, ask what you can do for your country."


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of the real base model."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RADKIND_POD_MODELS", str(tmp_path_factory.mktemp("models")))
        yield find_model("base").parent


@pytest.fixture(scope="module")
def aligner(weights: Path) -> Aligner:
    return Aligner(weights)


@pytest.fixture(scope="module")
def speech() -> Samples:
    return np.concatenate([b[:, 0] for b in read_blocks(SPEECH / "en" / "jfk.flac", channels=1, rate=RATE)])


def words(text: str) -> list[str]:
    return [" " + word for word in text.split()]


def fit(said: tuple[Said, ...]) -> list[float]:
    return [sum(word.fit) / len(word.fit) for word in said]


def test_each_word_gets_its_time_in_order_and_fits(aligner: Aligner, speech: Samples) -> None:
    said = aligner.align(speech, words(JFK), "en")
    assert said is not None
    assert [s.start_ms for s in said] == sorted(s.start_ms for s in said)
    assert all(s.start_ms < s.end_ms <= 11_000 for s in said)
    assert min(fit(said)) > 0.5
    country = said[9], said[21]
    assert abs(country[0].start_ms - 5760) < 300
    assert abs(country[1].start_ms - 9940) < 300


def test_the_same_twice_is_the_same_even_after_other_work(aligner: Aligner, speech: Samples) -> None:
    first = aligner.align(speech, words(JFK), "en")
    aligner.align(speech[: 3 * RATE], words("something else"), "de")
    assert aligner.align(speech, words(JFK), "en") == first


def test_words_that_are_not_said_fit_badly(aligner: Aligner, speech: Samples) -> None:
    wrong = JFK.replace("fellow Americans", "yellow bananas")
    said = aligner.align(speech, words(wrong), "en")
    assert said is not None
    fits = fit(said)
    assert max(fits[3:5]) < 0.1
    assert min(fits[5:]) > 0.5


def test_a_word_with_t_is_the_token_that_whisper_knows(aligner: Aligner) -> None:
    """The tokenizer.json of many models lacks the rule that joins a space and a t."""
    known = aligner._model.hf_tokenizer
    for text in (" the", " to", " talking", " trying", " a", " cat"):
        assert aligner._encoded(text, "en") == [known.token_to_id("\u0120" + text[1:])]
    assert aligner._encoded("the", "en") == [known.token_to_id("the")]
    assert aligner._encoded("", "en") == []


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        (" word", ("", " word", "")),
        (" word,", ("", " word", ",")),
        (' "Well...', (' "', "Well", "...")),
        (" don't", ("", " don't", "")),
        ("判。", ("", "判", "。")),
        (" हिन्दी", ("", " हिन्दी", "")),
        (" \u2013", (" \u2013", "", "")),
        ("", ("", "", "")),
    ],
)
def test_marks_are_told_from_what_is_spoken(word: str, parts: tuple[str, str, str]) -> None:
    assert split_marks(word) == parts
    assert "".join(parts) == word


def test_a_word_of_marks_alone_has_no_fit_and_does_no_harm(aligner: Aligner, speech: Samples) -> None:
    said = aligner.align(
        speech, [*words("And so my fellow Americans"), " \u2013", *words("ask not what your country")], "en"
    )
    assert said is not None
    assert said[5].fit == ()
    assert min(fit([s for s in said if s.fit])) > 0.3


def test_what_cannot_be_told_apart_is_none(aligner: Aligner, speech: Samples) -> None:
    assert aligner.align(speech, [" a"] * 500, "en") is None
    assert aligner.align(speech, [], "en") is None
    assert aligner.align(speech[:0], words("hello"), "en") is None
    assert aligner.align(np.zeros(31 * RATE, np.float32), words("hello"), "en") is None


def test_it_knows_whispers_languages(aligner: Aligner) -> None:
    assert aligner.knows("cy")
    assert not aligner.knows("xx")


def test_a_language_is_told_to_whisper(aligner: Aligner) -> None:
    known = aligner._model.hf_tokenizer
    assert aligner._tokenizer("de").sot_sequence[1] == known.token_to_id("<|de|>")
    assert aligner._tokenizer("en").sot_sequence[1] == known.token_to_id("<|en|>")


def test_a_model_that_cannot_be_loaded_is_an_engine_error(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"no model at all")
    with pytest.raises(EngineError, match="can't be loaded on cpu"):
        Aligner(tmp_path)


def test_a_model_that_fails_is_an_engine_error(
    aligner: Aligner, speech: Samples, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("no alignment heads")

    monkeypatch.setattr(aligner, "_found", fail)
    with pytest.raises(EngineError, match=r"failed while timing corrected words \(no alignment heads\)"):
        aligner.align(speech, words("hello"), "en")
