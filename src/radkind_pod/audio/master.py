"""The gain that brings the whole programme to its target, with a true-peak limiter behind it as the last step."""

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from radkind_pod.audio.ceiling import ceiling_dbtp
from radkind_pod.audio.edition_stages import Edition
from radkind_pod.audio.follow import followed
from radkind_pod.audio.programme import programme_blocks
from radkind_pod.audio.stages import Master
from radkind_pod.audio.trial import tried
from radkind_pod.errors import MediaError
from radkind_pod.media.ahead import ahead
from radkind_pod.model.audio import Mp3Format
from radkind_pod.model.plain import to_json
from radkind_pod.model.programme import Mastering
from radkind_pod.progress import Progress

STEPS_DB = (-0.4, 0.0, 0.4, 1.2)
"""Gains that are tried at once. Levelled parts need no gain but for what the limiter takes away."""
PASSES = 5
_NEAR_LU = 0.5
"""So far below the lowest that was tried, a dB less is a LU less: the limiter has all the less to do."""


def master(request: Master, folder: Path, progress: Progress) -> None:
    """Write mastering.json.

    Where no gain brings the programme to its target, the last stands: whether it is good enough is judged on the
    delivered file.
    """
    ceiling = ceiling_dbtp(request.target, Mp3Format(request.bitrate_kbps, request.channels))
    mastering = found_mastering(request, ceiling, progress)
    (folder / "mastering.json").write_text(to_json(mastering), encoding="utf-8", newline="\n")


def found_mastering(request: Master | Edition, ceiling: float, progress: Progress) -> Mastering:
    """Return the gain that brings the programme to the request's target behind a limiter at `ceiling` dBTP."""
    wanted, samples, channels = request.target.integrated_lufs, request.programme.samples, request.channels
    gain_db = 0.0
    for number in range(PASSES):
        blocks = ahead(programme_blocks(request.interview, request.programme, request.cuts, channels))
        watched = followed(blocks, progress, before=number * samples, total=(number + 1) * samples)
        gains_db = [gain_db + step_db for step_db in STEPS_DB]
        reached = tried(watched, channels, ceiling, gains_db)
        if reached[0] == -math.inf:
            raise MediaError(request.interview, "the programme is silent", "Look whether the right file was named.")
        gain_db = _next_db(gains_db, reached, wanted)
        if reached[0] - _NEAR_LU <= wanted <= reached[-1]:
            break
    return Mastering(gain_db, ceiling)


def _next_db(gains_db: Sequence[float], reached: Sequence[float], wanted: float) -> float:
    """Return the gain for the wanted loudness: between those that were tried, else beyond them dB for LU."""
    outside = wanted - float(np.clip(wanted, reached[0], reached[-1]))
    return float(np.interp(wanted, reached, gains_db)) + outside
