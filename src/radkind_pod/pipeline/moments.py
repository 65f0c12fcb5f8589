"""Times that people wrote, held against the recording they speak of."""

from collections.abc import Iterator
from dataclasses import replace

from radkind_pod.errors import Problem, SourceError
from radkind_pod.model.audio import Placed, to_ms
from radkind_pod.model.episode import Episode, Moment, PlannedChapter, PlannedCut, resolve, resolved_cuts
from radkind_pod.model.programme import Stings
from radkind_pod.model.timeline import Timeline, kept_spans
from radkind_pod.model.transcript import Heading
from radkind_pod.package.stages import MappedChapter

SAME_CHAPTER_MS = 2000
"""A heading in the transcript so close to a chapter of episode.yaml is that chapter."""
LATE_MS = 10_000
"""When the first heading comes later than this, what is before it is a chapter of its own."""


def in_step(episode: Episode, placed: tuple[tuple[Placed, ...], ...]) -> Episode:
    """Return the episode with all times in simultaneous tracks as times of their recordings."""

    def moved(moment: Moment) -> Moment:
        if moment.recording is None:
            return moment
        track = placed[moment.recording][moment.track]
        return replace(moment, ms=max(0, round(1000 * track.take_time(moment.ms / 1000))))

    return replace(
        episode,
        chapters=tuple(replace(chapter, at=moved(chapter.at)) for chapter in episode.chapters),
        cuts=tuple(PlannedCut(moved(cut.start), moved(cut.end)) for cut in episode.cuts),
        soundbites=tuple(replace(one, start=moved(one.start), end=moved(one.end)) for one in episode.soundbites),
        content_notes=tuple(replace(one, start=moved(one.start), end=moved(one.end)) for one in episode.content_notes),
    )


def refuse_moments_past_the_end(episode: Episode, starts_ms: tuple[int, ...], duration_ms: int) -> None:
    """Raise SourceError with every chapter and cut that lies past its recording's end."""
    problems = list(_past_the_end(episode, starts_ms, duration_ms))
    cuts = resolved_cuts(episode.cuts, starts_ms)
    if not problems and not any(kept_spans(duration_ms, cuts)):
        problems = [Problem(episode.file, None, "the cuts leave nothing of the recording: take one out")]
    if not problems:
        problems = list(_out_of_order(episode, starts_ms))
    if problems:
        raise SourceError(problems)


def mapped_chapters(
    episode: Episode,
    starts_ms: tuple[int, ...],
    timeline: Timeline,
    headings: tuple[Heading, ...],
    advice: list[Problem],
    stings: Stings | None = None,
) -> tuple[MappedChapter, ...]:
    """Return the chapters in episode time; one inside a cut moves to the cut's end, with a word of advice.

    The first chapter begins with the episode, so that the intro belongs to it; one with a sting begins with that.
    `headings` are chapters that somebody who corrected the transcript made; one beside a chapter of episode.yaml is the
    same chapter, and one that a cut brings beside another is left out, with a word of advice.
    """
    chapters: list[MappedChapter] = []
    stung = _stung(episode, timeline, stings, advice)
    own_ms = [stung.get(one, timeline.to_episode(resolve(one.at, starts_ms))) for one in episode.chapters]
    for planned, is_heading in _all_chapters(episode, starts_ms, headings):
        at = resolve(planned.at, starts_ms)
        start_ms = stung.get(planned, timeline.to_episode(at)) if chapters else 0
        taken = [*own_ms, *(chapter.start_ms for chapter in chapters)]
        if is_heading and any(abs(start_ms - other) <= SAME_CHAPTER_MS for other in taken):
            advice.append(_left_out(episode, planned))
            continue
        if timeline.is_cut(at):
            advice.append(_moved(episode, planned, is_heading))
        if chapters and start_ms <= chapters[-1].start_ms:
            message = f"the chapter “{planned.title}” has nothing left of it after the cuts: take it or the cut out"
            raise SourceError([Problem(episode.file, planned.at.line, message)])
        chapters.append(MappedChapter(start_ms, planned.title, planned.link, planned.image, planned.image_alt))
    return tuple(chapters)


