"""Make the sample show's intro and outro: a few soft bell tones, written by this script and by nobody else.

Usage: python scripts/make_sample_jingles.py      (writes audio/intro.flac and audio/outro.flac)
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from radkind_pod.media.encode import FlacWriter

RATE = 48_000
PARTIALS = ((1.0, 1.0), (2.0, 0.35), (3.01, 0.12), (4.2, 0.05))
"""Of a soft bell: frequency over the fundamental, and level."""

G, A, B, D, E = 392.0, 440.0, 493.88, 587.33, 659.26
INTRO = ((0.0, G), (0.45, B), (0.9, D), (1.35, E), (1.8, D), (2.25, G * 2))
OUTRO = ((0.0, G * 2), (0.5, E), (1.0, D), (1.5, B), (2.0, A), (2.6, G))


def bell(frequency: float, seconds: float) -> NDArray[np.float64]:
    """Return one bell tone that dies away, peak about 1."""
    t = np.arange(round(seconds * RATE)) / RATE
    waves = [level * np.exp(-t * 1.6 * ratio) * np.sin(2 * np.pi * frequency * ratio * t) for ratio, level in PARTIALS]
    return np.asarray(np.sum(waves, axis=0) * np.minimum(1.0, t / 0.008))


def melody(notes: tuple[tuple[float, float], ...], seconds: float) -> NDArray[np.float32]:
    """Return the notes as stereo, the higher ones a little to the right, faded out at the end."""
    left, right = np.zeros(round(seconds * RATE)), np.zeros(round(seconds * RATE))
    for start, frequency in notes:
        tone = bell(frequency, seconds - start)
        place = np.clip((frequency - G) / (G * 2), 0.1, 0.9)
        at = round(start * RATE)
        left[at:] += tone * np.sqrt(1 - place)
        right[at:] += tone * np.sqrt(place)
    fade = np.minimum(1.0, np.arange(len(left))[::-1] / RATE)
    both = np.stack([left, right], axis=1) * fade[:, None]
    return np.asarray(0.25 * both / np.abs(both).max(), dtype=np.float32)


if __name__ == "__main__":
    for name, notes, seconds in (("intro", INTRO, 6.0), ("outro", OUTRO, 7.0)):
        file = Path("audio") / f"{name}.flac"
        with FlacWriter(file, channels=2, bits=16) as writer:
            writer.write(melody(notes, seconds))
        print(f"wrote {file}")
