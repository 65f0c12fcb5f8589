"""Media that were made to do harm: the real command opens nothing else, asks nobody, and says what they are."""

import json
import os
import random
import re
import socket
import struct
import subprocess
import sys
import sysconfig
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
import soundfile
from tests.cli.conftest import SLUG, copy_sample
from tests.cli.test_broken_files import add_episode
from tests.media.test_admission import SCRIPTS, write_wav
from tests.torture import mutants
from tests.torture.seed import NAMED, drawn

from radkind_pod.audio.stages import Prepare
from radkind_pod.errors import MediaError
from radkind_pod.model.audio import Recording, Track
from radkind_pod.pipeline.apart import Apart
from radkind_pod.progress import Silent

pytestmark = pytest.mark.system
ROOT = Path(__file__).parents[2]
POD = [sys.executable, "-m", "radkind_pod"]
TRACED = ["strace", "-f", "-y", "--seccomp-bpf", "-qq", "-s", "400", "-e", "trace=open,openat,openat2,creat,connect"]
MUTANTS, REALLY = 1000, 100
GIGABYTE = 1_000_000_000


def traced(out: Path, command: list[str], **how: Any) -> "subprocess.CompletedProcess[str]":
    """Run a command and write down each file that it opens and each address that it asks."""
    return subprocess.run(
        [*TRACED, "-o", str(out), *command], capture_output=True, text=True, encoding="utf-8", check=False, **how
    )


def foreign(trace: Path, *ours: Path) -> list[str]:
    """Return what was opened that is neither ours nor Python's, its packages' or the system's own; and each connect."""
    homes = {sys.prefix, sys.base_prefix, *sysconfig.get_paths().values(), str(ROOT / "src"), str(ROOT / "tests")}
    known = tuple(
        f"{home}/"
        for home in (*homes, *map(str, ours), "/proc", "/sys/devices", "/sys/fs/cgroup", "/usr", "/lib", "/lib64")
    )
    single = (*sys.path, "/etc/ld.so.cache", "/etc/localtime", "/etc/mime.types", "/dev/null", "/dev/urandom")
    found = []
    for line in trace.read_text(encoding="utf-8", errors="replace").splitlines():
        if "connect(" in line:
            found.append(line)
        elif (
            opened := re.search(r'(?:open|openat|openat2|creat)\((?:\w+<([^<>]*)>, )?"((?:[^"\\]|\\.)*)"', line)
        ) is not None:
            path = os.path.normpath(os.path.join(opened[1] or "/unknown", opened[2]))  # noqa: PTH118 - as the system does
            if path not in single and not f"{path}/".startswith(known):
                found.append(line)
    return found


# Mutants


