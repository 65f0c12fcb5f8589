"""A class that looks like a mark and is none is told: its words would be published."""

from pathlib import Path

import pytest

from radkind_pod.errors import SourceError
from radkind_pod.transcript.mark_classes import (
    class_fault,
    classes_of_mark,
    holds_everywhere,
    holds_marks,
    mark_of_classes,
)
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


@pytest.mark.parametrize(
    ("mark", "classes"),
    [
        ("everywhere", ".redact.everywhere"),
        ("everywhere:place withheld", ".redact.everywhere.place_withheld"),
        ("redact:place withheld", ".redact.place_withheld"),
    ],
)
def test_a_mark_for_everywhere_is_a_bleep_with_one_class_more(mark: str, classes: str) -> None:
    assert (classes_of_mark(mark), mark_of_classes(classes), class_fault("c", classes)) == (classes, mark, None)
    assert mark_of_classes(".everywhere.redact") == mark_of_classes(".Everywhere") == "everywhere"


@pytest.mark.parametrize("classes", [".redact.evrywhere", ".redact.every_where", ".redact.everywhere.everywere"])
def test_a_label_that_was_meant_as_everywhere_is_told(classes: str) -> None:
    """Read as a label, the word would be bleeped here and could stand elsewhere."""
    fault = class_fault("c", classes)
    assert fault
    assert "looks like a mark: write <c.redact.everywhere>" in fault


@pytest.mark.parametrize(
    ("text", "withheld", "everywhere"),
    [
        (b"<c.redact.everywhere>a</c>", True, True),
        (b"<c.everywhere>a</c>", True, True),
        (b"<c.redact.place>a</c>", True, False),
        (b"<c.yellow>everywhere</c>", False, False),
    ],
)
def test_whether_a_file_withholds_is_seen_without_reading_it(text: bytes, withheld: bool, everywhere: bool) -> None:
    assert (holds_marks(text), holds_everywhere(text)) == (withheld, everywhere)
