"""The stage Captions: a transcript mapped into the finished episode, in every format."""

from pathlib import Path

from radkind_pod.model.audio import SourceFile
from radkind_pod.model.plain import from_plain_file, to_json
from radkind_pod.model.transcript import Transcript
from radkind_pod.transcript.clock_note import EPISODE, ClockNote
from radkind_pod.transcript.episode_time import in_episode_time
from radkind_pod.transcript.formats import FORMATS
from radkind_pod.transcript.formats.captioned import Captioned
from radkind_pod.transcript.paragraphs import paragraphs
from radkind_pod.transcript.review.drafts import read_draft
from radkind_pod.transcript.reviewed import read_reviewed
from radkind_pod.transcript.stages import Captions
from radkind_pod.transcript.withholding import for_listeners


def write_captions(request: Captions, folder: Path) -> None:
    """Write captions.<format> for every format, and paragraphs.json; all in episode time."""
    spoken = read_transcript(request.transcript, request.draft, request.sources, request.language)
    transcript = in_episode_time(for_listeners(spoken), request.timeline)
    note = ClockNote(EPISODE, tuple(source.sha256 for source in request.sources))
    captions = Captioned(transcript, note, request.provenance)
    for extension, form in FORMATS.items():
        (folder / f"captions.{extension}").write_text(form.render(captions), encoding="utf-8", newline="\n")
    told = to_json(paragraphs(transcript))
    (folder / "paragraphs.json").write_text(told, encoding="utf-8", newline="\n")


def read_transcript(file: Path, kept: Path | None, sources: tuple[SourceFile, ...], language: str) -> Transcript:
    """Return what is in a draft.json of ours, or in a WebVTT file that a person wrote with the kept draft's times."""
    if file.suffix == ".json":
        return from_plain_file(Transcript, file)
    return read_reviewed(file, sources, language, read_draft(kept) if kept else None).transcript
