"""What a machine hears in the finished episode, or writes of it in English, is held against words to be taken out."""

from pathlib import Path

from radkind_pod.model.glossary import Entry
from radkind_pod.model.plain import to_json
from radkind_pod.model.transcript import Answer, Heard, Word
from radkind_pod.transcript.everywhere import Banned
from radkind_pod.transcript.overheard import captioned, overheard

SIAN = Banned("sian")


def answer(folder: Path, *texts: str) -> Path:
    heard = []
    for n, text in enumerate(texts):
        at = 10_000 * n
        words = tuple(Word(one, at + 500 * i, at + 500 * i + 400, 0.9) for i, one in enumerate(text.split()))
        heard.append(Heard(words, -0.3, 0.1, 1.2, at, at + 9000))
    file = folder / "answer.json"
    file.write_text(to_json(Answer("faster-whisper", "", "en", tuple(heard))), encoding="utf-8")
    return file


def test_what_is_heard_is_told_with_its_time(tmp_path: Path) -> None:
    file = answer(tmp_path, "Then Sian came.", "It was Siân's bus.")
    assert list(overheard(file, (), "en", [SIAN])) == [(SIAN, 500), (SIAN, 11_000)]
    assert list(overheard(file, (), "en", [Banned("sianed")])) == []


def test_a_spelling_that_the_glossary_knows_counts_as_the_name(tmp_path: Path) -> None:
    file = answer(tmp_path, "Then Sharn came.")
    assert list(overheard(file, (Entry("Siân", ("Sharn",)),), "en", [SIAN])) == [(SIAN, 500)]


def test_a_name_that_only_sounds_so_is_let_pass_once_the_glossary_says_so(tmp_path: Path) -> None:
    file = answer(tmp_path, "Then Sian came.")
    assert list(overheard(file, (Entry("Shan", ("Sian",)),), "en", [SIAN])) == []


def test_captions_are_read_too(tmp_path: Path) -> None:
    file = tmp_path / "subtitles.vtt"
    file.write_text("WEBVTT\n\n00:01.000 --> 00:03.000\n<v Jo>Well, [unclear: Sian]\n", encoding="utf-8")
    assert [word for word, at in captioned(file, "en", [SIAN]) if 1000 <= at < 3000] == [SIAN]
