"""A report with something of everything in it."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from radkind_pod.model.audio import Finding, LoudnessTarget, Mp3Format, SourceFile
from radkind_pod.model.plain import to_json
from radkind_pod.model.report import (
    Done,
    Figure,
    Join,
    LoudnessCurve,
    Measured,
    Measures,
    Part,
    TruePeak,
    Voice,
    Waveform,
)
from radkind_pod.progress import Silent
from radkind_pod.publish.stages import Report

MEASURED = Measured(
    before=Measures(60_000, -23.42, 13.2, -18.1, -3.02),
    after=Measures(70_000, -16.04, 4.9, -14.2, -2.1),
    true_peak=TruePeak(-1.26, 43_210),
    voices=(Voice("1", 30_000, -20.04, -16.2, 5.0, 4.5), Voice("2", 25_000, -30.08, -15.8, 6.0, 5.5)),
    parts=(
        Part("intro", 0, 5000, 6.5, -22.5, -16.1),
        Part("interview", 6000, 64_000, -0.04, -23.45, -16.0),
        Part("outro", 65_000, 70_000, -3.25, None, None),
    ),
    joins=(
        Join("opening", 5000, 6000, -16.5, -13.99, 2.51),
        Join("cut", 12_345, 12_345, -16.0, -13.0, 3.0),
        Join("bleep", 20_000, 20_500, -16.0, None, None),
        Join("closing", 64_000, 65_000, -16.0, -18.02, -2.02),
    ),
    done=(Done("master", "The limiter held the highest peaks down.", (Figure("limited", 2.5, "dB"),)),),
    curve=LoudnessCurve(1000, (None,) * 5 + (-24.0,) * 55 + (None,) * 10, (-16.0,) * 69 + (None,)),
    waveform_before=Waveform((0.0, 0.5, 0.25), (0.0, 0.1, 0.1)),
    waveform_after=Waveform((0.9, 0.8, 0.7), (0.3, 0.2, 0.2)),
)


def make_report(folder: Path, measured: Measured = MEASURED, **fields: Any) -> Path:
    """Write the report on these measurements, some fields of the request changed, and return its folder."""
    (folder / "measured.json").write_text(to_json(measured), encoding="utf-8")
    request = Report(
        measured=folder / "measured.json",
        slug="lunch",
        title="Déjeuner <pour> quarante",
        language="fr",
        target=LoudnessTarget(-16.0),
        mp3=Mp3Format(128, 2),
        rounds=2,
        recordings=(SourceFile("a.wav", "ab" * 32, 2_880_000),),
        findings=(Finding("b.wav", "WAV"), Finding("a.wav", "clipped at 12 places"), Finding("b.wav", "dull")),
        names=(("1", "Amina"), ("2", "Tom & Jo")),
        done=(Done("prepare", "2 recordings were put one after the other.", (Figure("recordings", 2),)),),
        proven=(Done("compare", "Nothing is left."),),
    )
    (folder / "report").mkdir(exist_ok=True)
    replace(request, **fields).run(folder / "report", Silent())
    return folder / "report"
