"""Master long recordings as the pipeline does, and print what it comes to against ffmpeg-normalize.

Usage: python bench/mastering.py [--hours 1] [--long-hours 8] [--rounds 1]

One recording (the English ones of the data folder, DATA or tests/data, joined at changing levels with faint noise: a
WAV of 48 kHz, stereo, 16 bit) goes through the stages from `prepare` to `encode`, with intro and outro: decoded,
levelled, stitched, limited, encoded, decoded again and measured. The peer gets the same WAV, its podcast preset and an
MP3 of the same bitrate; it stitches nothing and verifies nothing. Each run is a process of its own. Then the
recording of --long-hours for the memory, and ten minutes at every bitrate and width for the figures of the delivered
file, measured here with the meter that the EBU's test signals hold. Exits 1 if a figure is missed.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from episode import talk, write_recording
from figures import Figure, report

from radkind_pod.audio.ceiling import ceiling_dbtp
from radkind_pod.audio.stages import Encode, Level, Master, Prepare, Stitch
from radkind_pod.media.decode import read_blocks
from radkind_pod.media.meter import Meter
from radkind_pod.model.audio import LoudnessTarget, Mp3Format, Recording, Track
from radkind_pod.progress import Silent

ROOT = Path(__file__).parent.parent
BITRATE = 128
FORMATS = [(bitrate, channels) for channels in (1, 2) for bitrate in (64, 96, 128, 160, 192)]
RATIO, MEMORY_MB, MEMORY_GROWTH, OFF_LU, PEAK_DBTP = 4.0, 400, 0.15, 0.1, -1.0
PEER = "ffmpeg-normalize"
NOT_THERE = f"{PEER} is not there: install Debian's ffmpeg, and {PEER} with pip"


def main() -> int:
    """Print the table and say whether the figures are held."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hours", type=float, default=1)
    parser.add_argument("--long-hours", type=float, default=8)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--child", nargs=3, metavar=("FILE", "BITRATE", "CHANNELS"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        file, bitrate, channels = arguments.child
        print(json.dumps(mastered(Path(file), Mp3Format(int(bitrate), int(channels)))))
        return 0
    voice = talk(Path(os.environ.get("DATA") or ROOT / "tests/data"))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "recording.wav"
        write_recording(file, voice, arguments.hours)
        ours, figures = against_the_peer(file, arguments.rounds)
        write_recording(file, voice, 1 / 6)
        figures += [delivered(file, *kind) for kind in FORMATS]
        if arguments.long_hours:
            write_recording(file, voice, arguments.long_hours)
            figures += memory(ours, child(file, BITRATE, 2), arguments)
    return report("mastering", figures, ours)


def against_the_peer(file: Path, rounds: int) -> tuple[dict[str, Any], list[Figure]]:
    """Run both in turn, so many times; return what ours came to, and the ratio of the sums."""
    ours, theirs = [], []
    for _ in range(rounds):
        ours.append(child(file, BITRATE, 2))
        theirs.append(peer(file))
        print(f"ours {ours[-1]['seconds']:.1f} s ({ours[-1]['stages']}), {PEER} {theirs[-1] or NOT_THERE}", flush=True)
    wanted = f"at least {RATIO:g}"
    if not all(theirs):
        return ours[0], [Figure("speed against ffmpeg-normalize", NOT_THERE, wanted, None)]
    ratio = sum(one or 0.0 for one in theirs) / sum(one["seconds"] for one in ours)
    return ours[0], [Figure("speed against ffmpeg-normalize", f"{ratio:.2f}", wanted, ratio >= RATIO)]


