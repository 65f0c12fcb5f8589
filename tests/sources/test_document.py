from pathlib import Path

import pytest

from radkind_pod.errors import SourceError
from radkind_pod.sources.document import quoted, read_document


def read(tmp_path: Path, text: str) -> dict[str, object]:
    file = tmp_path / "x.yaml"
    file.write_text(text, encoding="utf-8", newline="\n")
    return read_document(file).data


@pytest.mark.parametrize(
    "text", ["12:30", "012", "1.10", "no", "yes", "on", "0x10", "1_000", "2026-03-01", "1e3", ".5"]
)
def test_no_scalar_is_changed_by_what_yaml_thinks_it_is(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, f"title: {text}\n") == {"title": text}


def test_nothing_null_and_tilde_are_none_and_quoted_they_are_text(tmp_path: Path) -> None:
    text = "a:\nb: null\nc: ~\nd: 'null'\ne: \"\"\n"
    assert read(tmp_path, text) == {"a": None, "b": None, "c": None, "d": "null", "e": ""}


@pytest.mark.parametrize(
    "text",
    [
        'say "hi"',
        "a: b",
        "# no comment",
        "- no list",
        "🎙 emoji",
        "أهلا وسهلا",
        "back\\slash",
        "'",
        "%&*!@`|>{}[]",
        "two\nlines",
        "  ",
    ],
)
def test_quoted_text_reads_back_as_it_was(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, f"title: {quoted(text)}\n") == {"title": text}


def test_each_key_and_item_knows_its_line(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_text("# c\na: 1\nb:\n  - x\n  - c: 2\n    d:\n      3\nn: |\n  text\n", encoding="utf-8")
    document = read_document(file)
    places = [("a",), ("b",), ("b", 0), ("b", 1, "c"), ("b", 1, "d"), ("n",), ("b", 1, "zz")]
    assert [document.line(*place) for place in places] == [2, 3, 4, 5, 6, 8, 5]


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_of_other_systems_count_as_one_line(tmp_path: Path, end: str) -> None:
    file = tmp_path / "x.yaml"
    file.write_bytes("\ufeffa: 1\nb: |\n  one\n  two\nc: 3\n".replace("\n", end).encode())
    document = read_document(file)
    assert (document.data, document.line("c")) == ({"a": "1", "b": "one\ntwo\n", "c": "3"}, 5)


def test_a_folder_of_that_name_is_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config.yaml").mkdir()
    with pytest.raises(SourceError, match=r"^config\.yaml: is a folder\. .*rename the folder"):
        read_document(tmp_path / "config.yaml")


def test_a_missing_and_a_huge_file_are_explained(tmp_path: Path) -> None:
    (tmp_path / "huge.yaml").write_bytes(b"#" * 2_000_001)
    with pytest.raises(SourceError, match="is not there"):
        read_document(tmp_path / "none.yaml")
    with pytest.raises(SourceError, match="larger than 1 MB"):
        read_document(tmp_path / "huge.yaml")


def test_a_comment_behind_a_value_is_a_comment(tmp_path: Path) -> None:
    assert read(tmp_path, "a: text # said of it\nb: 1 #2\nc: one#two\n") == {"a": "text", "b": "1", "c": "one#two"}


def test_aliases_that_would_fill_the_memory_are_refused(tmp_path: Path) -> None:
    """Ten lists of ten aliases each would be 10 billion items."""
    lines = ["a0: &a0 [x]", *(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 11))]
    with pytest.raises(SourceError) as caught:
        read(tmp_path, "\n".join(lines) + "\n")
    assert [p.line for p in caught.value.problems] == [line for line in range(2, 12) for _ in range(10)]


def test_a_list_that_holds_itself_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r":1: a: repeats another part"):
        read(tmp_path, "a: &a [*a]\n")


@pytest.mark.parametrize(
    "text", ["a: " + "[" * 10_000, "a: " + "{b: " * 10_000, "- " * 10_000, "- a\n" * 100_001, "a: [" + "b," * 100_001]
)
def test_what_would_take_minutes_or_all_memory_is_refused_with_its_line(tmp_path: Path, text: str) -> None:
    with pytest.raises(SourceError, match=r"yaml:\d+: more keys and values stand here, or one in another, than any"):
        read(tmp_path, text)


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system", "!!binary", "!!set", "!x", "!<tag:a,b>"])
def test_a_tag_is_never_followed_and_never_passed_over(tmp_path: Path, tag: str) -> None:
    with pytest.raises(SourceError, match=r"yaml:1: a: '.*' has a meaning of its own in YAML"):
        read(tmp_path, f"a: {tag} b\n")
