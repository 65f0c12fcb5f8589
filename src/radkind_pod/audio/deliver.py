"""The MP3 that listeners get: encoded, decoded again, measured, and corrected until it holds its figures."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from radkind_pod.audio.correction import Correction
from radkind_pod.audio.edition_stages import Edition
from radkind_pod.audio.follow import followed
from radkind_pod.audio.limiter import limited
from radkind_pod.audio.programme import programme_blocks
from radkind_pod.audio.stages import Encode
from radkind_pod.errors import MediaError
from radkind_pod.media.ahead import ahead
from radkind_pod.media.blocks import Block
from radkind_pod.media.encode import Mp3Writer
from radkind_pod.media.meter import Meter
from radkind_pod.media.mp3_stream import decoded
from radkind_pod.media.probe import probe
from radkind_pod.model.audio import SAMPLE_RATE, Loudness, LoudnessTarget
from radkind_pod.model.plain import to_json
from radkind_pod.model.programme import Delivered, Mastering
from radkind_pod.progress import Progress

ROUNDS = 4
TOLERANCE_LU = 0.1
AIM_LU = 0.07
"""From here on a further round is worth its time."""
SPARE_DB = 0.05
"""Other true-peak meters interpolate otherwise, and differ by some hundredths of a dB."""
_DEEPER_DB = 0.1
"""A dip goes a little deeper than it must, for encoding again moves peaks a little."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A decoded and measured MP3; `overs` are the 10 ms cells that came too close to the ceiling, in dBTP."""

    samples: int
    loudness: Loudness
    overs: tuple[tuple[int, float], ...]

    def is_as_aimed(self, target: LoudnessTarget) -> bool:
        """Say whether nothing is left to correct."""
        return not self.overs and abs(target.integrated_lufs - self.loudness.integrated_lufs) <= AIM_LU

    def holds(self, target: LoudnessTarget) -> bool:
        """Say whether this may be delivered."""
        on_target = abs(target.integrated_lufs - self.loudness.integrated_lufs) <= TOLERANCE_LU
        return on_target and self.loudness.true_peak_dbtp <= target.true_peak_dbtp


def deliver(request: Encode, folder: Path, progress: Progress) -> None:
    """Write episode.mp3 and delivered.json. Raises MediaError where the file can't be brought to its figures."""
    file, target = folder / "episode.mp3", request.target
    correction = Correction()
    for number in range(1, ROUNDS + 1):
        heard = _round(request, correction, file, progress, number)
        if heard.is_as_aimed(target):
            break
        correction = improved(correction, heard, target)
    if not heard.holds(target):
        raise not_reached(request.interview, "MP3", heard, target)
    delivered = Delivered(Path(file.name), heard.samples, heard.loudness, number)
    (folder / "delivered.json").write_text(to_json(delivered), encoding="utf-8", newline="\n")
    progress.moved(1, 1)


def _round(request: Encode, correction: Correction, file: Path, progress: Progress, number: int) -> Heard:
    """Encode once, and decode and measure meanwhile. Raises MediaError where not every sample comes back."""
    length = request.programme.samples
    sound = decoded(ahead(_encoded(request, correction, file)), length, file)
    watched = followed(sound, progress, before=(number - 1) * length, total=number * length)
    heard = hear(watched, request.mp3.channels, request.target)
    told = round((probe(file).declared_s or 0) * SAMPLE_RATE)
    if not heard.samples == told == length:
        what = f"{heard.samples} samples came back from the MP3, and it says {told}, where {length} were announced"
        raise MediaError(file, what, "Please report this; nothing is delivered.")
    return heard


def _encoded(request: Encode, correction: Correction, file: Path) -> Iterator[bytes]:
    """Write the corrected programme as MP3, and yield its frames as they come, cut anywhere."""
    with Mp3Writer(file, request.mp3) as writer:
        blocks = mastered(request, request.mastering, request.mp3.channels, correction)
        for whole in ahead(map(writer.quantised, blocks)):
            yield writer.write_quantised(whole)
        yield writer.end()


def mastered(request: Encode | Edition, mastering: Mastering, channels: int, correction: Correction) -> Iterator[Block]:
    """Yield the programme with its gain, under its ceiling, corrected."""
    at = 0
    blocks = programme_blocks(request.interview, request.programme, request.cuts, channels)
    for block in limited(blocks, channels, mastering.gain_db, mastering.ceiling_dbtp):
        yield correction.applied(block, at)
        at += len(block)


def hear(blocks: Iterable[Block], channels: int, target: LoudnessTarget) -> Heard:
    """Measure what was decoded."""
    samples, meter = 0, Meter(channels, target.true_peak_dbtp - SPARE_DB)
    for block in blocks:
        meter.add(block)
        samples += len(block)
    return Heard(samples, meter.loudness(), tuple(meter.overs))


def improved(correction: Correction, heard: Heard, target: LoudnessTarget) -> Correction:
    """Return the correction for the next round."""
    residue = target.integrated_lufs - heard.loudness.integrated_lufs
    by_db = residue if abs(residue) > AIM_LU else 0.0
    most = target.true_peak_dbtp - SPARE_DB - _DEEPER_DB
    return correction.changed(by_db, ((cell, peak - most) for cell, peak in heard.overs))


def not_reached(interview: Path, what: str, heard: Heard, target: LoudnessTarget) -> MediaError:
    """Return what is raised where the last round still misses the target."""
    found = heard.loudness
    return MediaError(
        interview,
        f"the {what} reaches {found.integrated_lufs:.2f} LUFS and {found.true_peak_dbtp:.2f} dBTP as decoded, after "
        f"{ROUNDS} attempts; wanted are {target.integrated_lufs:.1f} LUFS and at most {target.true_peak_dbtp:.1f} dBTP",
        "Choose a higher bitrate, a lower loudness or a higher ceiling in config.yaml.",
    )
