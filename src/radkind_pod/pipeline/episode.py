"""One episode from its raw recordings to its finished files. Reads top to bottom as the work goes."""

from dataclasses import dataclass, field, replace

from radkind_pod.audio.stages import Clean, Compare, Encode, Level, Master, Prepare, Stitch, Withhold
from radkind_pod.errors import Problem
from radkind_pod.model.audio import Cut, Delivered, Finding, Interview, Levelled, Programme, Safe, to_ms
from radkind_pod.model.episode import Episode, resolved_cuts
from radkind_pod.model.show import Show
from radkind_pod.model.timeline import Timeline, make_timeline
from radkind_pod.model.transcript import Provenance
from radkind_pod.package.stages import EpisodeSlice, MappedChapter, Package, Packaged, ShowSlice
from radkind_pod.pipeline.moments import mapped_chapters, refuse_moments_past_the_end
from radkind_pod.pipeline.names import known_names
from radkind_pod.pipeline.space import refuse_if_disk_is_full
from radkind_pod.pipeline.store import Store
from radkind_pod.pipeline.words import (
    Choice,
    Chosen,
    find_transcript,
    make_translation,
    proof,
    refuse_what_cannot_translate,
)
from radkind_pod.transcript.stages import CaptionFiles, Captions, Draft, SubtitleFiles, Subtitles
from radkind_pod.transcript.withholding import Said, redacted


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
    levelled: Levelled | None = None
    delivered: Delivered | None = None
    packaged: Packaged | None = None


def build_episode(store: Store, show: Show, episode: Episode, choice: Choice, outcome: Outcome) -> None:
    """Make everything of the episode, and note in `outcome` what came of it. Raises PodError."""
    prepare, clean = Prepare(episode.recordings), _clean(episode)
    _refuse_what_would_fail_later(store, show, episode, prepare)
    refuse_what_cannot_translate(show, episode, choice)
    interview = store.make(prepare)
    outcome.findings = interview.findings
    starts_ms = tuple(map(to_ms, interview.starts))
    refuse_moments_past_the_end(episode, starts_ms, interview.duration_ms)
    cuts = resolved_cuts(episode.cuts, starts_ms)

    transcript = find_transcript(store, show, episode, interview, choice, outcome.advice)
    outcome.draft, outcome.provenance = transcript.draft, transcript.provenance
    programme, cuts = _make_sound(store, show, _heard(store, clean, interview, outcome), transcript, cuts, outcome)
    assert outcome.delivered
    delivered, offset_ms = outcome.delivered, to_ms(programme.interview_offset)
    timeline = outcome.timeline = make_timeline(interview.duration_ms, cuts, offset_ms, delivered.duration_ms)
    words, who = transcript, transcript.provenance
    request = Captions(words.file, words.corrected, timeline, interview.sources, words.language, who)
    captions = store.make(request)
    if words.said:
        store.make(proof(show, choice, words, timeline, interview, delivered.file, captions.vtt))
        outcome.said = words.said
    english: SubtitleFiles | None = None
    if episode.translate_to:
        unheard = (*cuts, *(one.guarded for one in words.said))
        answer = make_translation(store, show, episode, interview, choice, unheard)
        names = known_names(show, episode)
        wanted = Subtitles(answer, words.file, words.corrected, timeline, interview.sources, words.language, names)
        english = store.make(wanted)
    outcome.chapters = mapped_chapters(episode, starts_ms, timeline, transcript.headings, outcome.advice)
    outcome.packaged = store.make(_package(show, episode, captions, english, outcome))


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
    store: Store, show: Show, interview: Interview, words: Chosen, cuts: tuple[Cut, ...], outcome: Outcome
) -> tuple[Programme, tuple[Cut, ...]]:
    """Make the MP3 and prove that nothing withheld is in it; return how its parts stand, and all that is cut."""
    sound, mp3 = show.sound, show.sound.mp3
    marked, safe = redacted(words.said), Safe(interview.file, ())
    if words.said:
        safe = store.make(Withhold(interview.file, interview.levels, marked, words.passages, cuts, sound.bleep))
    cuts = tuple(sorted({*cuts, *safe.cuts}, key=lambda cut: (cut.start_ms, cut.end_ms)))
    lufs = sound.target.integrated_lufs
    level = Level(safe.file, sound.intro, sound.outro, cuts, lufs, mp3.channels, words.turns)
    levelled = outcome.levelled = store.make(level)
    levels = levelled.levels
    stitch = Stitch(safe.file, sound.intro, sound.outro, cuts, levels, sound.crossfade_ms, mp3.channels)
    programme = store.make(stitch)
    master = store.make(Master(safe.file, programme, cuts, sound.target, mp3.channels, mp3.bitrate_kbps))
    outcome.delivered = store.make(Encode(master, sound.target, mp3))
    if marked:
        store.make(Compare(interview.file, programme, cuts, marked, outcome.delivered.file))
    return programme, cuts


def _package(
    show: Show, episode: Episode, captions: CaptionFiles, english: SubtitleFiles | None, outcome: Outcome
) -> Package:
    assert outcome.delivered
    return Package(
        audio=outcome.delivered.file,
        duration_ms=outcome.delivered.duration_ms,
        loudness=outcome.delivered.loudness,
        captions=(captions.vtt, captions.srt, captions.json, captions.txt, captions.html),
        paragraphs=captions.paragraphs,
        provenance=outcome.provenance,
        translation=(english.vtt, english.paragraphs) if english else None,
        chapters=outcome.chapters,
        artwork=episode.info.artwork or show.info.artwork,
        own_artwork=episode.info.artwork is not None,
        show=ShowSlice(show.info.title, show.info.author, show.info.copyright),
        episode=_slice(show, episode),
    )


def _refuse_what_would_fail_later(store: Store, show: Show, episode: Episode, prepare: Prepare) -> None:
    """Raise before an hour of listening what would otherwise be raised after it."""
    if not store.reasons(prepare):
        return
    from radkind_pod.package.artwork import check_episode_art, check_show_art

    refuse_if_disk_is_full(show.root, prepare)
    check_show_art(show.info.artwork)
    if episode.info.artwork:
        check_episode_art(episode.info.artwork)


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
    )
