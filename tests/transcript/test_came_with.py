"""Transcripts that were published elsewhere become paragraphs with their speakers and times."""

from pathlib import Path

import pytest

from radkind_pod.errors import SourceError
from radkind_pod.model.transcript import Paragraph
from radkind_pod.transcript.came_with import paragraphs_of

FILE = Path("old.vtt")


def test_webvtt_keeps_voices_and_joins_what_one_person_says() -> None:
    text = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ama>One\ntwo\n\n00:02.000 --> 00:03.000\n<v Ama>three.\n\n"
        "00:03.000 --> 00:04.000\n<v Bo>Yes.\n\n00:09.000 --> 00:10.000\n<v Bo>Later."
    )
    assert paragraphs_of("vtt", text.encode(), FILE) == (
        Paragraph(1000, 3000, "Ama", "One two three."),
        Paragraph(3000, 4000, "Bo", "Yes."),
        Paragraph(9000, 10000, "Bo", "Later."),
    )


def test_subrip_names_a_speaker_until_the_next_one() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nAma: One.\n\n2\n00:00:02,000 --> 00:00:03,000\nTwo.\n"
    assert paragraphs_of("srt", text.encode(), FILE) == (Paragraph(1000, 3000, "Ama", "One. Two."),)


def test_the_namespaces_json_is_read() -> None:
    data = (
        b'{"version":"1.0.0","segments":[{"speaker":"Ama","startTime":0.5,"endTime":0.75,"body":"One"},'
        b'{"startTime":0.75,"endTime":2,"body":"two"},{"startTime":"x","body":"lost"},{"startTime":3,"body":5}]}'
    )
    assert paragraphs_of("json", data, FILE) == (Paragraph(500, 2000, "Ama", "One two"),)


def test_long_talk_is_parted_at_its_sentences() -> None:
    cues = "".join(f"00:{n:02}.000 --> 00:{n + 1:02}.000\n{'word ' * 19}end.\n\n" for n in range(20))
    found = paragraphs_of("vtt", f"WEBVTT\n\n{cues}".encode(), FILE)
    assert len(found) == 4
    assert all(one.text.endswith("end.") for one in found)


@pytest.mark.parametrize(
    ("ending", "data"),
    [
        ("vtt", b""),
        ("vtt", b"WEBVTT\n\nno times"),
        ("srt", b"<html>"),
        ("json", b"{}"),
        ("json", b'{"segments": []}'),
        ("json", b'{"segments": [1]}'),
        ("json", b"[" * 100_000),
        ("json", b"\xff"),
    ],
)
def test_what_can_not_be_read_is_refused_with_its_file(ending: str, data: bytes) -> None:
    with pytest.raises(SourceError, match=r"old\.vtt"):
        paragraphs_of(ending, data, FILE)
