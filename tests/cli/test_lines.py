"""Lines on a terminal are broken between words, under what they belong to."""

import pytest

from radkind_pod.cli.lines import broken


@pytest.mark.parametrize(
    ("line", "width", "expected"),
    [
        (
            "  transcript  41 words, checked by nobody yet",
            40,
            ["  transcript  41 words, checked by", "              nobody yet"],
        ),
        ("  made: prepare, level in 2 s", 20, ["  made: prepare,", "    level in 2 s"]),
        ("  MP3         public/episodes/one/one-29becbaa5483.mp3", 50, None),
        ("No label, and short", 0, ["No label, and short"]),
    ],
)
def test_a_long_line_goes_on_under_its_words(line: str, width: int, expected: list[str] | None) -> None:
    got = broken(line, width).split("\n")
    assert got == (expected or got)
    assert " ".join(line.split()) == " ".join(" ".join(got).split())


def test_a_word_is_never_broken() -> None:
    path = "public/episodes/first-steps/first-steps-29becbaa5483.mp3"
    assert path in broken(f"  MP3         {path} (0.3 MB)", 50)
