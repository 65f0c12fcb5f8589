"""The finished files of an episode and its Release."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from PIL import Image

from radkind_pod.errors import MediaError, SourceError
from radkind_pod.model.plain import from_plain_file
from radkind_pod.model.release import Asset, Release, Words
from radkind_pod.model.transcript import Paragraph, Provenance
from radkind_pod.package import mp3
from radkind_pod.package.bundle import bundle
from radkind_pod.package.stages import MappedChapter, Package


def release_of(request: Package, folder: Path) -> Release:
    bundle(request, folder)
    return from_plain_file(Release, folder / "release.json")


def assets_of(release: Release) -> list[Asset]:
    pictures = [c.image for c in release.chapters]
    found = [release.audio, *release.transcripts, release.chapters_file, release.artwork, *pictures]
    return [asset for asset in found if asset]


def test_release_states_what_lies_on_disk(request_: Package, out: Path) -> None:
    """Each asset's size, hash and name are those of the file, and no other file lies there."""
    release = release_of(request_, out)
    files = {f.relative_to(out / "files").as_posix() for f in (out / "files").rglob("*") if f.is_file()}
    assert files == {asset.path for asset in assets_of(release)}
    for asset in assets_of(release):
        data = (out / "files" / asset.path).read_bytes()
        assert (asset.bytes, asset.sha256) == (len(data), sha256(data).hexdigest())
        assert asset.path.startswith(f"episodes/one-kettle/one-kettle-{asset.sha256[:12]}.")


def test_types_and_endings(request_: Package, out: Path) -> None:
    release = release_of(replace(request_, own_artwork=True), out)
    assert {(asset.path.split(".", 1)[1], asset.type) for asset in assets_of(release)} == {
        ("mp3", "audio/mpeg"),
        ("vtt", "text/vtt"),
        ("srt", "application/x-subrip"),
        ("transcript.json", "application/json"),
        ("txt", "text/plain"),
        ("transcript.html", "text/html"),
        ("chapters.json", "application/json+chapters"),
        ("jpg", "image/jpeg"),
    }


def test_release_carries_the_episode(request_: Package, out: Path) -> None:
    release = release_of(request_, out)
    said = (out / "words.json").read_bytes()
    words = from_plain_file(Words, out / "words.json")
    assert release.notes == request_.episode.notes
    assert release.title == request_.episode.title
    assert release.people == request_.episode.people
    assert release.loudness == request_.loudness
    assert words == Words((Paragraph(0, 900, "Amina", "We began."),))
    assert (release.words_sha256, release.speakers) == (sha256(said).hexdigest(), ("Amina",))
    assert release.provenance == Provenance(reviewed=True, corrected=("Amina",))
    assert release.artwork is None
    assert [(c.start_ms, c.image_alt) for c in release.chapters] == [(0, None), (700, "Ein Kessel, groß"), (1500, None)]


def test_same_request_gives_identical_bytes_wherever_it_is_built(request_: Package, tmp_path: Path) -> None:
    """No clock and no folder's name reaches an output."""
    trees = []
    for name in ("first", "second/deeper"):
        folder = tmp_path / name
        folder.mkdir(parents=True)
        bundle(request_, folder)
        trees.append({f.relative_to(folder): f.read_bytes() for f in folder.rglob("*") if f.is_file()})
    assert trees[0] == trees[1]
    assert not any(str(tmp_path).encode() in data for data in trees[0].values())


def test_chapters_file(request_: Package, out: Path) -> None:
    release = release_of(request_, out)
    picture = release.chapters[1].image
    assert picture is not None
    assert release.chapters_file is not None
    written = json.loads((out / "files" / release.chapters_file.path).read_text(encoding="utf-8"))
    assert written == {
        "version": "1.2.0",
        "chapters": [
            {
                "startTime": 0.0,
                "title": request_.chapters[0].title,
                "url": "https://example.org/stra%C3%9Fe?a=1&b=%3Cc%3E",
            },
            {
                "startTime": 0.7,
                "title": "The middle, of some length",
                "img": f"https://pod.example/{picture.path}",
            },
            {"startTime": 1.5, "title": "End", "url": "https://example.org/end"},
        ],
    }


def test_without_chapters_there_is_no_chapters_file(request_: Package, out: Path) -> None:
    release = release_of(replace(request_, chapters=()), out)
    assert release.chapters_file is None
    assert not list(out.rglob("*.chapters.json"))


