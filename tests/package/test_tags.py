"""The tag as it lies in the file, read by a reader of our own, by libav and by mutagen."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from types import SimpleNamespace

import av
import numpy as np
import pytest
from mutagen import id3
from mutagen.mp3 import MP3

from radkind_pod.errors import MediaError
from radkind_pod.media.decode import read_blocks
from radkind_pod.media.encode import Mp3Writer
from radkind_pod.model.audio import Mp3Format
from radkind_pod.package import tags
from radkind_pod.package.bundle import bundle
from radkind_pod.package.stages import MappedChapter, Package
from radkind_pod.package.tags import check_tag, render_tag

ReadFrames = Callable[[Path], list]


@pytest.fixture
def package(out: Path) -> Callable[[Package], Path]:
    """Return a function that packages a request and gives the MP3."""

    def make(request: Package) -> Path:
        bundle(request, out)
        return next(out.rglob("*.mp3"))

    return make


@pytest.fixture
def read(package: Callable[[Package], Path], read_frames: ReadFrames) -> Callable[[Package], dict]:
    """Return a function that packages a request and gives the tag's frames by name, CHAP frames as a list."""

    def frames(request: Package) -> dict:
        found = read_frames(package(request))
        by_name = {f.name: f for f in found if f.name != "CHAP"}
        assert len(by_name) == sum(f.name != "CHAP" for f in found)
        return by_name | {"CHAP": [f for f in found if f.name == "CHAP"]}

    return frames


def test_text_frames(read: Callable, request_: Package) -> None:
    frames = read(request_)
    found = {name: frame.text for name, frame in frames.items() if name[0] == "T"}
    assert found == {
        "TIT2": request_.episode.title,
        "TALB": "Radical Kindness",
        "TPE1": "Radical Kindness Network",
        "TPE2": "Radical Kindness Network",
        "TRCK": "7",
        "TPOS": "2",
        "TYER": "2026",
        "TDAT": "0903",
        "TIME": "0005",
        "TCON": "Podcast",
        "TLAN": "eng",
        "TCOP": "2026 Radical Kindness",
        "TGID": request_.episode.guid,
        "TDES": "One kettle, one street. How it began.",
    }


def test_frames_are_exactly_those_intended(read: Callable, request_: Package) -> None:
    """An allow-list: nothing else ever slips into a published file."""
    others = {name for name in read(request_) if name[0] != "T"}
    assert others == {"COMM", "USLT", "APIC", "CHAP", "CTOC", "PCST", "WOAF", "WXXX"}


def test_absent_facts_have_no_frame(read: Callable, request_: Package, episode: SimpleNamespace) -> None:
    bare = replace(episode, number=None, season=None, summary="")
    frames = read(replace(request_, episode=bare, show=replace(request_.show, copyright=None)))
    assert not {"TRCK", "TPOS", "TCOP", "TDES", "COMM"} & set(frames)


def test_comment_and_lyrics_have_language_and_empty_description(read: Callable, request_: Package) -> None:
    """COMM is ASCII, so Latin-1; the transcript has curly quotes and an emoji, so UTF-16."""
    frames = read(request_)
    assert frames["COMM"].body == b"\0eng\0One kettle, one street.\n\nHow it began.\0"
    lyrics = frames["USLT"].body
    assert lyrics[:8] == b"\1eng\xff\xfe\0\0"
    assert lyrics[8:].decode("utf-16") == request_.captions[3].read_text(encoding="utf-8").strip() + "\0"


def test_empty_transcript_leaves_the_lyrics_out(read: Callable, request_: Package) -> None:
    request_.captions[3].write_text("\n", encoding="utf-8")
    assert "USLT" not in read(request_)


def test_addresses_end_without_nul(read: Callable, request_: Package) -> None:
    """A player takes a NUL for a part of the address and opens nothing."""
    frames = read(request_)
    assert frames["WOAF"].body == b"https://pod.example/episodes/one-kettle/"
    assert frames["WXXX"].body == b"\0\0https://pod.example/episodes/one-kettle/"
    links = [chapter.inner["WXXX"].body for chapter in frames["CHAP"] if "WXXX" in chapter.inner]
    assert links == [b"\0\0https://example.org/stra%C3%9Fe?a=1&b=%3Cc%3E", b"\0\0https://example.org/end"]


