"""What is exported comes back as it was, from every format; and one correction as that correction."""

import io
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.transcript.exchange.samples import STAMP, TALK, VERSION, documents, exported, returned, texts

from radkind_pod.model.review import PLACEHOLDER, Document
from radkind_pod.transcript.exchange import EXPORTS, as_document

BEFORE, AFTER = "Qwertzuiop", "Asdfghjkl"


def edited(data: bytes, kind: str, before: str, after: str) -> bytes:
    if kind != "docx":
        return data.replace(before.encode(), after.encode())
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(before.encode(), after.encode()))
    return packed.getvalue()


def with_text(document: Document, at: int, text: str) -> Document:
    blocks, first = [], 0
    for block in document.blocks:
        words = tuple(replace(word, text=text) if first + i == at else word for i, word in enumerate(block.words))
        first += len(block.words)
        blocks.append(replace(block, words=words))
    return replace(document, blocks=tuple(blocks))


@pytest.mark.parametrize("kind", EXPORTS)
@given(document=documents())
@settings(max_examples=40, deadline=None)
def test_what_nobody_touched_comes_back_the_same(kind: str, document: Document) -> None:
    assert as_document(returned(exported(document, kind), kind), document) == document


@pytest.mark.parametrize("kind", EXPORTS)
@given(document=documents(), choice=st.integers(0, 1000), after=st.sampled_from([AFTER, "", f"{BEFORE} {AFTER}"]))
@settings(max_examples=40, deadline=None)
def test_one_corrected_word_comes_back_as_that_correction(
    kind: str, document: Document, choice: int, after: str
) -> None:
    """Changed, taken out, or another one put behind it: no other word, name or heading is touched."""
    plain = [i for i, word in enumerate(document.words) if PLACEHOLDER not in word.marks]
    if not plain or len(document.words) < 2:
        return
    at = plain[choice % len(plain)]
    base = with_text(document, at, BEFORE)
    came = as_document(returned(edited(exported(base, kind), kind, BEFORE, after), kind), base)
    wanted = [*texts(base)[:at], *after.split(), *texts(base)[at + 1 :]]
    if document.language == "ja":
        assert "".join(texts(came)).replace(" ", "") == "".join(wanted).replace(" ", "")
        return
    assert texts(came) == wanted
    others = len(base.words) - at - 1
    assert came.words[:at] == base.words[:at]
    assert came.words[len(came.words) - others :] == base.words[at + 1 :]
    if after:
        assert [(b.speaker, b.heading, len(b.words)) for b in came.blocks] == [
            (b.speaker, b.heading, sum(len(after.split()) if w.text == BEFORE else 1 for w in b.words))
            for b in base.blocks
        ]


@pytest.mark.parametrize("kind", EXPORTS)
def test_the_same_transcript_makes_the_same_bytes(kind: str) -> None:
    assert EXPORTS[kind](TALK, STAMP) == EXPORTS[kind](TALK, STAMP)


@pytest.mark.parametrize("kind", ["docx", "txt", "md", "vtt"])
def test_the_version_is_found_again(kind: str) -> None:
    came = returned(exported(TALK, kind), kind)
    assert (came.version, came.episode) == (VERSION, "two-voices")


def test_subrip_has_no_version() -> None:
    assert returned(exported(TALK, "srt"), "srt").version is None


def test_captions_have_two_lines_at_most() -> None:
    for kind in ("srt", "vtt"):
        cues = exported(TALK, kind).decode().split("\n\n")
        assert all(len(cue.strip().split("-->")[-1].split("\n")) <= 3 for cue in cues)


def test_plain_text_reads_like_a_transcript() -> None:
    assert (
        exported(TALK, "txt")
        .decode()
        .startswith("# A kitchen for forty\n\n[0:00:00] Ama Mensah: Good morning, and welcome to the programme")
    )


def test_markdown_reads_like_a_transcript() -> None:
    assert (
        exported(TALK, "md")
        .decode()
        .startswith("# Two voices\n\n## A kitchen for forty\n\n[0:00:00] **Ama Mensah:** Good morning, and welcome")
    )
