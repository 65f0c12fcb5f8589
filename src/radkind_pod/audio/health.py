"""What a producer should know about each raw file, in plain words; and what can't be used at all."""

from collections.abc import Iterator, Sequence

from radkind_pod.audio.examine import Examined
from radkind_pod.errors import MediaError
from radkind_pod.media.decode import MISSING, Damage
from radkind_pod.model.audio import Finding

SILENT_PEAK = 0.001
"""-60 dBFS: no speech that anyone could bring back stays below it from beginning to end."""
_SHORTEST_S = 0.3
_SHORT_S = 5.0
_QUIET_RMS_DBFS = -50.0
_CLIPPED_PLACES = 10
_OVER_FULL_SCALE = 1.12
_NARROW_HZ = 12_000
_ENDS_EARLY_S, _ENDS_EARLY_PART = 2.0, 0.02
_AT_THE_END_S = 0.1
_TOLD_CHANGES = 3
_LOST_S = 0.05
"""A FLAC states its length to the sample, and libav passes over broken frames without a word."""

_CODECS = {
    "mp3": "MP3", "aac": "AAC", "opus": "Opus", "vorbis": "Vorbis", "flac": "FLAC", "alac": "Apple Lossless",
    "wma": "WMA", "amr": "AMR", "pcm": "PCM",
}  # fmt: skip
_LAYOUTS = {1: "mono", 2: "stereo"}


def refuse_unusable(recording: Sequence[Examined]) -> None:
    """Raise MediaError where simultaneous tracks hold nothing to make an episode of."""
    longest = max(recording, key=lambda e: e.seconds)
    if longest.seconds < _SHORTEST_S:
        raise MediaError(
            longest.track.file,
            f"the recording is only {longest.seconds:.2f} s long",
            "Check that the whole file was copied, or leave it out.",
        )
    for e in recording:
        _refuse_other_channels(e)
    if all(e.peak < SILENT_PEAK for e in recording):
        raise MediaError(
            longest.track.file,
            "the recording is silent from beginning to end (nothing above -60 dBFS)",
            "Check that this is the right file and that the microphone was on.",
        )


def _refuse_other_channels(e: Examined) -> None:
    """Raise MediaError where the file can't have a channel for each person that is said to be on one."""
    named, there = len(e.track.channels), len(e.channels)
    if named and named != there:
        raise MediaError(
            e.track.file,
            f"channels: names {named} people, and the file has {there} channel{'s' if there > 1 else ''}",
            "Name one person for each channel; or write speakers: where several people share one channel.",
        )
    if named and e.identical:
        raise MediaError(
            e.track.file,
            "all channels of this file are the same, so that nobody is on a channel of their own",
            "Write speakers: instead of channels:.",
        )


def findings(examined: Examined) -> list[Finding]:
    """Return what was found: first the facts of the file, then what is wrong with it."""
    messages = (_facts(examined), *_of_the_file(examined), *_of_the_sound(examined))
    return [Finding(examined.track.file.name, message, is_fact=at == 0) for at, message in enumerate(messages)]


def _facts(e: Examined) -> str:
    codec = next((name for prefix, name in _CODECS.items() if e.found.codec.startswith(prefix)), e.found.codec)
    layout = _LAYOUTS.get(e.found.channels, f"{e.found.channels} channels")
    return f"{codec}, {e.found.sample_rate / 1000:g} kHz, {layout}, {clock(e.seconds)}"


