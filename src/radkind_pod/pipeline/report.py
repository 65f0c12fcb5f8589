"""What the report is made of: what the stages found, without a word that people withhold."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from radkind_pod.audio.stages import Measure
from radkind_pod.model.audio import Cut, Finding, Interview, Turn
from radkind_pod.model.episode import Episode
from radkind_pod.model.plain import from_plain_file
from radkind_pod.model.programme import Programme
from radkind_pod.model.report import Done, Figure
from radkind_pod.model.show import Show
from radkind_pod.model.timeline import Timeline
from radkind_pod.model.transcript import Paragraph
from radkind_pod.pipeline.store import Store
from radkind_pod.pipeline.words import Chosen
from radkind_pod.publish.stages import Report
from radkind_pod.transcript.withholding import redacted

if TYPE_CHECKING:
    from radkind_pod.pipeline.episode import Outcome

WITHHELD = "[withheld]"
"""Stands for a withheld word, in the name of a file or of a speaker."""
_WORD = re.compile(r"[^\W_]+")


def make_report(
    store: Store,
    show: Show,
    episode: Episode,
    interview: Interview,
    words: Chosen,
    sound: tuple[Programme, tuple[Cut, ...]],
    paragraphs: Path,
    outcome: "Outcome",
) -> None:
    """Measure the delivered file beside the recording, and write for the producer what there is to know."""
    assert outcome.delivered
    assert outcome.timeline
    mp3 = show.sound.mp3
    delivered, marked = outcome.delivered, redacted(words.said)
    true_peak = delivered.loudness.true_peak_dbtp
    measure = Measure(interview.file, *sound, marked, words.turns, delivered.file, true_peak, mp3.channels)
    measured = outcome.measured = store.make(measure)
    spoken = from_plain_file(tuple[Paragraph, ...], paragraphs)
    names = speaker_names(words.turns, outcome.timeline, spoken)
    hidden = {word for one in words.said for spelt in one.words for word in _spelt(spelt.text)}
    report = Report(
        measured=measured,
        slug=episode.info.slug,
        title=episode.info.title,
        language=episode.info.language,
        target=show.sound.target,
        mp3=mp3,
        rounds=delivered.rounds,
        recordings=tuple(replace(one, name=masked_file(one.name, hidden)) for one in interview.sources),
        findings=tuple(masked_finding(one, hidden) for one in outcome.findings),
        names=tuple((number, masked(name, hidden)) for number, name in names),
        done=tuple(_prepared(interview)),
        proven=tuple(outcome.proven),
    )
    store.make(report)


def speaker_names(
    turns: Iterable[Turn], timeline: Timeline, paragraphs: Sequence[Paragraph]
) -> Iterator[tuple[str, str]]:
    """Yield for each speaker of the turns the name that the published transcript mostly has where they speak."""
    found: dict[str, Counter[str]] = {}
    for turn in turns:
        votes = found.setdefault(turn.speaker, Counter())
        start_ms, end_ms = timeline.to_episode(turn.start_ms), timeline.to_episode(turn.end_ms)
        for paragraph in paragraphs:
            shared_ms = min(end_ms, paragraph.end_ms) - max(start_ms, paragraph.start_ms)
            if paragraph.speaker and shared_ms > 0:
                votes[paragraph.speaker] += shared_ms
    for speaker, votes in found.items():
        unnamed = f"Speaker {speaker}" if speaker.isdecimal() else speaker
        yield speaker, votes.most_common(1)[0][0] if votes else unnamed


def _prepared(interview: Interview) -> Iterator[Done]:
    recordings, files = len(interview.starts), len(interview.sources)
    if recordings > 1:
        what = f"{recordings} recordings were put one after the other."
        yield Done("prepare", what, (Figure("recordings", recordings),))
    if files > recordings:
        what = f"{files} files that were recorded at the same time were mixed."
        yield Done("prepare", what, (Figure("files", files),))


def masked_finding(finding: Finding, hidden: set[str]) -> Finding:
    """Return the finding as it may be read: what is said of a track may name who else is heard on it."""
    return Finding(masked_file(finding.file, hidden), masked(finding.message, hidden), finding.is_fact)


def masked_file(name: str, hidden: set[str]) -> str:
    """Return the name of a file without the words that nobody may read."""
    path = Path(name)
    return f"{masked(path.stem, hidden)}{path.suffix}"


def masked(text: str, hidden: set[str]) -> str:
    """Return the text without the words that nobody may read, all of them small letters."""
    return _WORD.sub(lambda word: WITHHELD if word[0].casefold() in hidden else word[0], text)


def _spelt(text: str) -> Iterator[str]:
    yield from (word.casefold() for word in _WORD.findall(text))
