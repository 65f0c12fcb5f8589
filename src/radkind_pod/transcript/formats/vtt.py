"""WebVTT (W3C), with voices, languages of parts, and the NOTE that says which clock the times follow."""

from collections.abc import Sequence
from itertools import groupby

from radkind_pod.model.transcript import Cue, Word
from radkind_pod.transcript.clock_note import render_note
from radkind_pod.transcript.formats.captioned import Captioned
from radkind_pod.transcript.lines import APPS, wrapped
from radkind_pod.transcript.published import published
from radkind_pod.transcript.webvtt import clock_time, escaped, voice_tag
from radkind_pod.transcript.wording import joined


def render(captions: Captioned) -> str:
    """Return the WebVTT file: at most one line of 65 letters at once, which apps break to fit their screens."""
    language = captions.transcript.language
    cues = (_block(cue, language) for cue in published(captions.transcript, APPS))
    remark = [f"NOTE {captions.remark}"] if captions.remark else []
    return "\n\n".join(["WEBVTT", render_note(captions.note), *remark, *cues]) + "\n"


def _block(cue: Cue, language: str) -> str:
    rows = wrapped(cue.words, cue.language or language, APPS)
    voice = voice_tag(cue.speaker)
    times = f"{clock_time(cue.start_ms, '.')} --> {clock_time(cue.end_ms, '.')}"
    return f"{times}\n{voice}" + "\n".join(_row(row, cue.language, language) for row in rows)


def _row(words: Sequence[Word], cue_language: str | None, language: str) -> str:
    """Return one line; each stretch in another language is marked as such."""
    stretches = [
        (tag, joined(list(stretch), tag or language))
        for tag, stretch in groupby(words, key=lambda word: word.language or cue_language)
    ]
    return " ".join(f"<lang {tag}>{escaped(text)}</lang>" if tag else escaped(text) for tag, text in stretches)