def test_chapters_lie_in_time_order_whatever_their_length(read: Callable, request_: Package) -> None:
    """mutagen alone would write the shortest first."""
    chapters = read(request_)["CHAP"]
    assert [c.element for c in chapters] == ["chp0", "chp1", "chp2"]
    assert [c.times_ms for c in chapters] == [(0, 700), (700, 1500), (1500, 2000)]
    assert {c.offsets for c in chapters} == {(0xFFFFFFFF, 0xFFFFFFFF)}


def test_chapter_titles_keep_every_character(read: Callable, request_: Package) -> None:
    """Long titles that aren't ASCII, which is where players lost chapters."""
    chapters = read(request_)["CHAP"]
    assert [c.inner["TIT2"].text for c in chapters] == [c.title for c in request_.chapters]
    assert [c.inner["TIT2"].body[0] for c in chapters] == [1, 0, 0]


def test_chapter_picture_is_a_jpeg_with_its_alternative_text(read: Callable, request_: Package) -> None:
    picture = read(request_)["CHAP"][1].inner["APIC"].body
    start = b"\1image/jpeg\0\0" + "Ein Kessel, groß".encode("utf-16") + b"\0\0"
    assert picture.startswith(start + b"\xff\xd8\xff")


def test_one_top_level_ordered_table_of_contents(read: Callable, request_: Package) -> None:
    assert read(request_)["CTOC"].body == b"toc\0" + bytes([0b11, 3]) + b"chp0\0chp1\0chp2\0"


def test_no_chapters_no_table(read: Callable, request_: Package) -> None:
    frames = read(replace(request_, chapters=()))
    assert frames["CHAP"] == []
    assert "CTOC" not in frames


def test_as_many_chapters_as_the_table_holds(read: Callable, request_: Package) -> None:
    many = tuple(MappedChapter(i * 7, "é" * (255 - i), None, None, None) for i in range(255))
    frames = read(replace(request_, chapters=many))
    assert [c.times_ms[0] for c in frames["CHAP"]] == [i * 7 for i in range(255)]
    assert frames["CTOC"].body[4:6] == bytes([0b11, 255])


def test_cover_is_a_front_cover_without_description(read: Callable, request_: Package) -> None:
    assert read(request_)["APIC"].body.startswith(b"\0image/jpeg\0\3\0\xff\xd8\xff")


def test_podcast_flag_is_four_bytes(read: Callable, request_: Package) -> None:
    assert read(request_)["PCST"].body == b"\0\0\0\1"


def test_control_characters_go(read: Callable, request_: Package, episode: SimpleNamespace) -> None:
    hostile = replace(episode, title=" A\0B\x0b\r\nC\x85 ", summary="x\x1b[31m\r\ny")
    frames = read(replace(request_, episode=hostile))
    assert frames["TIT2"].text == "AB C"
    assert frames["COMM"].body.endswith(b"\0x[31m\ny\0")


def test_a_title_of_control_characters_alone_still_packages(read: Callable, request_: Package) -> None:
    odd = (replace(request_.chapters[0], title="\x01"),)
    assert "TIT2" not in read(replace(request_, chapters=odd))["CHAP"][0].inner


def test_any_title_comes_back_as_it_was(request_: Package, episode: SimpleNamespace, tmp_path: Path) -> None:
    """Letters whose UTF-16 holds zero bytes, byte order marks, emoji, no-break spaces: the check on reading agrees."""
    letters = [chr(c) for c in (0x41, 0x100, 0x2000 + 0x0A, 0xFEFF, 0xA0, 0x1F600, 0x0A00, 0xFFFD, 0x200F, 0x3042)]
    random = Random(3)
    for number in range(60):
        title = "a" + "".join(random.choices(letters, k=random.randint(1, 70))) + "z"
        named = replace(episode, title=title, summary=title)
        chapter = tags.TaggedChapter(0, 10, title, None, b"\xff\xd8\xff", title)
        tag = tags.Tag(request_.show, named, b"\xff\xd8\xff", title, (chapter,))
        file = tmp_path / f"{number}.mp3"
        data = render_tag(tag)
        file.write_bytes(data)
        check_tag(file, tag, len(data))
        assert str(id3.ID3(file)["TIT2"]) == title


