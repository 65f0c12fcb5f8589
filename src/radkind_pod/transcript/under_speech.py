"""Whether a transcript that doesn't say where it comes from belongs to this recording at all."""

from pathlib import Path

from radkind_pod.errors import NeedsPerson
from radkind_pod.model.transcript import Transcript

LEVEL_MS = 100
ENOUGH = 0.6
"""At least this share of what the cues cover must be speech."""
CLEARLY_BETTER = 0.2
"""Words that would lie so much better elsewhere are shifted."""
FURTHEST = 3000
"""How far a shift is looked for, in steps of LEVEL_MS: 5 minutes."""
_QUIETEST_DB = 80
_LEAST_CONTRAST_DB = 12


def check_under_speech(transcript: Transcript, levels: bytes, file: Path) -> None:
    """Raise NeedsPerson if the cues of `file` clearly don't lie under the recording's speech.

    `levels` holds one byte for each 100 ms: the level in -dBFS RMS. A recording without any quiet passage can't be
    judged and passes.
    """
    speech = _speech(levels)
    cues = _covered(transcript)
    if speech is None or not cues:
        return
    share = _share(cues, speech)
    shift, best = max(
        ((by, _share(_shifted(cues, by), speech, cues)) for by in range(-FURTHEST, FURTHEST + 1)),
        key=lambda found: (found[1], -abs(found[0])),
    )
    shifted = best - share >= CLEARLY_BETTER
    if share >= ENOUGH and not shifted:
        return
    raise NeedsPerson(file, f"only {share:.0%} of its time lies under speech", _remedy(shift if shifted else 0))


def _remedy(shift: int) -> str:
    seconds = abs(shift) * LEVEL_MS / 1000
    hint = f"It would fit if it came {seconds:.1f} s {'later' if shift > 0 else 'earlier'}. " if shift else ""
    return (
        f"{hint}Its times must follow the recordings, joined, without intro and before cuts. "
        "Correct them, or move it away and start from the draft: radkind-pod review start"
    )


def _speech(levels: bytes) -> int | None:
    """Return one bit for each level that is speech; None where speech can't be told from the rest."""
    ordered = sorted(min(level, _QUIETEST_DB) for level in levels)
    if not ordered:
        return None
    loud, floor = ordered[len(ordered) // 10], ordered[len(ordered) * 19 // 20]
    if floor - loud < _LEAST_CONTRAST_DB:
        return None
    quietest_speech = floor - max(6.0, (floor - loud) * 0.3)
    bits = bytes(48 + (level <= quietest_speech) for level in reversed(levels))
    return int(bits, 2)


def _covered(transcript: Transcript) -> int:
    """Return one bit for each step that a cue covers."""
    bits = 0
    for cue in transcript.cues:
        first, last = cue.start_ms // LEVEL_MS, -(-cue.end_ms // LEVEL_MS)
        bits |= ((1 << (last - first)) - 1) << first
    return bits


def _shifted(bits: int, by: int) -> int:
    return bits << by if by >= 0 else bits >> -by


def _share(bits: int, speech: int, whole: int | None = None) -> float:
    return (bits & speech).bit_count() / (bits if whole is None else whole).bit_count()
