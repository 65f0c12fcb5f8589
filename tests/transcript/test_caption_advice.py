"""What is told of the captions that come of a transcript.vtt, and on which line that stands."""

from pathlib import Path

import pytest

from radkind_pod.errors import SourceError
from radkind_pod.model.transcript import Cue, Transcript, Word
from radkind_pod.transcript import caption_checks as checks
from radkind_pod.transcript.caption_advice import advice_on_captions
from radkind_pod.transcript.review.document import document_of
from radkind_pod.transcript.review.vtt import render_vtt

VTT = Path("transcript.vtt")


def found_in(*blocks: str, draft: Transcript | None = None) -> list[tuple[int, str]]:
    data = "\n\n".join(["WEBVTT", *blocks]).encode()
    return [(one.line, one.finding.name) for one in advice_on_captions(data, VTT, "en", draft)]


def test_good_captions_get_no_advice() -> None:
    assert found_in("00:01.000 --> 00:03.000\n<v Ama>We began in a small hall.") == []


@pytest.mark.parametrize(
    ("name", "block"),
    [
        (
            checks.TOO_FAST,
            "00:01.000 --> 00:02.000\n<v Ama>We began in a small hall in Leeds, and nobody there knew us.",
        ),
        (checks.TOO_WIDE, f"00:01.000 --> 00:06.900\n<v Ama>{'x' * 66}"),
        (checks.CHANGE_INSIDE, "00:01.000 --> 00:06.000\n<v Ama>Is it so?</v> <v Bo>Yes, it is so."),
        (checks.EMPTY, "00:01.000 --> 00:06.000\n<v Ama></v>"),
        (checks.EMPTY, "00:01.000 --> 00:06.000"),
        (checks.OVERLAP, "00:01.000 --> 00:13.000\n<v Ama>We came, as I said, and then we stayed for years."),
    ],
)
def test_each_fault_is_told_with_the_line_of_its_cue(name: str, block: str) -> None:
    after = "00:12.000 --> 00:14.000\n<v Bo>That was kind."
    assert (6, name) in found_in("NOTE nothing\nof ours", block, after)


def test_what_is_mended_by_itself_is_not_told() -> None:
    """Captions are made anew: short cues side by side, three lines and small gaps are no matter."""
    short = ["00:01.000 --> 00:01.400\n<v Ama>We", "00:01.500 --> 00:01.900\n<v Ama>came"]
    long = "00:05.000 --> 00:12.000\n<v Ama>We came here\nand then we\nstayed for years\nin that hall,\nwith everybody."
    assert found_in(*short, long) == []


def test_words_typed_where_there_is_no_time_are_told_as_too_fast() -> None:
    cue = Cue(0, 4000, tuple(Word("neighbours", i * 500, i * 500 + 500) for i in range(8)), "Ama", opens=True)
    typed = Cue(4000, 4001, tuple(Word("kindness", 4000, 4001, estimated=True) for _ in range(6)), "Bo", opens=True)
    text = render_vtt(document_of(Transcript("en", (cue, typed))), None).encode()
    (found,) = {one.finding.name for one in advice_on_captions(text, VTT, "en", None)}
    assert found == checks.TOO_FAST


def test_withheld_words_are_never_told() -> None:
    """Not even by their length: the label stands for them."""
    block = f"00:01.000 --> 00:04.000\n<v Ama>That was {{}}{'x' * 66}{{}}"
    assert found_in(block.format("", "")) == [(3, checks.TOO_WIDE)]
    assert found_in(block.format("<c.redact>", "</c>")) == []


def test_a_published_file_is_not_judged() -> None:
    """It follows the finished episode, so it is no transcript to correct: the build says so."""
    assert found_in("NOTE radkind-pod\nclock: episode", "00:01.000 --> 00:01.100\nWe began in a small hall.") == []


def test_a_file_that_cant_be_read_raises_its_faults() -> None:
    with pytest.raises(SourceError, match=r"transcript\.vtt:3: "):
        found_in("00:01,000 --> 00:02.000\nHello.")
