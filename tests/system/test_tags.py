"""The tags of every edition, as programs that share no code with ours read them.

ffprobe, eyeD3, kid3, mediainfo, AtomicParsley, opusinfo, metaflac and flac: what they say is what was meant.
"""

import json
import re
import subprocess
from importlib import import_module
from io import BytesIO
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from PIL import Image

from radkind_pod.media.editions import AAC, OPUS, EditionWriter
from radkind_pod.media.encode import FlacWriter, Mp3Writer
from radkind_pod.model.audio import Loudness, Mp3Format
from radkind_pod.model.programme import MadeEdition
from radkind_pod.package.editions import write_edition
from radkind_pod.package.mp3 import write_mp3
from radkind_pod.package.stages import EpisodeSlice, ShowSlice
from radkind_pod.package.tag_text import Tag, TaggedChapter

pytestmark = pytest.mark.system

LONG = "Ein Wasserkocher für die ganze Straße: wie aus Nachbarinnen Freundinnen wurden 🫖"
TITLES = [LONG, "Z", "الفصل الثاني: " + "كلمة " * 20, "B" * 200, "ç", "A middling title", "日本語" * 30, "End"]
LINK = "https://example.org/page?a=1&b=2"
ALT = "Zwei Tassen, groß und klein"
STEP_MS = 400
EVERY = (".mp3", ".m4a", ".opus", ".flac")


def jpeg(side: int) -> bytes:
    out = BytesIO()
    Image.new("RGB", (side, side), (20, 120, 90)).save(out, "JPEG")
    return out.getvalue()


