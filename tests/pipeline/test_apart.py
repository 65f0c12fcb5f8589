"""Stages run in a process of their own: what crashes there is told in words, and costs one episode."""

import ctypes
import errno
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import numpy
import pytest
from tests.apart.test_child import is_alive, until
from tests.cli.conftest import copy_sample

from radkind_pod.apart.child import Child
from radkind_pod.apart.reading import Reading
from radkind_pod.cli import main
from radkind_pod.cli.failures import explain
from radkind_pod.errors import EngineError, MediaError
from radkind_pod.pipeline.apart import Apart, limits_for
from radkind_pod.pipeline.store import recover_all
from radkind_pod.progress import Progress, Silent
from radkind_pod.transcript.engines.cores import cores

pytestmark = pytest.mark.apart
ROOT = Path(__file__).parents[2]
CRASHES = """
import ctypes, os, pathlib, time, av
real = av.open
def opened(file, *arguments, **options):
    if str(file).endswith("crash.wav"):
        ctypes.string_at(0)
    if str(file).endswith("slow.wav"):
        pathlib.Path("decoding").write_text(str(os.getpid()))
        time.sleep(60)
    return real(file, *arguments, **options)
av.open = opened
"""
"""What a child imports first where it lies on its path: a decoder with a mistake."""


@dataclass(frozen=True)
class Deed:
    """A stage that does what it is told to its file."""

    tools: ClassVar = ()
    VERSION: ClassVar = 1
    file: Path
    deed: str
    NAME: str = "prepare"
    engine: str = "whisper"

    def run(self, folder: Path, progress: Progress) -> None:
        with Reading(self.file), Reading(folder.parent / "build/ep/prepare/interview.flac"):
            match self.deed:
                case "crash":
                    ctypes.string_at(0)
                case "be killed":
                    os.kill(os.getpid(), signal.SIGKILL)
                case "eat":
                    numpy.empty(2**31, "u1")
                case "loop":
                    while True:
                        pass
                case "read a failing disk":
                    _read(self.file)
                case "bug":
                    {}["Ana's secret"]
                case "cores":
                    (folder / "cores").write_text(f"{cores()} {os.environ['OMP_NUM_THREADS']}", encoding="ascii")

    def read(self, folder: Path) -> None:
        """Return nothing."""


def _read(file: Path) -> None:
    raise OSError(errno.EIO, "Input/output error")  # as read does: without a name


@pytest.fixture
def apart(monkeypatch: pytest.MonkeyPatch) -> Iterator[Apart]:
    """A runner whose child finds the tests."""
    find(monkeypatch, ROOT)
    with Apart() as apart:
        yield apart


