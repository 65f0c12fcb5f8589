"""Chapters and cuts, held against the recording they speak of."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.pipeline.samples import INFO

from radkind_pod.errors import Problem, SourceError
from radkind_pod.model.audio import SAMPLE_RATE, Cut, Placed, to_samples
from radkind_pod.model.episode import Episode, Moment, PlannedChapter, PlannedCut, resolved_cuts
from radkind_pod.model.programme import Stings
from radkind_pod.model.timeline import make_timeline
from radkind_pod.model.transcript import Heading
from radkind_pod.pipeline.moments import clock, in_step, mapped_chapters, refuse_moments_past_the_end

FILE = Path("episodes/a/episode.yaml")
TRANSCRIPT = Path("episodes/a/transcript.vtt")


def episode(*chapters: PlannedChapter, cuts: tuple[PlannedCut, ...] = ()) -> Episode:
    return Episode(FILE, INFO, (), chapters, cuts, None)


def chapter(ms: int, title: str = "C", recording: int | None = None) -> PlannedChapter:
    return PlannedChapter(Moment(ms, recording, line=7), title)


def stung(ms: int) -> PlannedChapter:
    return replace(chapter(ms), sting=True)


def cut(start: int, end: int) -> PlannedCut:
    return PlannedCut(Moment(start, line=8), Moment(end, line=9))


def mapped(planned: Episode, *headings: Heading) -> tuple[list[int], list[Problem]]:
    advice: list[Problem] = []
    timeline = make_timeline(60_000, resolved_cuts(planned.cuts, (0,)), 4_500, 70_000)
    return [c.start_ms for c in mapped_chapters(planned, (0,), timeline, headings, advice)], advice


def test_the_first_chapter_begins_with_the_episode_and_the_others_after_the_intro() -> None:
    assert mapped(episode(chapter(0), chapter(20_000))) == ([0, 24_500], [])


def test_a_chapter_with_a_sting_begins_with_it() -> None:
    """The sting found its pause 400 ms before the time that was asked for; nobody pauses near the second one."""
    stings = Stings(Path("sting.wav"), 0.0, 3 * SAMPLE_RATE, (19_600, 40_100), (False, True))
    planned = episode(chapter(0), stung(20_000), chapter(30_000), stung(40_000))
    timeline, advice = make_timeline(60_000, (), 4_500, 76_000, stings), []
    found = mapped_chapters(planned, (0,), timeline, (), advice, stings)
    assert [one.start_ms for one in found] == [0, 24_100, 37_500, 47_600]
    assert [(one.line, "in the middle of speech" in one.message) for one in advice] == [(7, True)]


def test_a_chapter_inside_a_cut_moves_to_its_end_with_a_word_of_advice() -> None:
    starts, advice = mapped(episode(chapter(0), chapter(15_000, "Tea"), cuts=(cut(10_000, 20_000),)))
    assert starts == [0, 14_500]
    assert [(a.line, "Tea" in a.message) for a in advice] == [(7, True)]


def test_a_chapter_of_which_a_cut_leaves_nothing_is_refused() -> None:
    with pytest.raises(SourceError, match=r"episode\.yaml:7: the chapter .Two. has nothing left"):
        mapped(episode(chapter(0), chapter(12_000, "One"), chapter(15_000, "Two"), cuts=(cut(10_000, 20_000),)))


def test_a_heading_of_the_transcript_inside_a_cut_moves_and_the_transcript_is_named() -> None:
    planned = replace(episode(chapter(0), cuts=(cut(10_000, 20_000),)), reviewed=TRANSCRIPT)
    starts, advice = mapped(planned, Heading(15_000, "Tea"))
    assert starts == [0, 14_500]
    assert [(a.file, a.message) for a in advice] == [
        (TRANSCRIPT, "the chapter “Tea” begins inside a cut: it moves to the end of the cut")
    ]


@pytest.mark.parametrize("other", [chapter(20_060, "Own"), chapter(12_000, "Own"), None])
def test_a_heading_that_a_cut_brings_beside_another_chapter_is_left_out_and_said(other: PlannedChapter | None) -> None:
    own = (chapter(0), other) if other else (chapter(0),)
    planned = replace(episode(*own, cuts=(cut(10_000, 20_000),)), reviewed=TRANSCRIPT)
    headings = [Heading(15_000, "Tea")] if other else [Heading(9_000, "First"), Heading(15_000, "Tea")]
    starts, advice = mapped(planned, *headings)
    assert len(starts) == 2
    assert "the chapter “Tea” at 0:00:15 is left out: another one begins" in advice[-1].message
    assert advice[-1].file == TRANSCRIPT


def test_a_chapter_counted_from_its_recording_is_held_to_that_recording() -> None:
    planned = episode(chapter(0), chapter(9_000, recording=0))
    refuse_moments_past_the_end(planned, (0, 10_000), 30_000)
    late = replace(planned, chapters=(chapter(11_000, recording=0),))
    with pytest.raises(SourceError, match="this recording lasts 0:00:10"):
        refuse_moments_past_the_end(late, (0, 10_000), 30_000)


def test_every_moment_past_the_end_is_named_with_its_line() -> None:
    planned = episode(chapter(60_000), chapter(99_000), cuts=(cut(10_000, 70_000),))
    with pytest.raises(SourceError) as error:
        refuse_moments_past_the_end(planned, (0,), 60_000)
    assert [p.line for p in error.value.problems] == [7, 7, 9]


def test_cuts_that_leave_nothing_are_refused() -> None:
    with pytest.raises(SourceError, match="leave nothing"):
        refuse_moments_past_the_end(episode(cuts=(cut(0, 60_000),)), (0,), 60_000)


@pytest.mark.parametrize(("ms", "text"), [(0, "0:00:00"), (59_999, "0:00:59"), (3_723_000, "1:02:03")])
def test_times_are_shown_as_people_write_them(ms: int, text: str) -> None:
    assert clock(ms) == text
    assert to_samples(ms) == ms * 48


def test_a_time_in_one_of_several_tracks_is_meant_by_its_own_clock() -> None:
    """The second track was started 30 s after the first one, and its clock runs fast by 200 ppm."""
    placed = ((Placed(),), (Placed(4.0), Placed(34.0, 200e-6)))
    at = Moment(3_600_720, 1, 8, track=1)
    planned = episode(PlannedChapter(at, "C"), chapter(5_000, recording=0), cuts=(PlannedCut(Moment(500, 1), at),))
    moved = in_step(planned, placed)
    assert [c.at.ms for c in moved.chapters] == [3_634_000, 5_000]
    assert [(c.start.ms, c.end.ms) for c in moved.cuts] == [(4_500, 3_634_000)]
    assert resolved_cuts(moved.cuts, (0, 10_000)) == (Cut(14_500, 3_644_000),)
