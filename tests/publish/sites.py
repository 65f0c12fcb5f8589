"""A whole site in a folder, as build makes it, for tests that open it in a browser or look at every file."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

from PIL import Image

from radkind_pod.model.audio import Loudness
from radkind_pod.model.care import ContentNote, Helpline
from radkind_pod.model.places import Location, Post
from radkind_pod.model.plain import from_plain_file, to_json
from radkind_pod.model.release import Asset, Edition, Release, Soundbite, Translation, Words
from radkind_pod.model.transcript import Paragraph, Provenance
from radkind_pod.publish.look import Look
from radkind_pod.publish.people import make_faces, write_people
from radkind_pod.publish.releases import read_releases
from radkind_pod.publish.search.shards import SHELF, aisle_names, write_aisle, write_list, write_shelf
from radkind_pod.publish.search.words import write_index
from radkind_pod.publish.site import write_page, write_site
from radkind_pod.publish.stages import PublicShow

GOLDEN = Path(__file__).parent / "golden"
PLAIN = Look()
SPEECH = Path(__file__).parents[1] / "data" / "speech" / "en" / "sonnet001.mp3"
HELPLINES = (
    Helpline("detention", "Right to Remain", "+44 161 496 0000", "https://example.org/help"),
    Helpline("flood", "Not for this one", "0113 496 0000"),
)


def words_beside(release: Path) -> Path:
    return release.with_name(release.name.replace(".release.", ".words."))


def cared_for(folder: Path, slug: str = "the-long-wait") -> Path:
    """Write a Release with everything that a page can show, and the words of an hour; return its file."""
    base = from_plain_file(Release, GOLDEN / "lunch-for-forty.release.json")
    place = f"episodes/{slug}"
    small = Asset(f"{place}/{slug}-aa11.opus", "audio/ogg; codecs=opus", 9_100_000, "ab" * 32)
    apple = Asset(f"{place}/{slug}-bb22.m4a", "audio/mp4", 40_000_000, "cd" * 32)
    loudness = Loudness(-16.0, -1.0)
    release = replace(
        base,
        slug=slug,
        guid=f"{slug}-guid",
        title="The long wait",
        published="2026-06-04T06:00:00+01:00",
        duration_ms=3_600_000,
        audio=replace(base.audio, path=f"{place}/{slug}-cc33.mp3"),
        transcripts=(),
        chapters=tuple(replace(chapter, image=None) for chapter in base.chapters),
        content_notes=(
            ContentNote(730_000, 940_000, "Detention", "Two people tell of their first night there."),
            ContentNote(3_400_000, 3_600_000, "grief"),
        ),
        soundbites=(Soundbite(65_000, 30_000, "Who has the key?"), Soundbite(400_000, 15_500)),
        editions=(
            Edition("opus", "Opus", "opus", 24, loudness, small, "sha384-x"),
            Edition("aac", "AAC", "mp4a.40.2", 96, loudness, apple, "sha384-y"),
        ),
        locations=(Location("Leeds", "subject", "geo:53.8,-1.5"), Location("Bradford", "creator")),
        licence="cc-by-nc-4.0",
        posts=(Post("activitypub", "https://social.example/@kind/1", "@kind@social.example"),),
    )
    file = folder / f"{slug}.release.json"
    file.write_text(to_json(release), encoding="utf-8", newline="\n")
    words_beside(file).write_text(to_json(Words(an_hour())), encoding="utf-8", newline="\n")
    return file


def imported(folder: Path) -> tuple[Path, ...]:
    """Write Releases as an import leaves them: one of which little is known, one with a transcript in French beside."""
    base = from_plain_file(Release, GOLDEN / "lunch-for-forty.release.json")
    plain = replace(
        base,
        provenance=Provenance(machine=False, unknown=True),
        chapters=tuple(replace(chapter, image=None) for chapter in base.chapters),
        chapters_file=None,
        transcripts=(),
        posts=(),
    )
    french = Translation("fr", Asset("episodes/in-french-too/fr.vtt", "text/vtt", 4, "ab" * 32))
    bare = {"slug": "little-known", "duration_ms": 0}
    both = {"slug": "in-french-too", "translation": french}
    said = from_plain_file(Words, words_beside(GOLDEN / "lunch-for-forty.release.json"))
    files = []
    for fields, words, kind, size in ((bare, Words(()), "audio/x-m4a", 0), (both, said, "audio/mpeg", 5_000_000)):
        slug = str(fields["slug"])
        audio = replace(base.audio, path=f"episodes/{slug}/{slug}.mp3", type=kind, bytes=size)
        release = replace(plain, **{**fields, "guid": slug, "title": slug, "audio": audio})
        file = folder / f"{slug}.release.json"
        file.write_text(to_json(release), encoding="utf-8", newline="\n")
        words_beside(file).write_text(to_json(words), encoding="utf-8", newline="\n")
        files.append(file)
    return tuple(files)


def an_hour() -> tuple[Paragraph, ...]:
    """Return 9,360 different enough words in 180 paragraphs."""
    vocabulary = ["soup", "chair", "window", "because", "street", "Thursday", "neighbour", "carried", "once", "and"]
    words = [f"{vocabulary[n * 7 % 10]}{n * 7919 % 997}" for n in range(9000)]
    return tuple(
        Paragraph(
            n * 20_000, n * 20_000 + 19_000, ("Amina", "Tom")[n % 2], f"Caffè {' '.join(words[n * 50 : n * 50 + 50])}."
        )
        for n in range(180)
    )


def make_site(public: Path, show: PublicShow, files: tuple[Path, ...], look: Look = PLAIN) -> None:
    """Write all pages and all of search; sound and pictures are stand-ins."""
    releases = sorted(read_releases(files), key=lambda release: release.published)
    by_slug = {json.loads(file.read_text(encoding="utf-8"))["slug"]: file for file in files}
    faces = make_faces(show.hosts, releases)
    write_site(show, look, faces, files, public)
    write_people(show, look, faces, files, public)
    aside = public.parent / "aside"
    indexes = []
    for release in releases:
        file = by_slug[release.slug]
        write_page(show, look, faces, file, words_beside(file), public)
        write_index(file, words_beside(file), aside / release.slug)
        indexes.append(aside / release.slug / "index.txt")
        shutil.copytree(aside / release.slug / "files", public, dirs_exist_ok=True)
        _stand_ins(public, release)
    shelves = []
    for number in range(0, len(indexes), SHELF):
        write_shelf(number // SHELF, indexes[number : number + SHELF], aside / f"shelf-{number}")
        shelves.append(aside / f"shelf-{number}")
    join_shelves(shelves, [release.slug for release in releases], aside, public)
    _picture(public / show.artwork.path)
    _picture(public / "tom.jpg")
    (public / "feed.xml").write_text("<rss/>", encoding="utf-8")


def join_shelves(shelves: list[Path], slugs: list[str], aside: Path, public: Path) -> None:
    """Write the shards of all aisles and their list, given the folders of the shelves."""
    lists = []
    for name in aisle_names():
        folder = aside / name.removesuffix(".txt")
        write_aisle([shelf / name for shelf in shelves], folder)
        lists.append(folder / "shards.json")
        shutil.copytree(folder / "files", public, dirs_exist_ok=True)
    write_list(lists, slugs, public)


def _stand_ins(public: Path, release: Release) -> None:
    shutil.copy(SPEECH, public / release.audio.path)
    for asset in (release.artwork, *(chapter.image for chapter in release.chapters)):
        if asset:
            _picture(public / asset.path)


def _picture(file: Path) -> None:
    Image.new("RGB", (600, 600), "#c8693a").save(file)
