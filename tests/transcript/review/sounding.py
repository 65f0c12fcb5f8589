"""Words of the same length, how loud a recording is that says them, and the places that are found in it."""

from collections.abc import Sequence

from radkind_pod.model.review import Block, Document, Place
from radkind_pod.model.transcript import Transcript, Word
from radkind_pod.transcript.review.places import places

LOUD, SOFT, QUIET = 20, 42, 60


def words(text: str, at_ms: int = 1000, **how: object) -> list[Word]:
    """Return the words, 300 ms each; `?0.3` behind one is its probability."""
    found = []
    for k, part in enumerate(text.split()):
        said, _, sure = part.partition("?0")
        start = at_ms + 300 * k
        found.append(Word(said, start, start + 300, float(f"0{sure}") if sure else 0.9, **how))  # type: ignore[arg-type]
    return found


def document(*paragraphs: Sequence[Word], language: str = "en", speaker: str | None = None) -> Document:
    return Document(language, tuple(Block(speaker, tuple(some)) for some in paragraphs))


def levels(said: Sequence[Word], seconds: int = 10, sound: Sequence[tuple[int, int]] = ()) -> bytes:
    """Return levels that are loud where words or other sounds are."""
    found = [QUIET] * (seconds * 10)
    for start, end in [*((word.start_ms, word.end_ms) for word in said), *sound]:
        for step in range(start // 100, min(len(found), -(-end // 100))):
            found[step] = LOUD
    return bytes(found)


def found(
    said: Sequence[Word], *, language: str = "en", machine: Transcript | None = None, glossary: tuple[str, ...] = ()
) -> list[tuple[str, tuple[str, ...]]]:
    """Return the text and the reasons of each place where all words lie under sound."""
    where = places(document(said, language=language), machine, levels(said), glossary)
    return [(text_of(place, said), place.why) for place in where]


def text_of(place: Place, said: Sequence[Word]) -> str:
    return " ".join(word.text for word in said[place.first : place.last])
