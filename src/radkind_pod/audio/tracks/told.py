"""How tracks stand to each other, in plain words for a producer."""

from collections.abc import Iterator

from radkind_pod.audio.health import clock
from radkind_pod.audio.tracks.bleed import DEPTH_DB
from radkind_pod.audio.tracks.take import Take
from radkind_pod.model.audio import Alignment, Bleed, Finding, Step

_HOUR_S = 3600
_EARLY_S = 2.0
"""People stop their recorders one after the other."""


def told(take: Take) -> Iterator[Finding]:
    """Yield what was done to bring the tracks in step, and where a microphone hears somebody else's voice."""
    for alignment in take.alignments:
        yield Finding(alignment.file, _aligned(alignment))
        if alignment.step:
            yield Finding(alignment.file, _stepped(alignment.reference, alignment.step))
    for e, placed in zip(take.tracks, take.placed, strict=True):
        end_s = placed.take_time(e.seconds)
        if take.seconds - end_s > _EARLY_S:
            early = f"ends at {clock(end_s)}, {clock(take.seconds - end_s)} before the last track: silent from there on"
            yield Finding(e.track.file.name, early)
    files = {name or e.track.file.name: e.track.file.name for e in take.tracks for name in e.track.speakers}
    for bleed in take.bleed:
        yield Finding(files[bleed.microphone], _bled(bleed))


def _aligned(found: Alignment) -> str:
    if not found.places:
        return (
            f"could not be aligned with {found.reference}: neither is heard in the other. Both begin together in the "
            "episode, as calls do that were recorded on both sides; listen whether answers come in time"
        )
    parts = [part for part in (_offset(found), _drift(found)) if part]
    what = f"{' and '.join(parts)}; put right" if parts else "began together, and their clocks agree"
    one_way = ""
    if found.way_ms is None:
        one_way = (
            ". Only one of the two is heard in the other, so this may be wrong by 3 ms for each metre between them"
        )
    return f"in step with {found.reference} by {found.places} places that are heard in both: {what}{one_way}"


def _stepped(reference: str, step: Step) -> str:
    late = f"{abs(step.late_s):.2f} s {'late' if step.late_s > 0 else 'early'}"
    return (
        f"not in step from {clock(step.first_s)} to {clock(step.last_s)} of {reference}: {late} there, as where a "
        "recorder lost sound or was paused. Put silence for what is missing into the file, or cut what is too much"
    )


def _offset(found: Alignment) -> str:
    if not found.offset_s:
        return ""
    return f"it began {abs(found.offset_s):.3f} s {'later' if found.offset_s > 0 else 'earlier'}"


def _drift(found: Alignment) -> str:
    if not found.drift_ppm:
        return ""
    ppm = abs(found.drift_ppm)
    pace = "fast" if found.drift_ppm > 0 else "slow"
    return f"its clock runs {pace} by {ppm:.1f} ppm ({ppm * _HOUR_S / 1e6:.3f} s an hour)"


def _bled(found: Bleed) -> str:
    return (
        f"{found.voice} is heard in it too, {-found.level_db:.0f} dB quieter: turned down by {-DEPTH_DB:.0f} dB where "
        f"only others speak, for {found.lowered_s:.0f} s in all"
    )