def _stung(
    episode: Episode, timeline: Timeline, stings: Stings | None, advice: list[Problem]
) -> dict[PlannedChapter, int]:
    """Return where each chapter with a sting begins in the episode; one whose sting stands in speech gets advice."""
    if stings is None:
        return {}
    asked = [chapter for chapter in episode.chapters if chapter.sting]
    for chapter, spoken in zip(asked, stings.spoken, strict=True):
        if spoken:
            message = (
                f"the sting before the chapter “{chapter.title}” stands in the middle of speech: nobody pauses within "
                "two seconds of it. Give the chapter a time in a pause"
            )
            advice.append(Problem(episode.file, chapter.at.line, message))
    starts = (timeline.to_episode(at) - to_ms(stings.samples) for at in stings.at_ms)
    return dict(zip(asked, starts, strict=True))


def _all_chapters(
    episode: Episode, starts_ms: tuple[int, ...], headings: tuple[Heading, ...]
) -> list[tuple[PlannedChapter, bool]]:
    """Return the chapters of episode.yaml and of the transcript (True), in order of time."""
    planned = [(resolve(chapter.at, starts_ms), chapter, False) for chapter in episode.chapters]
    own = [at for at, _, _ in planned]
    new = [h for h in headings if all(abs(h.start_ms - at) > SAME_CHAPTER_MS for at in own)]
    planned += [(heading.start_ms, PlannedChapter(Moment(heading.start_ms), heading.title), True) for heading in new]
    planned.sort(key=lambda chapter: chapter[0])
    if planned and not own and planned[0][0] > LATE_MS:
        planned.insert(0, (0, PlannedChapter(Moment(0), episode.info.title), False))
    return [(chapter, is_heading) for _, chapter, is_heading in planned]


def _moved(episode: Episode, planned: PlannedChapter, is_heading: bool) -> Problem:
    message = f"the chapter “{planned.title}” begins inside a cut: it moves to the end of the cut"
    return Problem((is_heading and episode.reviewed) or episode.file, planned.at.line, message)


def _left_out(episode: Episode, planned: PlannedChapter) -> Problem:
    where = f"the chapter “{planned.title}” at {clock(planned.at.ms)} is left out"
    message = f"{where}: another one begins within two seconds of it in the episode"
    return Problem(episode.reviewed or episode.file, None, message)


def _past_the_end(episode: Episode, starts_ms: tuple[int, ...], duration_ms: int) -> Iterator[Problem]:
    moments = [(f"the chapter “{c.title}”", c.at) for c in episode.chapters]
    spans = (("cut", episode.cuts), ("soundbite", episode.soundbites), ("content note", episode.content_notes))
    moments += [(f"this {name}", m) for name, all_of_it in spans for one in all_of_it for m in (one.start, one.end)]
    ends_ms = (*starts_ms[1:], duration_ms)
    for what, moment in moments:
        end_ms = duration_ms if moment.recording is None else ends_ms[moment.recording] - starts_ms[moment.recording]
        past = moment.ms > end_ms if what.startswith("this ") else moment.ms >= end_ms
        if past:
            which = "all recordings together last" if moment.recording is None else "this recording lasts"
            message = f"{what} is at {clock(moment.ms)}, but {which} {clock(end_ms)}: give an earlier time"
            yield Problem(episode.file, moment.line, message)


def _out_of_order(episode: Episode, starts_ms: tuple[int, ...]) -> Iterator[Problem]:
    reached = -1
    for chapter in episode.chapters:
        at = resolve(chapter.at, starts_ms)
        if at <= reached:
            message = f"the chapter “{chapter.title}” is at {clock(at)}, not after the one before it: put them in order"
            yield Problem(episode.file, chapter.at.line, message)
        reached = max(reached, at)


def clock(ms: int) -> str:
    """Return the time as h:mm:ss, rounded down to the second."""
    minutes, seconds = divmod(ms // 1000, 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