def test_chapter_pictures_are_small_jpegs_and_shared_ones_lie_there_once(request_: Package, out: Path) -> None:
    middle = request_.chapters[1]
    both = (middle, replace(middle, start_ms=1000, title="Again"))
    release = release_of(replace(request_, chapters=both), out)
    first, second = (c.image for c in release.chapters)
    assert first == second
    assert first is not None
    with Image.open(out / "files" / first.path) as image:
        assert (image.format, image.size) == ("JPEG", (600, 200))


def test_own_artwork_is_public_the_shows_is_not(request_: Package, out: Path) -> None:
    release = release_of(replace(request_, own_artwork=True, chapters=()), out)
    assert release.artwork is not None
    with Image.open(out / "files" / release.artwork.path) as image:
        assert (image.format, image.size) == ("JPEG", (1400, 1400))


def test_sound_differing_from_its_source_is_refused(
    request_: Package, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A byte that the disk turned is found, since the file is read again."""
    check = mp3.check_tag

    def turn_a_byte(file: Path, *rest: object) -> None:
        check(file, *rest)
        data = bytearray(file.read_bytes())
        data[-100] ^= 1
        file.write_bytes(data)

    monkeypatch.setattr(mp3, "check_tag", turn_a_byte)
    with pytest.raises(MediaError, match="the sound just written differs"):
        bundle(request_, out)


@pytest.mark.parametrize("start", [b"", b"ID3\x03\x00\x00\x00\x00\x00\x00", b"RIFF"])
def test_an_audio_file_that_is_no_bare_mp3_is_refused(request_: Package, out: Path, start: bytes) -> None:
    request_.audio.write_bytes(start)
    with pytest.raises(MediaError, match="not an MP3 without tags"):
        bundle(request_, out)


def test_source_is_left_as_it_was(request_: Package, out: Path, sound: bytes) -> None:
    bundle(request_, out)
    assert request_.audio.read_bytes() == sound


def test_every_problem_of_the_chapters_is_told_at_once(request_: Package, out: Path) -> None:
    wrong = (
        MappedChapter(500, "One", None, None, None),
        MappedChapter(500, "Two", "javascript:alert(1)", None, None),
        MappedChapter(400, "Three", "https://[", None, None),
        MappedChapter(2000, "Four", None, None, None),
    )
    with pytest.raises(SourceError) as caught:
        bundle(replace(request_, chapters=wrong), out)
    assert [p.message.split(". ")[0] for p in caught.value.problems] == [
        'the chapters "One" and "Two" begin at the same moment of the episode',
        'the chapter "Three" begins before "Two"',
        '"javascript:alert(1)", the link of the chapter "Two", is no web address',
        '"https://[", the link of the chapter "Three", is no web address',
        'the chapter "Four" begins outside the episode',
    ]
    assert caught.value.exit_code == 3


def test_more_chapters_than_the_table_holds_are_refused(request_: Package, out: Path) -> None:
    many = tuple(MappedChapter(i, str(i), None, None, None) for i in range(256))
    with pytest.raises(SourceError, match="256 chapters are more than an MP3 can hold"):
        bundle(replace(request_, chapters=many), out)


def test_a_missing_chapter_picture_is_named(request_: Package, out: Path, tmp_path: Path) -> None:
    gone = (replace(request_.chapters[1], image=tmp_path / "gone.png"),)
    with pytest.raises(MediaError, match=r"gone\.png: there is no such picture"):
        bundle(replace(request_, chapters=gone), out)


def test_nothing_of_a_pictures_metadata_is_published(
    request_: Package, out: Path, leaky_jpeg: Callable[[str], Path], tmp_path: Path
) -> None:
    """Place, name, thumbnail and comment of a phone's picture reach neither MP3 nor any other file."""
    cover = leaky_jpeg("cover.jpg")
    chapter = tmp_path / "chapter.jpg"
    shutil.copy(cover, chapter)
    with_picture = (replace(request_.chapters[1], image=chapter),)
    bundle(replace(request_, artwork=cover, own_artwork=True, chapters=with_picture), out)
    assert b"LEAK" in cover.read_bytes()
    assert [f.name for f in out.rglob("*") if f.is_file() and b"LEAK" in f.read_bytes()] == []
    assert [f.name for f in out.rglob("*") if f.is_file() and b"Exif" in f.read_bytes()] == []
