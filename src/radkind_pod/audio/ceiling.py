"""How high the master may peak."""

from radkind_pod.model.audio import LoudnessTarget, Mp3Format


def ceiling_dbtp(target: LoudnessTarget, mp3: Mp3Format) -> float:
    """Return how high the master may peak so that its MP3 mostly holds the target.

    Measured: 128 kbit/s stereo overshoots by 0.4 to 0.5 dB, at a few places in an hour by 1.05 dB, and each further
    round of encoding costs an hour's episode a minute or more.
    """
    roomy = {1: 96, 2: 192}[mp3.channels]
    return target.true_peak_dbtp - (0.5 if mp3.bitrate_kbps >= roomy else 1.5)
