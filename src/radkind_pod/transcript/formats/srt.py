"""SubRip, as Podcasting 2.0 wants it: two lines of 32 letters, the speaker's name where the speaker changes."""

from dataclasses import replace

from radkind_pod.model.transcript import Cue, Word
from radkind_pod.transcript.fitting import fitted
from radkind_pod.transcript.formats.captioned import Captioned
from radkind_pod.transcript.lines import SUBRIP, wrapped
from radkind_pod.transcript.webvtt import clock_time
from radkind_pod.transcript.wording import cleaned, has_spaces, joined

_UNDETERMINED = "und"
"""The language of names (ISO 639-2): written with spaces, whatever the others do."""


def render(captions: Captioned) -> str:
    """Return the SubRip file, numbered from 1."""
    language = captions.transcript.language
    before: str | None = None
    cards: list[Cue] = []
    for cue in captions.transcript.cues:
        named = cue if cue.speaker in (None, before) else _with_name(cue, language)
        cards += fitted(named, language, SUBRIP)
        before = cue.speaker
    return "\n".join(_block(number, card, language) for number, card in enumerate(cards, 1))


def _with_name(cue: Cue, language: str) -> Cue:
    """Return the cue with its speaker's name as words before the others, so that it takes its room in the lines."""
    *parts, last = cleaned(f"{cue.speaker}:").split()
    space = "" if has_spaces(cue.language or language) else " "
    at = cue.words[0].start_ms
    name = (Word(part, at, at, language=_UNDETERMINED) for part in (*parts, last + space))
    return replace(cue, words=(*name, *cue.words))


def _block(number: int, cue: Cue, language: str) -> str:
    spoken_in = cue.language or language
    rows = "\n".join(joined(row, spoken_in).replace("-->", "→") for row in wrapped(cue.words, spoken_in, SUBRIP))
    return f"{number}\n{clock_time(cue.start_ms, ',')} --> {clock_time(cue.end_ms, ',')}\n{rows}\n"
