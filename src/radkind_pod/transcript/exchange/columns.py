"""Which column of a table holds what: told by its content, since every service orders them in its own way."""

from collections.abc import Sequence
from dataclasses import dataclass

from radkind_pod.transcript.exchange.leads import times_of
from radkind_pod.transcript.exchange.word_xml import Row

MOSTLY = 0.6
"""So much of a column must be times or numbers for it to be one of these."""

_SPEAKER = frozenset({"speaker", "speakers", "name", "names", "who", "voice", "sprecher", "interlocuteur", "hablante"})
_TEXT = frozenset({"text", "transcript", "words", "dialogue", "content", "subtitle", "speech", "texte", "texto"})
_TIME = frozenset({"time", "start", "end", "timestamp", "timecode", "in", "out", "from", "to", "zeit", "time code"})


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns by what they hold; None for what the table doesn't have. `text` is None where it is no transcript.

    `keeps_others` says that what stands in other columns are words too.
    """

    text: int | None
    speaker: int | None = None
    start: int | None = None
    end: int | None = None
    number: int | None = None
    keeps_others: bool = False


def columns_of(rows: Sequence[Row]) -> Columns:
    """Return what each column holds."""
    cells: dict[int, list[str]] = {}
    for row in rows:
        if len(row.cells) > 1:
            for column, paragraphs in row.cells:
                cells.setdefault(column, []).append(" ".join(" ".join(p.text for p in paragraphs).split()))
    heads = {column: name for column, texts in cells.items() if (name := _head(texts))}
    unnamed = [c for c in sorted(cells) if heads.get(c, "time") == "time"]
    times = [c for c in unnamed if _share(cells[c], _is_time) or (c in heads and any(map(_is_time, cells[c])))]
    numbers = [c for c in unnamed if c not in times and _share(cells[c], str.isdigit)]
    others = [c for c in sorted(cells) if c not in times and c not in numbers[:1]]
    text = next((c for c in others if heads.get(c) == "text"), None)
    if text is None:
        text = max(others, key=lambda c: sum(map(len, cells[c])), default=None)
    left = [c for c in others if c != text]
    speaker = next((c for c in left if heads.get(c) == "speaker"), None)
    if speaker is None:
        named = [c for c in left if _may_be_names(cells[c])]
        speaker = min(named, key=lambda c: len(set(cells[c])), default=None)
    if not times and speaker is None:
        return Columns(None)
    return Columns(
        text,
        speaker,
        times[0] if times else None,
        times[1] if len(times) > 1 else None,
        numbers[0] if numbers else None,
        keeps_others=True,
    )


def is_head(row: Row, columns: Columns, *, first: bool) -> bool:
    """Say whether the row names the columns, and says nothing."""
    texts = [" ".join(" ".join(p.text for p in paragraphs).split()) for _, paragraphs in row.cells]
    names = [text.lower() for text in texts if text]
    if len(names) > 1 and all(name in _SPEAKER | _TEXT | _TIME | {"#", "no", "no.", "nr"} for name in names):
        return True
    time = next((text for (c, _), text in zip(row.cells, texts, strict=True) if c == columns.start), "")
    return bool(first and time and not _is_time(time) and (row.is_head or all(len(text) <= 30 for text in texts)))


def _head(texts: Sequence[str]) -> str | None:
    first = texts[0].lower() if texts else ""
    names = {"text": _TEXT, "speaker": _SPEAKER, "time": _TIME}
    return next((kind for kind, known in names.items() if first in known), None)


def _share(texts: Sequence[str], test: object) -> bool:
    assert callable(test)
    written = [text for text in texts if text]
    return bool(written) and sum(map(test, written)) >= MOSTLY * (len(written) - (len(written) > 1))


def _is_time(text: str) -> bool:
    return times_of(text) is not None


def _may_be_names(texts: Sequence[str]) -> bool:
    written = [text for text in texts if text]
    return bool(written) and sum(len(text) <= 60 for text in written) >= 0.9 * len(written)
