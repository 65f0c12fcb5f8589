"""Typed words get the times at which they are said; all others stay where they are, to the millisecond."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from radkind_pod.errors import EngineError
from radkind_pod.media.decode import read_blocks
from radkind_pod.media.encode import FlacWriter
from radkind_pod.model.review import Block, Document
from radkind_pod.model.transcript import Word
from radkind_pod.progress import Silent
from radkind_pod.transcript.engines.faster_align import Said
from radkind_pod.transcript.models import find_model
from radkind_pod.transcript.pieces import Samples
from radkind_pod.transcript.review import attention
from radkind_pod.transcript.review.retime import Retimed, retime

SPEECH = Path(__file__).parents[2] / "data" / "speech"
CLIP_MS = 11_000
QUIET_MS = 30_000

# As the base model hears jfk.flac by itself; it lets "ask", "not" and "what" last into pauses.
HEARD = """
And 0 520|so 520 840|my 840 1200|fellow 1200 1580|Americans, 1580 2100|ask 2760 3760|not 3760 4240|what 4240 5520|
your 5520 5760|country 5760 6240|can 6240 6620|do 6620 6820|for 6820 7080|you, 7080 7340|ask 7740 8480|what 8480 8760|
you 8760 9040|can 9040 9320|do 9320 9560|for 9560 9780|your 9780 9940|country. 9940 10360
"""
INTO_PAUSES = {"ask", "not", "what"}
NEAR_MS = 300


def heard(at_ms: int = 0) -> list[Word]:
    parts = (word.rsplit(" ", 2) for word in HEARD.replace("\n", "").split("|"))
    return [Word(text, at_ms + int(start), at_ms + int(end), 0.9) for text, start, end in parts]


def document(words: Sequence[Word], language: str = "en") -> Document:
    return Document(language, (Block("Ama", tuple(words[:7])), Block("Bo", tuple(words[7:]))))


def typed(words: Sequence[Word], first: int, last: int, text: str | None = None) -> list[Word]:
    """Return the words with [first, last) typed anew, their times spread evenly over the gap."""
    low = words[first - 1].end_ms if first else 0
    high = words[last].start_ms if last < len(words) else words[-1].end_ms
    texts = text.split() if text else [word.text for word in words[first:last]]
    edges = np.linspace(low, high, len(texts) + 1).astype(int).tolist()
    new = [Word(t, edges[k], edges[k + 1], estimated=True) for k, t in enumerate(texts)]
    return [*words[:first], *new, *words[last:]]


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The real base model."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RADKIND_POD_MODELS", str(tmp_path_factory.mktemp("models")))
        yield find_model("base")


@pytest.fixture(scope="module")
def interview(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Kennedy, half a minute of faint noise, and Kennedy again, at 48 kHz."""
    clip = np.concatenate([b[:, 0] for b in read_blocks(SPEECH / "en" / "jfk.flac", channels=1)])[: CLIP_MS * 48]
    noise = np.random.default_rng(1).normal(0, 1e-4, QUIET_MS * 48).astype(np.float32)
    file = tmp_path_factory.mktemp("sound") / "interview.flac"
    with FlacWriter(file, 1, bits=24) as out:
        out.write(np.concatenate([clip, noise, clip])[:, None])
    return file


@pytest.fixture(autouse=True, scope="module")
def one_model() -> Iterator[None]:
    """The model is loaded once for all tests."""
    from radkind_pod.transcript.engines import faster_align

    loaded: dict[Path, object] = {}
    load = faster_align._load

    def remember(folder: Path) -> object:
        loaded[folder] = load(folder)
        return loaded[folder]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(faster_align, "_load", lambda folder: loaded[folder] if folder in loaded else remember(folder))
        yield


def kept_words(before: Sequence[Word], after: Sequence[Word]) -> bool:
    return all(a == b for a, b in zip(after, before, strict=True) if not b.estimated)


def in_order(words: Sequence[Word]) -> bool:
    return all(a.end_ms <= b.start_ms for a, b in pairwise(words) if a.estimated or b.estimated)


def near(after: Word, engine: Word) -> bool:
    begins = after.text in INTO_PAUSES or abs(after.start_ms - engine.start_ms) <= NEAR_MS
    return begins and abs(after.end_ms - engine.end_ms) <= NEAR_MS


# with the real model ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("at_ms", [0, CLIP_MS + QUIET_MS])
def test_a_replaced_run_is_timed_within_a_third_of_a_second(interview: Path, weights: Path, at_ms: int) -> None:
    engine = heard(at_ms)
    words = typed(engine, 8, 14)
    result = retime(document(words), interview, weights, Silent())
    after = result.document.words
    assert (result.aligned, result.left, result.doubtful) == (6, 0, ())
    assert all(near(a, e) for a, e in zip(after[8:14], engine[8:14], strict=True))
    assert kept_words(words, after)
    assert not any(word.estimated for word in after)
    assert [word.probability for word in after[8:14]] == [None] * 6


def test_another_spelling_is_timed_too(interview: Path, weights: Path) -> None:
    words = typed(heard(), 8, 12, "your cuntry, can do")
    result = retime(document(words), interview, weights, Silent())
    assert result.aligned == 4
    assert all(near(a, e) for a, e in zip(result.document.words[8:12], heard()[8:12], strict=True))


