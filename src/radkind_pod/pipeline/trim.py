"""Pauses and fillers: a list of what could be cut, and what a person accepted of it as `cuts:` of the episode."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from radkind_pod.audio.pauses import long_pauses, shortened
from radkind_pod.audio.quietest import quietest_cut
from radkind_pod.disk import standing
from radkind_pod.errors import NeedsPerson, Refused
from radkind_pod.model.audio import Cut, Interview, to_ms
from radkind_pod.model.episode import Episode, planned, resolved_cuts
from radkind_pod.model.transcript import Transcript
from radkind_pod.model.trim import PAUSE, Proposal
from radkind_pod.pipeline.lock import locked
from radkind_pod.pipeline.review import open_review, open_with_sound, prepared
from radkind_pod.present import is_file, is_there
from radkind_pod.progress import Watcher
from radkind_pod.sources.added_cuts import AddedCut, add_cuts
from radkind_pod.sources.document import read_document
from radkind_pod.sources.episode import read_recorded
from radkind_pod.sources.show import read_show
from radkind_pod.sources.timing import recording_index
from radkind_pod.sources.trim_list import TRIM_LIST, Clock, Listed, read_trim_list, recordings_of, write_trim_list
from radkind_pod.transcript.fillers import fillers
from radkind_pod.transcript.reviewed import check_note
from radkind_pod.transcript.unspoken import Around, gaps
from radkind_pod.transcript.withholding import passages, withheld

LEAST_FILLER_MS = 100
"""No filler is shorter: where the cut would be, its time is wrong."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """The list that was written, and how many of its lines were accepted before.

    `left_out` counts the fillers of the transcript of which nobody knows well enough when they are said.
    """

    file: Path
    proposals: tuple[Proposal, ...]
    accepted: int
    left_out: int


@dataclass(frozen=True, slots=True)
class Accepted:
    """What came of a list: the lines whose cuts were added, and how many were in episode.yaml before."""

    list: Path
    episode: Path
    added: tuple[Listed, ...]
    already: int


def propose(root: Path, slug: str, keep_ms: int, watcher: Watcher) -> Proposed:
    """Write trim.txt: pauses that could be shortened to `keep_ms`, and the fillers of the transcript.

    Raises NeedsPerson before a recording is touched where there is no transcript, and Refused where a new list would
    lose what a person accepted in the one that is there.
    """
    open_review(root, slug).case.look()
    opened = open_with_sound(root, slug, watcher)
    episode, interview = opened.episode, opened.interview
    assert interview
    reviewed = opened.case.look().reviewed
    if episode.reviewed and reviewed.note:
        check_note(reviewed.note, interview.sources, episode.reviewed)
    clock = _clock(episode, interview)
    cuts = resolved_cuts(episode.cuts, clock.starts_ms)
    finder = _Finder(interview, reviewed.transcript, cuts)
    found = finder.found(keep_ms)
    file = episode.folder / TRIM_LIST
    stands = standing(file)
    accepted = _accepted_before(file, clock, cuts, found)
    write_trim_list(file, clock, found, keep_ms, accepted, stands)
    return Proposed(file, tuple(found), len(accepted), finder.left_out)


def accept(root: Path, slug: str, watcher: Watcher) -> Accepted:
    """Add the cuts of the lines with an x to episode.yaml, all of them or none.

    Raises SourceError with every line that was damaged, NeedsPerson without a list, or with one of other recordings.
    """
    show = read_show(root)
    episode = read_recorded(show, slug)
    file = episode.folder / TRIM_LIST
    anew = f"radkind-pod trim {slug} --propose"
    if not is_file(file):
        raise NeedsPerson(file, "there is no list of pauses and fillers yet", f"Make it with: {anew}")
    clock = _clock(episode, prepared(show, episode, watcher))
    if recordings_of(file) != (clock.recordings,):
        what = "this list doesn't say that it was made of the recordings that the episode has now"
        raise NeedsPerson(file, what, f"Delete it, and make it anew: {anew}")
    with locked(root / "build" / "lock"):  # somebody else may be adding the same cuts
        cuts = resolved_cuts(read_recorded(show, slug).cuts, clock.starts_ms)
        wanted = {one.cut: one for one in read_trim_list(file, clock) if one.accepted}
        new = sorted((one for one in wanted.values() if one.cut not in cuts), key=lambda one: one.cut.start_ms)
        if new:
            added = [AddedCut(planned(one.cut, clock.starts_ms), one.kind) for one in new]
            add_cuts(episode.file, added, clock.names)
    return Accepted(file, episode.file, tuple(new), len(wanted) - len(new))


def _clock(episode: Episode, interview: Interview) -> Clock:
    files = recording_index(read_document(episode.file).data["recordings"])
    names = {recording: name for name, recording in reversed(files.items())}
    heard = "".join(source.sha256 for source in interview.sources)
    return Clock(
        names=tuple(name for _, name in sorted(names.items())),
        starts_ms=tuple(map(to_ms, interview.starts)),
        duration_ms=interview.duration_ms,
        recordings=hashlib.sha256(heard.encode()).hexdigest()[:16],
    )


class _Finder:
    """Finds what doesn't overlap a cut, nor what is marked to be cut or withheld."""

    def __init__(self, interview: Interview, transcript: Transcript, cuts: tuple[Cut, ...]) -> None:
        said = withheld(transcript)
        marked = (Cut(one.earliest_ms, one.latest_ms) for one in passages(said, transcript))
        self._taken = (*cuts, *marked, *(one.guarded for one in said))
        self._interview, self._transcript, self._around = interview, transcript, Around(transcript)
        self.left_out = 0

    def found(self, keep_ms: int) -> list[Proposal]:
        """Return all proposals, in order of time."""
        return sorted((*self._pauses(keep_ms), *self._fillers()), key=lambda one: one.cut.start_ms)

    def _pauses(self, keep_ms: int) -> Iterator[Proposal]:
        end_ms = self._interview.duration_ms
        for pause in long_pauses(self._interview, gaps(self._transcript, end_ms), keep_ms):
            if self._is_free(Cut(*pause)):
                yield self._proposal(shortened(pause, keep_ms, end_ms), PAUSE, pause[1] - pause[0])

    def _fillers(self) -> Iterator[Proposal]:
        for filler in fillers(self._transcript):
            cut = quietest_cut(self._interview.file, filler.passage) if filler.passage else None
            if cut is None or cut.end_ms - cut.start_ms < LEAST_FILLER_MS or cut.end_ms > self._interview.duration_ms:
                self.left_out += 1
            elif self._is_free(cut):
                yield self._proposal(cut, filler.text, cut.end_ms - cut.start_ms)

    def _proposal(self, cut: Cut, kind: str, lasts_ms: int) -> Proposal:
        return Proposal(cut, kind, lasts_ms, *self._around.read(cut.start_ms, cut.end_ms))

    def _is_free(self, span: Cut) -> bool:
        return all(span.end_ms <= one.start_ms or one.end_ms <= span.start_ms for one in self._taken)


def _accepted_before(file: Path, clock: Clock, cuts: tuple[Cut, ...], found: Iterable[Proposal]) -> frozenset[Cut]:
    """Return which cuts have an x in the list that is there, and belong into the new one."""
    if not is_there(file):
        return frozenset()
    listed = [one for one in read_trim_list(file, clock) if one.accepted and one.cut not in cuts]
    proposed = {one.cut for one in found}
    lost = [one for one in listed if one.cut not in proposed]
    if lost:
        slug = file.absolute().parent.name
        raise Refused(
            f"{file}:{lost[0].line}: this line has an x and isn't proposed any more, so a new list would lose it",
            f"Take it into episode.yaml first: radkind-pod trim {slug}; or take the x away",
            file=file,
        )
    return frozenset(one.cut for one in listed)
