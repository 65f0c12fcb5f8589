"""Typed words get the times at which they are said; all others stay where they are, to the millisecond."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from radkind_pod.errors import EngineError
from radkind_pod.media.decode import read_blocks
from radkind_pod.media.encode import FlacWriter
from radkind_pod.model.review import Block, Document
from radkind_pod.model.transcript import Word
from radkind_pod.progress import Silent
from radkind_pod.transcript.engines.faster_align import Said
from radkind_pod.transcript.models import find_model
from radkind_pod.transcript.pieces import RATE, Samples
from radkind_pod.transcript.review import attention
from radkind_pod.transcript.review.attention import trimmed
from radkind_pod.transcript.review.fit import LONGEST_MS, SHORTEST_MS, fitted
from radkind_pod.transcript.review.retime import Retimed, retime
from radkind_pod.transcript.review.stretch import read_stretch, sounding
from radkind_pod.transcript.review.windows import LONGEST_MS as LONGEST_WINDOW_MS
from radkind_pod.transcript.review.windows import runs_of, unspoken, windows_of

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


# windows ------------------------------------------------------------------------------------------------------------


def row(*estimated: bool, length_ms: int = 400, text: str = "word") -> list[Word]:
    return [Word(text, k * length_ms, (k + 1) * length_ms, estimated=e) for k, e in enumerate(estimated)]


def test_near_runs_share_a_window_and_far_ones_do_not() -> None:
    words = row(*(k in {20, 21, 25, 99} for k in range(120)))
    first, second = windows_of(words, unspoken(words), "en")
    assert (first.runs, second.runs) == (((20, 22), (25, 26)), ((99, 100),))
    assert first.first < 19 < 27 < first.last
    assert first.start_ms == words[first.first].start_ms
    assert first.end_ms == words[first.last - 1].end_ms


def test_a_window_holds_all_words_of_its_sound_and_no_half_of_another() -> None:
    words = row(*(k == 20 for k in range(40)))
    (window,) = windows_of(words, unspoken(words), "en")
    inside = [k for k, word in enumerate(words) if word.end_ms > window.start_ms and word.start_ms < window.end_ms]
    assert inside == list(range(window.first, window.last))


def test_languages_do_not_share_a_window() -> None:
    words = row(*(k in {20, 22} for k in range(40)))
    words[22] = replace(words[22], language="cy")
    assert [w.language for w in windows_of(words, unspoken(words), "en")] == ["en", "cy"]


def test_a_pasted_page_does_not_spoil_its_neighbours() -> None:
    words = row(*(k in {20, 23} for k in range(40)))
    words[20] = replace(words[20], text="far more than anybody says " * 40)
    assert len(windows_of(words, unspoken(words), "en")) == 2


def test_a_run_that_nobody_says_needs_no_window() -> None:
    words = row(*(k == 20 for k in range(40)), text="[laughter]")
    assert windows_of(words, unspoken(words), "en") == []


@given(st.lists(st.tuples(st.booleans(), st.integers(60, 900), st.sampled_from([0, 0, 50, 3000, 20_000])), max_size=80))
def test_every_spoken_run_has_one_window_and_only_long_runs_have_long_ones(drawn: list[tuple[bool, int, int]]) -> None:
    words, at = [], 0
    for estimated, length, pause in drawn:
        words.append(Word("word", at, at + length, estimated=estimated))
        at += length + pause
    windows = windows_of(words, unspoken(words), "en")
    assert [run for window in windows for run in window.runs] == runs_of(words)
    for window in windows:
        assert window.first <= window.runs[0][0] < window.runs[-1][1] <= window.last
        assert window.end_ms - window.start_ms <= LONGEST_WINDOW_MS + 1 or len(window.runs) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("he (she laughs) went", "he went"),
        ("[Music] and so", "and so"),
        ("a [sigh], b", "a b"),
        ("(never closed and so on", "(never closed and so on"),
        ("it (was) so", "it so"),
    ],
)
def test_brackets_are_not_spoken(text: str, said: str) -> None:
    words = [Word(part, 0, 1) for part in text.split()]
    spoken = [w.text for w, silent in zip(words, unspoken(words), strict=True) if not silent]
    assert " ".join(spoken) == said


def test_marked_sounds_and_placeholders_are_not_spoken_but_redacted_words_are() -> None:
    marked = [Word("applause", 0, 1, marks=("sound",)), Word("name", 0, 1, marks=("withheld",))]
    assert unspoken([*marked, Word("Ada", 0, 1, marks=("redact",))]) == [True, True, False]


# times --------------------------------------------------------------------------------------------------------------


@given(
    st.lists(st.one_of(st.none(), st.tuples(st.integers(-500, 9000), st.integers(0, 5000))), min_size=1, max_size=20),
    st.integers(0, 3000),
    st.integers(0, 12_000),
)
def test_fitted_times_are_in_order_inside_and_neither_empty_nor_endless(
    drawn: list[tuple[int, int] | None], low: int, length: int
) -> None:
    wanted = [(d[0], d[0] + d[1]) if d else None for d in drawn]
    spans = fitted(wanted, low, low + length)
    if spans is None:
        assert length < SHORTEST_MS * len(wanted)
        return
    assert spans[0][0] >= low
    assert spans[-1][1] <= low + length
    assert all(SHORTEST_MS <= end - start <= LONGEST_MS for start, end in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


def test_times_that_fit_stay_as_they_are() -> None:
    assert fitted([(100, 300), (300, 900)], 0, 1000) == [(100, 300), (300, 900)]


def test_a_word_without_its_own_time_takes_the_gap() -> None:
    assert fitted([(100, 300), None, None, (700, 900)], 0, 1000) == [(100, 300), (300, 500), (500, 700), (700, 900)]


def frames(*loud: int) -> np.ndarray:
    sound = np.zeros(100, dtype=bool)
    for k in loud:
        sound[k * 10 : k * 10 + 10] = True
    return sound


def test_a_pause_in_front_of_a_word_is_not_the_word() -> None:
    assert trimmed(0, 900, frames(0, 6, 7, 8)) == (550, 900)
    assert trimmed(100, 900, frames(6, 7)) == (550, 850)


def test_what_is_short_or_sounds_all_through_or_not_at_all_stays() -> None:
    assert trimmed(500, 800, frames(7)) == (500, 800)
    assert trimmed(0, 900, frames(*range(10))) == (0, 900)
    assert trimmed(0, 900, frames()) == (0, 900)
    assert trimmed(0, 900, None) == (0, 900)


def test_the_end_of_a_sound_alone_is_not_taken_for_the_word() -> None:
    sound = frames(1, 2, 3)
    sound[85:88] = True
    assert trimmed(0, 900, sound) == (50, 900)


# sound --------------------------------------------------------------------------------------------------------------


def test_a_stretch_is_the_same_sound_wherever_it_is_cut(interview: Path) -> None:
    whole = read_stretch(interview, 0, 60_000)
    assert len(whole) == (2 * CLIP_MS + QUIET_MS) * 16
    part = read_stretch(interview, 42_000, 45_000)
    assert len(part) == 3 * RATE
    assert np.abs(part[100:-100] - whole[42 * RATE + 100 : 45 * RATE - 100]).max() < 1e-4


def test_a_stretch_sounds_as_the_whole_recording_does_at_16_khz(interview: Path) -> None:
    reference = np.concatenate([b[:, 0] for b in read_blocks(interview, channels=1, rate=RATE)])[: 10 * RATE]
    ours = read_stretch(interview, 0, 10_000)
    assert np.sqrt(np.mean((ours - reference) ** 2)) < 0.02 * np.sqrt(np.mean(reference**2))


def test_nothing_is_read_beyond_the_end(interview: Path) -> None:
    assert len(read_stretch(interview, 51_000, 60_000)) == 1000 * 16
    assert len(read_stretch(interview, 5, 5)) == 0


def test_a_far_stretch_costs_no_decoding_of_what_is_before(interview: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from radkind_pod.media import decode

    read: list[int] = []
    resampled = decode._drained

    def counted(*how: object) -> Iterator[np.ndarray]:
        for block in resampled(*how):  # type: ignore[arg-type]
            read.append(len(block))
            yield block

    monkeypatch.setattr(decode, "_drained", counted)
    read_stretch(interview, 45_000, 46_000)
    assert sum(read) < 4 * 48_000


def test_sound_is_told_from_quiet_only_where_there_is_both() -> None:
    noise = np.random.default_rng(1).normal(0, 0.1, RATE).astype(np.float32)
    quiet = np.zeros(RATE, np.float32)
    assert sounding(noise) is None
    assert sounding(quiet[:0]) is None
    found = sounding(np.concatenate([quiet, noise]))
    assert found is not None
    assert found.tolist() == [False] * 100 + [True] * 100