def test_words_that_are_not_said_keep_their_estimate_and_are_reported(interview: Path, weights: Path) -> None:
    words = typed(heard(), 8, 11, "yellow bananas grow")
    result = retime(document(words), interview, weights, Silent())
    assert result == Retimed(document(words), aligned=0, left=3, doubtful=((8, 11),))


def test_all_words_typed_anew_over_longer_than_whisper_hears_are_timed(interview: Path, weights: Path) -> None:
    """Two speeches with half a minute between them, and only the very first and last word known."""
    engine = [*heard(), *heard(CLIP_MS + QUIET_MS)]
    words = typed(engine, 23, len(engine) - 1)
    result = retime(document(words), interview, weights, Silent())
    assert result.aligned == 20
    timed = zip(result.document.words[24:-1], engine[24:-1], strict=True)
    assert sum(near(a, e) for a, e in timed) >= 17
    assert kept_words(words, result.document.words)


def test_sounds_and_brackets_are_not_aligned_and_take_the_gap(interview: Path, weights: Path) -> None:
    words = typed(heard(), 12, 15, "for you, [He pauses] ask")
    result = retime(document(words), interview, weights, Silent())
    after = result.document.words
    assert (result.aligned, result.left) == (3, 2)
    assert [word.text for word in after if word.estimated] == ["[He", "pauses]"]
    assert abs(after[16].end_ms - 8480) <= NEAR_MS
    assert in_order(after)
    assert after[13].end_ms <= after[14].start_ms <= after[15].end_ms <= after[16].start_ms


def test_the_same_document_is_retimed_the_same_twice(interview: Path, weights: Path) -> None:
    words = typed(typed(heard(), 15, 18), 2, 5)
    assert retime(document(words), interview, weights, Silent()) == retime(
        document(words), interview, weights, Silent()
    )


# without it ---------------------------------------------------------------------------------------------------------


class FakeAligner:
    """Says each word 200 ms long, one after the other from half a second on."""

    fit = 0.9
    asked: list[tuple[int, tuple[str, ...], str]]

    def __init__(self, _: Path | None = None) -> None:
        self.asked = []

    def knows(self, language: str) -> bool:
        return language != "xx"

    def align(self, samples: Samples, words: Sequence[str], language: str) -> tuple[Said, ...] | None:
        self.asked.append((len(samples), tuple(words), language))
        return tuple(Said(500 + 200 * k, 700 + 200 * k, (self.fit,)) for k in range(len(words)))


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeAligner:
    from radkind_pod.transcript.engines import faster_align

    aligner = FakeAligner()
    monkeypatch.setattr(faster_align, "Aligner", lambda _: aligner)
    monkeypatch.setattr(attention, "read_stretch", lambda _, start, end: np.zeros((end - start) * 16, np.float32))
    return aligner


MODEL = Path("model.bin")
NOWHERE = Path("interview.flac")


def test_without_typed_words_nothing_is_read_or_loaded() -> None:
    assert retime(document(heard()), NOWHERE, MODEL, Silent()) == Retimed(document(heard()), 0, 0, ())


def test_without_a_model_all_stays_estimated() -> None:
    words = document(typed(heard(), 3, 5))
    assert retime(words, NOWHERE, None, Silent()) == Retimed(words, 0, 2, ())


def test_a_language_that_the_model_does_not_know_stays_estimated(fake: FakeAligner) -> None:
    words = document(typed(heard(), 3, 5), "xx-XX")
    assert retime(words, NOWHERE, MODEL, Silent()) == Retimed(words, 0, 2, ())
    assert fake.asked == []


def test_words_in_another_language_are_told_to_the_engine_as_that(fake: FakeAligner) -> None:
    words = typed(heard(), 3, 5, "ffrindiau annwyl")
    words[3:5] = [replace(word, language="cy") for word in words[3:5]]
    retime(document(words, "en-GB"), NOWHERE, MODEL, Silent())
    assert [language for _, _, language in fake.asked] == ["cy"]


def test_without_room_between_the_neighbours_words_are_left(fake: FakeAligner) -> None:
    """The engine heard no gap where a person puts a word in."""
    words = heard()
    words.insert(10, Word("really", words[9].end_ms, words[9].end_ms + 1, estimated=True))
    assert retime(document(words), NOWHERE, MODEL, Silent()) == Retimed(document(words), 0, 1, ())


def test_too_many_words_without_length_are_left_without_a_reproach(
    fake: FakeAligner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fake, "align", lambda _, words, __: tuple(Said(900, 900, (0.9,)) for _ in words))
    words = document(typed(heard(), 3, 5))
    assert retime(words, NOWHERE, MODEL, Silent()) == Retimed(words, 0, 2, ())


def test_words_too_many_to_be_told_apart_are_left(fake: FakeAligner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fake, "align", lambda *_: None)
    words = document(typed(heard(), 3, 5))
    assert retime(words, NOWHERE, MODEL, Silent()) == Retimed(words, 0, 2, ())


def test_progress_goes_from_nothing_to_all(fake: FakeAligner) -> None:
    told: list[tuple[float, float]] = []

    class Told:
        def moved(self, done: float, total: float) -> None:
            told.append((done, total))

    retime(document(typed(heard(), 3, 5)), NOWHERE, MODEL, Told())
    assert told == [(0, 1), (1, 1)]


def test_a_model_that_is_none_is_an_engine_error(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"none")
    with pytest.raises(EngineError, match="can't be loaded"):
        retime(document(typed(heard(), 3, 5)), NOWHERE, tmp_path / "model.bin", Silent())
