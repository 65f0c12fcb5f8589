"""The stages of the sound in a row, for tests."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from radkind_pod.audio.ceiling import ceiling_dbtp
from radkind_pod.audio.stages import Encode, Level, Master, Stitch
from radkind_pod.model.audio import Cut, LoudnessTarget, Mp3Format
from radkind_pod.model.programme import Bed, Delivered, Levels, Mastering, Programme
from radkind_pod.progress import Silent


class Chain:
    """Runs the four stages and keeps what each returned."""

    levels: Levels
    programme: Programme
    mastering: Mastering
    delivered: Delivered

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def make(self, request: Any) -> Any:
        folder = self._folder / request.NAME
        folder.mkdir(parents=True)
        request.run(folder, Silent())
        return request.read(folder)

    def run(
        self,
        interview: Path,
        intro: Path | None = None,
        outro: Path | None = None,
        *,
        cuts: tuple[Cut, ...] = (),
        crossfade_ms: int = 500,
        fade_ms: int | None = None,
        bed: Bed | None = None,
        speech: Path | None = None,
        sting: Path | None = None,
        stings_ms: tuple[int, ...] = (),
        mp3: Mp3Format = Mp3Format(),  # noqa: B008 - frozen
    ) -> "Chain":
        target = LoudnessTarget(-16.0 if mp3.channels == 2 else -19.0)
        ch = mp3.channels
        ceiling = ceiling_dbtp(target, mp3)
        lufs, seam = target.integrated_lufs, (crossfade_ms, fade_ms)
        level = Level(interview, intro, outro, cuts, lufs, ch, (), ceiling, *seam, bed.file if bed else None)
        self.levels = self.make(replace(level, sting=sting, stings_ms=stings_ms))
        stitch = Stitch(interview, intro, outro, cuts, self.levels, crossfade_ms, ch, fade_ms, bed, speech)
        self.programme = self.make(replace(stitch, sting=sting))
        self.mastering = self.make(Master(interview, self.programme, cuts, target, ch, mp3.bitrate_kbps))
        self.delivered = self.make(Encode(interview, self.programme, cuts, self.mastering, target, mp3))
        return self
