"""The tags and chapters of the M4A as they lie in the file, read by a reader of our own and by mutagen."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from mutagen.mp4 import MP4
from tests.package.boxes import boxes

from radkind_pod.errors import MediaError
from radkind_pod.media.remux import read_chapters
from radkind_pod.model.programme import MadeEdition
from radkind_pod.package import m4a
from radkind_pod.package.bundle import bundle
from radkind_pod.package.m4a import texts_of_m4a
from radkind_pod.package.stages import MappedChapter, Package

Packaged = Callable[..., dict[str, Path]]
SOUND = {
    "moov/trak/tkhd", "moov/trak/edts", "moov/trak/edts/elst", "moov/trak/tref", "moov/trak/tref/chap",
    "moov/trak/mdia", "moov/trak/mdia/mdhd", "moov/trak/mdia/hdlr", "moov/trak/mdia/minf", "moov/trak/mdia/minf/smhd",
    "moov/trak/mdia/minf/dinf", "moov/trak/mdia/minf/dinf/dref", "moov/trak/mdia/minf/stbl",
    *(f"moov/trak/mdia/minf/stbl/{box}" for box in ("stsd", "stts", "stsc", "stsz", "stco", "sgpd", "sbgp")),
}  # fmt: skip
TEXT = {"moov/trak/mdia/minf/gmhd", "moov/trak/mdia/minf/gmhd/gmin", "moov/trak/mdia/minf/gmhd/text"}
TAGS = {
    "\xa9nam", "\xa9alb", "\xa9ART", "aART", "\xa9day", "\xa9gen", "cprt", "desc", "ldes", "\xa9lyr", "purl", "egid",
    "trkn", "disk", "covr", "pcst", "stik",
}  # fmt: skip
UDTA = {"moov/udta", "moov/udta/chpl", "moov/udta/meta", "moov/udta/meta/hdlr", "moov/udta/meta/ilst"}
ALLOWED = {
    "ftyp", "moov", "moov/mvhd", "moov/trak", *SOUND, *TEXT, *UDTA, *(f"moov/udta/meta/ilst/{tag}" for tag in TAGS),
    "moov/udta/meta/free", "free", "mdat",
}  # fmt: skip
"""All boxes that an M4A may hold."""


@pytest.fixture
def with_feed(request_: Package) -> Package:
    return replace(request_, show=replace(request_.show, feed_url="https://pod.example/feed.xml"))


def test_boxes_are_exactly_those_intended(packaged: Packaged, with_feed: Package) -> None:
    """An allow-list: nothing else ever slips into a published file, and what is free is empty."""
    found = list(boxes(packaged(with_feed)[".m4a"].read_bytes()))
    assert {path for path, _ in found} == ALLOWED
    assert {body for path, body in found if path.endswith("free")} == {b""}


def test_no_box_tells_when_or_with_what_it_was_made(packaged: Packaged) -> None:
    data = packaged()[".m4a"].read_bytes()
    for path, body in boxes(data):
        if path.rpartition("/")[2] in {"mvhd", "tkhd", "mdhd"}:
            assert body[4:12] == bytes(8)
        if path.endswith("mdia/hdlr"):
            assert body[24:] in {b"SoundHandler\0", b"SubtitleHandler\0"}
    assert [word for word in (b"Lav", b"mutagen", b"Mutagen") if word in data] == []


def test_tags_say_what_those_of_the_mp3_say(packaged: Packaged, with_feed: Package) -> None:
    tags = MP4(packaged(with_feed)[".m4a"]).tags
    found = {key: value for key, value in tags.items() if key != "covr"}
    assert found == {
        "\xa9nam": [with_feed.episode.title],
        "\xa9alb": ["Radical Kindness"],
        "\xa9ART": ["Radical Kindness Network"],
        "aART": ["Radical Kindness Network"],
        "\xa9day": ["2026-03-09"],
        "\xa9gen": ["Podcast"],
        "cprt": ["2026 Radical Kindness"],
        "desc": ["One kettle, one street. How it began."],
        "ldes": ["One kettle, one street.\n\nHow it began."],
        "\xa9lyr": [with_feed.captions[3].read_text(encoding="utf-8").strip()],
        "purl": ["https://pod.example/feed.xml"],
        "egid": [with_feed.episode.guid],
        "trkn": [(7, 0)],
        "disk": [(2, 0)],
        "pcst": True,
        "stik": [21],
    }
    assert bytes(tags["covr"][0])[:3] == b"\xff\xd8\xff"


def test_absent_facts_have_no_tag(packaged: Packaged, request_: Package) -> None:
    bare = replace(request_.episode, number=None, season=None, summary="")
    request = replace(request_, episode=bare, show=replace(request_.show, copyright=None))
    request.captions[3].write_text("", encoding="utf-8")
    tags = MP4(packaged(request)[".m4a"]).tags
    assert TAGS - set(tags) == {"trkn", "disk", "desc", "ldes", "\xa9lyr", "cprt", "purl"}


def test_chapters_stand_in_both_lists(packaged: Packaged, request_: Package) -> None:
    file = packaged()[".m4a"]
    told = [(c.start_ms, c.title) for c in request_.chapters]
    assert read_chapters(file) == told
    assert [(round(c.start * 1000), c.title) for c in MP4(file).chapters] == told


def test_what_comes_before_the_first_chapter_has_the_title_of_the_episode(
    packaged: Packaged, request_: Package
) -> None:
    """A text track has no gap: else players would let the first chapter begin at 0."""
    late = (MappedChapter(500, "One", None, None, None), MappedChapter(1500, "Two", None, None, None))
    file = packaged(replace(request_, chapters=late))[".m4a"]
    assert read_chapters(file) == [(0, request_.episode.title), (500, "One"), (1500, "Two")]


def test_a_title_too_long_for_the_list_is_cut_between_letters(packaged: Packaged, request_: Package) -> None:
    chapter = MappedChapter(0, "é" * 200, None, None, None)
    file = packaged(replace(request_, chapters=(chapter,)))[".m4a"]
    assert [c.title for c in MP4(file).chapters] == ["é" * 127]


def test_an_episode_without_chapters_has_no_list(packaged: Packaged, request_: Package) -> None:
    file = packaged(replace(request_, chapters=()))[".m4a"]
    assert "moov/udta/chpl" not in {path for path, _ in boxes(file.read_bytes())}


def test_the_track_names_its_language(packaged: Packaged) -> None:
    """Three letters of five bits each in mdhd (ISO/IEC 14496-12, 8.4.2)."""
    bodies = [body for path, body in boxes(packaged()[".m4a"].read_bytes()) if path.endswith("mdhd")]
    packed = int.from_bytes(bodies[0][20:22], "big")
    assert "".join(chr((packed >> shift & 31) + 0x60) for shift in (10, 5, 0)) == "eng"


def test_the_bytes_are_the_same_each_time(request_: Package, encoded: tuple[MadeEdition, ...], tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        bundle(replace(request_, editions=encoded), tmp_path / name)
        made.append(next((tmp_path / name).rglob("*.m4a")).read_bytes())
    assert made[0] == made[1]


def test_a_tag_that_comes_back_changed_is_refused(packaged: Packaged, monkeypatch: pytest.MonkeyPatch) -> None:
    atoms, asked = m4a._atoms, []

    def another(tag: m4a.Tag) -> dict:
        asked.append(tag)
        return {**atoms(tag), "\xa9alb": ["Another show"]} if len(asked) == 1 else atoms(tag)

    monkeypatch.setattr(m4a, "_atoms", another)
    with pytest.raises(MediaError, match="the tag just written says something else than asked: ©alb"):
        packaged()


def test_chapters_that_come_back_changed_are_refused(packaged: Packaged, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(m4a, "read_chapters", lambda _: [(0, "Another")])
    with pytest.raises(MediaError, match="something else than asked: chapters"):
        packaged()


def test_a_file_that_cannot_be_read_is_refused(packaged: Packaged, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(m4a.MP4, "save", lambda self, **_: Path(self.filename).write_bytes(b"ftyp"))
    with pytest.raises(MediaError, match="the tag just written can't be read"):
        packaged()


def test_every_text_is_found(packaged: Packaged, with_feed: Package) -> None:
    texts = [text for _, text in texts_of_m4a(packaged(with_feed)[".m4a"])]
    for said in (with_feed.episode.title, with_feed.episode.guid, "The middle, of some length", "End"):
        assert said in texts
    assert any("whole street" in text for text in texts)
