"""Mutants of small recordings in every container that we take: each ends as a recording or in a clear word.

Each is prepared in a forked child with limits of memory and time; the parent has imported everything.
"""

import json
import os
import random
import re
import resource
import shutil
import signal
import struct
import sys
import time
import traceback
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import NoReturn

import av
import numpy as np
from tests.torture.point import Played, Point

from radkind_pod.apart.limits import Limits, limited, write_no_core
from radkind_pod.audio.stages import Prepare
from radkind_pod.errors import MediaError
from radkind_pod.model.audio import Recording, Track
from radkind_pod.progress import Silent
from radkind_pod.publish.gate.ogg import _checksum

BROKEN = Path(__file__).parents[1] / "data" / "broken"
MOST_BYTES, MOST_BYTES_OF_A_MUTANT = 60_000, 400_000
MOST_MEMORY, MOST_CPU_S, MOST_WAIT_S = 2**30, 20, 120
MOST_WRITTEN = 100_000_000
MOST_LETTERS = 1000
EACH = 500
"""So many mutants of each seed are all."""
RIGHT = ("ok", "refused")
OGG_HEADER, OGG_SUM = 27, 22

SEEDS = {
    "wav": ("wav", "pcm_s16le"), "24.wav": ("wav", "pcm_s24le"), "float.wav": ("wav", "pcm_f32le"),
    "alaw.wav": ("wav", "pcm_alaw"), "adpcm.wav": ("wav", "adpcm_ms"), "w64": ("w64", "pcm_s16le"),
    "aiff": ("aiff", "pcm_s16be"), "caf": ("caf", "pcm_s16be"), "alac.caf": ("caf", "alac"),
    "flac": ("flac", "flac"), "mp3": ("mp3", "libmp3lame"), "ogg": ("ogg", "vorbis"), "opus": ("ogg", "libopus"),
    "flac.ogg": ("ogg", "flac"), "m4a": ("mp4", "aac"), "alac.m4a": ("mp4", "alac"),
    "opus.mp4": ("mp4", "libopus"), "flac.mp4": ("mp4", "flac"), "mov": ("mov", "pcm_s16le"), "aac": ("adts", "aac"),
    "mka": ("matroska", "libopus"), "flac.mkv": ("matroska", "flac"), "aac.mkv": ("matroska", "aac"),
    "webm": ("webm", "libopus"), "vorbis.webm": ("webm", "vorbis"), "wma": ("asf", "wmav2"), "v1.wma": ("asf", "wmav1"),
}  # fmt: skip
"""Container and encoder, by the ending of the name."""

MARKS = re.compile(
    rb"OggS|fLaC|RIFF|RF64|riff|WAVE|wave|fmt |data|fact|LIST|FORM|COMM|SSND|ftyp|moov|mvhd|trak|tkhd|mdia|mdhd|hdlr"
    rb"|minf|stbl|stsd|esds|stts|stsc|stsz|stco|mdat|edts|elst|udta|meta|caff|desc|pakt|kuki|chan|ID3|Xing|Info"
    rb"|#!AMR|OpusHead|OpusTags|vorbis|\x1aE\xdf\xa3|\x18S\x80g|\x1fC\xb6u|\x16T\xaek|\x15I\xa9f|\x1cS\xbbk|\x11M\x9bt"
    rb"|\xff[\xe2-\xff]|\x30\x26\xb2\x75|\xa1\xdc\xab\x8c|\x91\x07\xdc\xb7|\x36\x26\xb2\x75"
)
"""Where a page, box, chunk, element, object or frame begins."""
EXTREMES = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 2**32, 2**63 - 1, 2**64 - 1)


