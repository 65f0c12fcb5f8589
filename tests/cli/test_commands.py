"""The smaller commands, as people use them."""

import json
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from radkind_pod.cli import GROUPS
from radkind_pod.cli import console as looks

HEAVY = {"av", "numpy", "pydub", "faster_whisper", "pydantic", "ruamel", "rich", "jinja2", "mutagen", "PIL", "flask"}


def test_help_needs_no_heavy_library() -> None:
    code = "import sys; from radkind_pod.cli import main; main(['--help']); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert HEAVY & {name.split(".")[0] for name in done.stderr.split()} == set()


def test_an_unchanged_build_loads_no_sound_library(built) -> None:
    code = (
        "import sys; from radkind_pod.cli import main;"
        "main(['build', 'two', '--engine', 'replay', '--progress', 'none']); print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=built.root)
    loaded = {name.split(".")[0] for name in done.stderr.split()}
    assert {"av", "numpy", "pydub", "lameenc", "mutagen", "PIL", "feedgen", "jinja2"} & loaded == set()


@pytest.mark.parametrize("arguments", [(), ("-h",), ("--help",), ("help",)])
def test_help_shows_examples_and_every_command(pod, arguments) -> None:
    said = pod(*arguments)
    assert said.exit == 0
    assert said.out.index("Examples:") < said.out.index("Start:")
    assert [name for names in GROUPS.values() for name in names if f"\n  {name} " not in said.out] == []


def test_help_cuts_no_sentence(pod) -> None:
    said = pod("help").out
    assert not [line for line in said.splitlines() if line.endswith("...") or len(line) > 80]


def test_a_misspelt_command_is_guessed_but_never_run(pod) -> None:
    said = pod("biuld")
    assert said.exit == 2
    assert "Did you mean 'build'?" in said.err


def test_init_looks_before_it_asks(show, pod) -> None:
    said = pod("init", ".", "--no-input")
    assert (said.exit, "config.yaml: is there already, so a show has begun here" in said.err) == (3, True)


def test_init_names_the_flag_where_nobody_can_answer(pod, tmp_path: Path) -> None:
    said = pod("init", str(tmp_path / "x"), "--no-input")
    assert said.exit == 2
    assert "Say it with --title" in said.err
    assert not (tmp_path / "x").exists()


def test_init_new_check_and_build_make_a_first_episode(pod, tmp_path: Path, monkeypatch, built_sample) -> None:
    monkeypatch.chdir(tmp_path)
    flags = ["--title", "Näh: #1", "--author", "RK", "--email", "a@b.org", "--base-url", "https://pod.rk.uk/p"]
    assert pod("init", "my-show", *flags, "--language", "en-gb").exit == 0
    monkeypatch.chdir(tmp_path / "my-show")
    recording = built_sample.raw / "jfk.flac"
    assert pod("new", "welcome", str(recording)).exit == 0
    assert recording.read_bytes() == Path("episodes/welcome/raw/jfk.flac").read_bytes()
    assert pod("check").exit == 0
    assert pod("check", "--strict").exit == 3
    answer = {"engine": "replay", "weights_sha256": "", "language": "en", "heard": []}
    Path("episodes/welcome/replay.json").write_text(json.dumps(answer), encoding="utf-8")
    said = pod("build", "w", "--engine", "replay", "--progress", "none", "--json")
    assert said.exit == 0
    assert said.json["duration_ms"] == 11_000


def test_status_says_what_comes_next(built, pod) -> None:
    (state,) = pod("status", "--json").json["episodes"]
    assert state["episode"] == "two-voices"
    assert state["transcript"].startswith("the machine's draft")
    assert "two-voices: Two voices" in pod("status").out


def test_clean_deletes_only_what_builds_keep(built, pod) -> None:
    before = built.published()
    assert "MB freed" in pod("clean", "two").out
    assert not (built.root / "build/two-voices").exists()
    assert pod("clean").exit == 0
    assert [file.name for file in (built.root / "build").iterdir()] == ["lock"]  # which nobody holds
    assert built.published() == before


def test_doctor_warns_of_recordings_that_a_push_would_take_along(show, pod) -> None:
    def git(*arguments: str) -> None:
        subprocess.run(["git", "-C", str(show.root), *arguments], check=True, capture_output=True)

    git("init", "-q")
    git("add", "episodes")
    assert "git: no recording is tracked" in pod("doctor").out
    git("remote", "add", "origin", "https://example.org/x.git")
    said = pod("doctor")
    assert said.exit == 4
    assert "4 recordings would leave this computer" in said.out


def test_models_list_shows_base_checked_and_small_with_the_command_that_brings_it(pod) -> None:
    lines = pod("models", "list").out.splitlines()
    base, small = (next(line for line in lines if line.startswith(f"{name} ")) for name in ("base", "small"))
    assert "checked" in base
    assert "radkind-pod models pull small" in small
    assert Path(pod("models", "path", "base").out.strip()).name == "model.bin"


def test_a_long_stage_gives_a_sign_of_life_every_half_minute(monkeypatch, capsys) -> None:
    now = [0.0]
    monkeypatch.setattr(looks.time, "monotonic", lambda: now[0])
    plain = looks.Plain()
    plain.stage("recognise", ("not made yet",))
    for second in range(1, 100):
        now[0] = float(second)
        plain.moved(second, 3600)
    plain.done("recognise", 99.0)
    said = capsys.readouterr().err.splitlines()
    assert said == [
        "recognise: not made yet",
        "recognise: 1%",
        "recognise: 2%",
        "recognise: 2%",
        "recognise: done in 99 s",
    ]


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.44, "0.4 s"), (11.6, "12 s"), (200, "3 min 20 s"), (3_900, "1 h 05 min")]
)
def test_lengths_of_time_read_as_people_say_them(seconds: float, text: str) -> None:
    assert looks.spoken_seconds(seconds) == text


