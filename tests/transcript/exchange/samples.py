"""Transcripts for the tests of exchange: random ones, and a small one that reads like a talk."""

from dataclasses import replace
from pathlib import Path

from hypothesis import strategies as st

from radkind_pod.model.review import PLACEHOLDER, Block, Document
from radkind_pod.model.transcript import Word
from radkind_pod.transcript.exchange import EXPORTS, Returned, Stamp, read_returned

VERSION = "3f2a9c" + "0" * 58
STAMP = Stamp("two-voices", "Two voices", VERSION)
SPEAKERS = [
    None,
    "Ama Mensah",
    "Dr. O'Neil: host",
    "أمينة",
    "山田 太郎",
    "A*b_c",
    "<Ben> & co",
    "Speaker 1",
    "the host",
]
HEADINGS = ["A beginning", "2 # two", "Was *nun*?", "Ama: an introduction", "[0:01:02] later", "الفصل", "x < y & z"]
ODD = [
    "-->", "<", "&", "<i>", "a&amp;b", "*star*", "_under_", "__both__", "**bold**", "`code`", "#", "##", "1.", "-",
    "\u2013", "10:30", "0:03:04", "[0:03:04]", "[0:00:01]", "12", "00:00:01.000", "Note:", "Ama", "Mensah:", "https://a.example/b_c",
    "don't", "“so”", "WEBVTT", "NOTE", "[laughter]", "[a](b)", "\\", "~~no~~", "x" * 90, "🙂", "e\u0301",
    "10\xa0km", "{\\an8}",
    "Time", "Speaker", "radkind-pod", "!", "...", "(c)", "|", "+", ">", "naïve", "<v", "|:", "Yes.",
]  # fmt: skip
ARABIC = ["شكرا", "مرحبا،", "السلام", "عليكم", "نعم.", "؟", "وقال:"]
JAPANESE = ["日", "本", "語。", "です", "ありがとう", "AI ", "、", "東京は", "ラジオ", "(笑)"]

_plain = st.from_regex(r"[A-Za-z]{1,9}[.,?]?", fullmatch=True)
_texts = {
    "en": st.one_of(_plain, _plain, st.sampled_from(ODD)),
    "ar": st.one_of(st.sampled_from(ARABIC), st.sampled_from(ODD)),
    "ja": st.sampled_from(JAPANESE),
}
_marks = st.sampled_from([(), (), (), (), ("sound",), ("unclear",)])


@st.composite
def documents(draw: st.DrawFn, language: str | None = None) -> Document:
    """Any transcript."""
    language = language or draw(st.sampled_from(["en", "en", "ar", "ja"]))
    at, blocks = draw(st.integers(0, 4_000_000)), []
    for _ in range(draw(st.integers(1, 6))):
        words = []
        for text in draw(st.lists(_texts[language], min_size=1, max_size=14)):
            at += draw(st.sampled_from([1, 90, 300, 2500]))
            end = at + draw(st.integers(1, 400))
            own = draw(st.sampled_from([None, None, None, "cy"])) if language == "en" else None
            word = Word(text, at, end, draw(st.sampled_from([None, 0.25, 0.9])), own, draw(_marks))
            if draw(st.integers(0, 12)) == 0:
                word = Word(draw(st.sampled_from(["[name withheld]", "[left out]"])), at, end, marks=(PLACEHOLDER,))
            words.append(word)
            at = end
        heading = draw(st.one_of(st.none(), st.none(), st.sampled_from(HEADINGS)))
        blocks.append(Block(draw(st.sampled_from(SPEAKERS)), tuple(words), heading))
    return Document(language, tuple(blocks), sources=("ab" * 32,), draft="0123456789ab")


def talk(*paragraphs: tuple[str | None, str], language: str = "en", heading: str | None = None) -> Document:
    """A transcript of (speaker, text) paragraphs; each word lasts 400 ms, and 100 ms are between two."""
    at, blocks = 0, []
    for speaker, text in paragraphs:
        words = []
        for part in text.split():
            words.append(Word(part, at, at + 400, 0.9))
            at += 500
        blocks.append(Block(speaker, tuple(words)))
    document = Document(language, tuple(blocks))
    return replace(document, blocks=(replace(blocks[0], heading=heading), *blocks[1:])) if heading else document


def exported(document: Document, kind: str) -> bytes:
    return EXPORTS[kind](document, STAMP)


def returned(data: bytes | str, kind: str) -> Returned:
    raw = data.encode() if isinstance(data, str) else data
    return read_returned(f"x.{kind}", raw, Path(f"x.{kind}"))


def texts(document: Document) -> list[str]:
    return [word.text for word in document.words]


TALK = talk(
    ("Ama Mensah", "Good morning, and welcome to the programme about kindness in hard times."),
    ("Ben Okri", "Thank you, Ama. I am glad to be here, at 10:30 on a Monday!"),
    ("Ama Mensah", "Let us begin with the kitchen: who cooks, who eats, who pays?"),
    ("Ben Okri", "Nobody pays. Everybody cooks, and everybody eats."),
    heading="A kitchen for forty",
)
