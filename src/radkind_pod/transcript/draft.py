"""The machine's draft: what an engine heard, as cues with their speakers, in recording time."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from radkind_pod.model.glossary import Names
from radkind_pod.model.plain import from_plain_file, to_json
from radkind_pod.model.transcript import Answer, Heard, Transcript, Window, Word
from radkind_pod.transcript.gather import gather
from radkind_pod.transcript.glossary import corrected, unmet
from radkind_pod.transcript.openings import opened
from radkind_pod.transcript.review.document import document_of
from radkind_pod.transcript.review.drafts import draft_hash
from radkind_pod.transcript.review.vtt import render_vtt
from radkind_pod.transcript.speakers import speakers
from radkind_pod.transcript.spoken_turns import spoken_turns
from radkind_pod.transcript.stages import Transcribe
from radkind_pod.transcript.wording import cleaned, has_spaces


def write_draft(request: Transcribe, folder: Path) -> None:
    """Write draft.json, exact, draft.vtt, for people, names.json, what became of the glossary, and turns.json."""
    answer = from_plain_file(Answer, request.answer)
    language = request.language
    heard = in_order(by_time(answer.heard), language)
    named, changes = corrected(heard, speakers(heard, request.turns), request.glossary, language)
    words = in_order(named, language)
    names = Names(changes, unmet(words, request.glossary, language))
    (folder / "names.json").write_text(to_json(names), encoding="utf-8", newline="\n")
    cues = opened(gather(words, request.turns, language))
    draft = Transcript(language, cues, windows=tuple(map(_window, answer.heard)))
    (folder / "turns.json").write_text(to_json(spoken_turns(draft)), encoding="utf-8", newline="\n")
    record = to_json(draft).encode()
    (folder / "draft.json").write_bytes(record)
    document = document_of(draft, tuple(source.sha256 for source in request.sources), draft_hash(record))
    (folder / "draft.vtt").write_text(render_vtt(document, draft, draft), encoding="utf-8", newline="\n")


def by_time(heard: Sequence[Heard]) -> list[Word]:
    """Return all words, each with its window. What was heard at the second attempt stands between other words."""
    words = (replace(word, window=i) for i, part in enumerate(heard) for word in part.words)
    return sorted(words, key=lambda word: word.start_ms)


def _window(heard: Heard) -> Window:
    return Window(
        heard.start_ms,
        heard.end_ms,
        heard.mean_log_probability,
        heard.no_speech_probability,
        heard.compression_ratio,
        heard.flags,
        heard.left_out,
    )


def in_order(words: Iterable[Word], language: str) -> list[Word]:
    """Return the words that have a text, each starting after the one before and none lasting into the next.

    Engines give words without length, and words whose edges overlap by some milliseconds.
    """
    ordered: list[Word] = []
    for word in words:
        text = cleaned(word.text)
        start = max(word.start_ms, ordered[-1].start_ms + 1 if ordered else 0)
        if not text.strip():
            continue
        if ordered:
            ordered[-1] = replace(ordered[-1], end_ms=min(ordered[-1].end_ms, start))
        printed = text.strip() if has_spaces(language) else text
        ordered.append(replace(word, text=printed, start_ms=start, end_ms=max(word.end_ms, start + 1)))
    return ordered
