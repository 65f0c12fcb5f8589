"""The comments of Opus and FLAC as they lie in the file, read by mutagen and by libav."""

from base64 import b64decode
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from mutagen.flac import FLAC, Picture
from mutagen.oggopus import OggOpus

from radkind_pod.errors import MediaError
from radkind_pod.media.remux import read_chapters
from radkind_pod.package import vorbis
from radkind_pod.package.artwork import size_px
from radkind_pod.package.stages import MappedChapter, Package
from radkind_pod.package.vorbis import PICTURE, texts_of_comments

Packaged = Callable[..., dict[str, Path]]
BOTH = [".opus", ".flac"]


def opened(file: Path) -> FLAC | OggOpus:
    return FLAC(file) if file.suffix == ".flac" else OggOpus(file)


def expected(request: Package) -> list[tuple[str, str]]:
    return [
        ("TITLE", request.episode.title),
        ("ALBUM", "Radical Kindness"),
        ("ARTIST", "Radical Kindness Network"),
        ("ALBUMARTIST", "Radical Kindness Network"),
        ("TRACKNUMBER", "7"),
        ("DISCNUMBER", "2"),
        ("DATE", "2026-03-09"),
        ("GENRE", "Podcast"),
        ("LANGUAGE", "eng"),
        ("COPYRIGHT", "2026 Radical Kindness"),
        ("PODCASTID", request.episode.guid),
        ("DESCRIPTION", "One kettle, one street.\n\nHow it began."),
        ("WEBSITE", "https://pod.example/episodes/one-kettle/"),
        ("LYRICS", request.captions[3].read_text(encoding="utf-8").strip()),
        ("CHAPTER000", "00:00:00.000"),
        ("CHAPTER000NAME", request.chapters[0].title),
        ("CHAPTER000URL", "https://example.org/stra%C3%9Fe?a=1&b=%3Cc%3E"),
        ("CHAPTER001", "00:00:00.700"),
        ("CHAPTER001NAME", "The middle, of some length"),
        ("CHAPTER002", "00:00:01.500"),
        ("CHAPTER002NAME", "End"),
        ("CHAPTER002URL", "https://example.org/end"),
    ]


@pytest.mark.parametrize("ending", BOTH)
def test_comments_are_exactly_those_intended(packaged: Packaged, request_: Package, ending: str) -> None:
    """An allow-list, in this order, and the same text as in the MP3."""
    found = [pair for pair in opened(packaged()[ending]).tags if pair[0] != PICTURE]
    assert found == expected(request_)


@pytest.mark.parametrize("ending", BOTH)
def test_no_library_leaves_its_name(packaged: Packaged, ending: str) -> None:
    file = packaged()[ending]
    assert opened(file).tags.vendor == "radkind-pod"
    assert [word for word in (b"Lav", b"mutagen", b"ffmpeg", b"encoder=") if word in file.read_bytes()] == []


def test_a_flac_holds_no_other_block(packaged: Packaged) -> None:
    """STREAMINFO, VORBIS_COMMENT, PICTURE, and an empty PADDING at most (RFC 9639, 8.1)."""
    blocks = FLAC(packaged()[".flac"]).metadata_blocks
    assert [block.code for block in blocks] == [0, 4, 6, 1]
    assert blocks[3].length == 0


def test_absent_facts_have_no_comment(packaged: Packaged, request_: Package) -> None:
    bare = replace(request_.episode, number=None, season=None, summary="")
    request = replace(request_, episode=bare, show=replace(request_.show, copyright=None), chapters=())
    request.captions[3].write_text("", encoding="utf-8")
    keys = [key for key, _ in opened(packaged(request)[".opus"]).tags]
    assert keys == [
        "TITLE", "ALBUM", "ARTIST", "ALBUMARTIST", "DATE", "GENRE", "LANGUAGE", "PODCASTID", "WEBSITE", PICTURE,
    ]  # fmt: skip


def test_the_cover_of_the_opus_is_small_and_that_of_the_flac_whole(
    packaged: Packaged, request_: Package, tmp_path: Path
) -> None:
    """Even of a picture that is hard to make small."""
    noisy = tmp_path / "noise.png"
    vorbis_noise(noisy)
    files = packaged(replace(request_, artwork=noisy))
    (small,) = [Picture(b64decode(text)) for key, text in OggOpus(files[".opus"]).tags if key == PICTURE]
    (large,) = FLAC(files[".flac"]).pictures
    assert len(small.data) <= 20_000 < len(large.data) <= 300_000
    for picture in (small, large):
        assert (picture.type, picture.mime, picture.desc, picture.depth) == (3, "image/jpeg", "", 24)
        assert (picture.width, picture.height) == size_px(picture.data)


def vorbis_noise(file: Path) -> None:
    import numpy as np
    from PIL import Image

    coarse = np.random.default_rng(1).integers(0, 255, (200, 200, 3), np.uint8)
    Image.fromarray(coarse).resize((1400, 1400), Image.Resampling.NEAREST).save(file)


@pytest.mark.parametrize("ending", BOTH)
def test_libav_reads_the_chapters(packaged: Packaged, request_: Package, ending: str) -> None:
    assert read_chapters(packaged()[ending]) == [(c.start_ms, c.title) for c in request_.chapters]


def test_a_chapter_after_an_hour_has_its_time(packaged: Packaged, request_: Package) -> None:
    late = MappedChapter(3_723_045, "Late", None, None, None)
    tags = OggOpus(packaged(replace(request_, duration_ms=4_000_000, chapters=(late,)))[".opus"]).tags
    assert tags["CHAPTER000"] == ["01:02:03.045"]


@pytest.mark.parametrize("ending", BOTH)
def test_comments_that_come_back_changed_are_refused(
    packaged: Packaged, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    """The file is read anew and compared with what was asked."""
    read = vorbis._open
    count = []

    def another(file: Path) -> FLAC | OggOpus:
        found = read(file)
        if file.suffix == ending:
            count.append(file)
            if len(count) == 2:
                found.tags["ALBUM"] = "Another show"
        return found

    monkeypatch.setattr(vorbis, "_open", another)
    with pytest.raises(MediaError, match="the tag just written says something else than asked: ALBUM"):
        packaged()


def test_comments_that_cannot_be_read_are_refused(packaged: Packaged, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vorbis.OggOpus, "save", lambda self, **_: Path(self.filename).write_bytes(b"OggS"))
    with pytest.raises(MediaError, match="the tag just written can't be read"):
        packaged()


@pytest.mark.parametrize("ending", BOTH)
def test_every_text_is_found_and_no_picture_taken_for_one(packaged: Packaged, request_: Package, ending: str) -> None:
    texts = list(texts_of_comments(packaged()[ending]))
    assert [text for _, text in texts if len(text) > 2000] == []
    named = dict(texts)
    assert named["the tag CHAPTER001NAME"] == "The middle, of some length"
    assert named["the tag TITLE"] == request_.episode.title
    assert named["the description of a picture"] == ""
