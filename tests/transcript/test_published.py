"""Captions made anew for each format: every word is there, in order, and has the time to be seen."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from radkind_pod.model.audio import Turn
from radkind_pod.model.transcript import Cue, Transcript, Word
from radkind_pod.transcript import caption_checks as checks
from radkind_pod.transcript.caption_checks import findings
from radkind_pod.transcript.draft import in_order
from radkind_pod.transcript.gather import gather
from radkind_pod.transcript.lines import APPS, CAPTION, SUBRIP, Shape
from radkind_pod.transcript.openings import opened
from radkind_pod.transcript.published import published
from radkind_pod.transcript.room import MOST_MOVED_MS, with_room

SHAPES = [APPS, SUBRIP, CAPTION]
WORDS = ["a", "to", "the", "kind", "Leeds", "people,", "neighbours", "volunteers.", "Yes.", "Margaret", "Williams"]
AVOIDABLE = {
    checks.TOO_SHORT,
    checks.TOO_LONG,
    checks.TOO_WIDE,
    checks.TOO_MANY_LINES,
    checks.OVERLAP,
    checks.FLICKERS,
    checks.STARTS_EARLY,
    checks.STARTS_LATE,
    checks.LINGERS,
    checks.EMPTY,
}
"""What captions of our own never are when one person speaks as people do; only too fast they may be."""


@st.composite
def speech(draw: st.DrawFn) -> list[Word]:
    """What one person says, with true times: 45 ms a letter at least."""
    words, at = [], draw(st.integers(0, 3000))
    for text in draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=60)):
        length = (len(text) + 1) * draw(st.sampled_from([45, 60, 90, 200]))
        words.append(Word(text, at, at + length, 0.9))
        at += length + draw(st.sampled_from([0, 0, 0, 40, 300, 900, 1100, 1600, 1900, 2600, 9000]))
    return words


@st.composite
def anything(draw: st.DrawFn) -> Transcript:
    """Cues of several people as files may hold them: overlapping, without length, with words without times."""
    cues, at = [], 0
    for _ in range(draw(st.integers(1, 8))):
        texts = draw(st.lists(st.sampled_from([*WORDS, "x" * 90]), min_size=1, max_size=14))
        long = draw(st.sampled_from([1, 300, 2000, 9000]))
        edges = sorted(draw(st.lists(st.integers(at, at + long), min_size=len(texts), max_size=len(texts))))
        words = tuple(
            Word(t, e, e + draw(st.integers(0, 900)), estimated=True) for t, e in zip(texts, edges, strict=True)
        )
        speaker = draw(st.sampled_from([None, "A", "Bo Mensah"]))
        cues.append(Cue(at, at + long, words, speaker, opens=draw(st.booleans())))
        at += draw(st.sampled_from([0, 0, long, long + 700, long + 5000]))
    return Transcript("en", tuple(cues))


def drafted(words: list[Word], turns: tuple[Turn, ...] = ()) -> Transcript:
    return Transcript("en", opened(gather(in_order(words, "en"), turns, "en")))


@pytest.mark.parametrize("shape", SHAPES)
@settings(max_examples=80, deadline=None)
@given(transcript=anything())
def test_all_words_come_out_in_order_and_nothing_overlaps(shape: Shape, transcript: Transcript) -> None:
    """Whatever goes in: no word is dropped or moved, and each cue ends after it begins and before the next one."""
    cues = published(transcript, shape)
    assert [word for cue in cues for word in cue.words] == [word for cue in transcript.cues for word in cue.words]
    assert [cue for cue in cues if not 0 <= cue.start_ms < cue.end_ms] == []
    assert [pair for pair in pairwise(cues) if pair[0].end_ms > pair[1].start_ms] == []


@settings(max_examples=80, deadline=None)
@given(transcript=anything())
def test_names_are_added_where_the_speaker_changes_and_nothing_is_lost(transcript: Transcript) -> None:
    cues = published(transcript, SUBRIP, with_names=True)
    told = [word for cue in cues for word in cue.words]
    assert [word for word in told if word.language != "und"] == [w for cue in transcript.cues for w in cue.words]
    whose = [cue.speaker for cue in transcript.cues]
    changes = sum(now not in (None, before) for before, now in pairwise([None, *whose]))
    assert sum(word.text.endswith(":") for word in told) == changes
    assert [pair for pair in pairwise(cues) if pair[0].end_ms > pair[1].start_ms] == []


@settings(max_examples=80, deadline=None)
@given(transcript=anything())
def test_each_cue_has_one_speaker(transcript: Transcript) -> None:
    whose = [(word, cue.speaker) for cue in transcript.cues for word in cue.words]
    assert [(word, cue.speaker) for cue in published(transcript, APPS) for word in cue.words] == whose


@settings(max_examples=80, deadline=None)
@given(transcript=anything())
def test_no_gap_flickers_whatever_goes_in(transcript: Transcript) -> None:
    found = findings(published(transcript, APPS), "en", APPS)
    assert [one for one in found if one.name in (checks.FLICKERS, checks.OVERLAP, checks.EMPTY)] == []


@pytest.mark.parametrize("shape", SHAPES)
@settings(max_examples=150, deadline=None)
@given(words=speech())
def test_captions_of_our_own_raise_no_finding_that_can_be_avoided(shape: Shape, words: list[Word]) -> None:
    found = list(findings(published(drafted(words), shape), "en", shape))
    assert [one for one in found if one.name in AVOIDABLE] == []


@settings(max_examples=150, deadline=None)
@given(words=speech())
def test_the_draft_that_people_correct_raises_none_either(words: list[Word]) -> None:
    """Only a cue may be short there: its edges are those of its words."""
    found = list(findings(drafted(words).cues, "en", CAPTION))
    assert [one for one in found if one.name in AVOIDABLE - {checks.TOO_SHORT}] == []


def said(text: str, start_ms: int, end_ms: int, speaker: str = "A") -> Cue:
    texts = text.split()
    each = (end_ms - start_ms) / len(texts)
    words = (Word(t, round(start_ms + i * each), round(start_ms + (i + 1) * each)) for i, t in enumerate(texts))
    return Cue(start_ms, end_ms, tuple(words), speaker, opens=True)


def test_words_typed_between_two_paragraphs_that_touch_get_time_from_both() -> None:
    """They are there for as long as it takes to see them, and no caption begins more than 1.5 s off."""
    typed = tuple(Word(text, 6000, 6001, estimated=True) for text in ("Nobody", "heard", "this", "at", "all."))
    before, after = said("We began in a small hall.", 3000, 6000), said("Then everybody came to help.", 6000, 9000)
    cues = published(Transcript("en", (before, Cue(6000, 6001, typed, "B", opens=True), after)), APPS)
    assert [(cue.text, cue.start_ms, cue.end_ms) for cue in cues] == [
        ("We began in a small hall.", 3000, 5500),
        ("Nobody heard this at all.", 5500, 6500),
        ("Then everybody came to help.", 6500, 9300),
    ]


def test_more_typed_words_get_more_time_by_their_letters() -> None:
    typed = tuple(Word("neighbours", 6000, 6001, estimated=True) for _ in range(6))
    before, after = said("We began.", 1000, 6000), said("They came.", 6000, 11_000)
    _, middle, _ = published(Transcript("en", (before, Cue(6000, 6001, typed, "B", opens=True), after)), APPS)
    assert middle.end_ms - middle.start_ms == 65 * 1000 // 30


def test_words_typed_at_the_very_beginning_and_end_stay_inside_the_sound() -> None:
    first = Cue(0, 1, (Word("Hello.", 0, 1, estimated=True),), "A", opens=True)
    last = Cue(4000, 4001, (Word("Goodbye.", 4000, 4001, estimated=True),), "A", opens=True)
    cues = published(Transcript("en", (first, said("It went well.", 0, 4000, "B"), last)), APPS)
    assert [(cue.start_ms, cue.end_ms) for cue in cues] == [(0, 1000), (1000, 4000), (4000, 5000)]


def test_a_quick_exchange_never_moves_a_caption_far_from_its_words() -> None:
    """Twenty answers of 0.4 s each can't have a second each and stay with their sound: they get less."""
    cues = [said("Yes.", 20_000 + 400 * i, 20_400 + 400 * i, "AB"[i % 2]) for i in range(20)]
    made = with_room(cues, "en")
    assert max(abs(new.start_ms - old.start_ms) for new, old in zip(made, cues, strict=True)) <= MOST_MOVED_MS
    assert min(after.start_ms - cue.start_ms for cue, after in pairwise(made)) > 400


def test_captions_that_have_time_enough_stay_where_they_are() -> None:
    cues = [said("We began in a small hall.", 3000, 5000), said("Yes.", 5000, 6000), said("It rained.", 9000, 9400)]
    assert with_room(cues, "en") == cues


def test_a_thousand_captions_at_one_moment_are_all_there_one_after_the_other() -> None:
    cues = [said("Yes.", 1000, 1001, "AB"[i % 2]) for i in range(1000)]
    made = with_room([*cues, said("No.", 1001, 2000)], "en")
    assert [cue.text for cue in made] == ["Yes."] * 1000 + ["No."]
    assert [cue for cue, after in pairwise(made) if not cue.start_ms < cue.end_ms <= after.start_ms] == []
