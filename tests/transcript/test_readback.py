"""A withheld word that got into any format is refused, and names of who speaks are no such word."""

from dataclasses import replace
from pathlib import Path

import pytest

from radkind_pod.errors import Refused
from radkind_pod.model.plain import to_json
from radkind_pod.model.timeline import make_timeline
from radkind_pod.model.transcript import Cue, Provenance, Transcript, Word
from radkind_pod.progress import Silent
from radkind_pod.transcript.readback import read_back
from radkind_pod.transcript.stages import Captions, Relisten

TIMELINE = make_timeline(30_000, (), 0, 30_000)


def cue(speaker: str, at_ms: int, text: str) -> Cue:
    """Words in <these> are marked."""
    words = [
        Word(one.strip("<>"), at_ms + 400 * i, at_ms + 400 * i + 350, marks=("redact",) if "<" in one else ())
        for i, one in enumerate(text.split())
    ]
    return Cue(at_ms, words[-1].end_ms, tuple(words), speaker, opens=True)


CUES = (
    cue("Ama Mensah", 0, "My brother is <Zebediah> & he came late, so I walked on to the old mill alone that day."),
    cue("Jo <3", 10_000, "Ama, how was it? Zebra crossings & all."),
    cue("Ama Mensah", 20_000, "Well, <Ama> is what they call me."),
)


def captions(folder: Path, cues: tuple[Cue, ...]) -> tuple[Path, ...]:
    folder.mkdir()
    (folder / "draft.json").write_text(to_json(Transcript("en", cues)), encoding="utf-8")
    request = Captions(
        folder / "draft.json", None, TIMELINE, (), "en", Provenance(reviewed=True, checked=("Zebediah",))
    )
    request.run(folder, Silent())
    made = request.read(folder)
    return (*made.formats, made.paragraphs)


def relisten(folder: Path, written: tuple[Path, ...]) -> Relisten:
    nothing = folder / "nothing"
    return Relisten(nothing, folder / "draft.json", None, TIMELINE, (), "en", written, "faster-whisper", nothing)


def unmarked(cues: tuple[Cue, ...]) -> tuple[Cue, ...]:
    return tuple(replace(cue, words=tuple(replace(word, marks=()) for word in cue.words)) for cue in cues)


def test_every_format_reads_back_as_the_same_words(tmp_path: Path) -> None:
    files = captions(tmp_path / "right", CUES)
    read = [" ".join(" ".join(read_back(file, {"Ama Mensah", "Jo <3"})).split()) for file in files]
    assert read[0].startswith("My brother is [name withheld] & he came late,")
    assert read[0].endswith("Ama, how was it? Zebra crossings & all. Well, [name withheld] is what they call me.")
    assert read == [read[0]] * 6


@pytest.mark.parametrize("number", range(6), ids=["vtt", "srt", "json", "txt", "html", "paragraphs"])
def test_a_withheld_word_in_any_format_is_refused(tmp_path: Path, number: int) -> None:
    """Before anything is listened to: there is no sound here."""
    files = list(captions(tmp_path / "right", CUES))
    files[number] = captions(tmp_path / "wrong", unmarked(CUES))[number]
    with pytest.raises(Refused, match=rf"{files[number].name} has 'zebediah', which is marked to be withheld at 1.2 s"):
        relisten(tmp_path / "right", tuple(files)).run(tmp_path, Silent())


@pytest.mark.parametrize("number", range(6), ids=["vtt", "srt", "json", "txt", "html", "paragraphs"])
def test_a_word_that_may_stand_elsewhere_is_refused_where_it_stands_once_too_often(tmp_path: Path, number: int) -> None:
    """Ama is said once where everybody may hear it, and is the name of who speaks."""
    files = list(captions(tmp_path / "right", CUES))
    files[number] = captions(tmp_path / "wrong", (*CUES[:2], *unmarked(CUES[2:])))[number]
    with pytest.raises(Refused, match=rf"{files[number].name} has 'ama', which is marked to be withheld at 20.4 s"):
        relisten(tmp_path / "right", tuple(files)).run(tmp_path, Silent())