def make_tag() -> Tag:
    chapters = tuple(
        TaggedChapter(
            start_ms=number * STEP_MS,
            end_ms=(number + 1) * STEP_MS,
            title=title.strip(),
            link=LINK if number % 2 else None,
            picture=jpeg(60) if number == 1 else None,
            picture_alt=ALT if number == 1 else None,
        )
        for number, title in enumerate(TITLES)
    )
    episode = EpisodeSlice(
        slug="one-kettle",
        guid="0b2f4a1e-5f7c-4d0e-9d0a-1f4f5b7f0a11",
        title=LONG,
        published="2026-03-09T00:05:00+00:00",
        summary="One kettle, one street.",
        notes="",
        number=7,
        season=2,
        type="full",
        explicit=False,
        language="de",
        people=(),
        artwork_alt=None,
        page_url="https://pod.example/episodes/one-kettle/",
    )
    show = ShowSlice("Radical Kindness", "Radical Kindness Network", None, "https://pod.example/feed.xml")
    return Tag(show, episode, jpeg(600), "Amina: “Straße”\n\nTom: 🫖", chapters)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A tone with the tag in every format, by ending."""
    folder, tag = tmp_path_factory.mktemp("tagged"), make_tag()
    samples = np.arange(len(TITLES) * STEP_MS * 48)
    tone = (0.25 * np.sin(samples * 2 * np.pi * 440 / 48_000)).astype(np.float32)[:, None]
    writers = {
        ".mp3": Mp3Writer(folder / "bare.mp3", Mp3Format(64, 1)),
        ".m4a": EditionWriter(folder / "bare.m4a", AAC, 1, 64),
        ".opus": EditionWriter(folder / "bare.opus", OPUS, 1, 24),
        ".flac": FlacWriter(folder / "bare.flac", 1),
    }
    for writer in writers.values():
        with writer:
            writer.write(tone)
    made = {ending: folder / f"tagged{ending}" for ending in writers}
    write_mp3(folder / "bare.mp3", tag, made[".mp3"])
    for name, ending in (("aac", ".m4a"), ("opus", ".opus"), ("flac", ".flac")):
        write_edition(MadeEdition(name, folder / f"bare{ending}", 1, 64, Loudness(-19, -1)), tag, made[ending])
    return made


def said(*command: str | Path) -> str:
    done = subprocess.run(
        [*map(str, command)], capture_output=True, text=True, check=True, encoding="utf-8", timeout=60
    )
    return done.stdout


def probed(file: Path) -> dict:
    return json.loads(said("ffprobe", "-v", "error", "-show_chapters", "-show_format", "-of", "json", file))


@pytest.mark.parametrize("ending", EVERY)
def test_ffprobe_reads_the_chapters_in_time_order_with_whole_titles(files: dict[str, Path], ending: str) -> None:
    """It goes by the order in the file, as players do that read from front to back."""
    found = [(round(float(c["start_time"]) * 1000), c["tags"]["title"]) for c in probed(files[ending])["chapters"]]
    titles = [c.title for c in make_tag().chapters]
    if ending == ".m4a":  # its list counts the bytes of a title in one byte
        titles = [title.encode()[:255].decode(errors="ignore") for title in titles]
    assert found == [(number * STEP_MS, title) for number, title in enumerate(titles)]


@pytest.mark.parametrize("ending", EVERY)
def test_ffprobe_reads_the_same_text_in_each_edition(files: dict[str, Path], ending: str) -> None:
    report = json.loads(said("ffprobe", "-v", "error", "-show_format", "-show_streams", "-of", "json", files[ending]))
    tags = {key.lower(): text for key, text in report["streams"][0].get("tags", {}).items()}
    tags |= {key.lower(): text for key, text in report["format"].get("tags", {}).items()}
    assert (tags["title"], tags["album"], tags["artist"]) == (LONG, "Radical Kindness", "Radical Kindness Network")
    assert tags["genre"] == "Podcast"
    assert (tags["track"], tags["disc"]) == ("7", "2")
    assert any("“Straße”" in text for key, text in tags.items() if key.startswith("lyrics"))
    # of an MP3 it is what stands in the Info frame
    assert [key for key in tags if "encod" in key and ending != ".mp3"] == []


@pytest.mark.parametrize("ending", EVERY)
def test_kid3_reads_text_and_cover_of_each_edition(files: dict[str, Path], ending: str) -> None:
    text = said("kid3-cli", "-c", "get all", files[ending])
    for told in (LONG, "Radical Kindness Network", "One kettle, one street.", "Podcast", "Picture"):
        assert told in text


def test_kid3_writes_the_cover_out_as_it_was(files: dict[str, Path], tmp_path: Path) -> None:
    for ending in EVERY:
        out = tmp_path / f"cover{ending}.jpg"
        said("kid3-cli", "-c", f"get picture:'{out}'", files[ending])
        assert out.read_bytes() == make_tag().cover


@pytest.fixture
def eyed3() -> ModuleType:
    """Only the system tests install it."""
    return import_module("eyed3")


def test_eyed3_reads_one_table_of_contents_and_each_chapter_whole(files: dict[str, Path], eyed3: ModuleType) -> None:
    tag = eyed3.load(files[".mp3"]).tag
    (table,) = list(tag.table_of_contents)
    assert (table.toplevel, table.ordered) == (True, True)
    names = [name.decode() if isinstance(name, bytes) else name for name in table.child_ids]
    chapters = {one.element_id.decode(): one for one in tag.chapters}
    read = [(chapters[name].title, tuple(chapters[name].times)) for name in names]
    assert read == [(c.title, (c.start_ms, c.end_ms)) for c in make_tag().chapters]


def test_eyed3_reads_links_without_a_nul_and_the_picture_with_its_alt_text(
    files: dict[str, Path], eyed3: ModuleType
) -> None:
    chapter = list(eyed3.load(files[".mp3"]).tag.chapters)[1]
    assert chapter.user_url == LINK
    (picture,) = chapter.sub_frames[b"APIC"]
    assert (picture.description, picture.mime_type) == (ALT, "image/jpeg")
    assert picture.image_data == jpeg(60)


def test_no_address_in_the_mp3_ends_with_a_nul(files: dict[str, Path]) -> None:
    data = files[".mp3"].read_bytes()
    assert data.count(LINK.encode()) == len(TITLES) // 2
    assert LINK.encode() + b"\0" not in data.replace(LINK.encode() + b"APIC", b"")
    assert b"one-kettle/\0" not in data


def test_mediainfo_reads_the_m4a_as_a_podcast_with_chapters(files: dict[str, Path]) -> None:
    report = json.loads(said("mediainfo", "--Output=JSON", files[".m4a"]))
    tracks = {track["@type"]: track for track in report["media"]["track"]}
    assert tracks["General"]["Album"] == "Radical Kindness"
    assert tracks["Audio"]["Format"] == "AAC"
    assert tracks["Audio"]["Language"] == "de"
    assert float(tracks["General"]["Duration"]) == pytest.approx(len(TITLES) * STEP_MS / 1000, abs=0.002)
    assert "Menu" in tracks


def test_atomicparsley_reads_the_atoms(files: dict[str, Path]) -> None:
    lines = said("AtomicParsley", files[".m4a"], "-t").splitlines()
    for line in (f'Atom "©nam" contains: {LONG}', 'Atom "pcst" contains: true', 'Atom "trkn" contains: 7'):
        assert any(one.endswith(line) for one in lines), line
    assert 'Atom "purl" contains: https://pod.example/feed.xml' in lines
    assert 'Atom "covr" contains: 1 piece of artwork' in lines


def test_opusinfo_finds_nothing_wrong(files: dict[str, Path]) -> None:
    text = said("opusinfo", files[".opus"])
    assert [line for line in text.splitlines() if "warning" in line.lower() or "note:" in line.lower()] == []
    assert f"TITLE={LONG}" in text
    assert "CHAPTER001=00:00:00.400" in text
    assert "METADATA_BLOCK_PICTURE=3|image/jpeg||600x600x24" in text


def test_flac_finds_every_sample_as_its_checksum_says(files: dict[str, Path]) -> None:
    said("flac", "--test", "--silent", files[".flac"])
    blocks = re.findall(r"^  type: \d \(([A-Z_]+)\)$", said("metaflac", "--list", files[".flac"]), re.MULTILINE)
    assert blocks == ["STREAMINFO", "VORBIS_COMMENT", "PICTURE", "PADDING"]
    chapters = said("metaflac", "--show-tag=CHAPTER007NAME", files[".flac"])
    assert chapters.strip() == "CHAPTER007NAME=End"


@pytest.mark.parametrize("ending", EVERY)
def test_ffmpeg_decodes_each_edition_without_a_word(files: dict[str, Path], ending: str) -> None:
    done = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", str(files[ending]), "-map", "0:a", "-f", "null", "-"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stderr == ""
