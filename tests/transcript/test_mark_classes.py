"""A class that looks like a mark and is none is told: its words would be published."""

from pathlib import Path

import pytest

from radkind_pod.errors import SourceError
from radkind_pod.transcript.mark_classes import class_fault, mark_of_classes
from radkind_pod.transcript.reviewed import parse_reviewed

FILE = Path("transcript.vtt")


@pytest.mark.parametrize(
    "tag",
    [
        "c.redacted",
        "c.Redacted",
        "c.redcat",
        "c.redact_name",
        "c.redacted-name",
        "c.withheld",
        "c.cuts",
        "c.yellow.uncler",
        "b.redact",
    ],
)
def test_a_misspelt_mark_is_named_with_file_and_line_and_what_to_write(tag: str) -> None:
    text = f"WEBVTT\n\n00:01.000 --> 00:03.000\nI am\n<{tag}>Siân</{tag[0]}>.\n"
    with pytest.raises(SourceError) as caught:
        parse_reviewed(text.encode(), FILE, "en")
    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == (FILE, 5)
    assert problem.message.startswith(f"<{tag[0]}.{tag.split('.')[-1].lower()}> is no mark")
    assert "write <c.cut>, <c.redact> or another mark" in problem.message


@pytest.mark.parametrize(
    ("classes", "mark"),
    [
        (".cut", "cut"),
        (".REDACT", "redact"),
        (".redact.place_withheld", "redact:place withheld"),
        (".yellow.unclear", "unclear"),
        (".yellow.bg_blue", None),
        (".loud", None),
        (".colorE5E5E5", None),
        ("", None),
    ],
)
def test_marks_and_classes_for_looks_are_no_fault(classes: str, mark: str | None) -> None:
    assert (mark_of_classes(classes), class_fault("c", classes)) == (mark, None)
