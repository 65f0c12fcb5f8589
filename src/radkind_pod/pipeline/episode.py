"""One episode from its raw recordings to its finished files. Reads top to bottom as the work goes."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import BoundedSemaphore

from radkind_pod.audio.ceiling import ceiling_dbtp
from radkind_pod.audio.stages import Clean, Compare, Encode, Level, Master, Prepare, Stitch, Withhold
from radkind_pod.errors import Problem
from radkind_pod.model.audio import Cut, Finding, Interview, Safe, Turn, to_ms
from radkind_pod.model.care import ContentNote
from radkind_pod.model.episode import Episode, resolve, resolved_cuts
from radkind_pod.model.programme import Delivered, MadeEdition, Programme
from radkind_pod.model.release import Soundbite
from radkind_pod.model.report import Done
from radkind_pod.model.show import Show, Sound
from radkind_pod.model.timeline import Timeline, make_timeline
from radkind_pod.model.transcript import Provenance
from radkind_pod.package.stages import EpisodeSlice, MappedChapter, Package, Packaged, ShowSlice
from radkind_pod.pipeline.apart import Apart
from radkind_pod.pipeline.editions import make_editions
from radkind_pod.pipeline.everywhere import refuse_what_is_heard, refuse_what_is_made, refuse_what_is_written
from radkind_pod.pipeline.moments import in_step, mapped_chapters, refuse_moments_past_the_end
from radkind_pod.pipeline.names import known_names
from radkind_pod.pipeline.report import make_report
from radkind_pod.pipeline.space import refuse_if_disk_is_full
from radkind_pod.pipeline.spans import mapped_spans
from radkind_pod.pipeline.store import Store
from radkind_pod.pipeline.words import (
    Choice,
    Chosen,
    find_transcript,
    make_translation,
    overhearing,
    proof,
    refuse_what_cannot_translate,
)
from radkind_pod.transcript.engines.cores import cores
from radkind_pod.transcript.everywhere import Banned
from radkind_pod.transcript.stages import CaptionFiles, Captions, Draft, SubtitleFiles, Subtitles
from radkind_pod.transcript.withholding import Said, digest_of, redacted

_LOOKING = BoundedSemaphore(cores())
"""Held while pictures are looked at: on a cluster, more episodes begin at once than this computer has cores."""


@dataclass
class Outcome:
    """What a build of one episode came to, as far as it went."""

    slug: str
    advice: list[Problem] = field(default_factory=list)
    findings: tuple[Finding, ...] = ()
    timeline: Timeline | None = None
    chapters: tuple[MappedChapter, ...] = ()
    draft: Draft | None = None
    provenance: Provenance = field(default_factory=Provenance)
    said: tuple[Said, ...] = ()
    """What is withheld, and proven to be out of the sound."""
    banned: tuple[Banned, ...] = ()
    """What nobody may read or hear anywhere in the episode."""
    delivered: Delivered | None = None
    editions: tuple[MadeEdition, ...] = ()
    """The same sound in other formats, as the configuration asks for them."""
    proven: list[Done] = field(default_factory=list)
    """What the proofs came to that nothing withheld is left."""
    packaged: Packaged | None = None
    measured: Path | None = None
    """The file that holds what was measured for the report."""


def build_episode(store: Store, show: Show, episode: Episode, choice: Choice, outcome: Outcome) -> None:
    """Make everything of the episode, and note in `outcome` what came of it. Raises PodError."""
    prepare, clean = Prepare(episode.recordings), _clean(episode)
    _refuse_what_would_fail_later(store, show, episode, prepare)
    refuse_what_cannot_translate(show, episode, choice)
    interview = store.make(prepare)
    outcome.findings = interview.findings
    episode = in_step(episode, interview.placed)
    starts_ms = tuple(map(to_ms, interview.starts))
    refuse_moments_past_the_end(episode, starts_ms, interview.duration_ms)
    cuts = resolved_cuts(episode.cuts, starts_ms)

    words = find_transcript(store, show, episode, interview, choice, outcome.advice)
    outcome.draft, outcome.provenance, outcome.banned = words.draft, words.provenance, words.banned
    refuse_what_is_written(show, episode, words)
    stings_ms = tuple(resolve(chapter.at, starts_ms) for chapter in episode.chapters if chapter.sting)
    heard = _heard(store, clean, interview, outcome)
    programme, cuts = _make_sound(store, show, heard, words, cuts, stings_ms, outcome)
    assert outcome.delivered
    delivered, offset_ms, stings = outcome.delivered, to_ms(programme.interview_offset), programme.stings
    timeline = make_timeline(interview.duration_ms, cuts, offset_ms, delivered.duration_ms, stings)
    outcome.timeline, who = timeline, words.provenance
    request = Captions(words.file, words.corrected, timeline, interview.sources, words.language, who)
    captions = store.make(request)
    if words.said:
        proven = proof(show, choice, words, timeline, interview, delivered.file, captions)
        outcome.proven.append(store.make(proven))
        outcome.said = words.said
    overheard = store.make(overhearing(show, episode, choice, delivered.file)) if words.banned else None
    unheard = (*cuts, *(one.guarded for one in words.said))
    english = _english(store, show, episode, interview, choice, words, unheard, timeline)
    if overheard:
        refuse_what_is_heard(words, known_names(show, episode), overheard, english, timeline)
    outcome.chapters = mapped_chapters(episode, starts_ms, timeline, words.headings, outcome.advice, stings)
    spans = mapped_spans(episode, starts_ms, timeline, outcome.advice)
    packaged = store.make(_package(show, episode, captions, english, spans, cuts, outcome))
    if words.banned:
        refuse_what_is_made(words, packaged)
    outcome.packaged = packaged
    sound = programme, cuts
    make_report(store, show, episode, interview, words, sound, captions.paragraphs, outcome)


def _english(
    store: Store,
    show: Show,
    episode: Episode,
    interview: Interview,
    choice: Choice,
    words: Chosen,
    unheard: tuple[Cut, ...],
    timeline: Timeline,
) -> SubtitleFiles | None:
    """Return what is said in English, without what nobody hears; None where no translation is asked for."""
    if not episode.translate_to:
        return None
    answer = make_translation(store, show, episode, interview, choice, unheard)
    names = known_names(show, episode)
    return store.make(
        Subtitles(answer, words.file, words.corrected, timeline, interview.sources, words.language, names)
    )


def _clean(episode: Episode) -> Clean | None:
    """Return the request that cleans the tracks, None where none asks for it.

    Raises ToolMissing before an hour of listening, where what takes noise out is not here.
    """
    if not episode.is_cleaned:
        return None
    from radkind_pod.audio.weights import find_denoiser

    return Clean(episode.recordings, episode.cleaning, find_denoiser())


def _heard(store: Store, clean: Clean | None, interview: Interview, outcome: Outcome) -> Interview:
    """Return the recording as listeners hear it: cleaned, where a track asks for it."""
    if clean is None:
        return interview
    cleaned = store.make(clean)
    outcome.findings += cleaned.findings
    return replace(interview, file=cleaned.file)


def _make_sound(
    store: Store,
    show: Show,
    interview: Interview,
    words: Chosen,
    cuts: tuple[Cut, ...],
    stings_ms: tuple[int, ...],
    outcome: Outcome,
) -> tuple[Programme, tuple[Cut, ...]]:
    """Make the MP3 and its editions, and prove that nothing withheld is in them.

    Returns how the parts of the programme stand, and all that is cut.
    """
    sound, mp3 = show.sound, show.sound.mp3
    marked, safe = redacted(words.said), Safe(interview.file, ())
    if words.said:
        safe = store.make(Withhold(interview.file, interview.levels, marked, words.passages, cuts, sound.bleep))
    cuts = tuple(sorted({*cuts, *safe.cuts}, key=lambda cut: (cut.start_ms, cut.end_ms)))
    sting = sound.sting if stings_ms else None
    level = _level(sound, safe.file, cuts, words.turns)
    levels = store.make(replace(level, sting=sting, stings_ms=stings_ms if sting else ()))
    stitch = Stitch(
        interview=safe.file,
        intro=sound.intro,
        outro=sound.outro,
        cuts=cuts,
        levels=levels,
        crossfade_ms=sound.crossfade_ms,
        channels=mp3.channels,
        fade_ms=sound.fade_ms,
        bed=sound.bed,
        speech=interview.levels if sound.bed else None,
        sting=sting,
    )
    programme = store.make(stitch)
    mastering = store.make(Master(safe.file, programme, cuts, sound.target, mp3.channels, mp3.bitrate_kbps))
    outcome.delivered = store.make(Encode(safe.file, programme, cuts, mastering, sound.target, mp3))
    if marked:
        outcome.proven.append(store.make(Compare(interview.file, programme, cuts, marked, outcome.delivered.file)))
    outcome.editions, proven = make_editions(store, show, interview, safe.file, programme, cuts, marked)
    outcome.proven += proven
    return programme, cuts


def _level(sound: Sound, file: Path, cuts: tuple[Cut, ...], turns: tuple[Turn, ...]) -> Level:
    return Level(
        interview=file,
        intro=sound.intro,
        outro=sound.outro,
        cuts=cuts,
        integrated_lufs=sound.target.integrated_lufs,
        channels=sound.mp3.channels,
        turns=turns,
        ceiling_dbtp=ceiling_dbtp(sound.target, sound.mp3),
        crossfade_ms=sound.crossfade_ms,
        fade_ms=sound.fade_ms,
        bed=sound.bed.file if sound.bed else None,
    )


def _package(
    show: Show,
    episode: Episode,
    captions: CaptionFiles,
    english: SubtitleFiles | None,
    spans: tuple[tuple[Soundbite, ...], tuple[ContentNote, ...]],
    cuts: tuple[Cut, ...],
    outcome: Outcome,
) -> Package:
    assert outcome.delivered
    return Package(
        audio=outcome.delivered.file,
        duration_ms=outcome.delivered.duration_ms,
        loudness=outcome.delivered.loudness,
        captions=captions.formats,
        paragraphs=captions.paragraphs,
        provenance=outcome.provenance,
        translation=(english.vtt, english.paragraphs) if english else None,
        chapters=outcome.chapters,
        artwork=episode.info.artwork or show.info.artwork,
        own_artwork=episode.info.artwork is not None,
        show=ShowSlice(show.info.title, show.info.author, show.info.copyright, f"{show.info.base_url}/feed.xml"),
        episode=_slice(show, episode),
        soundbites=spans[0],
        content_notes=spans[1],
        withheld=digest_of(outcome.said, cuts, len(outcome.banned)),
        editions=outcome.editions,
    )


def _refuse_what_would_fail_later(store: Store, show: Show, episode: Episode, prepare: Prepare) -> None:
    """Raise before an hour of listening what would otherwise be raised after it."""
    if not store.reasons(prepare):
        return
    from radkind_pod.package.artwork import check_episode_art, check_show_art

    refuse_if_disk_is_full(show.root, prepare)
    with _LOOKING, Apart() as apart:
        apart.ask(check_show_art, show.info.artwork)
        if episode.info.artwork:
            apart.ask(check_episode_art, episode.info.artwork)


def _slice(show: Show, episode: Episode) -> EpisodeSlice:
    info = episode.info
    return EpisodeSlice(
        slug=info.slug,
        guid=info.guid,
        title=info.title,
        published=info.published.isoformat(),
        summary=info.summary,
        notes=info.notes,
        number=info.number,
        season=info.season,
        type=info.type,
        explicit=info.explicit,
        language=info.language,
        people=info.people or show.info.hosts,
        artwork_alt=info.artwork_alt,
        page_url=f"{show.info.base_url}/episodes/{info.slug}/",
        locations=info.locations,
        licence=info.licence,
        licence_url=info.licence_url,
        posts=info.posts,
    )
