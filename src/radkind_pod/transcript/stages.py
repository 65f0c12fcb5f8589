"""What the transcript room can be asked for. A request's fields are everything that its result depends on.

Hearing and writing down are two stages, so that a name that was misspelt costs no Whisper time.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from radkind_pod.model.audio import Cut, SourceFile, Turn
from radkind_pod.model.glossary import Entry
from radkind_pod.model.report import Done, Figure
from radkind_pod.model.timeline import Timeline
from radkind_pod.model.transcript import Provenance
from radkind_pod.progress import Progress


@dataclass(frozen=True, slots=True)
class Draft:
    """The machine's transcript: `record` is exact (words, times, probabilities), `vtt` is for people.

    `names` says what became of the glossary, `turns` who speaks when; None where nobody asks.
    """

    record: Path
    vtt: Path
    names: Path | None = None
    turns: Path | None = None


@dataclass(frozen=True, slots=True)
class SubtitleFiles:
    """What is said in an episode in English, in episode time, and its paragraphs for the page."""

    vtt: Path
    paragraphs: Path


@dataclass(frozen=True, slots=True)
class CaptionFiles:
    """One transcript in every format, in episode time, and its paragraphs for the page."""

    vtt: Path
    srt: Path
    json: Path
    txt: Path
    html: Path
    paragraphs: Path

    @property
    def formats(self) -> tuple[Path, ...]:
        """The transcript in every format, in the order in which they are published."""
        return self.vtt, self.srt, self.json, self.txt, self.html


@dataclass(frozen=True, slots=True)
class Recognise:
    """Let a speech engine hear the recording: words with times and probabilities, in recording time."""

    NAME: ClassVar = "recognise"
    VERSION: ClassVar = 5
    interview: Path
    engine: str
    weights: Path | None
    """The engine's model.bin; None for the replay engine."""
    answers: Path | None
    """The recorded answer that the replay engine plays; None for the others."""
    language: str
    glossary: tuple[str, ...]
    """Names alone, so that another spelling of what is heard for one costs no listening."""
    others: tuple[str, ...] = ()
    """Other languages that are spoken in it; what is said in them is kept in them."""
    silenced: tuple[Cut, ...] = ()
    """What the engine must not hear."""
    INTO_ENGLISH: ClassVar = False

    @property
    def tools(self) -> tuple[str, ...]:
        """The libraries whose versions change what is heard."""
        from radkind_pod.transcript.engines import TOOLS

        return TOOLS[self.engine]

    def run(self, folder: Path, progress: Progress) -> None:
        """Write answer.json."""
        from radkind_pod.transcript.recognise import recognise

        recognise(self, folder, progress)

    def read(self, folder: Path) -> Path:
        """Return the file that holds the Answer."""
        return folder / "answer.json"


@dataclass(frozen=True, slots=True)
class Translate(Recognise):
    """Let a speech engine hear the recording and write in English what it hears."""

    NAME: ClassVar = "translate"
    INTO_ENGLISH: ClassVar = True


@dataclass(frozen=True, slots=True)
class Overhear(Recognise):
    """Let a speech engine hear all of what will be published, for words that are to be taken out everywhere."""

    NAME: ClassVar = "overhear"


@dataclass(frozen=True, slots=True)
class Shared:
    """A stretch of recording time that comes from one recording of several people."""

    start_ms: int
    end_ms: int
    people: int


@dataclass(frozen=True, slots=True)
class Turns:
    """Who speaks when, for each Shared: `Speaker 1` is who is heard first in it."""

    parts: tuple[tuple[Turn, ...], ...]


@dataclass(frozen=True, slots=True)
class Diarise:
    """Tell the voices of people apart who share one recording: who speaks when, in recording time."""

    NAME: ClassVar = "diarise"
    VERSION: ClassVar = 1
    tools: ClassVar = ("faster-whisper",)
    interview: Path
    weights: Path
    parts: tuple[Shared, ...]

    def run(self, folder: Path, progress: Progress) -> None:
        """Write turns.json."""
        from radkind_pod.transcript.voices.diarise import diarise

        diarise(self, folder, progress)

    def read(self, folder: Path) -> Turns:
        """Return who speaks when."""
        from radkind_pod.model.plain import from_plain_file

        return from_plain_file(Turns, folder / "turns.json")


