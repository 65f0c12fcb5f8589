"""Media and documents that are far more than they seem: they take no more than any recording, or are refused."""

import json
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile
from tests.cli.conftest import SLUG, copy_sample
from tests.system.conftest import POD, ROOT
from tests.system.hostile import really
from tests.torture import mutants

pytestmark = pytest.mark.system


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
