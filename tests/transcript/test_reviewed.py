"""A transcript that a person wrote with any editor."""

from pathlib import Path

import pytest

from radkind_pod.errors import NeedsPerson, Refused, SourceError
from radkind_pod.model.audio import SourceFile
from radkind_pod.model.transcript import Cue, Transcript, Word
from radkind_pod.transcript.clock_note import EPISODE, RECORDING, ClockNote, render_note
from radkind_pod.transcript.review.start import start_review
from radkind_pod.transcript.reviewed import Reviewed, read_reviewed
from radkind_pod.transcript.stages import Draft
from radkind_pod.transcript.under_speech import check_under_speech

SOURCES = (SourceFile("a.wav", "aa" * 32, 1), SourceFile("b.wav", "bb" * 32, 1))
CUE = "00:01.000 --> 00:03.000\n"


def read(tmp_path: Path, text: str | bytes, language: str = "en") -> Reviewed:
    file = tmp_path / "hope" / "transcript.vtt"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_reviewed(file, SOURCES, language)


def said(tmp_path: Path, text: str, language: str = "en") -> list[tuple[str | None, str]]:
    return [(cue.speaker, cue.text) for cue in read(tmp_path, text, language).transcript.cues]


def faults(tmp_path: Path, text: str | bytes) -> list[tuple[int | None, str]]:
    with pytest.raises(SourceError) as caught:
        read(tmp_path, text)
    return [(problem.line, problem.message) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"\ufeffWEBVTT - by me\r\nKind: captions\r\n\r\n{CUE}Hello\r\nthere.\r\n", [(None, "Hello there.")]),
        (f"WEBVTT\r\r{CUE}Hello.", [(None, "Hello.")]),
        (f"WEBVTT\n\nSTYLE\n::cue {{}}\n\nREGION\nid:x\n\nNOTE mine\n\n7\n{CUE}Hello.\n", [(None, "Hello.")]),
        ("WEBVTT\n\n1:00:01.000-->1:00:03.000 align:left line:0\nHello.", [(None, "Hello.")]),
        (f"WEBVTT\n\n{CUE}<v.loud Amina Yusuf>Hello.</v>", [("Amina Yusuf", "Hello.")]),
        (f"WEBVTT\n\n{CUE}<v A>Is it?</v>\n<v B>Yes.", [("A", "Is it?"), ("B", "Yes.")]),
        (f"WEBVTT\n\n{CUE}un<i>believ</i>able &amp; &lt;b&gt; 10&nbsp;km", [(None, "unbelievable & <b> 10\xa0km")]),
        (f"WEBVTT\n\n{CUE}<v A &amp; B>Hello.", [("A & B", "Hello.")]),
        (f"WEBVTT\n\n{CUE}<font color='red'>Hello.</font>", [(None, "Hello.")]),
        (f"WEBVTT\n\n{CUE}\n\n{CUE}Hello.", [(None, "Hello.")]),
        (f"WEBVTT\n\n{CUE}One.\n00:04.000 --> 00:05.000\nTwo.", [(None, "One."), (None, "Two.")]),
    ],
)
def test_what_editors_write_is_understood(tmp_path: Path, text: str, expected: list[tuple[str | None, str]]) -> None:
    assert said(tmp_path, text) == expected


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        (f"{CUE}Hello.", 1, "starts with the line WEBVTT"),
        ("WEBVTT\n\n00:01,000 --> 00:03.000\nHello.", 3, "a point stands before the milliseconds"),
        ("WEBVTT\n\n1.000 --> 00:03.000\nHello.", 3, "not a time"),
        ("WEBVTT\n\n00:01.000 -->\nHello.", 3, "a time is missing"),
        ("WEBVTT\n\n00:61.000 --> 01:03.000\nHello.", 3, "not a time"),
        ("WEBVTT\n\n00:03.000 --> 00:01.000\nHello.", 3, "not after it starts"),
        (f"WEBVTT\n\n{CUE}One.\n\nLost words.", 6, "would be lost"),
        (f"WEBVTT\n\n{CUE}One.\n\n00:00.500 --> 00:02.000\nTwo.", 6, "before the one above it"),
        (f"WEBVTT\n\nNOTE\n{CUE}One.", 4, "can't hold -->"),
        (f"WEBVTT\n\n{CUE}One\nI <3 you", 5, "write &lt;"),
        (f"WEBVTT\n\n{CUE}if x <y and z> w", 4, "write &lt;"),
        (f"WEBVTT\n\n{CUE}<v>Hello.", 4, "speaker's name"),
        (f"WEBVTT\n\n{CUE}<lang>Helo.</lang>", 4, "needs a language"),
        (b"WEBVTT\n\n00:01.000 --> 00:03.000\nCaf\xe9", 4, "UTF-8"),
    ],
)
def test_each_fault_names_its_line_and_what_to_do(tmp_path: Path, text: str | bytes, line: int, part: str) -> None:
    (found,) = faults(tmp_path, text)
    assert found[0] == line
    assert part in found[1]


def test_all_faults_are_reported_at_once(tmp_path: Path) -> None:
    text = f"{CUE}One.\n\n00:05,000 --> 00:06,000\nTwo.\n\nlost"
    assert [line for line, _ in faults(tmp_path, text)] == [1, 4, 4, 7]


def test_a_voice_that_says_nothing_is_passed_over(tmp_path: Path) -> None:
    """Whoever deletes the words may leave the tag."""
    assert len(said(tmp_path, f"WEBVTT\n\n{CUE}<v Ama></v>\n\n00:04.000 --> 00:05.000\n<v Ama>One.")) == 1


