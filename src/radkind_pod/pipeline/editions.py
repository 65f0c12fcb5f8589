"""The editions of an episode beside the MP3, as the configuration asks for them."""

from dataclasses import replace
from pathlib import Path

from radkind_pod.audio.edition_stages import Aac, CompareAac, CompareFlac, CompareOpus, Edition, Flac, Opus
from radkind_pod.audio.stages import Compare
from radkind_pod.model.audio import Cut, Interview, LoudnessTarget
from radkind_pod.model.programme import MadeEdition, Programme
from radkind_pod.model.report import Done
from radkind_pod.model.show import Editions, Show, Sound
from radkind_pod.pipeline.store import Store

MONO_LU = -3.0
"""A mono file sounds from two loudspeakers, and so twice as loud as it measures (BS.1770 counts its one channel): at
-19 LUFS it is as loud as stereo at -16."""

_COMPARES: dict[str, type[Compare]] = {"aac": CompareAac, "opus": CompareOpus, "flac": CompareFlac}


def make_editions(
    store: Store,
    show: Show,
    original: Interview,
    safe: Path,
    programme: Programme,
    cuts: tuple[Cut, ...],
    marked: tuple[Cut, ...],
) -> tuple[tuple[MadeEdition, ...], list[Done]]:
    """Make each edition that is asked for; return them, and what was proven of each.

    `original` is the recording as it was, `safe` the one without what is withheld.
    """
    made, proven = [], list[Done]()
    for request in _requests(show, safe, programme, cuts):
        delivered = store.make(request)
        kind = request.NAME, delivered.file, request.channels, request.bitrate_kbps
        made.append(MadeEdition(*kind, delivered.loudness))
        if marked:
            compare = _COMPARES[request.NAME]
            proven.append(store.make(compare(original.file, programme, cuts, marked, delivered.file)))
    return tuple(made), proven


def editions_left_out(editions: Editions, never: tuple[str, ...]) -> tuple[str, ...]:
    """Return the stages that are never needed, given those of an episode that aren't."""
    unasked = {"aac": not editions.aac_kbps, "opus": not editions.opus_kbps, "flac": not editions.flac}
    compares = tuple(f"compare-{name}" for name in unasked if unasked[name] or "compare" in never)
    return (*(name for name, left_out in unasked.items() if left_out), *compares)


def _requests(show: Show, safe: Path, programme: Programme, cuts: tuple[Cut, ...]) -> list[Edition]:
    asked, sound = show.editions, show.sound
    target, channels = sound.target, sound.mp3.channels
    requests: list[Edition] = []
    if asked.aac_kbps:
        requests.append(Aac(safe, programme, cuts, target, channels, asked.aac_kbps))
    if asked.opus_kbps:
        requests.append(Opus(safe, programme, cuts, mono_target(sound), 1, asked.opus_kbps))
    if asked.flac:
        requests.append(Flac(safe, programme, cuts, target, channels, None))
    return requests


def mono_target(sound: Sound) -> LoudnessTarget:
    """Return the target at which a mono file is as loud as the show's MP3."""
    if sound.mp3.channels == 1:
        return sound.target
    return replace(sound.target, integrated_lufs=sound.target.integrated_lufs + MONO_LU)
