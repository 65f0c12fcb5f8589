"""The report names speakers as the published transcript does, and no withheld word."""

from pathlib import Path

import pytest

from radkind_pod.model.audio import Cut, Finding, Turn
from radkind_pod.model.timeline import make_timeline
from radkind_pod.model.transcript import Paragraph
from radkind_pod.pipeline.report import masked, masked_file, masked_finding, speaker_names


def test_a_speaker_is_named_as_the_transcript_mostly_names_who_speaks_there() -> None:
    """The intro takes 4 s, and 2 s are cut; the last speaker is named nowhere."""
    timeline = make_timeline(20_000, (Cut(5000, 7000),), 4000, 25_000)
    turns = (Turn("1", 0, 4000), Turn("2", 8000, 12_000), Turn("1", 12_000, 13_000), Turn("3", 14_000, 15_000))
    said = (
        Paragraph(4000, 7900, "Amina", "..."),
        Paragraph(10_000, 14_000, "Tom", "..."),
        Paragraph(14_000, 15_000, "Tom", "..."),
        Paragraph(16_000, 17_000, None, "..."),
    )
    assert dict(speaker_names(turns, timeline, said)) == {"1": "Amina", "2": "Tom", "3": "Speaker 3"}


def test_a_name_from_a_microphone_stays_where_the_transcript_names_nobody() -> None:
    timeline = make_timeline(5000, (), 0, 5000)
    assert dict(speaker_names((Turn("Bo", 0, 1000),), timeline, ())) == {"Bo": "Bo"}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("amina_and-tom.wav", "[withheld]_and-tom.wav"),
        ("AMINA.amina", "[withheld].amina"),
        ("aminata.wav", "aminata.wav"),
    ],
)
def test_a_withheld_word_in_the_name_of_a_file_is_left_out(name: str, expected: str) -> None:
    assert masked_file(name, {"amina"}) == expected
    assert masked(Path(name).stem, {"amina"}) == Path(expected).stem


def test_a_finding_names_nobody_who_is_withheld() -> None:
    """What is said of one microphone names who else is heard in it."""
    told = masked_finding(Finding("bo.wav", "Amina is heard in it too; in step with amina.wav"), {"amina"})
    assert told == Finding("bo.wav", "[withheld] is heard in it too; in step with [withheld].wav")