def test_check_tells_what_would_be_better_in_corrected_captions(built, pod) -> None:
    """One line for each kind, with the first places; the exit code stays 0 unless advice counts."""
    assert pod("review", "start", "two-voices").exit == 0
    file = built.episode / "transcript.vtt"
    text = file.read_text(encoding="utf-8").rstrip("\n")
    assert pod("check").out == "All is well.\n"
    edges = ["30.000", "31.500", "33.000", "34.500", "36.000", "37.500"]
    for start, end in pairwise(edges):
        text += f"\n\n00:00:{start} --> 00:00:{end}\n<v Ama>So many words that nobody can read them."
    file.write_text(f"{text}\n", encoding="utf-8", newline="\n")
    first = text[: text.index("00:00:30")].count("\n") + 1
    assert pod("check").out.splitlines() == [
        f"advice: episodes/two-voices/transcript.vtt:{first}: too-fast: 40 letters in 1.5 s; 20 a second can be read, "
        f"at 0:00:30. Also at 0:00:31 (line {first + 3}), 0:00:33 (line {first + 6}) and 1 more (radkind-pod check "
        "--json lists all). Correct the times if they are wrong. If people do speak so fast, leave it: no word is left "
        "out to fit.",
        "0 to mend, 1 word of advice.",
    ]
    assert (pod("check").exit, pod("check", "--strict").exit) == (0, 3)
    told = [(one["episode"], one["name"], one["line"]) for one in pod("check", "--json").json["captions"]]
    assert told == [("two-voices", "too-fast", first + 3 * i) for i in range(4)]


def test_check_tells_advice_beside_what_must_be_mended(show, pod) -> None:
    """A mistake in one file hides nothing that is said of another."""
    show.edit("config.yaml", "https://radicalkindness.example/podcast", "https://example.org/podcast")
    show.edit("episodes/two-voices/episode.yaml", "summary:", "sumary:")
    *_, advice, count = pod("check").out.splitlines()
    assert advice.startswith("advice: config.yaml:")
    assert count == "1 to mend, 1 word of advice."


def test_check_reminds_of_consents_that_nobody_wrote_down(show, pod) -> None:
    names = "A LibriVox volunteer, John F. Kennedy"
    show.edit("people.yaml", "name: John F. Kennedy", "name: Somebody Else")
    assert "advice: people.yaml: doesn't say what John F. Kennedy agreed to. Ask, and write it down" in pod("check").out
    (show.root / "people.yaml").unlink()
    assert f"advice: people.yaml: is not there to say what {names} agreed to." in pod("check").out


def test_check_finds_what_would_stop_a_build_in_a_transcript(built, pod) -> None:
    (built.episode / "transcript.vtt").write_text("WEBVTT\n\n00:01,000 --> 00:02.000\nHello.\n", encoding="utf-8")
    said = pod("check")
    assert said.exit == 3
    assert said.out.startswith("episodes/two-voices/transcript.vtt:3: 00:01,000 is a time of SRT")
    assert said.out.endswith("1 to mend, 0 words of advice.\n")


def test_check_leaves_the_draft_of_the_machine_alone(built, pod) -> None:
    """Nobody can mend it before a review."""
    assert pod("check").out == "All is well.\n"


def test_doctor_says_where_speech_is_heard_and_in_which_numbers(pod, monkeypatch) -> None:
    from radkind_pod.transcript.engines import faster

    assert re.search(r"OK       speech: faster-whisper [\d.]+ on \d+ cores, in int8\n", pod("doctor").out)
    monkeypatch.setattr(faster.ctranslate2, "get_cuda_device_count", lambda: 1)
    assert re.search(r"OK       speech: faster-whisper [\d.]+ on a GPU, in float16\n", pod("doctor").out)


def test_doctor_says_where_the_voices_are_and_does_not_miss_them(pod, monkeypatch) -> None:
    """They are needed only where people share a recording: being without is no problem."""
    from radkind_pod.transcript.voices import package

    assert "OK       voices: told apart by" in pod("doctor").out
    monkeypatch.setattr(package, "_PACKAGE", "no_such_package")
    said = pod("doctor")
    assert "OK       voices: not here; needed only where" in said.out
    assert package.INSTALL in said.out
