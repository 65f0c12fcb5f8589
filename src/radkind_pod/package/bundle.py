"""All finished files of an episode, and the Release that tells publishing of them."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from radkind_pod.model.plain import from_plain, parsed, to_json
from radkind_pod.model.programme import OPUS
from radkind_pod.model.release import Asset, Chapter, Release, Translation, Words, speakers_of, voiced
from radkind_pod.model.transcript import Paragraph
from radkind_pod.package.artwork import (
    EPISODE,
    SHOW,
    draw_chapter_picture,
    draw_cover,
    draw_episode_art,
    draw_small_cover,
)
from radkind_pod.package.assets import Shelf
from radkind_pod.package.chapters import check_chapters, ends_ms, render_chapters
from radkind_pod.package.editions import add_editions
from radkind_pod.package.mp3 import write_mp3
from radkind_pod.package.printed import with_heading
from radkind_pod.package.stages import Package
from radkind_pod.package.tag_text import Tag, TaggedChapter

_CAPTIONS = ("vtt", "srt", "transcript.json", "txt", "transcript.html")
"""The endings of the public files, in the order of the request's captions."""
_PRINTED = "transcript.html"
_PLAIN = _CAPTIONS.index("txt")


def bundle(request: Package, folder: Path) -> None:
    """Write files/episodes/<slug>/..., release.json and words.json. MediaError if the MP3 reads back wrong."""
    slug = request.episode.slug
    check_chapters(request.chapters, request.duration_ms, slug)
    shelf = Shelf(folder / "files", slug)
    shelf.folder.mkdir(parents=True)
    pictures = {file: draw_chapter_picture(file) for file in {c.image for c in request.chapters} if file}
    artwork = shelf.add(draw_episode_art(request.artwork), "jpg") if request.own_artwork else None
    # The episode's own picture lies on the shelf as a checked JPEG, which is read faster than a big PNG.
    art, rule = (shelf.root / artwork.path, EPISODE) if artwork else (request.artwork, SHOW)
    tag = _tag(request, draw_cover(art, rule), pictures)
    audio = _add_audio(request, tag, shelf)
    small = draw_small_cover(art, rule) if any(e.name == OPUS for e in request.editions) else b""
    editions = add_editions(request, tag, small, shelf, folder / "archive")
    chapters = _add_chapter_pictures(request, pictures, shelf)
    words = _words(request)
    text = to_json(words).encode()
    (folder / "words.json").write_bytes(text)
    release = _describe(request, audio, artwork, chapters, shelf)
    bites = tuple(voiced(bite, words.transcript) for bite in request.soundbites)
    digest, speakers = sha256(text).hexdigest(), speakers_of(words.transcript)
    release = replace(release, editions=editions, words_sha256=digest, speakers=speakers, soundbites=bites)
    (folder / "release.json").write_text(to_json(release), encoding="utf-8", newline="\n")


def _text(request: Package, file: Path, ending: str) -> bytes:
    data = file.read_bytes()
    return with_heading(data, request.show, request.episode) if ending == _PRINTED else data


def _tag(request: Package, cover: bytes, pictures: dict[Path, bytes]) -> Tag:
    return Tag(
        show=request.show,
        episode=request.episode,
        cover=cover,
        transcript=request.captions[_PLAIN].read_text(encoding="utf-8"),
        chapters=_tagged(request, pictures),
    )


def _add_audio(request: Package, tag: Tag, shelf: Shelf) -> Asset:
    unnamed = shelf.folder / "tagged.mp3"
    write_mp3(request.audio, tag, unnamed)
    return shelf.adopt(unnamed, "mp3")


def _tagged(request: Package, pictures: dict[Path, bytes]) -> tuple[TaggedChapter, ...]:
    ends = ends_ms(request.chapters, request.duration_ms)
    return tuple(
        TaggedChapter(c.start_ms, end, c.title, c.link, pictures[c.image] if c.image else None, c.image_alt)
        for c, end in zip(request.chapters, ends, strict=True)
    )


def _add_chapter_pictures(request: Package, pictures: dict[Path, bytes], shelf: Shelf) -> tuple[Chapter, ...]:
    return tuple(
        Chapter(
            start_ms=c.start_ms,
            title=c.title,
            link=c.link,
            image=shelf.add(pictures[c.image], "jpg") if c.image else None,
            image_alt=c.image_alt,
        )
        for c in request.chapters
    )


def _describe(
    request: Package, audio: Asset, artwork: Asset | None, chapters: tuple[Chapter, ...], shelf: Shelf
) -> Release:
    """Put the remaining files on the shelf; return the Release."""
    episode = request.episode
    listed = render_chapters(chapters, episode.page_url).encode()
    texts = zip(request.captions, _CAPTIONS, strict=True)
    return Release(
        slug=episode.slug,
        guid=episode.guid,
        title=episode.title,
        published=episode.published,
        summary=episode.summary,
        notes=episode.notes,
        number=episode.number,
        season=episode.season,
        type=episode.type,
        explicit=episode.explicit,
        language=episode.language,
        people=episode.people,
        duration_ms=request.duration_ms,
        loudness=request.loudness,
        audio=audio,
        transcripts=tuple(shelf.add(_text(request, file, ending), ending) for file, ending in texts),
        chapters_file=shelf.add(listed, "chapters.json") if chapters else None,
        chapters=chapters,
        artwork=artwork,
        artwork_alt=episode.artwork_alt,
        words_sha256="",
        provenance=request.provenance,
        translation=_translation(request.translation[0], shelf) if request.translation else None,
        content_notes=request.content_notes,
        locations=episode.locations,
        licence=episode.licence,
        licence_url=episode.licence_url,
        posts=episode.posts,
        withheld=request.withheld,
    )


def _translation(vtt: Path, shelf: Shelf) -> Translation:
    return Translation("en", shelf.add(vtt.read_bytes(), "vtt"))


def _words(request: Package) -> Words:
    translated = _paragraphs(request.translation[1]) if request.translation else ()
    return Words(_paragraphs(request.paragraphs), translated)


def _paragraphs(file: Path) -> tuple[Paragraph, ...]:
    plain = parsed(file.read_text(encoding="utf-8"))
    return tuple(from_plain(Paragraph, paragraph) for paragraph in plain)