@dataclass(frozen=True, slots=True)
class Transcribe:
    """Write the draft: names put right, words gathered into cues, each with its speaker, still in recording time."""

    NAME: ClassVar = "transcribe"
    VERSION: ClassVar = 5
    tools: ClassVar = ()
    answer: Path
    turns: tuple[Turn, ...]
    sources: tuple[SourceFile, ...]
    language: str
    glossary: tuple[Entry, ...] = ()

    def run(self, folder: Path, progress: Progress) -> None:
        """Write draft.json, draft.vtt, names.json and turns.json."""
        from radkind_pod.transcript.draft import write_draft

        write_draft(self, folder)

    def read(self, folder: Path) -> Draft:
        """Return the draft's files."""
        record, vtt, names, turns = (folder / name for name in ("draft.json", "draft.vtt", "names.json", "turns.json"))
        return Draft(record, vtt, names, turns)


@dataclass(frozen=True, slots=True)
class Captions:
    """Map a transcript through the Timeline and write it in every format that apps and people read."""

    NAME: ClassVar = "captions"
    VERSION: ClassVar = 4
    tools: ClassVar = ()
    transcript: Path
    """A draft.json of ours, or a WebVTT file that a person wrote."""
    draft: Path | None
    """The kept draft that the person corrected, where it is here: its words have exact times."""
    timeline: Timeline
    sources: tuple[SourceFile, ...]
    language: str
    provenance: Provenance

    def run(self, folder: Path, progress: Progress) -> None:
        """Write captions.vtt, .srt, .json, .txt, .html and paragraphs.json."""
        from radkind_pod.transcript.captions import write_captions

        write_captions(self, folder)

    def read(self, folder: Path) -> CaptionFiles:
        """Return the files."""
        vtt, srt, json, txt, html = (folder / f"captions.{name}" for name in ("vtt", "srt", "json", "txt", "html"))
        return CaptionFiles(vtt, srt, json, txt, html, paragraphs=folder / "paragraphs.json")


@dataclass(frozen=True, slots=True)
class Relisten:
    """Let a speech engine hear each place where something is withheld, and prove that it doesn't hear it."""

    NAME: ClassVar = "relisten"
    VERSION: ClassVar = 2
    delivered: Path
    transcript: Path
    """As in Captions; its marks say what is withheld."""
    draft: Path | None
    timeline: Timeline
    sources: tuple[SourceFile, ...]
    language: str
    captions: tuple[Path, ...]
    """The transcript of the episode in every format, and its paragraphs."""
    engine: str
    weights: Path

    @property
    def tools(self) -> tuple[str, ...]:
        """The libraries whose versions change what is heard."""
        from radkind_pod.transcript.engines import TOOLS

        return TOOLS[self.engine]

    def run(self, folder: Path, progress: Progress) -> None:
        """Write relistened.json, or raise Refused with the place."""
        from radkind_pod.transcript.relisten import relisten

        relisten(self, folder, progress)

    def read(self, folder: Path) -> Done:
        """Return what was proven; not what was heard, which is private."""
        import json

        count = len(json.loads((folder / "relistened.json").read_text(encoding="utf-8")))
        what = (
            f"A machine listened to the MP3 at {count} {'place' if count == 1 else 'places'} where words are withheld, "
            "as it is and 30 dB louder: it heard none of them, and none stands in the captions."
        )
        return Done("relisten", what, (Figure("places", count),))


@dataclass(frozen=True, slots=True)
class Subtitles:
    """Make what was translated into English captions in episode time, each with its speaker."""

    NAME: ClassVar = "subtitles"
    VERSION: ClassVar = 1
    tools: ClassVar = ()
    answer: Path
    transcript: Path
    """As in Captions; it says who speaks when."""
    draft: Path | None
    timeline: Timeline
    sources: tuple[SourceFile, ...]
    language: str
    """That of the transcript."""
    glossary: tuple[Entry, ...]

    def run(self, folder: Path, progress: Progress) -> None:
        """Write subtitles.vtt and paragraphs.json."""
        from radkind_pod.transcript.subtitles import write_subtitles

        write_subtitles(self, folder)

    def read(self, folder: Path) -> SubtitleFiles:
        """Return the files."""
        return SubtitleFiles(folder / "subtitles.vtt", folder / "paragraphs.json")