def mutants(room: Path, seed: int, only: Collection[str]) -> Iterator[Point]:
    """Yield mutants of every seed: each is prepared as a build does, and is a recording or refused in a clear word."""
    for module in ("prepare", "records"):  # so that a child needn't
        import_module(f"radkind_pod.audio.{module}")
    made = seeds(room)
    for name in made:
        if not only or name in only:
            kind = name if name.startswith("seed.") else f"broken{Path(name).suffix}"
            numbers = range(EACH if name.startswith("seed.") else EACH // 5)
            yield from (
                Point((kind, name, number), partial(play, room, made, seed, name, number)) for number in numbers
            )


def play(room: Path, made: dict[str, bytes], seed: int, name: str, number: int) -> Played:
    """Prepare the mutant in a child, and tell what came of it."""
    file = room / f"{number}{Path(name).suffix}"
    file.write_bytes(mutant(random.Random(f"{seed} {name} {number}"), name, made))
    work = room / "prepared"
    work.mkdir()
    try:
        came = in_a_child(file, work)
    finally:
        file.unlink()
        shutil.rmtree(work)
    said = f"{came.kind}, {came.cpu_s:.2f} s, {came.megabytes} MB: {came.said}"
    return Played([] if came.kind in RIGHT else [said], said)


def seeds(folder: Path) -> dict[str, bytes]:
    """Return small recordings by their names: ours in every container, and the broken ones of other projects."""
    made = {}
    for ending, (container, codec) in SEEDS.items():
        file = folder / f"seed.{ending}"
        record(file, container, codec)
        made[file.name] = file.read_bytes()
    frames = np.random.default_rng(0).integers(0, 256, (20, 32)).astype(np.uint8)
    frames[:, 0] = 0x3C  # 12.2 kbit/s; not every libav has an encoder for AMR
    made["seed.amr"] = b"#!AMR\n" + frames.tobytes()
    others = (file for file in sorted(BROKEN.rglob("*")) if file.is_file() and file.stat().st_size <= MOST_BYTES)
    return made | {file.name: file.read_bytes() for file in others}


def record(file: Path, container: str, codec: str, *, seconds: float = 0.8, rate: int = 48_000) -> None:
    """Write two tones with gaps in them."""
    t = np.arange(round(rate * seconds)) / rate
    sound = np.stack([0.3 * np.sin(2 * np.pi * hz * t) * (t % 0.2 < 0.15) for hz in (300, 440)])
    with av.open(str(file), "w", format=container, options={"strict": "-2"}) as out:
        stream = out.add_stream(codec, rate=rate, layout="stereo", options={"strict": "-2"})
        stream.bit_rate = 96_000
        kind = stream.codec_context.codec.audio_formats[0].name
        stream.format = kind
        frame = av.AudioFrame.from_ndarray(sound.astype(np.float32), "fltp", "stereo")
        frame.sample_rate = rate
        size = stream.codec_context.frame_size or 1024
        resampler = av.AudioResampler(format=kind, layout="stereo", rate=rate, frame_size=size)
        for piece in (*resampler.resample(frame), *resampler.resample(None), None):
            out.mux([packet for packet in stream.encode(piece) if packet.size])


def mutant(chance: random.Random, name: str, all_seeds: dict[str, bytes]) -> bytes:
    """Return what becomes of the seed of this name."""
    data = bytearray(all_seeds[name])
    for _ in range(chance.choice((1, 1, 1, 1, 1, 2, 3))):
        if len(data) < 8:
            break
        other = all_seeds[chance.choice(list(all_seeds))]
        chance.choice((_flip, _cut, _cut_at_an_edge, _blank, _leave_out, _repeat, _splice, _swap_heads, _number))(
            chance, data, other
        )
    del data[MOST_BYTES_OF_A_MUTANT:]
    if chance.random() < 0.7:
        _sum_up_pages(data)
    return bytes(data)


def _sum_up_pages(data: bytearray) -> None:
    """Give each Ogg page the sum that belongs to it (RFC 3533): a page with another is passed over unread."""
    edges = [*(match.start() for match in re.finditer(b"OggS", data)), len(data)]
    for start, end in pairwise(edges):
        if end - start >= OGG_HEADER:
            data[start + OGG_SUM : start + OGG_HEADER - 1] = bytes(4)
            data[start + OGG_SUM : start + OGG_HEADER - 1] = _checksum(bytes(data[start:end]))


def _place(chance: random.Random, data: bytes | bytearray) -> int:
    """Return a place: often near the beginning, where the headers are, or near an edge."""
    marks = [match.start() for match in MARKS.finditer(data)]
    if marks and chance.random() < 0.5:
        return min(len(data) - 1, max(0, chance.choice(marks) + chance.randrange(-8, 24)))
    return min(len(data) - 1, int(len(data) * chance.random() ** chance.choice((1, 1, 1, 4))))


def _flip(chance: random.Random, data: bytearray, other: bytes) -> None:
    for _ in range(chance.choice((1, 1, 2, 8, 64))):
        data[_place(chance, data)] ^= 1 << chance.randrange(8)


def _cut(chance: random.Random, data: bytearray, other: bytes) -> None:
    del data[chance.randrange(len(data)) :]


def _cut_at_an_edge(chance: random.Random, data: bytearray, other: bytes) -> None:
    edges = [match.start() for match in MARKS.finditer(data)]
    if edges:
        del data[max(1, chance.choice(edges) + chance.choice((-4, 0, 4, 8))) :]


def _blank(chance: random.Random, data: bytearray, other: bytes) -> None:
    at = _place(chance, data)
    size = min(len(data) - at, chance.choice((1, 4, 16, 256, 2048)))
    data[at : at + size] = chance.choice((bytes(size), b"\xff" * size, chance.randbytes(size)))


def _leave_out(chance: random.Random, data: bytearray, other: bytes) -> None:
    at = _place(chance, data)
    del data[at : at + chance.choice((1, 4, 64, 1024))]


def _repeat(chance: random.Random, data: bytearray, other: bytes) -> None:
    at = _place(chance, data)
    data[at:at] = data[at : at + chance.choice((1, 4, 64, 1024))] * chance.choice((1, 2, 20))


def _splice(chance: random.Random, data: bytearray, other: bytes) -> None:
    data[chance.randrange(len(data)) :] = other[_place(chance, other) :] if other else b""


def _swap_heads(chance: random.Random, data: bytearray, other: bytes) -> None:
    ends = [match.start() for match in MARKS.finditer(other) if match.start()] or [64]
    head = other[: chance.choice(ends[:12])]
    data[: len(head)] = head


def _number(chance: random.Random, data: bytearray, other: bytes) -> None:
    at, value = _place(chance, data) & ~1, chance.choice(EXTREMES)
    code = chance.choice("BHIQ")
    size = struct.calcsize(code)
    data[at : at + size] = struct.pack(chance.choice("<>") + code, value % 256**size)


@dataclass(frozen=True)
class Came:
    """What became of a recording: one of RIGHT, or a fault; what was said of it; seconds of a core; most memory."""

    kind: str
    said: str
    cpu_s: float
    megabytes: int


def in_a_child(file: Path, work: Path) -> Came:
    """Prepare the recording in a forked child, which writes into `work`."""
    began, pid = time.monotonic(), os.fork()
    if pid == 0:
        _child(file, work)
    ended = 0
    while not ended and time.monotonic() - began < MOST_WAIT_S:
        ended, status, used = os.wait4(pid, os.WNOHANG)
        time.sleep(0.002)
    if not ended:
        os.kill(pid, signal.SIGKILL)
        _, status, used = os.wait4(pid, 0)
    came = work / "came.json"
    kind, said = json.loads(came.read_text(encoding="utf-8")) if came.exists() else ("DIED", "")
    if printed := (work / "printed").read_text(encoding="utf-8", errors="replace")[-1000:]:
        kind, said = ("PRINTED" if kind in RIGHT else kind), f"{said} {printed}"
    if not ended:
        kind = "STUCK"
    elif status:
        said = f"signal {os.WTERMSIG(status)} {said}"
    return Came(kind, said, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024)


def _child(file: Path, work: Path) -> NoReturn:
    out = os.open(work / "printed", os.O_WRONLY | os.O_CREAT, 0o600)
    os.dup2(out, 1)
    os.dup2(out, 2)
    write_no_core()
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_WRITTEN, MOST_WRITTEN))
    try:
        came = prepare(file, work / "made")
        (work / "came.json").write_text(json.dumps(came), encoding="utf-8")
    finally:
        os._exit(0)


def prepare(file: Path, made: Path) -> tuple[str, str]:
    """Prepare the recording as a build does; return what came of it, and the words."""
    stage = Prepare((Recording((Track(file),)),))
    made.mkdir()
    try:
        with limited(Limits(MOST_MEMORY, MOST_CPU_S)):
            stage.run(made, Silent())
            interview = stage.read(made)
    except MediaError as error:
        is_clear = error.file == file and error.what and error.remedy and len(str(error)) < MOST_LETTERS
        return ("refused" if is_clear else "UNCLEAR"), str(error)
    except BaseException:  # noqa: BLE001 - this is what is looked for
        return "TRACEBACK", traceback.format_exc()[-2000:]
    return ("ok" if interview.samples else "EMPTY"), ""


if __name__ == "__main__":
    print(json.dumps(prepare(Path(sys.argv[1]), Path(sys.argv[2]))))