def test_mutants_are_recordings_or_refused_in_a_word_and_read_nothing_else(tmp_path: Path) -> None:
    """1,000 of them, drawn anew with each commit; `python -m tests.torture mutants` plays all."""
    command = [sys.executable, "-m", "tests.torture", "mutants", "--points", str(MUTANTS)]
    trace, playing = tmp_path / "trace", tmp_path / "playing"
    environment = {**os.environ, NAMED: str(drawn())}
    done = traced(trace, [*command, "--folder", str(tmp_path)], cwd=ROOT, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    (notes,) = tmp_path.glob("*/mutants.jsonl")
    assert len(notes.read_text(encoding="utf-8").splitlines()) == MUTANTS
    lines = trace.read_text(encoding="utf-8", errors="replace").splitlines()
    begun = next(at for at, line in enumerate(lines) if "/prepared/printed" in line)
    playing.write_text("\n".join(lines[begun:]), encoding="utf-8")
    rooms = {Path(room) for room in re.findall(r'"(/[^"]*?/torture-[^/"]+)/', "\n".join(lines[begun:]))}
    assert foreign(playing, *rooms, tmp_path) == []


def test_a_real_process_says_the_same_as_a_forked_one(tmp_path: Path) -> None:
    """A hundred of the mutants, each in a process that was only started for it, as a build does it."""
    made = mutants.seeds(tmp_path)
    chance = random.Random(drawn())
    for number in range(REALLY):
        name = chance.choice([*made])
        file = tmp_path / f"{number}{Path(name).suffix}"
        file.write_bytes(mutants.mutant(chance, name, made))
        for folder in ("work", "really"):
            (tmp_path / f"{number}-{folder}").mkdir()
        forked = mutants.in_a_child(file, tmp_path / f"{number}-work")
        assert forked.kind in mutants.RIGHT, (drawn(), number, forked)
        assert (forked.kind, forked.said) == really(file, tmp_path / f"{number}-really"), (drawn(), number)


def really(file: Path, folder: Path) -> tuple[str, str]:
    """Prepare it as a build does."""
    with Apart() as apart:
        try:
            apart.run(Prepare((Recording((Track(file),)),)), folder, Silent())
        except MediaError as error:
            return "refused", str(error)
    return "ok", ""


# Playlists and scripts in disguise


def test_a_script_in_disguise_opens_no_other_file_and_asks_nobody(tmp_path: Path) -> None:
    """A whole build is watched: nothing but Python, the show and what it makes is opened, and no address is asked."""
    show = silent_show(tmp_path)
    secret = write_wav(tmp_path / "elsewhere" / "secret.wav")
    slugs = []
    with socket.create_server(("127.0.0.1", 0)) as trap:
        trap.setblocking(False)
        address = f"http://127.0.0.1:{trap.getsockname()[1]}/a.mp3"
        for target in ("sibling.wav", str(secret), f"file:{secret}", address):
            for script in SCRIPTS.values():
                name = f"interview{('.wav', '.mp3', '.m4a', '.ogg')[len(slugs) % 4]}"
                file = tmp_path / "elsewhere" / name
                file.write_text(script.replace("sibling.wav", target), encoding="utf-8")
                slugs.append(add_episode(show, len(slugs), file))
                write_wav(show.root / "episodes" / slugs[-1] / "raw/sibling.wav")
        command = [*POD, "build", *slugs, "--engine", "replay", "--progress", "none"]
        done = traced(tmp_path / "trace", command, cwd=show.root)
        with pytest.raises(BlockingIOError):
            trap.accept()
    assert done.returncode == 5, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.count("this is a playlist or script that points to other files") == len(slugs)
    opened = (tmp_path / "trace").read_text(encoding="utf-8", errors="replace")
    assert "sibling.wav" not in opened
    assert foreign(tmp_path / "trace", show.root) == []


def silent_show(tmp_path: Path) -> Any:
    """Make a show without music, and a folder beside it."""
    show = copy_sample(tmp_path / "show")
    for key in ("intro", "outro", "crossfade"):
        show.edit("config.yaml", f"\n{key}:", f"\n# {key}:")
    (tmp_path / "elsewhere").mkdir()
    return show


# Bombs


def silence_in_flac(folder: Path) -> Path:
    """Write 16 minutes in 180 kB: 2,000 times as much when decoded."""
    file = folder / "bomb.flac"
    soundfile.write(file, np.zeros((48_000 * 960, 2), np.int16), 48_000, compression_level=1.0)
    return file


def hours_in_aac(folder: Path, hours: int = 1) -> Path:
    """Write hours of silence as the same frame again and again: a hundred times as much when decoded, and more."""
    one = folder / "one.aac"
    encoded(one, "adts", "aac", np.zeros((2, 48_000), np.float32))
    data, frames, at = one.read_bytes(), [], 0
    while at < len(data):
        size = (data[at + 3] & 3) << 11 | data[at + 4] << 3 | data[at + 5] >> 5
        frames.append(data[at : at + size])
        at += size
    file = folder / "hours.aac"
    file.write_bytes(frames[-2] * (hours * 3600 * 48_000 // 1024))
    return file


def eight_channels(folder: Path) -> Path:
    """Write 20 s at 192 kHz with 24 bits in eight channels."""
    file = folder / "eight.wav"
    sound = 0.1 * np.random.default_rng(0).standard_normal((192_000 * 20, 1))
    soundfile.write(file, np.repeat(sound, 8, 1), 192_000, subtype="PCM_24")
    return file


def many_chapters(folder: Path) -> Path:
    """Write an MP3 with as many chapters as ID3 can number."""
    frames = bytearray()
    for i in range(65_535):
        title = b"TIT2" + struct.pack(">IH", 2, 0) + b"\0x"
        body = b"c%05d\0" % i + struct.pack(">IIII", i, i + 1, 0xFFFFFFFF, 0xFFFFFFFF) + title
        frames += b"CHAP" + struct.pack(">IH", len(body), 0) + body
    return tagged(folder / "chapters.mp3", bytes(frames))


def huge_cover(folder: Path) -> Path:
    """Write an MP3 with a cover of 200 MB."""
    body = b"\0image/jpeg\0\3\0\xff\xd8\xff" + bytes(200_000_000)
    return tagged(folder / "cover.mp3", b"APIC" + struct.pack(">IH", len(body), 0) + body)


def tagged(file: Path, frames: bytes) -> Path:
    sound = file.with_name("sound.mp3")
    encoded(sound, "mp3", "libmp3lame", tone(2))
    size = bytes(len(frames) >> shift & 127 for shift in (21, 14, 7, 0))
    file.write_bytes(b"ID3\3\0\0" + size + frames + sound.read_bytes())
    return file


def tone(seconds: float, rate: int = 48_000) -> np.ndarray:
    """Return a tone in both channels."""
    wave = 0.3 * np.sin(np.arange(round(rate * seconds)) * 2 * np.pi * 440 / rate)
    return np.tile(wave.astype(np.float32), (2, 1))


def encoded(file: Path, container: str, codec: str, sound: np.ndarray, rate: int = 48_000) -> Path:
    """Write the sound with libav."""
    with av.open(str(file), "w", format=container) as out:
        stream = out.add_stream(codec, rate=rate, layout="stereo")
        kind = stream.codec_context.codec.audio_formats[0].name
        stream.format = kind
        frame = av.AudioFrame.from_ndarray(sound, "fltp", "stereo")
        frame.sample_rate = rate
        size = stream.codec_context.frame_size or 1024
        resampler = av.AudioResampler(format=kind, layout="stereo", rate=rate, frame_size=size)
        for piece in (*resampler.resample(frame), *resampler.resample(None), None):
            out.mux([packet for packet in stream.encode(piece) if packet.size])
    return file


FRESH = """
import json, sys
from dataclasses import asdict
from pathlib import Path
from tests.torture.mutants import in_a_child
print(json.dumps(asdict(in_a_child(Path(sys.argv[1]), Path(sys.argv[2])))))
"""
"""In a process of its own: a child of this one, which has run all other tests, begins with their memory."""


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (silence_in_flac, "refused"),
        (eight_channels, "ok"),
        (many_chapters, "ok"),
        (huge_cover, "ok"),
    ],
)
def test_a_bomb_takes_no_more_than_any_recording(tmp_path: Path, make: Callable[[Path], Path], kind: str) -> None:
    file, work = make(tmp_path), tmp_path / "work"
    work.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", FRESH, file, work], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    came = mutants.Came(**json.loads(done.stdout))
    assert came.kind == kind, came
    assert came.megabytes < 1000
    assert came.cpu_s < 10


def test_hours_of_silence_in_a_small_file_take_little_memory_and_disk(tmp_path: Path) -> None:
    file = hours_in_aac(tmp_path)
    folder = tmp_path / "folder"
    folder.mkdir()
    kind, said = really(file, folder)
    assert (kind, "silent from beginning to end" in said) == ("refused", True), said
    assert sum(part.stat().st_size for part in folder.rglob("*") if part.is_file()) < 100_000_000


@pytest.mark.parametrize(("states", "words"), [(200_000_000, "unpacks to far more than any"), (1000, "is damaged")])
def test_a_word_document_that_unpacks_to_hundreds_of_megabytes_is_refused(
    tmp_path: Path, states: int, words: str
) -> None:
    """By the size that it states; where that is a lie, no more of it is unpacked than a transcript may have."""
    show = copy_sample(tmp_path / "show")
    bomb = tmp_path / "bomb.docx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed, packed.open("word/document.xml", "w") as part:
        for _ in range(200):
            part.write(b"<w:p/>\n\n\n\n" * 100_000)
    bomb.write_bytes(bomb.read_bytes().replace(struct.pack("<I", 200_000_000), struct.pack("<I", states)))
    done, megabytes = measured([*POD, "review", "import", SLUG, str(bomb)], show.root)
    assert done.returncode == 3, done.stderr
    assert words in done.stderr
    assert megabytes < 300


def measured(command: list[str], folder: Path) -> tuple["subprocess.CompletedProcess[str]", int]:
    """Run a command; return what it said, and how many MB its largest process took."""
    words = "import resource, subprocess, sys; code = subprocess.call(sys.argv[1:]); "
    words += "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024); sys.exit(code)"
    done = subprocess.run(
        [sys.executable, "-c", words, *command],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    return done, int(done.stdout.splitlines()[-1])


# Names, and what is no file


@pytest.mark.parametrize(
    "name",
    ["-rf.wav", "a; touch harmed.wav", "$(touch harmed).wav", "two\nlines.wav", "\u202evaw.gnp.wav", "--plan.wav"],
)
def test_any_name_is_a_name(tmp_path: Path, name: str) -> None:
    show = silent_show(tmp_path)
    slug = add_episode(show, 1, Path(write_wav(tmp_path / "elsewhere/a.wav", 480_000)))
    raw = show.root / "episodes" / slug / "raw"
    (raw / "a.wav").rename(raw / name)
    file = raw.parent / "episode.yaml"
    text = file.read_text(encoding="utf-8").replace("  - 'a.wav'", f"  - {json.dumps(name)}")
    file.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [*POD, "build", slug, "--engine", "replay", "--progress", "none"],
        cwd=show.root, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode in (3, 5), done.stdout
    assert "Traceback" not in done.stderr
    assert "is silent from beginning to end" in done.stderr or done.returncode == 3
    assert not list(tmp_path.rglob("harmed*"))


def a_pipe(file: Path) -> None:
    os.mkfifo(file)


def endless_zeros(file: Path) -> None:
    file.symlink_to("/dev/zero")


def a_file_of_the_system(file: Path) -> None:
    file.symlink_to("/etc/passwd")


def a_folder(file: Path) -> None:
    file.mkdir()


def nothing(file: Path) -> None:
    file.touch()


@pytest.mark.parametrize("make", [a_pipe, endless_zeros, a_file_of_the_system, a_folder, nothing])
def test_what_is_no_recording_is_refused_without_waiting(tmp_path: Path, make: Callable[[Path], None]) -> None:
    show = silent_show(tmp_path)
    slug = add_episode(show, 1, Path(write_wav(tmp_path / "elsewhere/a.wav")))
    file = show.root / "episodes" / slug / "raw/a.wav"
    file.unlink()
    make(file)
    began = time.monotonic()
    for command in ("check", "build"):
        options = ["--engine", "replay", "--progress", "none"] if command == "build" else []
        done = subprocess.run(
            [*POD, command, slug, *options],
            cwd=show.root, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
        )  # fmt: skip
        assert "Traceback" not in done.stderr
        assert "root:" not in done.stderr + done.stdout
        assert command == "check" or (done.returncode in (3, 5) and "a.wav" in done.stderr), done.stderr
    assert time.monotonic() - began < 30
