"""Words that people typed get the times at which they are said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from radkind_pod.model.review import Document
from radkind_pod.model.transcript import Word
from radkind_pod.progress import Progress
from radkind_pod.transcript.review.attention import Listener, Placed
from radkind_pod.transcript.review.fit import fitted
from radkind_pod.transcript.review.windows import Run, Window, unspoken, windows_of

LEAST_FIT = 0.1
"""Words that fit the sound worse than this are probably not what is said there."""
MOST_EMPTY = 0.3
"""With a larger share of words without length, the attention has lost its way."""


@dataclass(frozen=True, slots=True)
class Retimed:
    """The document with what could be timed. Every word that had an estimated time is `aligned` or `left`.

    `doubtful` are runs of typed words, [first, last) by id, that don't fit what is heard there.
    """

    document: Document
    aligned: int
    left: int
    doubtful: tuple[Run, ...]


def retime(document: Document, interview: Path, weights: Path | None, progress: Progress) -> Retimed:
    """Give the words with estimated times those at which they are said; all others keep theirs.

    `weights` is the model.bin of a Whisper model; without one all is left as it is. Only the parts of the recording
    around typed words are decoded. Raises EngineError, ToolMissing or MediaError.
    """
    words = list(document.words)
    silent = unspoken(words)
    windows = windows_of(words, silent, document.language) if weights else []
    doubtful: list[Run] = []
    if windows and weights:
        from radkind_pod.transcript.engines.faster_align import Aligner

        listener = Listener(Aligner(weights.parent), interview, tuple(words), silent)
        for done, window in enumerate(windows):
            progress.moved(done, len(windows))
            doubtful.extend(_time(words, window, listener))
        progress.moved(len(windows), len(windows))
    before, left = (sum(word.estimated for word in some) for some in (document.words, words))
    return Retimed(_with_words(document, words), before - left, left, tuple(doubtful))


def _time(words: list[Word], window: Window, listener: Listener) -> list[Run]:
    """Put the times of the window's runs into `words`; return the runs that don't fit the sound."""
    found = listener.placed(window)
    doubtful: list[Run] = []
    for run in window.runs:
        spoken = [i for i in range(*run) if not listener.silent[i]]
        if any(i not in found for i in spoken):
            continue
        if _fit(spoken, found) < LEAST_FIT:
            doubtful.append(run)
        elif _empty(spoken, found) <= MOST_EMPTY:
            words[slice(*run)] = _timed(words, run, found)
    return doubtful


def _fit(ids: Sequence[int], found: Mapping[int, Placed]) -> float:
    """Return the mean probability of all tokens; marks without words fit anywhere."""
    tokens = [probability for i in ids for probability in found[i].fit]
    return sum(tokens) / len(tokens) if tokens else 1.0


def _empty(ids: Sequence[int], found: Mapping[int, Placed]) -> float:
    """Return which share of the words has no length."""
    return sum(found[i].end_ms <= found[i].start_ms for i in ids) / len(ids)


def _timed(words: Sequence[Word], run: Run, found: Mapping[int, Placed]) -> list[Word]:
    """Return the run's words between their neighbours; as they were where there is no room for them."""
    first, last = run
    wanted = [(found[i].start_ms, found[i].end_ms) if i in found else None for i in range(*run)]
    edges = [edge for span in wanted if span for edge in span]
    low = words[first - 1].end_ms if first else min(words[first].start_ms, *edges)
    high = words[last].start_ms if last < len(words) else max(words[last - 1].end_ms, *edges)
    spans = fitted(wanted, low, high)
    if spans is None:
        return list(words[first:last])
    return [
        replace(words[i], start_ms=start, end_ms=end, estimated=i not in found)
        for i, (start, end) in zip(range(*run), spans, strict=True)
    ]


def _with_words(document: Document, words: Sequence[Word]) -> Document:
    left = iter(words)
    blocks = (replace(block, words=tuple(islice(left, len(block.words)))) for block in document.blocks)
    return replace(document, blocks=tuple(blocks))
