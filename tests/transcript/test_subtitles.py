"""A machine's English translation, as captions of the finished episode that say what they are."""

from pathlib import Path

import pytest

from radkind_pod.model.audio import Cut, SourceFile
from radkind_pod.model.glossary import Entry
from radkind_pod.model.plain import from_plain_file, to_json
from radkind_pod.model.timeline import make_timeline
from radkind_pod.model.transcript import Answer, Cue, Heard, Paragraph, Transcript, Word
from radkind_pod.progress import Silent
from radkind_pod.transcript.stages import SubtitleFiles, Subtitles

SOURCES = (SourceFile("secret-place.wav", "ab" * 32, 48_000 * 60),)


def heard(text: str, at_ms: int, *flags: str) -> Heard:
    words = tuple(Word(one, at_ms + i * 400, at_ms + i * 400 + 350, 0.9) for i, one in enumerate(text.split()))
    return Heard(words, -0.4, 0.01, 1.1, at_ms, words[-1].end_ms, flags)


def cue(speaker: str | None, start_ms: int, end_ms: int, mark: str = "") -> Cue:
    return Cue(start_ms, end_ms, (Word("Wort", start_ms, end_ms, marks=(mark,) if mark else ()),), speaker)


def subtitles(
    folder: Path, parts: tuple[Heard, ...], cues: tuple[Cue, ...] = (), cuts: tuple[Cut, ...] = (), names: str = ""
) -> tuple[str, tuple[Paragraph, ...]]:
    answer, transcript = folder / "answer.json", folder / "draft.json"
    answer.write_text(to_json(Answer("faster-whisper", "", "de", parts)), encoding="utf-8")
    transcript.write_text(to_json(Transcript("de", cues)), encoding="utf-8")
    timeline = make_timeline(60_000, cuts, 5000, 65_000 - sum(cut.end_ms - cut.start_ms for cut in cuts))
    glossary = (Entry(names, ("Eva",)),) if names else ()
    request = Subtitles(answer, transcript, None, timeline, SOURCES, "de", glossary)
    request.run(folder, Silent())
    files: SubtitleFiles = request.read(folder)
    vtt = files.vtt.read_text(encoding="utf-8")
    return vtt, from_plain_file(tuple[Paragraph, ...], files.paragraphs)


def test_the_captions_say_first_that_a_machine_translated_them_and_are_in_episode_time(tmp_path: Path) -> None:
    vtt, paragraphs = subtitles(tmp_path, (heard("We began in the kitchen.", 2000),))
    assert "NOTE A machine translated this into English from the sound, and nobody has checked it." in vtt
    assert "00:00:07.000 --> 00:00:09.705\n[Machine translation] We began in the kitchen." in vtt
    assert [(one.start_ms, one.text) for one in paragraphs] == [(7000, "We began in the kitchen.")]
    assert "secret-place" not in vtt


def test_a_sentence_has_the_speaker_who_speaks_most_of_it(tmp_path: Path) -> None:
    """Word by word a translation's times say little: the first word of the answer falls into the question here."""
    parts = (heard("Where did it begin? It began in the kitchen.", 2000),)
    _, paragraphs = subtitles(tmp_path, parts, (cue("Jo", 2000, 3700), cue("Amina", 3700, 6000)))
    assert [(one.speaker, one.text) for one in paragraphs] == [
        ("Jo", "Where did it begin?"),
        ("Amina", "It began in the kitchen."),
    ]


def test_who_is_withheld_is_not_named_here_either(tmp_path: Path) -> None:
    _, paragraphs = subtitles(tmp_path, (heard("It was me.", 2000),), (cue("Zebediah", 2000, 3200, "redact"),))
    assert [(one.speaker, one.text) for one in paragraphs] == [(None, "It was me.")]


@pytest.mark.parametrize(
    ("flags", "text"),
    [
        (("unsure",), "[unclear: Thanks for it.]"),
        (("another-language",), "Thanks for it."),
        ((), "Thanks for it."),
    ],
)
def test_what_the_machine_doubts_says_so(tmp_path: Path, flags: tuple[str, ...], text: str) -> None:
    """That a window seems to be in another language is no reason: it is translated all the same."""
    _, paragraphs = subtitles(tmp_path, (heard("Thanks for it.", 2000, *flags),))
    assert [one.text for one in paragraphs] == [text]


def test_names_are_put_right_and_what_is_cut_is_not_there(tmp_path: Path) -> None:
    parts = (heard("Eva came first.", 2000), heard("Nobody knows.", 10_000), heard("Then she sang.", 20_000))
    vtt, paragraphs = subtitles(tmp_path, parts, cuts=(Cut(9000, 12_000),), names="Ewa")
    assert [(one.start_ms, one.text) for one in paragraphs] == [(7000, "Ewa came first."), (22_000, "Then she sang.")]
    assert "Nobody" not in vtt


def test_where_nothing_was_heard_there_are_no_captions(tmp_path: Path) -> None:
    vtt, paragraphs = subtitles(tmp_path, ())
    assert "-->" not in vtt
    assert paragraphs == ()
