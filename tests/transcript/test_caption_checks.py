"""Each finding has its name, and none is there where all is well."""

import pytest

from radkind_pod.model.transcript import Cue, Word
from radkind_pod.transcript import caption_checks as checks
from radkind_pod.transcript.caption_checks import ADVICE, findings
from radkind_pod.transcript.lines import CAPTION


def cue(text: str, start_ms: int, end_ms: int, said_ms: tuple[int, int] | None = None) -> Cue:
    first, last = said_ms or (start_ms, end_ms)
    texts = text.split()
    each = (last - first) // max(1, len(texts))
    return Cue(start_ms, end_ms, tuple(Word(t, first + i * each, first + (i + 1) * each) for i, t in enumerate(texts)))


FINE = cue("We began in a small hall.", 20_000, 22_000)
LONG = "We began in a small hall in Leeds, and nobody knew us, and it rained on all of us that whole day long."


@pytest.mark.parametrize(
    ("name", "cues"),
    [
        (checks.TOO_FAST, [cue("We began in a small hall.", 0, 1200)]),
        (checks.TOO_SHORT, [cue("Yes.", 0, 999)]),
        (checks.TOO_LONG, [cue("Yes.", 0, 7001)]),
        (checks.TOO_WIDE, [cue("x" * 38, 0, 3000)]),
        (checks.TOO_MANY_LINES, [cue(LONG, 0, 6500)]),
        (checks.STARTS_EARLY, [cue("We came.", 0, 4000, (1600, 4000))]),
        (checks.STARTS_LATE, [cue("We came.", 2000, 5000, (400, 5000))]),
        (checks.LINGERS, [cue("We came.", 0, 4000, (0, 1900))]),
        (checks.OVERLAP, [cue("We came.", 18_000, 20_100)]),
        (checks.FLICKERS, [cue("We came.", 18_000, 19_500)]),
        (checks.EMPTY, [cue("", 0, 2000)]),
    ],
)
def test_each_fault_has_its_name_and_place(name: str, cues: list[Cue]) -> None:
    found = list(findings([*cues, FINE], "en", CAPTION))
    assert [(one.name, one.at_ms) for one in found] == [(name, cues[0].start_ms)]
    assert found[0].advice == ADVICE[name]


def test_good_captions_raise_nothing() -> None:
    cues = [cue("We began in a small hall.", 0, 2000), cue("It rained.", 2000, 3000), FINE]
    assert list(findings(cues, "en", CAPTION)) == []


def test_words_without_true_times_say_nothing_of_the_sound() -> None:
    late = Cue(0, 4000, (Word("We", 1900, 1950, estimated=True), Word("came.", 1950, 1999, estimated=True)))
    assert list(findings([late], "en", CAPTION)) == []


def test_what_is_told_has_the_figure_and_the_limit() -> None:
    (found,) = findings([cue("We began in a small hall.", 0, 1200)], "en", CAPTION)
    assert found.what == "25 letters in 1.2 s; 20 a second can be read"


def test_no_advice_asks_to_leave_out_words() -> None:
    """What would make captions slower is for nobody to do: they say what is said."""
    assert [text for text in ADVICE.values() if "shorten" in text.lower()] == []
