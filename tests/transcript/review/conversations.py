"""Conversations, written down in lines, and two people's corrections of them.

Each line is a paragraph: `# Heading # Ama: I met John~redact. yn~@cy`.
"""

from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from radkind_pod.model.review import Block, Conflict, Document
from radkind_pod.model.transcript import Word
from radkind_pod.transcript.review.merge import Merged, merge


def document(*lines: str, language: str = "en", start_ms: int = 0) -> Document:
    """Return the lines as a document, each word 300 ms long, 100 ms apart."""
    blocks, at = [], start_ms
    for line in lines:
        heading, _, rest = line[2:].rpartition(" # ") if line.startswith("# ") else ("", "", line)
        speaker, _, text = rest.partition(": ")
        words = []
        for written in text.split():
            word, *marks = written.split("~")
            own = next((mark[1:] for mark in marks if mark.startswith("@")), None)
            kept = tuple(sorted(mark.replace("_", " ") for mark in marks if not mark.startswith("@")))
            words.append(Word(word, at, at + 300, language=own, marks=kept))
            at += 400
        blocks.append(Block(speaker if speaker != "-" else None, tuple(words), heading or None))
    return Document(language, tuple(blocks))


def edited(base: Document, *lines: str) -> Document:
    """Return the lines as an editor would save them: words that stayed have their times, new ones about those."""
    new = document(*lines, language=base.language)
    old, words = base.words, list(new.words)
    matcher = SequenceMatcher(None, [w.text for w in old], [w.text for w in words], autojunk=False)
    at = 0
    for a, b, size in matcher.get_matching_blocks():
        for n in range(at, b):
            near = old[a - 1].end_ms if a else 0
            words[n] = replace(words[n], start_ms=near, end_ms=near, estimated=True)
        for n in range(size):
            words[b + n] = replace(words[b + n], start_ms=old[a + n].start_ms, end_ms=old[a + n].end_ms)
        at = b + size
    left = iter(words)
    blocks = (replace(block, words=tuple(next(left) for _ in block.words)) for block in new.blocks)
    return replace(base, blocks=tuple(blocks))


def shown(blocks: Sequence[Block]) -> list[str]:
    """Return paragraphs as the lines that they can be written as."""
    return [
        (f"# {block.heading} # " if block.heading else "")
        + f"{block.speaker or '-'}: "
        + " ".join(map(_word, block.words))
        for block in blocks
    ]


def _word(word: Word) -> str:
    own = [f"@{word.language}"] if word.language else []
    return "~".join([word.text, *own, *(mark.replace(" ", "_") for mark in word.marks)])


def both(base: Document, ours: list[str], theirs: list[str]) -> Merged:
    return merge(base, edited(base, *ours), edited(base, *theirs), ours_by="Ama", theirs_by="Tom")


def versions(conflict: Conflict) -> tuple[list[str], list[str]]:
    return shown(conflict.here), shown(conflict.other)


TALK = document("Ama: We went home. It was late.", "Ben: Yes. I saw John there.", "Ama: No.")
"""Three paragraphs that most cases change."""
FIRST = ["Ama: We went home. It was late."]


LAST = ["Ben: Yes. I saw John there.", "Ama: No."]
