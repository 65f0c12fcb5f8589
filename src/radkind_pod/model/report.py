"""What a producer is told of an episode's sound: measured before and after, and what was done to it.

Loudness is in LUFS (ITU-R BS.1770-5), peaks are in dBFS, true peaks in dBTP; None is silence. Times are ms.
"""

from dataclasses import dataclass

INTRO, INTERVIEW, OUTRO = "intro", "interview", "outro"
"""The parts of a programme."""
OPENING, CLOSING, STING, CUT, BLEEP = "opening", "closing", "sting", "cut", "bleep"
"""What parts or pieces are joined by."""


@dataclass(frozen=True, slots=True)
class Measures:
    """What a whole stream measures. `short_term_lufs` is its loudest 3 s, `peak_dbfs` its highest sample."""

    duration_ms: int
    integrated_lufs: float | None
    range_lu: float
    short_term_lufs: float | None
    peak_dbfs: float | None


@dataclass(frozen=True, slots=True)
class TruePeak:
    """The highest true peak of the episode, and when it comes."""

    dbtp: float | None
    at_ms: int


@dataclass(frozen=True, slots=True)
class Waveform:
    """How far a stream swings, in stretches of equal length: highest peak and RMS of each, 0 to 1 (full scale)."""

    peaks: tuple[float, ...]
    rms: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class LoudnessCurve:
    """The short-term loudness (3 s) at moments `step_ms` apart from the beginning of the episode on.

    Of the recording it is what is heard at that moment of the episode; None where nothing of it is.
    """

    step_ms: int
    before_lufs: tuple[float | None, ...]
    after_lufs: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """One speaker: loudness and range (EBU Tech 3342) of all their turns that are heard without music at the seams."""

    speaker: str
    spoken_ms: int
    before_lufs: float | None
    after_lufs: float | None
    before_range_lu: float
    after_range_lu: float


@dataclass(frozen=True, slots=True)
class Part:
    """A part where it stands alone in the episode. The gain is what levelling gave to all of it."""

    kind: str
    start_ms: int
    end_ms: int
    gain_db: float
    before_lufs: float | None
    after_lufs: float | None


@dataclass(frozen=True, slots=True)
class Join:
    """A place in the episode where two things meet, and the loudness of up to 3 s on either side of it."""

    kind: str
    start_ms: int
    end_ms: int
    before_lufs: float | None
    after_lufs: float | None
    step_lu: float | None


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit; the unit of a mere count is empty."""

    name: str
    value: float
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """Something that was done, or proven, by a stage: in a plain sentence, and its numbers."""

    stage: str
    what: str
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Measured:
    """The recording as it was prepared, and the MP3 as decoded. Speakers are named as the turns name them."""

    before: Measures
    after: Measures
    true_peak: TruePeak
    voices: tuple[Voice, ...]
    parts: tuple[Part, ...]
    joins: tuple[Join, ...]
    done: tuple[Done, ...]
    curve: LoudnessCurve
    waveform_before: Waveform
    waveform_after: Waveform

    @property
    def apart_lu(self) -> tuple[float, float] | None:
        """How far the softest and the loudest speaker are apart, before and after; None where only one is heard."""
        before = [voice.before_lufs for voice in self.voices if voice.before_lufs is not None]
        after = [voice.after_lufs for voice in self.voices if voice.after_lufs is not None]
        if len(self.voices) < 2 or not before or not after:
            return None
        return max(before) - min(before), max(after) - min(after)
