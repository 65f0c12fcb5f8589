"""config.yaml as a Show."""

from collections.abc import Iterator
from pathlib import Path

from radkind_pod.model.audio import LoudnessTarget, Mp3Format
from radkind_pod.model.care import Helpline
from radkind_pod.model.people import Person
from radkind_pod.model.places import Location, Recommended
from radkind_pod.model.programme import Bed
from radkind_pod.model.show import (
    Editions,
    Funding,
    Owner,
    Platforms,
    Proof,
    Publishing,
    Rhythm,
    Season,
    Show,
    ShowInfo,
    Sound,
    Speech,
)
from radkind_pod.sources.document import Document, read_document
from radkind_pod.sources.glossary import entries, glossary_problems
from radkind_pod.sources.identity import guid_of_show, looks_like_base
from radkind_pod.sources.languages import is_language, whisper_code
from radkind_pod.sources.licences import is_unlinked, unlinked
from radkind_pod.sources.places import Folders
from radkind_pod.sources.platform_forms import FeedForm, PlaceForm, RhythmForm
from radkind_pod.sources.platform_problems import platform_problems
from radkind_pod.sources.project import CONFIG
from radkind_pod.sources.show_form import BedForm, ShowForm
from radkind_pod.sources.text import cited
from radkind_pod.sources.validate import Finding, validate

_STEREO_LUFS, _MONO_LUFS = -16.0, -19.0


def read_show(root: Path) -> Show:
    """Return the show of this folder. Raises one SourceError with every problem of its config.yaml."""
    return show_of(read_document(root / CONFIG), root)


def show_of(document: Document, root: Path) -> Show:
    """Return the show that a document describes; the files it names lie under `root`."""
    form = validate(ShowForm, document, Folders(own=root, raw=root), _across(document))
    return Show(
        root=root,
        info=_info(form),
        sound=_sound(form),
        speech=_speech(form),
        checks=form.review.checks,
        editions=Editions(form.output.aac, form.output.opus, form.output.flac),
        publishing=Publishing(form.publish.to or "", form.publish.approval, form.publish.ping, form.publish.check),
    )


def _info(form: ShowForm) -> ShowInfo:
    return ShowInfo(
        title=form.title,
        description=form.description,
        language=form.language,
        author=form.author,
        owner=Owner(form.owner.name, form.owner.email),
        link=form.link,
        base_url=form.base_url,
        guid=form.guid,
        categories=form.categories,
        explicit=form.explicit,
        artwork=form.artwork,
        artwork_alt=form.artwork_alt or "",
        licence=form.licence,
        licence_url=form.licence_url,
        hosts=tuple(Person(host.name, host.role, host.link, host.image) for host in form.hosts),
        type=form.type,
        locked=form.locked,
        funding=Funding(form.funding.url, form.funding.text) if form.funding else None,
        copyright=form.copyright,
        seasons=tuple(Season(season.number, season.name) for season in form.seasons),
        locations=locations(form.places),
        rhythm=_rhythm(form.rhythm) if form.rhythm else None,
        recommends=tuple(Recommended(other.guid, other.feed, other.title) for other in form.recommends),
        platforms=_platforms(form.feed),
        helplines=tuple(Helpline(line.topic, line.name, line.phone, line.link) for line in form.helplines),
    )


def _rhythm(form: RhythmForm) -> Rhythm:
    return Rhythm(form.text, form.rule, form.begins.isoformat() if form.begins else None, form.complete)


def _platforms(form: FeedForm) -> Platforms:
    return Platforms(
        hub=form.hub,
        new_feed_url=form.new_url,
        complete=form.complete,
        block=form.block,
        proofs=tuple(Proof(proof.text, proof.purpose) for proof in form.proofs),
        items=form.items,
    )


def locations(forms: tuple[PlaceForm, ...]) -> tuple[Location, ...]:
    """Return the places of a show or an episode."""
    return tuple(Location(place.name, place.relation, place.geo, place.osm, place.country) for place in forms)


def _sound(form: ShowForm) -> Sound:
    channels = form.output.channels
    usual = _STEREO_LUFS if channels == 2 else _MONO_LUFS
    target = usual if form.loudness.target is None else form.loudness.target
    return Sound(
        target=LoudnessTarget(target, form.loudness.true_peak),
        mp3=Mp3Format(form.output.bitrate, channels),
        intro=form.intro,
        outro=form.outro,
        crossfade_ms=round(form.crossfade * 1000),
        bleep=form.bleep,
        fade_ms=None if form.fade is None else round(form.fade * 1000),
        bed=_bed(form.bed) if form.bed else None,
        sting=form.sting,
    )


def _bed(form: BedForm) -> Bed:
    return Bed(form.file, form.below, form.depth, round(form.attack * 1000), round(form.release * 1000))


def _speech(form: ShowForm) -> Speech:
    spoken = form.transcription.language or whisper_code(form.language) or form.language
    return Speech(form.transcription.engine, form.transcription.model, spoken, entries(form.transcription.glossary))


def _across(document: Document) -> Iterator[Finding]:
    """Yield what is wrong between two keys. It is found even where other keys are wrong."""
    data = document.data
    base_url, licence, language = data.get("base_url"), data.get("licence"), data.get("language")
    if data.get("guid") is None and looks_like_base(base_url):
        line = f"guid: {guid_of_show(str(base_url))}"
        yield ("guid",), f"is missing. Add this line, and never change it: `{line}`."
    if isinstance(licence, str) and is_unlinked(licence) and not data.get("licence_url"):
        yield ("licence",), unlinked(licence)
    transcription = data.get("transcription")
    spoken = transcription.get("language") if isinstance(transcription, dict) else None
    if isinstance(language, str) and is_language(language) and not spoken and whisper_code(language) is None:
        message = f"Whisper doesn't know {cited(language)}. Add language: under transcription:, the nearest it knows."
        yield ("language",), message
    yield from glossary_problems(document, "transcription", "glossary")
    yield from platform_problems(data)
