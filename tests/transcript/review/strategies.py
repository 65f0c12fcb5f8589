"""Documents as hypothesis draws them: several speakers, sentences, marks, languages, headings."""

from dataclasses import replace

from hypothesis import strategies as st

from radkind_pod.model.review import Block, Document
from radkind_pod.model.transcript import Credit, Word

TEXTS = [
    "the",
    "The",
    "bus",
    "came",
    "late.",
    "No,",
    "I",
    "walked.",
    "Siân",
    "Dr.",
    "O'Neil",
    "we're",
    "100",
    "<b>",
    "&",
    "->",
    "-->",
    "شكرا",
    "well,",
    "and",
    "yes?",
]
MARKS = [
    (),
    (),
    (),
    (),
    ("cut",),
    ("redact",),
    ("redact:place withheld",),
    ("everywhere",),
    ("everywhere:place withheld",),
    ("sound",),
    ("unclear",),
    ("cut", "unclear"),
]
SPEAKERS = ["Ama", "Dr. O'Neil: host", "Bo & Li", None]
HEADINGS = [None, None, None, "A new start", "Where -> to?", "<Half> & half"]


@st.composite
def words(draw: st.DrawFn, at: int) -> tuple[Word, ...]:
    """Words in order of time, now and then with a pause between them."""
    found = []
    for text in draw(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=14)):
        length = draw(st.integers(60, 600))
        marks = draw(st.sampled_from(MARKS))
        language = draw(st.sampled_from([None, None, None, None, "cy"]))
        found.append(Word(text, at, at + length, None, language, marks))
        at += length + draw(st.sampled_from([0, 0, 40, 300, 1600]))
    return tuple(found)


@st.composite
def documents(draw: st.DrawFn, *, most: int = 5) -> Document:
    """A document of some paragraphs in English."""
    blocks, at = [], draw(st.integers(0, 2000))
    for _ in range(draw(st.integers(1, most))):
        said = draw(words(at))
        blocks.append(Block(draw(st.sampled_from(SPEAKERS)), said, draw(st.sampled_from(HEADINGS))))
        at = said[-1].end_ms + draw(st.sampled_from([0, 200, 2500]))
    thanks = draw(
        st.sampled_from([(), (Credit("editing", "Amina"),), (Credit("corrected", "Tom, text A", None, 0, 5000),)])
    )
    return Document("en", tuple(blocks), thanks, ("ab" * 32,), "0123456789ab")


def machine_of(document: Document) -> Document:
    """The same words as the machine would have them: without marks, languages and headings."""
    return replace(
        document,
        credits=(),
        blocks=tuple(
            Block(b.speaker, tuple(replace(w, marks=(), language=None, probability=0.9) for w in b.words))
            for b in document.blocks
        ),
    )
