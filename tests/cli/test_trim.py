"""Long pauses and fillers are listed; a person accepts lines; only those are cut, and the words around them stay."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from tests.cli.conftest import SLUG, Show, copy_sample

from radkind_pod.audio.edit import FADE, edit
from radkind_pod.audio.stages import Prepare
from radkind_pod.cli import main
from radkind_pod.media.decode import read_blocks
from radkind_pod.media.encode import WavWriter
from radkind_pod.model.audio import Cut
from radkind_pod.model.episode import resolved_cuts
from radkind_pod.model.timeline import make_timeline
from radkind_pod.sources.episode import read_episode
from radkind_pod.sources.show import read_show

RATE = 48_000
WORDS = [
    *((0, 360, "And"), (640, 1500, "Dashwood"), (1500, 1760, "had"), (2020, 2540, "leisure"), (2860, 3360, "consider")),
    *(
        (3360, 3720, "how"),
        (3720, 4220, "much"),
        (4220, 4500, "there"),
        (4500, 5420, "prudently"),
        (5740, 6800, "them."),
    ),
    *((10_800, 10_980, "He"), (10_980, 11_160, "was"), (11_960, 12_580, "ill-disposed"), (12_900, 13_280, "man.")),
    *(
        (14_780, 15_150, "Unless"),
        (15_510, 15_830, "rather"),
        (15_830, 16_710, "cold-hearted"),
        (16_710, 17_050, "Um,"),
    ),
    *((17_050, 17_370, "rather"), (17_370, 17_950, "selfish"), (18_830, 19_710, "ill-disposed.")),
]
"""What is said in the first recording (LibriVox): 4 s pass before `He` and 1.4 s before the last reader begins. `Um` is
another word there, for nobody says it in this chapter.
"""
CUT = Cut(7550, 10_050)


def part(file: Path, start_ms: int = 0, end_ms: int | None = None) -> np.ndarray:
    stop = None if end_ms is None else end_ms * RATE // 1000
    return np.concatenate(list(read_blocks(file, channels=1, start=start_ms * RATE // 1000, stop=stop)))


def room(seconds: float) -> np.ndarray:
    return np.random.default_rng(7).normal(0, 0.0003, (round(seconds * RATE), 1))


def make_reading(episode: Path) -> None:
    """Give the sample episode two recordings, in the first of which the reader pauses, and what was heard in it."""
    raw = episode / "raw"
    first, second = part(raw / "reader-1.wav", 0, 6800), part(raw / "reader-2.wav", 160, 2640)
    with WavWriter(raw / "a 1.wav", 1) as writer:
        for samples in (first, room(4), second, room(1.4), part(raw / "reader-3.wav")):
            writer.write(samples.astype(np.float32))
    file = episode / "episode.yaml"
    head = file.read_text(encoding="utf-8").partition("\n# The recordings,")[0]
    rest = "# Recordings.\nrecordings:\n  - a 1.wav\n  - jfk.flac   # 1961\n\n# What listeners don't hear.\ncuts: []\n"
    file.write_text(f"{head}\n{rest}", encoding="utf-8", newline="\n")
    words = [
        {"text": text, "start_ms": start, "end_ms": end, "probability": 0.9, "language": None}
        for start, end, text in WORDS
    ]
    answer = json.loads((episode / "replay.json").read_text(encoding="utf-8"))
    answer["heard"] = [{**answer["heard"][0], "words": words}]
    (episode / "replay.json").write_text(json.dumps(answer), encoding="utf-8")


@pytest.fixture
def reading(show):
    """The recording, never built."""
    make_reading(show.episode)
    return show


@pytest.fixture(scope="module")
def heard_once(tmp_path_factory: pytest.TempPathFactory) -> Show:
    """The same as far as its draft, made once for all tests; never to be changed."""
    show = copy_sample(tmp_path_factory.mktemp("heard") / "show")
    make_reading(show.episode)
    wish = ("--engine", "replay", "--until", "transcribe", "--progress", "none")
    assert main(["-C", str(show.root), "build", SLUG, *wish]) == 0
    return show


@pytest.fixture
def heard(heard_once: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Show:
    """The recording as far as its draft, and the current folder."""
    root = tmp_path / "show"
    shutil.copytree(heard_once.root, root)
    monkeypatch.chdir(root)
    return Show(root)


def proposals(show) -> list[str]:
    return [line for line in (show.episode / "trim.txt").read_text(encoding="utf-8").splitlines() if line[:1] == "["]


def accept(show, *starts: str) -> None:
    for start in starts:
        show.edit(f"episodes/{SLUG}/trim.txt", f"[ ] {start}", f"[x] {start}")


def all_samples(blocks: Iterator[np.ndarray]) -> np.ndarray:
    return np.concatenate(list(blocks))


def test_pauses_and_fillers_are_listed_and_nothing_is_cut(heard, pod) -> None:
    before = (heard.episode / "episode.yaml").read_bytes()
    said = pod("trim", SLUG, "--propose")
    assert said.exit == 0
    pause, filler = proposals(heard)
    assert pause == (
        '[ ] 0:07.550 to 0:10.050 in "a 1.wav" = 2.500 s  pause of 4.0 s  much there prudently them. '
        "[...] He was ill-disposed man."
    )
    assert filler.endswith("man. Unless rather cold-hearted [um] rather selfish ill-disposed.")
    assert "1 long pause (2.5 s could go)\n1 filler (0.3 s could go)\n" in said.out
    assert "Whisper leaves most of them out" in said.out
    assert (heard.episode / "episode.yaml").read_bytes() == before


def test_what_is_accepted_is_gone_from_the_sound_and_all_else_is_as_it_was(heard, pod) -> None:
    """The pause of 4 s is 1.5 s long in the sound, to the sample, and the pause of 1.4 s is untouched."""
    pod("trim", SLUG, "--propose")
    accept(heard, "0:07.550")
    said = pod("trim", SLUG)
    assert said.exit == 0
    assert 'cut 0:07.550 to 0:10.050 in "a 1.wav"  pause' in said.out
    text = (heard.episode / "episode.yaml").read_text(encoding="utf-8")
    line = '  - {from: {recording: "a 1.wav", at: 0:07.550}, to: {recording: "a 1.wav", at: 0:10.050}}  # pause\n'
    assert text.endswith(f"# What listeners don't hear.\ncuts:\n{line}")
    assert "  - jfk.flac   # 1961\n" in text

    episode = read_episode(read_show(heard.root), SLUG)
    interview = Prepare(episode.recordings).read(heard.root / "build" / SLUG / "prepare")
    cuts = resolved_cuts(episode.cuts, (0, interview.starts[1] * 1000 // RATE))
    assert cuts == (CUT,)
    before, after = all_samples(read_blocks(interview.file)), all_samples(edit(interview.file, cuts).blocks(2))
    they, he = 6800 * RATE // 1000, 10_800 * RATE // 1000
    assert he - they == 4 * RATE
    moved = he - (len(before) - len(after))
    assert moved - they == 1.5 * RATE
    assert np.array_equal(after[: they + RATE // 2], before[: they + RATE // 2])
    assert np.array_equal(after[moved - RATE // 2 :], before[he - RATE // 2 :]), "the pause of 1.4 s too"
    quiet = np.abs(after[they:moved])
    assert quiet.max() < 0.002, "nothing but the room is left of the pause"
    assert np.abs(quiet[RATE // 2 : RATE // 2 + FADE]).any()
    timeline = make_timeline(interview.duration_ms, cuts, 0, interview.duration_ms - 2500)
    assert timeline.to_episode(10_800) - timeline.to_episode(6800) == 1500
    assert timeline.to_episode(14_780) - timeline.to_episode(13_280) == 1500, "1.4 s, and what the last reader leaves"


def test_a_filler_that_is_cut_stands_in_no_caption(heard, pod, build) -> None:
    pod("trim", SLUG, "--propose")
    filler = next(line for line in proposals(heard) if "[um]" in line)
    accept(heard, *(line[4:13] for line in proposals(heard)))
    assert pod("trim", SLUG).exit == 0
    stages = {stage["name"]: stage["state"] for stage in build("--json").json["stages"]}
    assert (stages["recognise"], stages["transcribe"], stages["encode"]) == ("kept", "kept", "made")
    captions = next((heard.root / "public/episodes" / SLUG).glob("*.vtt")).read_text(encoding="utf-8")
    assert "Um" not in captions
    assert "cold-hearted" in captions
    start, end = (float(filler.split()[i].removeprefix("[").partition(":")[2]) * 1000 for i in (2, 4))
    assert 16_710 <= start <= 16_760, "no sound of the word before it goes"
    assert 17_000 <= end <= 17_050


def test_a_pause_that_was_shortened_is_not_proposed_again(heard, pod) -> None:
    pod("trim", SLUG, "--propose")
    accept(heard, "0:07.550")
    assert "1 cut of 2.5 s added" in pod("trim", SLUG).out
    again = pod("trim", SLUG)
    assert again.exit == 0
    assert "1 accepted cut stood in" in again.out
    assert pod("trim", SLUG, "--propose").exit == 0
    assert [line for line in proposals(heard) if "pause" in line] == []
    assert (heard.episode / "episode.yaml").read_text(encoding="utf-8").count("# pause") == 1


def test_proposing_again_keeps_the_x(heard, pod) -> None:
    pod("trim", SLUG, "--propose")
    accept(heard, "0:07.550")
    before = proposals(heard)
    assert "The x of 1 line was kept." in pod("trim", SLUG, "--propose").out
    assert proposals(heard) == before


def test_an_x_is_never_lost_to_a_new_list(heard, pod) -> None:
    pod("trim", SLUG, "--propose")
    accept(heard, "0:07.550")
    before = (heard.episode / "trim.txt").read_bytes()
    said = pod("trim", SLUG, "--propose", "--pause", "2s")
    assert said.exit == 7
    assert "trim.txt:10: this line has an x and isn't proposed any more" in said.err
    assert (heard.episode / "trim.txt").read_bytes() == before


def test_the_pause_that_stays_is_as_long_as_was_asked(heard, pod) -> None:
    assert pod("trim", SLUG, "--propose", "--pause", "0.5s").exit == 0
    pauses = [line for line in proposals(heard) if "pause" in line]
    assert pauses[0].partition(" in ")[0] == "[ ] 0:07.050 to 0:10.550"
    assert any("He was ill-disposed man. [...] Unless" in line for line in pauses), "1.4 s are long now"


def test_what_was_damaged_is_refused_whole(heard, pod) -> None:
    pod("trim", SLUG, "--propose")
    accept(heard, "0:07.550")
    before = (heard.episode / "episode.yaml").read_bytes()
    line = heard.edit(f"episodes/{SLUG}/trim.txt", "[ ] 0:16", "[ ] 0:15")
    said = pod("trim", SLUG)
    assert said.exit == 3
    assert f"trim.txt:{line}: from 0:15" in said.err
    assert (heard.episode / "episode.yaml").read_bytes() == before


def test_a_list_of_other_recordings_is_refused(heard, pod) -> None:
    pod("trim", SLUG, "--propose")
    accept(heard, "0:07.550")
    with WavWriter(heard.raw / "a 1.wav", 1) as writer:
        writer.write(room(15).astype(np.float32) + 0.01)
    said = pod("trim", SLUG)
    assert said.exit == 6
    assert "recordings that the episode has now" in said.err
    assert "radkind-pod trim two-voices --propose" in said.err


def test_what_is_cut_already_is_left_out(heard, pod) -> None:
    heard.edit(f"episodes/{SLUG}/episode.yaml", "cuts: []", "cuts:\n  - {from: 0:10.700, to: 0:11.000}")
    pod("trim", SLUG, "--propose")
    assert [line for line in proposals(heard) if "pause" in line] == []


@pytest.mark.parametrize("mark", ["cut", "redact"])
def test_beside_words_that_are_marked_nothing_is_proposed(heard, pod, mark: str) -> None:
    assert pod("review", "start", SLUG).exit == 0
    heard.edit(f"episodes/{SLUG}/transcript.vtt", "them.", f"<c.{mark}>them.</c>")
    assert pod("trim", SLUG, "--propose").exit == 0
    assert [line for line in proposals(heard) if "pause" in line] == []
    assert "them." not in (heard.episode / "trim.txt").read_text(encoding="utf-8")


def test_without_a_transcript_the_command_is_said_and_nothing_runs(reading, pod) -> None:
    said = pod("trim", SLUG, "--propose")
    assert said.exit == 6
    assert "radkind-pod build two-voices --until transcribe" in said.err
    assert not (reading.root / "build").exists()


def test_without_a_list_the_command_is_said(reading, pod) -> None:
    said = pod("trim", SLUG)
    assert said.exit == 6
    assert "radkind-pod trim two-voices --propose" in said.err


def test_a_list_without_an_x_changes_nothing(heard, pod) -> None:
    pod("trim", SLUG, "--propose")
    before = (heard.episode / "episode.yaml").read_bytes()
    said = pod("trim", SLUG)
    assert said.exit == 0
    assert "Nothing was added" in said.out
    assert (heard.episode / "episode.yaml").read_bytes() == before


@pytest.mark.parametrize("pause", ["0.4s", "61", "soon", "-1", "1.5 m", "1,5s"])
def test_a_length_that_is_none_is_refused(reading, pod, pause: str) -> None:
    said = pod("trim", SLUG, "--propose", f"--pause={pause}")
    assert said.exit == 2
    assert "from 0.5s to 60s, such as 1.5s" in said.err


def test_a_length_without_a_list_is_refused(reading, pod) -> None:
    assert pod("trim", SLUG, "--pause", "1s").exit == 2