def test_overlapping_cues_are_allowed(tmp_path: Path) -> None:
    assert len(said(tmp_path, f"WEBVTT\n\n{CUE}One.\n\n00:02.000 --> 00:04.000\nTwo.")) == 2


def test_written_times_of_words_are_used_and_others_estimated(tmp_path: Path) -> None:
    (cue,) = read(tmp_path, f"WEBVTT\n\n{CUE}ab cd <00:02.000>ef").transcript.cues
    assert cue.words == (
        Word("ab", 1000, 1500, estimated=True),
        Word("cd", 1500, 2000, estimated=True),
        Word("ef", 2000, 3000),
    )


def test_languages_of_parts_are_read(tmp_path: Path) -> None:
    (cue,) = read(tmp_path, f"WEBVTT\n\n{CUE}They say <lang cy>hiraeth</lang>.").transcript.cues
    assert [(word.text, word.language) for word in cue.words] == [("They", None), ("say", None), ("hiraeth.", "cy")]
    (cue,) = read(tmp_path, f"WEBVTT\n\n{CUE}<lang cy>Bore da.</lang>").transcript.cues
    assert (cue.language, cue.words[0].language) == ("cy", None)


def test_a_note_for_these_recordings_is_fine(tmp_path: Path) -> None:
    note = render_note(ClockNote(RECORDING, ("aa" * 32, "bb" * 32)))
    reviewed = read(tmp_path, f"WEBVTT\n\n{note}\n\n{CUE}Hello.")
    assert (reviewed.note is not None, reviewed.transcript.reviewed) == (True, True)


def test_a_missing_note_is_told(tmp_path: Path) -> None:
    assert read(tmp_path, f"WEBVTT\n\nNOTE checked by Joe\n\n{CUE}Hello.").note is None


def test_a_published_file_is_not_taken_for_a_transcript(tmp_path: Path) -> None:
    note = render_note(ClockNote(EPISODE, ("aa" * 32, "bb" * 32)))
    with pytest.raises(NeedsPerson, match="radkind-pod review start hope") as caught:
        read(tmp_path, f"WEBVTT\n\n{note}\n\n{CUE}Hello.")
    assert caught.value.exit_code == 6


@pytest.mark.parametrize(
    ("hashes", "part"),
    [
        (("aa" * 32, "cc" * 32), "1 of the 2 used now differs"),
        (("aa" * 32,), "1 of the 2 used now differs"),
        (("bb" * 32, "aa" * 32), "another order"),
        ((), "2 of the 2 used now differ"),
    ],
)
def test_other_recordings_wait_for_a_person(tmp_path: Path, hashes: tuple[str, ...], part: str) -> None:
    with pytest.raises(NeedsPerson, match=part):
        read(tmp_path, f"WEBVTT\n\n{render_note(ClockNote(RECORDING, hashes))}\n\n{CUE}Hello.")


def speech(shift_ms: int = 0) -> tuple[Transcript, bytes]:
    """Talk of uneven length with pauses, its levels, and a transcript shifted against it."""
    levels, cues, at = bytearray(), [], 0
    for i in range(60):
        talk, pause = 15 + i * 7 % 23, 8 + i * 5 % 13
        levels += bytes([20] * talk + [60] * pause)
        start, end = max(0, at * 100 + shift_ms), max(100, (at + talk) * 100 + shift_ms)
        cues.append(Cue(start, end, (Word("word", start, end),)))
        at += talk + pause
    return Transcript("en", tuple(cues)), bytes(levels)


def test_words_under_speech_pass() -> None:
    transcript, levels = speech()
    check_under_speech(transcript, levels, Path("transcript.vtt"))


@pytest.mark.parametrize("shift_ms", [5000, 21_000, -3000])
def test_shifted_words_wait_for_a_person_who_is_told_the_shift(shift_ms: int) -> None:
    transcript, levels = speech(shift_ms)
    side = "earlier" if shift_ms > 0 else "later"
    with pytest.raises(NeedsPerson, match=rf"{abs(shift_ms) / 1000:.1f} s {side}"):
        check_under_speech(transcript, levels, Path("transcript.vtt"))


def test_a_recording_without_pauses_cannot_be_judged_and_passes() -> None:
    transcript, levels = speech(5000)
    check_under_speech(transcript, bytes([20] * len(levels)), Path("transcript.vtt"))


def drafted(tmp_path: Path) -> Draft:
    record, vtt = tmp_path / "draft.json", tmp_path / "draft.vtt"
    record.write_text("{}\n", encoding="utf-8")
    vtt.write_text("WEBVTT\n", encoding="utf-8")
    return Draft(record, vtt)


def test_a_review_starts_with_a_copy_and_the_exact_record(tmp_path: Path) -> None:
    """The same record always gives the same file, and nothing else is left behind."""
    draft = drafted(tmp_path)
    records = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        assert start_review(draft, tmp_path / name).read_text(encoding="utf-8") == "WEBVTT\n"
        (kept,) = (tmp_path / name / "review").glob("draft-*")
        records.append((kept.name, kept.read_bytes()))
        assert sorted(p.name for p in (tmp_path / name).iterdir()) == ["review", "transcript.vtt"]
    assert records[0] == records[1]
    assert records[0][0] == "draft-ca3d163bab05.json.gz"


def test_a_review_never_starts_over_a_transcript(tmp_path: Path) -> None:
    draft = drafted(tmp_path)
    (tmp_path / "transcript.vtt").write_text("mine", encoding="utf-8")
    with pytest.raises(Refused, match="is there already"):
        start_review(draft, tmp_path)
    assert (tmp_path / "transcript.vtt").read_text(encoding="utf-8") == "mine"
