"""A list says what a person needs to decide, and what they made of it comes back; damage is told line by line."""

from pathlib import Path

import pytest

from radkind_pod.disk import standing
from radkind_pod.errors import SourceError
from radkind_pod.model.audio import Cut
from radkind_pod.model.trim import PAUSE, Proposal
from radkind_pod.sources.times import clock_text, read_clock
from radkind_pod.sources.trim_list import Clock, Listed, read_trim_list, recordings_of, write_trim_list

ONE = Clock(("a.wav",), (0,), 4_000_000, "3fa2c1d09b8e7766")
TWO = Clock(("a.wav", 'b "2" to c.wav'), (0, 60_000), 4_000_000, "3fa2c1d09b8e7766")
PROPOSALS = (
    Proposal(Cut(58_750, 61_250), PAUSE, 4000, "so I went to the", "and then she"),
    Proposal(Cut(62_100, 62_420), "äh", 320, "", "[name withheld] said"),
    Proposal(Cut(3_723_004, 3_723_400), "um", 396, "so I went", "to the"),
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "welcome" / "trim.txt"


def written(file: Path, clock: Clock = ONE, accepted: frozenset[Cut] = frozenset()) -> list[str]:
    file.parent.mkdir(exist_ok=True)
    write_trim_list(file, clock, PROPOSALS, 1500, accepted, standing(file))
    return file.read_text(encoding="utf-8").splitlines()


def changed(file: Path, old: str, new: str, clock: Clock = ONE) -> int:
    """Change the list as a person would, and return in which line."""
    text = "\n".join(written(file, clock)) + "\n"
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_each_line_is_one_proposal_and_off(file: Path) -> None:
    lines = [line for line in written(file) if line and not line.startswith("#")]
    assert lines == [
        "[ ] 0:58.750 to 1:01.250 = 2.500 s  pause of 4.0 s  so I went to the [...] and then she",
        "[ ] 1:02.100 to 1:02.420 = 0.320 s  äh              [äh] [name withheld] said",
        "[ ] 1:02:03.004 to 1:02:03.400 = 0.396 s  um              so I went [um] to the",
    ]


def test_with_several_recordings_each_line_names_its_own(file: Path) -> None:
    lines = [line.partition(" = ")[0] for line in written(file, TWO) if line.startswith("[")]
    assert lines == [
        '[ ] 0:58.750 in "a.wav" to 0:01.250 in "b \\"2\\" to c.wav"',
        '[ ] 0:02.100 to 0:02.420 in "b \\"2\\" to c.wav"',
        '[ ] 1:01:03.004 to 1:01:03.400 in "b \\"2\\" to c.wav"',
    ]


@pytest.mark.parametrize("clock", [ONE, TWO])
def test_what_was_written_is_read_again(file: Path, clock: Clock) -> None:
    accepted = frozenset({PROPOSALS[1].cut})
    written(file, clock, accepted)
    listed = read_trim_list(file, clock)
    assert [(one.cut, one.kind, one.accepted) for one in listed] == [
        (one.cut, one.kind, one.cut in accepted) for one in PROPOSALS
    ]
    assert recordings_of(file) == (clock.recordings,)


@pytest.mark.parametrize("mark", ["[x]", "[X]", "[ x ]", "[x ]"])
def test_an_x_accepts_a_line(file: Path, mark: str) -> None:
    line = changed(file, "[ ] 1:02.100", f"{mark} 1:02.100")
    assert read_trim_list(file, ONE)[1] == Listed(line, True, PROPOSALS[1].cut, "äh", "1:02.100 to 1:02.420")


def test_an_editor_for_windows_and_remarks_do_no_harm(file: Path) -> None:
    text = "\r\n".join((*written(file), "", "  # a remark"))
    file.write_bytes(b"\xef\xbb\xbf" + text.replace("she", "she, ask Ama!  ").encode())
    assert [one.cut for one in read_trim_list(file, ONE)] == [one.cut for one in PROPOSALS]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[ ] 0:58", "[yes] 0:58", "'yes' stands between the brackets. Write x"),
        ("[ ] 0:58", "x] 0:58", "can't be read"),
        ("[ ] 0:58", "0:58", "can't be read"),
        ("0:58.750", "0:85.750", "can't be read"),
        ("0:58.750", "0:58.75O", "can't be read"),
        ("0:58.750", "0:8.750", "can't be read"),
        ("0:58.750", "0:50.750", "from 0:50.750 to 1:01.250 it is not 2.500 s"),
        ("to 1:01.250", "to 11:01.250", "from 0:58.750 to 11:01.250 it is not 2.500 s"),
        ("= 2.500 s", "= 25.00 s", "can't be read"),
        ("= 2.500 s", "", "can't be read"),
        ("1:02:03.004 to 1:02:03.400", "1:52:03.004 to 1:52:03.400", "past the end of the recordings (1:06:40.000)"),
    ],
)
def test_a_damaged_line_is_told_with_its_number(file: Path, old: str, new: str, message: str) -> None:
    line = changed(file, old, new)
    with pytest.raises(SourceError) as raised:
        read_trim_list(file, ONE)
    (problem,) = raised.value.problems
    assert problem.line == line
    assert message in problem.message


def test_a_recording_that_is_gone_is_told(file: Path) -> None:
    line = changed(file, 'in "a.wav"', 'in "c.wav"', TWO)
    with pytest.raises(SourceError, match=f':{line}: "c.wav" is not under recordings in episode.yaml'):
        read_trim_list(file, TWO)


def test_every_damaged_line_is_told_at_once(file: Path) -> None:
    first = changed(file, "[ ]", "[n]")
    file.write_text(file.read_text(encoding="utf-8").replace("to 1:02.420", "to 1:02.430"), encoding="utf-8")
    with pytest.raises(SourceError) as raised:
        read_trim_list(file, ONE)
    assert [problem.line for problem in raised.value.problems] == [first, first + 1]


def test_a_time_may_be_written_shorter(file: Path) -> None:
    changed(file, "to 1:02.420", "to 1:02.42")
    assert [one.cut for one in read_trim_list(file, ONE)] == [one.cut for one in PROPOSALS]


@pytest.mark.parametrize("ms", [0, 999, 1000, 59_999, 60_000, 3_599_999, 3_600_000, 3_723_004, 360_000_000 - 1])
def test_a_time_that_is_written_is_read_again(ms: int) -> None:
    assert read_clock(clock_text(ms)) == ms
