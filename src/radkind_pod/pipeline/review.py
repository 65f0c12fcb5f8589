"""An episode opened for review: its corrections, and what the recordings add to them."""

from dataclasses import dataclass, replace
from pathlib import Path

from radkind_pod.audio.stages import Prepare
from radkind_pod.errors import NeedsPerson, Refused
from radkind_pod.model.audio import Interview
from radkind_pod.model.episode import Episode
from radkind_pod.model.review import Document
from radkind_pod.model.show import Show
from radkind_pod.model.transcript import CORRECTED, EDITING, Credit
from radkind_pod.pipeline.names import known_names
from radkind_pod.pipeline.opening import open_store
from radkind_pod.pipeline.words import Choice, make_draft
from radkind_pod.present import is_file
from radkind_pod.progress import Watcher
from radkind_pod.sources.episode import read_recorded
from radkind_pod.sources.show import read_show
from radkind_pod.transcript.review.case import Case, Received, finished
from radkind_pod.transcript.review.confirmed import confirmed
from radkind_pod.transcript.review.conflicts import conflicts
from radkind_pod.transcript.review.document import document_of
from radkind_pod.transcript.review.folder import ReviewFolder
from radkind_pod.transcript.review.provenance import span_of, text_hash
from radkind_pod.transcript.review.retime import Retimed, retime
from radkind_pod.transcript.review.start import draft_document
from radkind_pod.transcript.review.status import Standing, places_left, standing_of
from radkind_pod.transcript.reviewed import note_in
from radkind_pod.transcript.stages import Draft


@dataclass(frozen=True, slots=True)
class Opened:
    """One episode's review. `interview` is the working recording, where it was asked for."""

    show: Show
    episode: Episode
    case: Case
    interview: Interview | None = None


def open_review(root: Path, slug: str) -> Opened:
    """Return the review with what is in the project, without touching a recording."""
    show = read_show(root)
    episode = read_recorded(show, slug)
    levels = root / "build" / slug / Prepare.NAME / "levels.bin"
    return Opened(show, episode, _case(show, episode, levels.read_bytes() if is_file(levels) else b""))


def open_with_sound(root: Path, slug: str, watcher: Watcher) -> Opened:
    """Return the review with the working recording, made now if it has to be.

    Raises NeedsPerson where the draft that lies in build/ was made from other recordings.
    """
    show = read_show(root)
    episode = read_recorded(show, slug)
    interview = prepared(show, episode, watcher)
    case = _case(show, episode, interview.levels.read_bytes())
    if case.draft and episode.reviewed is None:
        note = note_in(case.draft.vtt.read_bytes())
        if note and note.sha256 != tuple(source.sha256 for source in interview.sources):
            raise NeedsPerson(
                case.draft.vtt,
                "this draft was made from other recordings than the episode has now",
                f"Make it anew: radkind-pod build {slug} --until transcribe",
            )
    return Opened(show, episode, case, interview)


def prepared(show: Show, episode: Episode, watcher: Watcher) -> Interview:
    """Return the working recording, made now if it has to be."""
    with open_store(show, episode.info.slug, watcher) as store:
        return store.make(Prepare(episode.recordings))


def standing(opened: Opened) -> Standing:
    """Return where the transcript stands, without touching a recording. Raises NeedsPerson where there is none."""
    case = opened.case
    document = case.look().reviewed.document
    left = places_left(case.places(document), confirmed(case.folder))
    machine = case.machine(document.draft)
    return standing_of(document, machine, left, len(conflicts(case.folder)), opened.show.checks)


def place_in_time(opened: Opened, watcher: Watcher) -> Retimed | None:
    """Find in the sound when the words that people typed are said, save it, and say how many were found.

    Returns None where there is nothing to find. Raises ToolMissing without a model: the times then stay estimated.
    """
    assert opened.interview
    given = opened.case.look()
    document = given.reviewed.document
    if not given.is_saved or not any(word.estimated for word in document.words):
        return None
    from radkind_pod.transcript.models import find_model

    retimed = retime(document, opened.interview.file, find_model(opened.show.speech.model), watcher)
    if retimed.aligned:
        opened.case.save(given.version, retimed.document, given.version, None, "times")
    return retimed


def update(root: Path, slug: str, choice: Choice, watcher: Watcher) -> tuple[Opened, Received]:
    """Let the machine hear the recordings anew, and put its words where nobody has corrected any.

    Corrections win; what both changed is kept beside them as a second version.
    """
    show = read_show(root)
    episode = read_recorded(show, slug)
    if episode.reviewed is None:
        raise Refused(
            f"{episode.folder / 'transcript.vtt'} isn't there: nobody has corrected this transcript yet",
            f"Build makes the draft anew by itself: radkind-pod build {slug}",
        )
    with open_store(show, slug, watcher) as store:
        interview = store.make(Prepare(episode.recordings))
        draft = make_draft(store, show, episode, interview, choice)
    case = _case(show, episode, interview.levels.read_bytes())
    opened = Opened(show, episode, case, interview)
    before = case.look().reviewed.document
    received = _with_new_draft(opened, draft)
    _credit_anew(case, before)
    return opened, received


def _credit_anew(case: Case, before: Document) -> None:
    """Nobody has gone through words that came in since: who had corrected all of it is correcting it again."""
    given = case.look()
    document = given.reviewed.document
    thanks = tuple(_credit_now(credit, before, document) for credit in document.credits)
    if thanks != document.credits:
        case.save(given.version, replace(document, credits=thanks), given.version, None)


def _credit_now(credit: Credit, before: Document, now: Document) -> Credit:
    if credit.kind != CORRECTED or text_hash(before, span_of(credit)) == text_hash(now, span_of(credit)):
        return credit
    return replace(credit, kind=EDITING)


def _with_new_draft(opened: Opened, draft: Draft) -> Received:
    assert opened.interview
    case = opened.case
    given = case.look()
    document = given.reviewed.document
    machine = case.machine(document.draft)
    if machine is None:
        raise Refused(
            f"{case.folder.path} doesn't hold the draft that the transcript corrects, so nobody can tell a corrected "
            "word from the machine's",
            "Bring review/ back from a backup, or keep the transcript as it is",
            file=case.folder.transcript,
        )
    sources = tuple(source.sha256 for source in opened.interview.sources)
    right = [(place.start_ms, place.end_ms) for place in confirmed(case.folder)]
    gone_through = finished(document)
    fresh = draft_document(draft, sources, case.folder)
    return case.put(
        given.version,
        document_of(machine, document.sources, document.draft),
        fresh,
        what="updated",
        by=None,
        note=fresh.draft or "",
        times_from_theirs=True,
        held=lambda word: gone_through(word) or any(a <= word.start_ms and word.end_ms <= b for a, b in right),
    )


def _case(show: Show, episode: Episode, levels: bytes) -> Case:
    folder = show.root / "build" / episode.info.slug / "transcribe"
    draft = Draft(record=folder / "draft.json", vtt=folder / "draft.vtt")
    made = draft if is_file(draft.vtt) and is_file(draft.record) else None
    names = tuple(entry.name for entry in known_names(show, episode))
    return Case(ReviewFolder(episode.folder), episode.info.language, made, levels, names)
