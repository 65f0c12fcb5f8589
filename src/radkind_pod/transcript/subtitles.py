"""The stage Subtitles: what a machine heard and wrote in English, as captions and paragraphs of the episode."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from radkind_pod.model.audio import Turn
from radkind_pod.model.plain import from_plain_file, to_json
from radkind_pod.model.provenance import TRANSLATED
from radkind_pod.model.review import UNCLEAR
from radkind_pod.model.transcript import Answer, Transcript, Word
from radkind_pod.transcript.captions import read_transcript
from radkind_pod.transcript.clock_note import EPISODE, ClockNote
from radkind_pod.transcript.draft import by_time, in_order
from radkind_pod.transcript.episode_time import in_episode_time
from radkind_pod.transcript.formats import vtt
from radkind_pod.transcript.formats.captioned import Captioned
from radkind_pod.transcript.gather import gather
from radkind_pod.transcript.glossary import corrected
from radkind_pod.transcript.listening.decoder import ENGLISH
from radkind_pod.transcript.listening.judge import LANGUAGE
from radkind_pod.transcript.openings import opened
from radkind_pod.transcript.paragraphs import paragraphs
from radkind_pod.transcript.stages import Subtitles
from radkind_pod.transcript.withholding import for_listeners
from radkind_pod.transcript.wording import ends_sentence

LABEL = ("[Machine", "translation]")


def write_subtitles(request: Subtitles, folder: Path) -> None:
    """Write subtitles.vtt and paragraphs.json. The first caption says that it is a machine's translation."""
    words = _words(request)
    cues = opened(gather(words, _turns(words, _voices(request)), ENGLISH))
    heard = in_episode_time(for_listeners(Transcript(ENGLISH, cues)), request.timeline)
    note = ClockNote(EPISODE, tuple(source.sha256 for source in request.sources))
    captions = Captioned(_labelled(heard), note, remark=TRANSLATED)
    (folder / "subtitles.vtt").write_text(vtt.render(captions), encoding="utf-8", newline="\n")
    (folder / "paragraphs.json").write_text(to_json(paragraphs(heard)), encoding="utf-8", newline="\n")


def _words(request: Subtitles) -> list[Word]:
    """Return the English words in order, names put right, those marked as unclear that can't be trusted."""
    heard = from_plain_file(Answer, request.answer).heard
    words = in_order(by_time(heard), ENGLISH)
    named, _ = corrected(words, [None] * len(words), request.glossary, ENGLISH)
    doubtful = {i for i, part in enumerate(heard) if set(part.flags) - {LANGUAGE}}
    return [replace(word, marks=(UNCLEAR,)) if word.window in doubtful else word for word in in_order(named, ENGLISH)]


def _voices(request: Subtitles) -> list[Turn]:
    """Return who speaks when, as the transcript in the episode's own language has it."""
    spoken = read_transcript(request.transcript, request.draft, request.sources, request.language)
    transcript = for_listeners(spoken)  # which names nobody of whom nothing may be read
    return [Turn(cue.speaker, cue.start_ms, cue.end_ms) for cue in transcript.cues if cue.speaker]


def _turns(words: Sequence[Word], voices: Sequence[Turn]) -> list[Turn]:
    """Return a turn for each sentence: word by word, the times of a translation are too rough to say who speaks."""
    turns = []
    for sentence in _sentences(words):
        start, end = sentence[0].start_ms, sentence[-1].end_ms
        shared: dict[str, int] = {}
        for voice in voices:
            both = min(end, voice.end_ms) - max(start, voice.start_ms)
            shared[voice.speaker] = shared.get(voice.speaker, 0) + max(0, both)
        speaker = max(shared, key=lambda name: shared[name], default="")
        if shared.get(speaker):
            turns.append(Turn(speaker, start, end))
    return turns


def _sentences(words: Sequence[Word]) -> Iterator[list[Word]]:
    sentence: list[Word] = []
    for word in words:
        sentence.append(word)
        if ends_sentence(word.text):
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def _labelled(transcript: Transcript) -> Transcript:
    if not transcript.cues:
        return transcript
    first, *others = transcript.cues
    label = tuple(Word(part, first.start_ms, first.start_ms) for part in LABEL)
    return replace(transcript, cues=(replace(first, words=(*label, *first.words)), *others))
