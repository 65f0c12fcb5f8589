"""A banned word that got into a finished file after all is found there: in the text, the tags, a name, the page."""

import json
from base64 import b64decode, b64encode
from dataclasses import replace
from pathlib import Path

import mutagen
import numpy as np
import pytest
from mutagen import id3
from mutagen.flac import Picture
from mutagen.oggopus import OggOpus

from radkind_pod.errors import Refused
from radkind_pod.media.editions import AAC, OPUS, EditionWriter
from radkind_pod.media.encode import FlacWriter
from radkind_pod.media.remux import with_chapters
from radkind_pod.model.transcript import Provenance
from radkind_pod.package.stages import Packaged
from radkind_pod.package.tags import texts_of
from radkind_pod.pipeline.everywhere import refuse_on_page, refuse_what_is_made
from radkind_pod.pipeline.words import Chosen
from radkind_pod.transcript.everywhere import Banned

SIAN = Banned("sian")
WORDS = Chosen(Path("transcript.vtt"), "en", Provenance(), banned=(SIAN,))


@pytest.fixture
def packaged(tmp_path: Path) -> Packaged:
    """Finished files without the word; no sound is needed to read a tag."""
    folder = tmp_path / "files/episodes/a"
    folder.mkdir(parents=True)
    for name in ("a.vtt", "a.srt", "a.txt", "a.transcript.html"):
        (folder / name).write_text("Well, <v Jo>she", encoding="utf-8")
    (folder / "a.chapters.json").write_text(json.dumps({"chapters": [{"title": "She"}]}), encoding="utf-8")
    (folder / "a.jpg").write_bytes(b"\xff\xd8 Sian")
    tags = id3.ID3()
    tags.add(id3.TIT2(encoding=3, text=["She"]))
    tags.save(folder / "a.mp3", v2_version=3)
    (tmp_path / "release.json").write_text(json.dumps({"people": [{"name": "Jo"}]}), encoding="utf-8")
    (tmp_path / "words.json").write_text("{}", encoding="utf-8")
    return Packaged(tmp_path / "files", tmp_path / "release.json", tmp_path / "words.json")


def found(packaged: Packaged) -> list[str]:
    with pytest.raises(Refused) as caught:
        refuse_what_is_made(WORDS, packaged)
    return [str(place) for place in caught.value.places]


def test_files_without_the_word_pass(packaged: Packaged) -> None:
    refuse_what_is_made(WORDS, packaged)
    refuse_on_page(packaged.files, (SIAN,))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.vtt", "So <v Sian>yes"),
        ("a.srt", "1\nSian: yes"),
        ("a.txt", "SIAN: yes"),
        ("a.transcript.html", "<p>Si<b>&acirc;n</b></p>"),
        ("a.chapters.json", json.dumps({"chapters": [{"title": "She\nSi\u00e2n"}]})),
    ],
)
def test_the_word_in_a_text_is_found(packaged: Packaged, name: str, text: str) -> None:
    (packaged.files / "episodes/a" / name).write_text(text, encoding="utf-8")
    assert found(packaged) == [f"episodes/a/{name}: 'sian' is in it"]


@pytest.mark.parametrize(
    "frame",
    [
        id3.TIT2(encoding=3, text=["With Si\u00e2n"]),
        id3.COMM(encoding=3, lang="eng", desc="", text=["about Sian"]),
        id3.USLT(encoding=1, lang="eng", desc="", text="Jo: Sian, yes"),
        id3.WOAF(url="https://example.org/episodes/si%C3%A2n/"),
        id3.CHAP(element_id="chp0", start_time=0, end_time=1, sub_frames=[id3.TIT2(encoding=3, text=["Sian"])]),
        id3.APIC(encoding=3, mime="image/jpeg", type=3, desc="Sian's garden", data=b"x"),
    ],
    ids=lambda frame: frame.FrameID,
)
def test_the_word_in_a_tag_is_found(packaged: Packaged, frame: id3.Frame) -> None:
    file = packaged.files / "episodes/a/a.mp3"
    tags = id3.ID3(file)
    tags.add(frame)
    tags.save(file, v2_version=3)
    (place,) = found(packaged)
    inner = "TIT2" if frame.FrameID == "CHAP" else frame.FrameID
    assert place == f"episodes/a/a.mp3: 'sian' is in the tag {inner}"
    assert [what for what, text in texts_of(file) if "Sian" in text or "si%" in text or "Si\u00e2n" in text] == [
        f"the tag {inner}"
    ]


