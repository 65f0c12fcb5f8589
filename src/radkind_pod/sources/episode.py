"""episode.yaml as an Episode."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from radkind_pod.errors import Problem, SourceError
from radkind_pod.model.audio import OFF, Recording, Track
from radkind_pod.model.episode import (
    Episode,
    EpisodeInfo,
    Moment,
    PlannedChapter,
    PlannedCut,
    PlannedNote,
    PlannedSoundbite,
    SharedRecording,
)
from radkind_pod.model.people import Person
from radkind_pod.model.places import Post
from radkind_pod.model.show import Show
from radkind_pod.present import is_file, is_folder, is_named
from radkind_pod.sources.document import Document, Place, read_document
from radkind_pod.sources.episode_form import (
    ChannelsForm,
    EpisodeForm,
    MomentForm,
    RecordingForm,
    SharedForm,
    TrackForm,
    TracksForm,
)
from radkind_pod.sources.glossary import entries, glossary_problems
from radkind_pod.sources.identity import guid_of_episode
from radkind_pod.sources.imported import recordings_problems, refuse_imported
from radkind_pod.sources.licences import is_unlinked, unlinked
from radkind_pod.sources.places import Folders
from radkind_pod.sources.project import EPISODE_FILE, EPISODES, is_slug, slug_problem
from radkind_pod.sources.show import locations
from radkind_pod.sources.text import cited, shown, stop
from radkind_pod.sources.timing import recording_index, timing_problems
from radkind_pod.sources.validate import Finding, validate

TRANSCRIPT = "transcript.vtt"
RAW = "raw"


@dataclass(frozen=True, slots=True)
class Defaults:
    """What an episode takes from its show."""

    explicit: bool
    language: str
    serial: bool
    has_sting: bool


def defaults_of(show: Show) -> Defaults:
    """Return what the episodes of this show take from it."""
    info = show.info
    return Defaults(info.explicit, info.language, info.type == "serial", show.sound.sting is not None)


def read_episode(show: Show, slug: str) -> Episode:
    """Return the episode of this exact slug. Raises one SourceError with every problem of its episode.yaml."""
    return episode_of(show.root, slug, defaults_of(show))


def read_recorded(show: Show, slug: str) -> Episode:
    """Return the episode as `read_episode` does. Raises SourceError too where it has no recordings of its own."""
    episode = read_episode(show, slug)
    refuse_imported(episode)
    return episode


def episode_of(root: Path, slug: str, defaults: Defaults) -> Episode:
    """Return the episode, also where there is no readable show yet to take defaults from."""
    if not is_slug(slug):
        raise SourceError([slug_problem(root, slug)])
    file = root / EPISODES / slug / EPISODE_FILE
    if not is_folder(file.parent):
        message = f"there is no episode {cited(slug)}. Make it with `radkind-pod new {slug} recording.wav`."
        raise SourceError([Problem(shown(file.parent), None, message)])
    document = read_document(file)
    form = validate(EpisodeForm, document, Folders(file.parent, file.parent / RAW), _across(document, slug, defaults))
    return _Builder(document, form).episode(slug, defaults)


def _across(document: Document, slug: str, defaults: Defaults) -> list[Finding]:
    data = document.data
    found = [*timing_problems(data), *recordings_problems(data)]
    if data.get("guid") is None:
        likely = guid_of_episode(slug, str(data.get("title")), str(data.get("published")))
        remedy = f"If apps have the episode already, write the guid that stands in the feed; else add `guid: {likely}`."
        found.append((("guid",), f"is missing. {remedy}"))
    if defaults.serial and data.get("type", "full") == "full" and not data.get("number"):
        found.append((("number",), "is missing, and a serial show needs it. Add a line like `number: 12`."))
    found += _sting_problems(data, defaults)
    licence = data.get("licence")
    if isinstance(licence, str) and is_unlinked(licence) and not data.get("licence_url"):
        found.append((("licence",), unlinked(licence)))
    language = str(data.get("language") or defaults.language)
    if data.get("translate_to") and language.lower().split("-")[0] == "en" and not data.get("also_spoken"):
        message = "is needless, for the episode is in English. Delete it, or write also_spoken: with other languages."
        found.append((("translate_to",), message))
    return [*found, *glossary_problems(document, "glossary")]


def _sting_problems(data: dict[str, Any], defaults: Defaults) -> Iterator[Finding]:
    chapters = data.get("chapters")
    for i, chapter in enumerate(chapters if isinstance(chapters, list) else []):
        if not isinstance(chapter, dict) or chapter.get("sting") != "true":
            continue
        if i == 0:
            message = "can't be true of the first chapter, which begins with the episode. Delete it."
            yield ("chapters", i, "sting"), message
        elif not defaults.has_sting:
            message = "asks for a sting, but the show has none. Delete it, or name a file with `sting:` in config.yaml."
            yield ("chapters", i, "sting"), message


class _Builder:
    """Puts the episode together; knows the document for its lines."""

    def __init__(self, document: Document, form: EpisodeForm) -> None:
        self.document, self.form = document, form
        self.recordings = tuple(_recording(r) for r in form.recordings)

    def episode(self, slug: str, defaults: Defaults) -> Episode:
        """Return the whole episode."""
        return Episode(
            file=self.document.file,
            info=self.info(slug, defaults),
            recordings=self.recordings,
            chapters=self.chapters(),
            cuts=self.cuts(),
            reviewed=_reviewed(self.document.file.parent / TRANSCRIPT),
            glossary=entries(self.form.glossary),
            also_spoken=self.form.also_spoken,
            translate_to=self.form.translate_to,
            shared=tuple(_shared(self.form.recordings)),
            cleaning=tuple(map(_cleaning, self.form.recordings)),
            soundbites=self.soundbites(),
            content_notes=self.content_notes(),
            imported=self.form.imported,
        )

    def info(self, slug: str, defaults: Defaults) -> EpisodeInfo:
        """Return what is said about the episode."""
        form = self.form
        return EpisodeInfo(
            slug=slug,
            title=form.title,
            guid=form.guid,
            published=form.published,
            summary=form.summary,
            notes=form.notes or "",
            number=form.number,
            season=form.season,
            type=form.type,
            explicit=defaults.explicit if form.explicit is None else form.explicit,
            language=form.language or defaults.language,
            people=tuple(Person(p.name, p.role, p.link, p.image) for p in form.people),
            artwork=form.artwork,
            artwork_alt=form.artwork_alt,
            locations=locations(form.places),
            licence=form.licence,
            licence_url=form.licence_url,
            posts=tuple(Post(post.protocol, post.uri, post.account, post.account_url) for post in form.posts),
        )

    def chapters(self) -> tuple[PlannedChapter, ...]:
        """Return the chapters with the lines of their times."""
        return tuple(
            PlannedChapter(self.moment(c.at, ("chapters", i, "at")), c.title, c.link, c.image, c.image_alt, c.sting)
            for i, c in enumerate(self.form.chapters)
        )

    def cuts(self) -> tuple[PlannedCut, ...]:
        """Return the cuts with the lines of their times."""
        return tuple(
            PlannedCut(self.moment(c.start, ("cuts", i, "from")), self.moment(c.to, ("cuts", i, "to")))
            for i, c in enumerate(self.form.cuts)
        )

    def soundbites(self) -> tuple[PlannedSoundbite, ...]:
        """Return the soundbites with the lines of their times."""
        return tuple(
            PlannedSoundbite(
                self.moment(one.start, ("soundbites", i, "from")),
                self.moment(one.to, ("soundbites", i, "to")),
                one.title,
            )
            for i, one in enumerate(self.form.soundbites)
        )

    def content_notes(self) -> tuple[PlannedNote, ...]:
        """Return the content notes with the lines of their times."""
        return tuple(
            PlannedNote(
                self.moment(one.start, ("content_notes", i, "from")),
                self.moment(one.to, ("content_notes", i, "to")),
                one.topic,
                one.text,
            )
            for i, one in enumerate(self.form.content_notes)
        )

    def moment(self, time: int | MomentForm, place: Place) -> Moment:
        """Return the time with its recording, if it names one, and its line."""
        line = self.document.line(*place)
        if isinstance(time, int):
            return Moment(time, None, line)
        index = recording_index(self.document.data.get("recordings"))
        if time.recording not in index:
            stop(self.document.file, line, f"{place[0]}: there are no recordings to count from. Write the time alone.")
        recording, track = index[time.recording]
        return Moment(time.at, recording, line, track)


def _reviewed(file: Path) -> Path | None:
    if is_file(file):
        return file
    if is_named(file):
        stop(file, None, "is no file, or a link that leads nowhere. Put the transcript itself here, or take this away.")
    return None


def _shared(recordings: tuple[RecordingForm, ...]) -> Iterator[SharedRecording]:
    for i, form in enumerate(recordings):
        if isinstance(form, SharedForm):
            said = form.speakers
            yield SharedRecording(i, said) if isinstance(said, int) else SharedRecording(i, len(said), said)


def _recording(form: RecordingForm) -> Recording:
    if isinstance(form, Path):
        return Recording((Track(form),))
    if isinstance(form, SharedForm):
        return Recording((Track(form.file),))
    if isinstance(form, ChannelsForm):
        return Recording((Track(form.file, channels=form.channels),))
    tracks = (form,) if isinstance(form, TrackForm) else form.tracks
    return Recording(tuple(Track(track.file, track.speaker) for track in tracks))


def _cleaning(form: RecordingForm) -> tuple[str, ...]:
    if isinstance(form, Path):
        return (OFF,)
    return tuple(track.cleaning for track in form.tracks) if isinstance(form, TracksForm) else (form.cleaning,)
