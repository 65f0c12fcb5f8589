"""Small conversations, corrected at random by two people, as hypothesis draws them."""

from dataclasses import replace

from hypothesis import strategies as st

from radkind_pod.model.review import CUT, REDACT, Block, Document
from radkind_pod.model.transcript import Word

VOCABULARY = ("so", "the", "the", "home.", "care", "we", "went", "Yes.", "Ama", "no,", "why?")
SPEAKERS = ("Ama", "Ben", None)
MARKS = (CUT, REDACT, "redact:place withheld", "sound", "unclear")


@st.composite
def documents(draw: st.DrawFn, least: int = 0) -> Document:
    """A conversation of a few paragraphs, timed word by word."""
    at = 0
    blocks = []
    for _ in range(draw(st.integers(least, 4))):
        words = []
        for text in draw(st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=9)):
            marks = draw(st.sampled_from([(), (), (), (), (REDACT,), ("unclear",)]))
            words.append(Word(text, at, at + 300, 0.5, marks=marks))
            at += 400
        heading = draw(st.sampled_from([None, None, "One", "Two"]))
        blocks.append(Block(draw(st.sampled_from(SPEAKERS)), tuple(words), heading))
    return Document("en", tuple(blocks), sources=("f" * 64,), draft="d" * 12)


class Editor:
    """Someone who corrects; new words are `tag` with a number, so that each can be found again."""

    def __init__(self, draw: st.DrawFn, document: Document, tag: str) -> None:
        self.draw, self.tag, self.count = draw, tag, 0
        self.blocks = [[block.speaker, block.heading, list(block.words)] for block in document.blocks]
        self.document = document

    def number(self, last: int) -> int:
        return self.draw(st.integers(0, last))

    def word(self, at: int) -> Word:
        self.count += 1
        end = self.draw(st.sampled_from(["", "", "."]))
        marks = self.draw(st.sampled_from([(), (), (), (REDACT,)]))
        return Word(f"{self.tag}{self.count}{end}", at, at + 50, marks=marks, estimated=True)

    def edit(self, inside: range | None = None) -> Document:
        for _ in range(self.draw(st.integers(1, 4))):
            if not self.blocks:
                self.blocks.append([None, None, [self.word(0)]])
                continue
            n = self.number(len(self.blocks) - 1) if inside is None else self.draw(st.sampled_from(inside))
            kinds = [self.replace, self.insert, self.mark, self.language, self.spell]
            if inside is None:
                kinds += [self.delete, self.delete, self.split, self.join, self.speaker, self.heading, self.remove]
            self.draw(st.sampled_from(kinds))(n)
        return self.finished()

    def finished(self) -> Document:
        blocks = (Block(speaker, tuple(words), heading) for speaker, heading, words in self.blocks if words)
        return replace(self.document, blocks=tuple(blocks))

    def replace(self, n: int) -> None:
        words = self.blocks[n][2]
        a = self.number(len(words) - 1)
        b = min(len(words), a + 1 + self.number(2))
        words[a:b] = [self.word(words[a].start_ms) for _ in range(1 + self.number(2))]

    def insert(self, n: int) -> None:
        words = self.blocks[n][2]
        a = self.number(len(words))
        at = words[a].start_ms if a < len(words) else words[-1].end_ms
        words[a:a] = [self.word(at) for _ in range(1 + self.number(2))]

    def delete(self, n: int) -> None:
        words = self.blocks[n][2]
        a = self.number(len(words) - 1)
        del words[a : a + 1 + self.number(3)]
        if not words:
            del self.blocks[n]

    def remove(self, n: int) -> None:
        del self.blocks[n]

    def split(self, n: int) -> None:
        speaker, _, words = self.blocks[n]
        if len(words) > 1:
            a = 1 + self.number(len(words) - 2)
            self.blocks.insert(n + 1, [self.draw(st.sampled_from([speaker, "Cleo"])), None, words[a:]])
            del words[a:]

    def join(self, n: int) -> None:
        if n + 1 < len(self.blocks):
            self.blocks[n][2].extend(self.blocks.pop(n + 1)[2])

    def speaker(self, n: int) -> None:
        self.blocks[n][0] = self.draw(st.sampled_from([*SPEAKERS, "Cleo"]))

    def heading(self, n: int) -> None:
        self.blocks[n][1] = self.draw(st.sampled_from([None, "Three", f"By {self.tag}"]))

    def mark(self, n: int) -> None:
        words = self.blocks[n][2]
        a = self.number(len(words) - 1)
        marks = tuple(sorted(set(self.draw(st.lists(st.sampled_from(MARKS), max_size=2)))))
        words[a : a + 3] = [replace(word, marks=marks) for word in words[a : a + 3]]

    def language(self, n: int) -> None:
        words = self.blocks[n][2]
        a = self.number(len(words) - 1)
        words[a] = replace(words[a], language="cy")

    def spell(self, n: int) -> None:
        words = self.blocks[n][2]
        a = self.number(len(words) - 1)
        words[a] = replace(words[a], text=words[a].text.swapcase())


@st.composite
def threes(draw: st.DrawFn) -> tuple[Document, Document, Document]:
    """A base and two corrections of it."""
    base = draw(documents())
    return base, Editor(draw, base, "o").edit(), Editor(draw, base, "t").edit()
