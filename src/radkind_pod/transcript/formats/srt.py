"""SubRip, as Podcasting 2.0 wants it: two lines of 32 letters, the speaker's name where the speaker changes."""

from radkind_pod.model.transcript import Cue
from radkind_pod.transcript.formats.captioned import Captioned
from radkind_pod.transcript.lines import SUBRIP, wrapped
from radkind_pod.transcript.published import published
from radkind_pod.transcript.webvtt import clock_time
from radkind_pod.transcript.wording import joined


def render(captions: Captioned) -> str:
    """Return the SubRip file, numbered from 1."""
    cards = published(captions.transcript, SUBRIP, with_names=True)
    return "\n".join(_block(number, card, captions.transcript.language) for number, card in enumerate(cards, 1))


def _block(number: int, cue: Cue, language: str) -> str:
    spoken_in = cue.language or language
    rows = "\n".join(joined(row, spoken_in).replace("-->", "→") for row in wrapped(cue.words, spoken_in, SUBRIP))
    return f"{number}\n{clock_time(cue.start_ms, ',')} --> {clock_time(cue.end_ms, ',')}\n{rows}\n"