def find(monkeypatch: pytest.MonkeyPatch, *folders: Path) -> None:
    found = [*map(str, folders), str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, found)))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A recording, as far as these tests want one."""
    file = tmp_path / "ana.wav"
    file.write_bytes(b"RIFF")
    return file


@pytest.mark.parametrize(
    ("deed", "words"),
    [
        ("crash", r"what decodes or hears it crashed \(SIGSEGV\)\. Open it in another program"),
        ("be killed", "was killed, perhaps because this computer's memory is full. Build again"),
        ("eat", "decoding it takes far more memory than a recording or picture does. Open it in another program"),
    ],
)
def test_whatever_ends_the_process_is_told_with_the_recording(apart: Apart, file: Path, deed: str, words: str) -> None:
    with pytest.raises(MediaError, match=words) as raised:
        apart.run(Deed(file, deed), file.parent, Silent())
    assert (raised.value.file, raised.value.exit_code) == (file, 5)
    apart.run(Deed(file, "nothing"), file.parent, Silent())


def test_what_never_ends_is_told_likewise(apart: Apart, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("radkind_pod.pipeline.apart.SHORTEST_S", 1)
    with pytest.raises(MediaError, match="decoding it doesn't come to an end"):
        apart.run(Deed(file, "loop"), file.parent, Silent())


@pytest.mark.parametrize(("deed", "words"), [("crash", "crashed"), ("be killed", "was killed")])
def test_where_a_model_listens_the_engine_is_named(apart: Apart, file: Path, deed: str, words: str) -> None:
    with pytest.raises(EngineError, match=f"whisper: .*{words}.*a smaller model with --model"):
        apart.run(Deed(file, deed, "recognise"), file.parent, Silent())


def test_a_model_may_take_more_memory_than_a_decoder(apart: Apart, file: Path) -> None:
    apart.run(Deed(file, "eat", "recognise"), file.parent, Silent())


def test_a_disk_that_fails_there_is_told_with_the_file_that_was_read(apart: Apart, file: Path) -> None:
    with pytest.raises(OSError, match="Input/output") as raised:
        apart.run(Deed(file, "read a failing disk"), file.parent, Silent())
    assert raised.value.filename == str(file)


def test_a_bug_leaves_a_report_with_its_place_and_without_its_words(apart: Apart, file: Path, tmp_path: Path) -> None:
    with pytest.raises(KeyError) as raised:
        apart.run(Deed(file, "bug"), file.parent, Silent())
    explain(raised.value, tmp_path / "reports")
    (report,) = (tmp_path / "reports").iterdir()
    text = report.read_text(encoding="utf-8")
    assert "test_apart.py" in text
    assert "pipeline/apart.py" in text
    assert "secret" not in text


def test_a_stage_that_shares_the_computer_is_told_its_cores(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    find(monkeypatch, ROOT)
    with Apart(1) as apart:
        apart.run(Deed(file, "cores"), file.parent, Silent())
    assert (file.parent / "cores").read_text(encoding="ascii") == "1 1"


def test_an_hour_of_the_leanest_recording_has_more_time_than_its_cleaning_takes(tmp_path: Path) -> None:
    """AMR at 4.75 kbit/s; `bench/cleaning.py`: 8 s a minute on the machine of the bench."""
    hour = tmp_path / "hour.amr"
    with hour.open("wb") as stream:
        stream.truncate(4750 * 3600 // 8)
    assert limits_for([hour]).cpu_s > 4 * 60 * 8


def test_sixteen_tracks_may_take_more_memory_than_one(tmp_path: Path) -> None:
    """43 MB a track were measured."""
    assert limits_for([tmp_path]).memory == 2**30
    assert limits_for([tmp_path] * 16).memory == 2**31


def test_where_all_is_kept_no_process_is_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    show = copy_sample(tmp_path / "show")
    monkeypatch.chdir(show.root)
    assert main(["build", "--all", "--engine", "replay", "--progress", "none"]) == 0
    monkeypatch.setattr(Child, "call", lambda *_, **__: pytest.fail("a process was started"))
    assert main(["build", "--all", "--engine", "replay", "--progress", "none"]) == 0


def test_a_decoder_that_crashes_costs_one_episode_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    show = copy_sample(tmp_path / "show")
    monkeypatch.chdir(show.root)
    (tmp_path / "first").mkdir()
    (tmp_path / "first/sitecustomize.py").write_text(CRASHES, encoding="utf-8")
    find(monkeypatch, tmp_path / "first")
    for slug, recording in (("a-first", "a.wav"), ("b-second", "crash.wav"), ("c-third", "c.wav")):
        add_episode(show, slug, recording)
    assert main(["build", "a-first", "b-second", "c-third", "--engine", "replay", "--progress", "none"]) == 5
    said = capsys.readouterr().err
    assert "b-second was not built:" in said
    assert "b-second/raw/crash.wav: what decodes or hears it crashed (SIGSEGV). Open it in another" in said
    assert [(show.root / f"public/episodes/{slug}").exists() for slug in ("a-first", "b-second", "c-third")] == [
        True,
        False,
        True,
    ]


def add_episode(show: Any, slug: str, recording: str) -> None:
    folder = show.root / "episodes" / slug
    (folder / "raw").mkdir(parents=True)
    text = (show.episode / "episode.yaml").read_text(encoding="utf-8").partition("# The recordings,")[0]
    text = text.replace("guid: urn:uuid:5b0f6d0e", f"guid: urn:uuid:5b0f6d{ord(slug[0]):02x}")
    (folder / "episode.yaml").write_text(f"{text}recordings:\n  - {recording}\n", encoding="utf-8")
    answer = {"engine": "replay", "weights_sha256": "", "language": "en", "heard": []}
    (folder / "replay.json").write_text(json.dumps(answer), encoding="utf-8")
    (folder / "raw" / recording).write_bytes((show.raw / "reader-2.wav").read_bytes())


def test_what_a_process_left_behind_still_writes_is_removed_too(tmp_path: Path) -> None:
    """Its parent was killed and it isn't gone yet: a build that begins at that moment waits for that."""
    part = tmp_path / "build/ep/.prepare.part-1"
    part.mkdir(parents=True)
    done = threading.Event()

    def go_on() -> None:
        until = time.monotonic() + 0.5
        number = 0
        while time.monotonic() < until:
            number += 1
            try:
                (part / str(number)).write_bytes(b"x")
            except FileNotFoundError:
                break
        done.set()

    writer = threading.Thread(target=go_on)
    writer.start()
    recover_all(tmp_path / "build")
    writer.join()
    assert not part.exists()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -9), (signal.SIGTERM, -15)])
def test_a_build_that_is_ended_ends_its_decoder_too_and_the_next_one_begins_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: signal.Signals, code: int
) -> None:
    """Ctrl-C reaches both of them; a kill only the build."""
    show = copy_sample(tmp_path / "show")
    (tmp_path / "first").mkdir()
    (tmp_path / "first/sitecustomize.py").write_text(CRASHES, encoding="utf-8")
    find(monkeypatch, tmp_path / "first")
    add_episode(show, "slow", "slow.wav")
    command = [sys.executable, "-m", "radkind_pod", "build", "slow", "--engine", "replay", "--progress", "none"]
    build = subprocess.Popen(command, cwd=show.root, stderr=subprocess.PIPE, start_new_session=True)
    decoding = show.root / "decoding"
    until(lambda: decoding.exists() and decoding.read_text(encoding="ascii") != "")
    if number == signal.SIGINT:
        os.killpg(build.pid, number)
    else:
        build.send_signal(number)
    _, said = build.communicate(timeout=60)
    assert build.returncode == code
    assert b"Traceback" not in said
    until(lambda: not is_alive(int(decoding.read_text(encoding="ascii"))))
    assert list((show.root / "build/slow").iterdir()) == [] or number != signal.SIGINT
    recover_all(show.root / "build")
    assert list((show.root / "build/slow").iterdir()) == []
