"""The working recording once more, with each track cleaned as far as its episode asks for."""

from collections.abc import Callable, Iterator
from pathlib import Path

from radkind_pod.audio.ailments import Ailments, find_ailments
from radkind_pod.audio.cleaning import STRENGTHS, cleaned
from radkind_pod.audio.prepare import treated
from radkind_pod.audio.stages import Clean
from radkind_pod.media.blocks import Block
from radkind_pod.media.encode import FlacWriter
from radkind_pod.model.audio import OFF, Cleaned, Finding, Track
from radkind_pod.model.plain import to_json
from radkind_pod.progress import Progress


def clean(request: Clean, folder: Path, progress: Progress) -> None:
    """Write clean.flac and clean.json. Raises MediaError where a recording can't be used."""
    tracks = [track for recording in request.recordings for track in recording.tracks]
    asked = dict(zip(tracks, (one for row in request.cleaning for one in row), strict=True))
    found: dict[Track, Ailments] = {}

    def treat(track: Track, heard: Callable[[], Iterator[Block]]) -> Iterator[Block]:
        if asked[track] == OFF:
            return heard()
        found[track] = find_ailments(heard())
        return cleaned(heard(), found[track], STRENGTHS[asked[track]], request.weights)

    mix = treated(request.recordings, treat, folder, progress)
    with FlacWriter(folder / "clean.flac", mix.width, mix.bits) as flac:
        for block in mix.blocks:
            flac.write(block)
    findings = (Finding(track.file.name, said(asked[track], found[track])) for track in tracks if track in found)
    made = Cleaned(Path("clean.flac"), tuple(findings))
    (folder / "clean.json").write_text(to_json(made), encoding="utf-8", newline="\n")


def said(strength: str, ailments: Ailments) -> str:
    """Return in plain words what was done to a track."""
    done = ["rumble, noise, clicks and sharp s made less"]
    if ailments.hum_hz:
        done.append(f"a hum of {', '.join(map(str, ailments.hum_hz))} Hz taken out")
    if ailments.clipped_at is not None:
        done.append("peaks that were cut off drawn anew")
    return f"cleaned ({strength}): {'; '.join(done)}"