@pytest.mark.parametrize(
    ("stated", "written"),
    [("Radical Kindness", "2026 Radical Kindness"), ("2024 Radical Kindness", "2024 Radical Kindness")],
)
def test_copyright_begins_with_its_year(read: Callable, request_: Package, stated: str, written: str) -> None:
    frames = read(replace(request_, show=replace(request_.show, copyright=stated)))
    assert frames["TCOP"].text == written


def test_date_is_the_one_that_people_wrote(read: Callable, request_: Package, episode: SimpleNamespace) -> None:
    frames = read(replace(request_, episode=replace(episode, published="2026-07-01T00:30:00+01:00")))
    assert [frames[name].text for name in ("TYER", "TDAT", "TIME")] == ["2026", "0107", "0030"]


def test_sound_is_untouched_its_info_frame_first(
    package: Callable, read_sound: Callable[[Path], bytes], request_: Package, sound: bytes
) -> None:
    """And nothing stands behind it: there is no ID3v1 tag."""
    found = read_sound(package(request_))
    assert found == sound
    assert found[21:25] == b"Info"


def test_libav_reads_chapters_and_tags_in_order(package: Callable, request_: Package) -> None:
    with av.open(str(package(request_))) as container:
        chapters = container.chapters()
        stated = container.metadata
    found = [(c["start"], c["end"], c["metadata"]["title"]) for c in chapters]
    starts = [c.start_ms for c in request_.chapters]
    assert found == list(zip(starts, [*starts[1:], 2000], [c.title for c in request_.chapters], strict=True))
    assert stated["title"] == request_.episode.title
    assert stated["album"] == "Radical Kindness"
    assert stated["track"] == "7"


def test_the_tag_moves_no_sample(package: Callable, request_: Package) -> None:
    """With the Info frame that our own encoder writes, decoders trim the tagged file as they trim the bare one."""
    block = np.sin(np.arange(50_001) / 20).astype(np.float32)[:, None] / 4
    with Mp3Writer(request_.audio, Mp3Format(bitrate_kbps=64, channels=1)) as out:
        out.write(block)
    bare, tagged = (np.concatenate(list(read_blocks(file))) for file in (request_.audio, package(request_)))
    assert len(bare) == 50_001
    assert np.array_equal(bare, tagged)


def test_mutagen_reads_version_2_3_and_the_sound(package: Callable, request_: Package) -> None:
    found = MP3(package(request_), v2_version=3)
    assert found.tags.version == (2, 3, 0)
    assert found.info.sample_rate == 48_000
    assert found.tags["USLT::eng"].text.startswith("Amina: We began")
    assert list(found.tags["CTOC:toc"].child_element_ids) == ["chp0", "chp1", "chp2"]


def test_a_frame_that_comes_back_changed_is_refused(
    request_: Package, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is read anew and compared with what was asked."""

    def render_another(tag: tags.Tag) -> bytes:
        return render_tag(replace(tag, show=replace(tag.show, title="Another show")))

    monkeypatch.setattr("radkind_pod.package.mp3.render_tag", render_another)
    with pytest.raises(MediaError, match="something else than asked: TALB"):
        bundle(request_, out)


def test_shuffled_chapter_frames_are_refused(request_: Package, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tags, "order_chapters", lambda tag: tag)
    with pytest.raises(MediaError, match="CHAP order"):
        bundle(request_, out)


def test_a_tag_that_cannot_be_read_is_refused(request_: Package, tmp_path: Path, episode: SimpleNamespace) -> None:
    tag = tags.Tag(request_.show, episode, b"\xff\xd8\xff", "", ())
    file = tmp_path / "broken.mp3"
    file.write_bytes(b"ID3\x03\x00\x00\x00\x00")
    with pytest.raises(MediaError, match="the tag just written can't be read"):
        check_tag(file, tag, 10)


def test_the_version_that_is_pinned_still_writes_a_nul(tmp_path: Path) -> None:
    """When this fails, mutagen mends its URL frames and our own two can go."""
    file = tmp_path / "bare.mp3"
    file.touch()
    plain = id3.ID3()
    plain.add(id3.WOAF(url="https://example.org/"))
    plain.save(file, v2_version=3, padding=lambda _: 0)
    assert file.read_bytes().endswith(b"https://example.org/\0")
