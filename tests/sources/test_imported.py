"""An episode has recordings, or it was imported; never neither, never both."""

from pathlib import Path

import pytest

from radkind_pod.errors import SourceError
from radkind_pod.sources.episode import read_episode, read_recorded
from radkind_pod.sources.imported import is_imported
from radkind_pod.sources.show import read_show

RECORDINGS = "recordings:\n  - a.wav\n  - b.wav\n"


@pytest.fixture
def rewrite(show_folder: Path):
    file = show_folder / "episodes/how-it-began/episode.yaml"

    def put(new: str) -> Path:
        file.write_text(file.read_text(encoding="utf-8").replace(RECORDINGS, new), encoding="utf-8")
        return file

    return put


def test_an_imported_episode_needs_no_recordings(rewrite, show_folder: Path) -> None:
    assert is_imported(rewrite("imported: true\n"))
    assert read_episode(read_show(show_folder), "how-it-began").imported
    with pytest.raises(SourceError, match="has no recordings"):
        read_recorded(read_show(show_folder), "how-it-began")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("imported: true\n" + RECORDINGS, "imported: can't stand beside recordings"),
        ("imported: false\n", "recordings: is missing"),
        ("recordings:\n", "recordings: is empty"),
        ("imported: true\nchapters: [{at: {recording: a.wav, at: 0:10}, title: X}]\n", "no recordings to count from"),
        ("imported: yes\n", "imported: 'yes' is neither true nor false"),
    ],
)
def test_what_does_not_fit_is_told(rewrite, show_folder: Path, text: str, words: str) -> None:
    rewrite(text)
    with pytest.raises(SourceError, match=words):
        read_episode(read_show(show_folder), "how-it-began")


def test_a_guid_may_hold_spaces_and_be_long_as_some_hosts_make_them(rewrite, show_folder: Path) -> None:
    file = rewrite("imported: true\n")
    guid = "Tag:Episode 12 - " + "x" * 500
    text = file.read_text(encoding="utf-8").replace("urn:uuid:5b0f6d0e-5a55-4d7c-9a40-0d5b8f6c2f11", f'"{guid}"')
    file.write_text(text, encoding="utf-8")
    assert read_episode(read_show(show_folder), "how-it-began").info.guid == guid
