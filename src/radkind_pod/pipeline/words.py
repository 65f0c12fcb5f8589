"""Which transcript an episode gets: a person's, where there is one, else the machine's draft."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from radkind_pod.errors import Problem, Refused, SourceError, ToolMissing
from radkind_pod.model.audio import Cut, Interview, Passage, Turn
from radkind_pod.model.episode import Episode
from radkind_pod.model.plain import from_plain_file
from radkind_pod.model.show import Show
from radkind_pod.model.timeline import Timeline
from radkind_pod.model.transcript import Heading, Provenance, Transcript
from radkind_pod.pipeline.moments import clock
from radkind_pod.pipeline.names import known_names, names_advice, told_names
from radkind_pod.pipeline.store import Store
from radkind_pod.pipeline.voices import named, tell_apart
from radkind_pod.present import is_file
from radkind_pod.transcript.everywhere import Banned
from radkind_pod.transcript.known_models import ONLY_TRANSCRIBE
from radkind_pod.transcript.mark_classes import holds_everywhere, holds_marks
from radkind_pod.transcript.spoken_turns import spoken_turns
from radkind_pod.transcript.stages import CaptionFiles, Draft, Overhear, Recognise, Relisten, Transcribe, Translate
from radkind_pod.transcript.unmarked import Unmarked
from radkind_pod.transcript.withholding import Said, passages, withheld

RECORDED = {"recognise": "replay.json", "translate": "replay-english.json"}
"""The recorded answers that the replay engine plays, by stage."""
SLACK_MS = 10_000
"""Editors often let the last cue stand a little longer than the sound."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the command line asked for instead of the configuration; empty means the configuration."""

    engine: str = ""
    model: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The transcript that the episode gets, in recording time, and who says so.

    `draft` is the machine's, where nobody has corrected it; `corrected` the kept draft that a person's file corrects.
    """

    file: Path
    language: str
    provenance: Provenance
    draft: Draft | None = None
    corrected: Path | None = None
    headings: tuple[Heading, ...] = ()
    said: tuple[Said, ...] = ()
    """What is marked in it to be cut or redacted."""
    turns: tuple[Turn, ...] = ()
    """Who speaks when, as the machine heard it: no correction of a word changes the sound."""
    passages: tuple[Passage, ...] = ()
    """Where that which is to be cut may begin and end."""
    banned: tuple[Banned, ...] = ()
    """The words that are marked *everywhere*."""
    unmarked: tuple[Unmarked, ...] = ()
    """Where they stand in it all the same."""


def find_transcript(
    store: Store, show: Show, episode: Episode, interview: Interview, choice: Choice, advice: list[Problem]
) -> Chosen:
    """Return the transcript.vtt that a person put there, checked against the recordings, else make the draft."""
    if episode.reviewed is None:
        _refuse_lost_transcript(episode, store)
        advice += names_advice(show, episode)
        draft = make_draft(store, show, episode, interview, choice)
        assert draft.turns
        turns = from_plain_file(tuple[Turn, ...], draft.turns)
        return Chosen(draft.record, episode.info.language, Provenance(), draft=draft, turns=turns)
    from radkind_pod.transcript.everywhere import banned
    from radkind_pod.transcript.review.drafts import kept_draft, read_draft
    from radkind_pod.transcript.review.provenance import provenance_of
    from radkind_pod.transcript.reviewed import note_in, read_reviewed
    from radkind_pod.transcript.under_speech import check_under_speech
    from radkind_pod.transcript.unmarked import unmarked

    data = episode.reviewed.read_bytes()
    note = note_in(data)
    kept = kept_draft(note.draft if note else None, episode.folder / "review")
    machine = read_draft(kept) if kept else None
    reviewed = read_reviewed(episode.reviewed, interview.sources, episode.info.language, machine)
    transcript = reviewed.transcript
    _refuse_past_the_end(transcript, interview.duration_ms, episode.reviewed)
    if not transcript.cues:
        advice.append(Problem(episode.reviewed, 1, "it holds no words, and so the episode has an empty transcript"))
    elif not reviewed.note:
        check_under_speech(transcript, interview.levels.read_bytes(), episode.reviewed)
        message = "it doesn't say which recordings it belongs to: taken as recording time (before intro and cuts)"
        advice.append(Problem(episode.reviewed, 1, message))
    said, taken_out = withheld(transcript), banned(reviewed.document.words, transcript.language)
    return Chosen(
        episode.reviewed,
        episode.info.language,
        provenance_of(reviewed.document, machine),
        corrected=kept,
        headings=tuple(Heading(cue.start_ms, cue.heading) for cue in transcript.cues if cue.heading),
        said=said,
        turns=spoken_turns(machine) if machine else interview.turns,
        passages=passages(said, transcript),
        banned=taken_out,
        unmarked=unmarked(data, transcript, taken_out) if taken_out else (),
    )


def left_out(episode: Episode) -> tuple[str, ...]:
    """Return the stages that this episode never needs."""
    translated = () if episode.translate_to else ("translate", "subtitles")
    data = episode.reviewed.read_bytes() if episode.reviewed else b""
    uncleaned = () if episode.is_cleaned else ("clean",)
    unmarked = () if holds_marks(data) else ("withhold", "compare", "relisten")
    never = (*uncleaned, *unmarked, *(() if holds_everywhere(data) else ("overhear",)), *translated)
    if episode.reviewed:
        return ("recognise", "diarise", "transcribe", *never)
    return never if episode.shared else ("diarise", *never)


def _refuse_lost_transcript(episode: Episode, store: Store) -> None:
    from radkind_pod.transcript.review.folder import ReviewFolder
    from radkind_pod.transcript.review.saving import refuse_lost

    if not store.ends_by("transcribe"):
        refuse_lost(ReviewFolder(episode.folder))


def _refuse_past_the_end(transcript: Transcript, duration_ms: int, file: Path) -> None:
    late = next((cue for cue in transcript.cues if cue.end_ms > duration_ms + SLACK_MS), None)
    if late is not None:
        message = (
            f"the cue from {clock(late.start_ms)} to {clock(late.end_ms)} goes on after the recordings end "
            f"({clock(duration_ms)}): correct its times, or delete it"
        )
        raise SourceError([Problem(file, None, message)])


def make_draft(store: Store, show: Show, episode: Episode, interview: Interview, choice: Choice) -> Draft:
    """Let the engine hear the recording and write the draft."""
    telling = tell_apart(episode, interview)
    answer = store.make(_hearing(Recognise, show, episode, choice, interview.file))
    turns = (*interview.turns, *(named(episode.shared, store.make(telling)) if telling else ()))
    names = known_names(show, episode)
    return store.make(Transcribe(answer, turns, interview.sources, episode.info.language, names))


def refuse_what_cannot_translate(show: Show, episode: Episode, choice: Choice) -> None:
    """Raise Refused where a translation is asked for, and the model can't translate."""
    model = choice.model or show.speech.model
    if episode.translate_to and model in ONLY_TRANSCRIBE:
        raise Refused(
            f"the model {model} was never taught to translate, so it can't do what translate_to: in "
            f"{episode.file} asks for",
            "Name another model, such as small or medium",
        )