def _of_the_file(e: Examined) -> Iterator[str]:
    stated = None if e.found.is_estimate else e.found.declared_s
    ends_early = stated is not None and stated - e.seconds > max(_ENDS_EARLY_S, _ENDS_EARLY_PART * stated)
    if ends_early:
        yield f"the file ends in the middle: {clock(e.seconds)} of a stated {clock(stated or 0)} could be read"
    elif stated is not None and e.found.container == "flac" and stated - e.seconds > _LOST_S:
        yield f"the file is damaged: {stated - e.seconds:.1f} s in it can't be read and are missing"
    elif not e.found.is_finished:
        yield f"the file ends in the middle: what came after {clock(e.seconds)} is missing"
    # What follows the last sound (a tag, a half packet) costs nothing.
    end_s = e.seconds - _AT_THE_END_S
    yield from _damage([d for d in e.damage if d.at_s < end_s])
    last = next((d for d in e.damage if d.at_s >= end_s and d.is_of_file), None)
    if last and not ends_early:
        yield f"the file can't be read any further than {clock(e.seconds)} ({last.reason}): what follows is missing"
    for change in e.changes[:_TOLD_CHANGES]:
        layout = _LAYOUTS.get(change.channels, f"{change.channels} channels")
        yield f"goes on at {clock(change.at_s)} with {change.sample_rate / 1000:g} kHz, {layout}: brought to one form"
    if e.found.sounds > 1:
        yield f"the file holds {e.found.sounds} sound tracks: only the main one is used"
    if e.seconds < _SHORT_S:
        yield f"much too short for an interview: {e.seconds:.1f} s"
    if e.found.sample_rate < _NARROW_HZ:
        yield f"recorded at {e.found.sample_rate / 1000:g} kHz, as telephones do: it will sound dull"


def _damage(damage: Sequence[Damage]) -> Iterator[str]:
    places = sorted({d.at_s for d in damage})
    if not places:
        return
    more = f" and at {_places(len(places) - 1, 'more ')} up to {clock(places[-1])}" if len(places) > 1 else ""
    only_missing = all(d.reason == MISSING for d in damage)
    what = "sound is missing" if only_missing else "the file is damaged"
    filled_s = sum(d.filled_s for d in damage)
    rest = "what could not be read is missing there"
    if filled_s:
        rest = f"{filled_s:.2f} s of silence stand for what could not be read, so that all else keeps its time"
    yield f"{what} at {clock(places[0])}{more}: {rest}"


def _places(count: int, which: str = "") -> str:
    return f"{count} {which}place{'s' if count > 1 else ''}"


def _of_the_sound(e: Examined) -> Iterator[str]:
    level = max(c.rms_dbfs for c in e.channels)
    if e.peak < SILENT_PEAK:
        yield "silent from beginning to end"
        return
    if level < _QUIET_RMS_DBFS:
        yield f"almost silent ({level:.0f} dBFS): it will be turned up, and its noise with it"
    yield from _dead_channels(e)
    if e.clipped >= _CLIPPED_PLACES:
        yield f"clipped at {e.clipped} places, first at {clock(e.first_clipped_s)}: it was recorded too loud"
    if e.peak > _OVER_FULL_SCALE and e.clipped < _CLIPPED_PLACES:
        yield "louder than full scale in places: the whole recording was turned down so that nothing is cut off"
    offset = max(e.offsets, key=abs)
    if offset:
        yield f"has a DC offset of {abs(offset):.0%} of full scale, as a faulty cable or recorder gives: taken out"
    if e.dropouts:
        yield (
            f"drops out at {_places(e.dropouts)}, first at {clock(e.first_dropout_s)}, for {e.dropped_s:.2f} s in all: "
            "the recorder lost what was said there"
        )


def _dead_channels(e: Examined) -> Iterator[str]:
    dead = [] if e.identical else [i for i in range(len(e.channels)) if i not in e.live]
    if dead and len(e.channels) == 2:
        side, other = ("left", "right") if dead == [0] else ("right", "left")
        yield f"the {side} channel is dead: the {other} one is used for both"
    elif dead:
        numbers = ", ".join(str(i + 1) for i in dead)
        yield f"dead channels of {len(e.channels)}: {numbers}; the others are used"
    elif len(e.channels) > 2 and not e.identical and not e.track.channels:
        yield f"all {len(e.channels)} channels are mixed into one, each as loud as the others"


def clock(seconds: float) -> str:
    """Return a time as people write it: 12:03, or 1:02:03."""
    whole = round(seconds)
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"
