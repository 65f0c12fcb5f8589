"""An old episode as a Release: of what was fetched, else of the addresses where it is."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from radkind_pod.disk import write_whole
from radkind_pod.model.plain import to_json
from radkind_pod.model.release import Asset, Chapter, Release, Translation, Words, speakers_of, voiced
from radkind_pod.model.transcript import Paragraph, Provenance
from radkind_pod.package.chapters import render_chapters
from radkind_pod.pipeline.feed_import.shelf import Shelf
from radkind_pod.pipeline.show import RELEASE, WORDS
from radkind_pod.sources.feed_import.old import Notebook, OldEpisode, OldFile
from radkind_pod.sources.feed_import.writing import NewShow

_CAPTIONS = ("text/vtt", "application/x-subrip", "application/srt", "text/srt")
CHAPTERS = "application/json+chapters"


def release_of(old: OldEpisode, show: NewShow, shelf: Shelf) -> Release:
    """Return the Release of an episode of which nothing was published by us yet."""
    return Release(
        slug=shelf.slug,
        guid=old.guid,
        title=old.title,
        published=old.published.isoformat(),
        summary=old.summary,
        notes=old.notes,
        number=old.number,
        season=old.season,
        type=old.type,
        explicit=show.old.explicit if old.explicit is None else old.explicit,
        language=show.language,
        people=old.people,
        duration_ms=old.duration_ms,
        loudness=None,
        audio=_asset(old.sound, shelf),
        transcripts=(),
        chapters_file=None,
        chapters=(),
        artwork=None,
        artwork_alt=None,
        words_sha256="",
        provenance=Provenance(machine=False, unknown=True),
        soundbites=old.soundbites,
        locations=old.locations,
        licence=old.licence,
        licence_url=old.licence_url,
        posts=old.posts,
    )


def with_files(
    release: Release, old: OldEpisode, shelf: Shelf, duration_ms: int, chapters: tuple[Chapter, ...], notebook: Notebook
) -> Release:
    """Return the Release with what is on the shelf by now; the rest of its files where they were."""
    transcripts, translation = _transcripts(release, old, shelf, notebook)
    return replace(
        release,
        audio=_asset(old.sound, shelf),
        duration_ms=old.duration_ms or duration_ms,
        transcripts=transcripts,
        translation=translation,
        chapters=chapters,
        chapters_file=_chapters_file(old, shelf, chapters),
        artwork=_picture(old, shelf),
    )


def keep(folder: Path, release: Release, words: tuple[Paragraph, ...]) -> None:
    """Write words.json and release.json, each whole or not at all."""
    text = to_json(Words(words)).encode()
    write_whole(folder / WORDS, text)
    whole = replace(
        release,
        words_sha256=sha256(text).hexdigest(),
        speakers=speakers_of(words),
        soundbites=tuple(voiced(bite, words) for bite in release.soundbites),
    )
    write_whole(folder / RELEASE, to_json(whole).encode())


def is_same_language(file: OldFile, language: str) -> bool:
    """Say whether a transcript is in the episode's own language; one that doesn't say is."""
    return not file.language or file.language.partition("-")[0] == language.partition("-")[0]


def _asset(file: OldFile, shelf: Shelf) -> Asset:
    return shelf.files.get(file.url) or Asset(file.url, file.type, file.bytes, "")


def _picture(old: OldEpisode, shelf: Shelf) -> Asset | None:
    if not old.picture or old.picture in shelf.unfit:
        return None
    kind = "image/png" if old.picture.lower().endswith(".png") else "image/jpeg"
    return shelf.files.get(old.picture) or Asset(old.picture, kind, 0, "")


def _transcripts(
    release: Release, old: OldEpisode, shelf: Shelf, notebook: Notebook
) -> tuple[tuple[Asset, ...], Translation | None]:
    own: list[Asset] = []
    translation: Translation | None = None
    for file in old.transcripts:
        asset = _asset(file, shelf)
        if asset.is_elsewhere and not asset.path.startswith("https://"):
            notebook.note(old.title, f"A transcript has no https address and can't stand in the feed: {file.url}")
        elif is_same_language(file, release.language):
            own.append(asset)
        elif translation is None and file.type in _CAPTIONS:
            translation = Translation(file.language or "", asset)
        else:
            notebook.note(old.title, f"A transcript in {file.language} has no place beside the others: {file.url}")
    return tuple(own), translation


def _chapters_file(old: OldEpisode, shelf: Shelf, chapters: tuple[Chapter, ...]) -> Asset | None:
    """Return the old chapters file; where the feed had another kind of chapters, one that is made of them."""
    if old.chapters_file:
        asset = _asset(old.chapters_file, shelf)
        if asset.path.startswith("https://") or not asset.is_elsewhere:
            return asset
    if not chapters:
        return None
    listed = render_chapters(chapters, f"https://example.org/{shelf.slug}/").encode()
    return shelf.add(f"chapters of {old.guid}", listed, CHAPTERS, "chapters.json")