def make_translation(
    store: Store, show: Show, episode: Episode, interview: Interview, choice: Choice, unheard: tuple[Cut, ...]
) -> Path:
    """Let the engine hear the recording without what listeners must not, and write it in English; return its answer."""
    hearing = _hearing(Translate, show, episode, choice, interview.file)
    return store.make(replace(hearing, silenced=unheard))


def proof(
    show: Show,
    choice: Choice,
    words: Chosen,
    timeline: Timeline,
    interview: Interview,
    delivered: Path,
    made: CaptionFiles,
) -> Relisten:
    """Return the request that lets a machine listen to what will be published. The replay engine can't listen."""
    from radkind_pod.transcript.models import find_model

    choice = _listening(show, choice)
    return Relisten(
        delivered=delivered,
        transcript=words.file,
        draft=words.corrected,
        timeline=timeline,
        sources=interview.sources,
        language=words.language,
        captions=(*made.formats, made.paragraphs),
        engine=choice.engine or show.speech.engine,
        weights=find_model(choice.model or show.speech.model),
    )


def overhearing(show: Show, episode: Episode, choice: Choice, delivered: Path) -> Overhear:
    """Return the request that lets a machine listen to the whole episode, told no names."""
    return replace(_hearing(Overhear, show, episode, _listening(show, choice), delivered), glossary=())


def _listening(show: Show, choice: Choice) -> Choice:
    """Return the choice with an engine that can listen: the replay engine plays what was heard before."""
    replays = (choice.engine or show.speech.engine) == "replay"
    return replace(choice, engine="faster-whisper") if replays else choice


T = TypeVar("T", bound=Recognise)


def _hearing(stage: type[T], show: Show, episode: Episode, choice: Choice, sound: Path) -> T:
    from radkind_pod.transcript.models import find_model

    engine = choice.engine or show.speech.engine
    replays = engine == "replay"
    language = choice.language or _spoken(show, episode)
    return stage(
        interview=sound,
        engine=engine,
        weights=None if replays else find_model(choice.model or show.speech.model),
        answers=_recorded(episode, stage.NAME) if replays else None,
        language=language,
        glossary=told_names(show, episode),
        others=tuple(other for other in episode.also_spoken if other != language),
    )


def _recorded(episode: Episode, stage: str) -> Path:
    file = episode.folder / RECORDED[stage]
    if not is_file(file):
        slug = episode.info.slug
        raise ToolMissing(
            f"{file}: there is no recorded answer for the replay engine; make one with a real engine and keep it:",
            [f"radkind-pod build {slug}", f"cp build/{slug}/{stage}/answer.json episodes/{slug}/{file.name}"],
        )
    return file


def _spoken(show: Show, episode: Episode) -> str:
    # An episode in another language than the show's is spoken in that language, whatever the show says.
    own = episode.info.language
    return show.speech.language if own == show.info.language else own.split("-")[0].lower()
