"""A review over its whole life: whatever people send in whatever order, nothing that anybody corrected is lost."""

import re
import tempfile
from dataclasses import replace
from itertools import permutations
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.transcript.review.cases import all_that_is_kept, begun, machine, receive, sent, updated, with_words

from radkind_pod.transcript.exchange import EXPORTS, Stamp
from radkind_pod.transcript.exchange.bringing import bring_other
from radkind_pod.transcript.review.case import Case
from radkind_pod.transcript.review.conflicts import conflicts
from radkind_pod.transcript.review.parts import parts
from radkind_pod.transcript.review.versions import keep
from radkind_pod.transcript.review.withheld import view

FORMATS = sorted(EXPORTS)


steps = st.lists(
    st.tuples(
        st.sampled_from(["pack", "pack", "exchange", "update"]),
        st.integers(0, 59),
        st.integers(0, 3),
        st.sampled_from(FORMATS),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=25, deadline=None)
@given(steps)
def test_no_sequence_of_packs_exports_and_new_drafts_loses_a_correction(todo: list[tuple[str, int, int, str]]) -> None:
    """Each word that anybody typed stands in the transcript, or waits as the other version of its passage.

    Unless somebody who saw it corrected it again.
    """
    with tempfile.TemporaryDirectory() as name:
        case = begun(Path(name), machine())
        versions, typed = [case.begin().version], list[str]()
        for step, (kind, number, back, form) in enumerate(todo):
            token = f"typed{step}"
            if kind == "pack":
                version = versions[max(0, len(versions) - 1 - back)]
                words = view(case.given(version).document).words
                old = words[number % len(words)].text
                receive(case, sent(case, version, {number % len(words): token}, f"person {step}"))
                typed = [*(other for other in typed if other != old), token]
            elif kind == "exchange":
                old = _exchanged(case, form, number, token)
                typed = [*(other for other in typed if other != old), token] if old else typed
            else:
                updated(case, step)
            versions.append(case.begin().version)
        kept = all_that_is_kept(case) if typed else ""
        assert [token for token in typed if token not in kept] == []


def _exchanged(case: Case, form: str, number: int, token: str) -> str:
    """Export, change one word as somebody would in another program, and bring it in; return which word it was."""
    given = case.begin()
    document = view(given.reviewed.document)
    old = document.words[number % len(document.words)].text
    stamp = Stamp("hope", "Hope", given.version)
    word = replace(document.words[number % len(document.words)], text=token)
    if form == "docx":
        changed = [*document.words]
        changed[number % len(changed)] = word
        data = EXPORTS[form](with_words(document, changed), stamp)
    else:
        text = EXPORTS[form](document, stamp).decode()
        if not re.search(rf"(?<![\w]){re.escape(old)}", text):
            return ""
        data = re.sub(rf"(?<![\w]){re.escape(old)}", token, text, count=1).encode()
    bring_other(case, "hope", Path(f"back.{form}"), data, "Bo")
    return old


@settings(max_examples=10, deadline=None)
@given(st.lists(st.integers(0, 11), min_size=3, max_size=3, unique=True))
def test_files_for_different_sentences_give_the_same_transcript_in_any_order(chosen: list[int]) -> None:
    texts = set()
    for order in permutations(range(3)):
        with tempfile.TemporaryDirectory() as name:
            case = begun(Path(name), machine())
            version = case.begin().version
            files = [sent(case, version, {5 * s + 1: f"typed{s}"}, f"person {n}") for n, s in enumerate(chosen)]
            for number in order:
                receive(case, files[number])
            texts.add(case.folder.transcript.read_text(encoding="utf-8"))
            assert conflicts(case.folder) == ()
    assert len(texts) == 1


def test_parts_come_in_in_any_order(tmp_path: Path) -> None:
    """Each part knows its place; the words' numbers in it are its own."""
    texts = set()
    for number, order in enumerate(permutations((1, 2, 3))):
        folder = tmp_path / str(number)
        folder.mkdir()
        case = begun(folder, machine(paragraphs=40, sentences=10))
        begin = case.begin()
        assert len(parts(view(begin.reviewed.document))) == 3
        for part in order:
            receive(case, sent(case, begin.version, {3: f"typed{part}"}, f"person {part}", part=part))
        texts.add(case.folder.transcript.read_text(encoding="utf-8"))
    assert len(texts) == 1
    assert all(f"typed{part}" in next(iter(texts)) for part in (1, 2, 3))


def test_what_is_withheld_comes_back_untouched_from_a_pack_without_it(tmp_path: Path) -> None:
    case = begun(tmp_path, machine())
    version = case.begin().version
    document = case.given(version).document
    words = list(document.words)
    words[3] = replace(words[3], text="Siân", marks=("redact",))
    version = keep(case.folder, case.text_of(with_words(document, words)).encode())
    data = sent(case, version, {1: "typed"}, "Ama")
    assert "Siân".encode() not in data
    receive(case, data)
    text = case.folder.transcript.read_text(encoding="utf-8")
    assert re.search(r"typed word002 <c\.redact>(<[\d:.]+>)?Siân</c>", text)


def test_looking_writes_nothing(tmp_path: Path) -> None:
    case = begun(tmp_path, machine())
    assert case.look().version == case.look().version
    assert list(case.folder.episode_folder.iterdir()) == []
