"""How high the master may peak."""

from radkind_pod.model.audio import LoudnessTarget, Mp3Format
from radkind_pod.model.programme import AAC, OPUS


def ceiling_dbtp(target: LoudnessTarget, mp3: Mp3Format) -> float:
    """Return how high the master may peak so that its MP3 mostly holds the target.

    Measured: 128 kbit/s stereo overshoots by 0.4 to 0.5 dB, at a few places in an hour by 1.05 dB, and each further
    round of encoding costs an hour's episode a minute or more.
    """
    roomy = {1: 96, 2: 192}[mp3.channels]
    return target.true_peak_dbtp - (0.5 if mp3.bitrate_kbps >= roomy else 1.5)


def edition_ceiling_dbtp(target: LoudnessTarget, name: str) -> float:
    """Return how high the master of an edition may peak, as above; FLAC needs room only for other meters.

    Measured on two minutes of speech and music, 2 LU louder than usual: AAC of 64 kbit/s stereo overshoots by 0.8 dB,
    of 96 by 0.6; Opus of 24 and 32 kbit/s mono by 2.
    """
    return target.true_peak_dbtp - {AAC: 1.0, OPUS: 2.5}.get(name, 0.1)
