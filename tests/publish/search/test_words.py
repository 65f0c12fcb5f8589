"""Words are found whatever their case and accents, and told where they are."""

import json

import pytest

from radkind_pod.model.transcript import Paragraph
from radkind_pod.publish.search.words import DIGITS, IN_ABOUT, IN_TITLE, words_of, write_index


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Crème BRÛLÉE", ["creme", "brulee"]),
        ("Dŵr a thân, y'n", ["dwr", "a", "than", "y", "n"]),
        ("Straße, Łódź, Århus", ["strasse", "lodz", "arhus"]),
        ("İstanbul ve I\u011fd\u0131r", ["istanbul", "ve", "igdir"]),
        ("الحافِلة اللَّيلِيّة", ["الحافله", "الليليه"]),
        ("أمّ إلى", ["ام", "الي"]),
        ("مـــرحبا", ["مرحبا"]),
        ("१२ 3,000", ["१२", "3", "000"]),
        ("夜のバス", ["夜", "の", "ハ", "ス"]),
        ("«Ὀδυσσεύς»", ["οδυσσευσ"]),
        ("Kindle\u2122 IV\u00ad\u2163 neigh\u00adbour", ["kindle", "iviv", "neighbour"]),
        ("x" * 1_000_000, ["x" * 40]),
        ("--- … ]]>", []),
    ],
)
def test_words_are_folded(text, words):
    assert list(words_of(text)) == words


def masks(folder):
    lines = (folder / "index.txt").read_text(encoding="utf-8").splitlines()
    return {
        word: sum(DIGITS.index(d) << 6 * n for n, d in enumerate(reversed(mask)))
        for word, mask in map(str.split, lines)
    }


def test_each_word_has_the_stretches_in_which_it_is(changed, tmp_path):
    """16 stretches of equally many paragraphs; title and what is said about the episode beside them."""
    said = tuple(Paragraph(n * 1000, n * 1000 + 900, "A", f"word{n} always") for n in range(32))
    file = changed(title="The Title", summary="Summed up", notes="", chapters=(), people=(), transcript=said)
    write_index(file, file.with_name(file.name.replace(".release.", ".words.")), tmp_path)
    found = masks(tmp_path)
    assert found["always"] == 0xFFFF
    assert (found["word0"], found["word1"], found["word2"], found["word31"]) == (1, 1, 2, 1 << 15)
    assert (found["title"], found["summed"]) == (IN_TITLE, IN_ABOUT)


def test_passages_have_the_addresses_of_the_page(changed, page_of, show, tmp_path):
    said = tuple(Paragraph(5000 + n, 5010 + n, "A", f"word {n}") for n in range(3))
    file = changed(transcript=said)
    write_index(file, file.with_name(file.name.replace(".release.", ".words.")), tmp_path)
    text = json.loads((tmp_path / "files/search/text/lunch-for-forty.json").read_text(encoding="utf-8"))
    assert [f"t-{line[0]}" for line in text["lines"]] == ["t-5", "t-5-2", "t-5-3"]
    assert all(f'id="t-{line[0]}"' in page_of(show, file) for line in text["lines"])


def test_the_same_words_give_the_same_bytes(lunch, tmp_path):
    made = []
    for name in "ab":
        write_index(lunch, lunch.with_name("lunch-for-forty.words.json"), tmp_path / name)
        made.append(
            {f.relative_to(tmp_path / name): f.read_bytes() for f in (tmp_path / name).rglob("*") if f.is_file()}
        )
    assert made[0] == made[1]