def memory(short: dict[str, Any], long: dict[str, Any], arguments: argparse.Namespace) -> list[Figure]:
    """Say what the long recording needs, and how much more than the short one."""
    growth = long["peak_mb"] / short["peak_mb"] - 1
    name, wanted = f"peak memory, {arguments.long_hours:g} h", f"under {MEMORY_MB} MB"
    rows = [Figure(name, f"{long['peak_mb']:.0f} MB", wanted, long["peak_mb"] < MEMORY_MB)]
    name, wanted = f"   against {arguments.hours:g} h", f"within {MEMORY_GROWTH:.0%}"
    rows.append(Figure(name, f"{short['peak_mb']:.0f} MB, {growth:+.1%}", wanted, abs(growth) <= MEMORY_GROWTH))
    return rows


def delivered(file: Path, bitrate: int, channels: int) -> Figure:
    """Say how near the delivered file of this format comes to its target."""
    found, meter = child(file, bitrate, channels), Meter(channels)
    for block in read_blocks(file.with_suffix(".mp3")):
        meter.add(block)
    loudness = meter.loudness()
    off_lu, peak = loudness.integrated_lufs - target(channels).integrated_lufs, loudness.true_peak_dbtp
    name = f"delivered at {bitrate} kbit/s, {'stereo' if channels == 2 else 'mono'}"
    told = f"{off_lu:+.3f} LU, {peak:.2f} dBTP, {found['rounds']} round(s)"
    return Figure(name, told, f"within {OFF_LU} LU, at most {PEAK_DBTP}", abs(off_lu) <= OFF_LU and peak <= PEAK_DBTP)


def child(file: Path, bitrate: int, channels: int) -> dict[str, Any]:
    """Master in a process of its own; `seconds` are all of it."""
    began = time.monotonic()
    command = [sys.executable, __file__, "--child", str(file), str(bitrate), str(channels)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return {"seconds": time.monotonic() - began, **json.loads(done.stdout)}


def peer(file: Path) -> float | None:
    """Return the seconds that ffmpeg-normalize takes, None where it isn't there."""
    beside = Path(sys.executable).with_name(PEER)
    tool = str(beside) if beside.exists() else shutil.which(PEER)
    if not tool or not shutil.which("ffmpeg"):
        return None
    out = file.with_name("peer.mp3")
    began = time.monotonic()
    sound = ["-c:a", "libmp3lame", "-b:a", f"{BITRATE}k"]
    command = [tool, "--preset", "podcast", str(file), *sound, "-o", str(out), "-f"]
    subprocess.run(command, stderr=subprocess.DEVNULL, check=True)
    return time.monotonic() - began


def mastered(file: Path, mp3: Mp3Format) -> dict[str, Any]:
    """Run the stages one after the other, and leave the MP3 beside the recording."""
    seconds: dict[str, float] = {}
    with tempfile.TemporaryDirectory(dir=file.parent) as folder:

        def make(request: Any) -> Any:
            began = time.monotonic()
            (own := Path(folder) / request.NAME).mkdir()
            request.run(own, Silent())
            seconds[request.NAME] = round(time.monotonic() - began, 1)
            return request.read(own)

        wanted, width = target(mp3.channels), mp3.channels
        intro, outro = ROOT / "audio/intro.flac", ROOT / "audio/outro.flac"
        interview = make(Prepare((Recording((Track(file, ()),)),))).file
        ceiling = ceiling_dbtp(wanted, mp3)
        level = Level(interview, intro, outro, (), wanted.integrated_lufs, width, (), ceiling, crossfade_ms=500)
        levels = make(level)
        programme = make(Stitch(interview, intro, outro, (), levels, 500, width))
        mastering = make(Master(interview, programme, (), wanted, width, mp3.bitrate_kbps))
        found = make(Encode(interview, programme, (), mastering, wanted, mp3))
        shutil.move(found.file, file.with_suffix(".mp3"))
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"stages": seconds, "peak_mb": peak_mb, "rounds": found.rounds}


def target(channels: int) -> LoudnessTarget:
    """Return what podcasts are held to: one channel counts as one."""
    return LoudnessTarget(-16.0 if channels == 2 else -19.0)


if __name__ == "__main__":
    sys.exit(main())