def write_edition(packaged: Packaged, ending: str) -> Path:
    """Write a second of silence without tags, the FLAC where it is kept."""
    folder = packaged.files / "episodes/a"
    file = folder.parent.parent.parent / "archive" / "a.flac" if ending == ".flac" else folder / f"a{ending}"
    file.parent.mkdir(exist_ok=True)
    recipe = {".m4a": AAC, ".opus": OPUS}.get(ending)
    with EditionWriter(file, recipe, 1, 64) if recipe else FlacWriter(file, 1) as writer:
        writer.write(np.zeros((48_000, 1), np.float32))
    return file


@pytest.mark.parametrize(
    ("ending", "tag", "name"),
    [(".m4a", "\xa9nam", "\xa9nam"), (".opus", "CHAPTER000NAME", "CHAPTER000NAME"), (".flac", "LYRICS", "LYRICS")],
)
def test_the_word_in_a_tag_of_an_edition_is_found(packaged: Packaged, ending: str, tag: str, name: str) -> None:
    file = write_edition(packaged, ending)
    kept = replace(packaged, archive=file if ending == ".flac" else None)
    refuse_what_is_made(WORDS, kept)
    opened = mutagen.File(file)
    opened[tag] = ["Jo: Si\u00e2n, yes"]
    opened.save()
    where = "a.flac" if ending == ".flac" else f"episodes/a/a{ending}"
    assert found(kept) == [f"{where}: 'sian' is in the tag {name}"]


def test_the_word_in_a_chapter_of_an_m4a_is_found(packaged: Packaged) -> None:
    file = write_edition(packaged, ".m4a")
    with_chapters(file, file.with_name("b.m4a"), [(0, 1000, "Sian begins")], "eng")
    assert found(packaged) == ["episodes/a/b.m4a: 'sian' is in a chapter"]


def test_letters_of_a_picture_are_no_words(packaged: Packaged) -> None:
    """Base64 has signs between which a short name can stand by chance."""
    file = write_edition(packaged, ".opus")
    picture = Picture()
    picture.data = b"\0" + b64decode("AAAA/Sian/AA")
    opened = OggOpus(file)
    opened["METADATA_BLOCK_PICTURE"] = b64encode(picture.write()).decode()
    opened.save()
    assert b"/Sian/" in file.read_bytes()
    refuse_what_is_made(WORDS, packaged)
    picture.desc = "Sian"
    opened["METADATA_BLOCK_PICTURE"] = b64encode(picture.write()).decode()
    opened.save()
    assert found(packaged) == ["episodes/a/a.opus: 'sian' is in the description of a picture"]


def test_the_word_in_a_name_or_in_what_the_page_is_made_of_is_found(packaged: Packaged) -> None:
    (packaged.files / "episodes/a/a.jpg").rename(packaged.files / "episodes/a/meeting-sian.jpg")
    packaged.release.write_text(json.dumps({"people": [{"name": "Sian"}], "notes": "*Sian*"}), encoding="utf-8")
    assert found(packaged) == [
        "episodes/a/meeting-sian.jpg: 'sian' is in the file's name",
        "release.json: 'sian' is in people.0.name",
        "release.json: 'sian' is in notes",
    ]


def test_the_word_on_the_page_is_found(tmp_path: Path) -> None:
    (tmp_path / "episodes").mkdir()
    page = tmp_path / "episodes/index.html"
    page.write_text('<a href="https://example.org/">she</a>', encoding="utf-8")
    refuse_on_page(tmp_path, WORDS.banned)
    page.write_text('<a href="https://example.org/sian">she</a>', encoding="utf-8")
    with pytest.raises(Refused, match=r"index.html of the episode has 'sian'"):
        refuse_on_page(tmp_path, WORDS.banned)
    refuse_on_page(tmp_path, replace(WORDS, banned=()).banned)
