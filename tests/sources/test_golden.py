"""Wrong files and exactly what is said about them. A new case is a folder with two files and no Python."""

import shutil
from pathlib import Path

import pytest

from radkind_pod.errors import SourceError
from radkind_pod.sources.episode import read_episode
from radkind_pod.sources.show import read_show

CASES = sorted((Path(__file__).parent / "golden").iterdir())


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_a_wrong_file_is_explained_line_by_line(case: Path, show_folder: Path) -> None:
    if (case / "config.yaml").exists():
        shutil.copyfile(case / "config.yaml", show_folder / "config.yaml")
    else:
        shutil.copyfile(case / "episode.yaml", show_folder / "episodes/how-it-began/episode.yaml")
    with pytest.raises(SourceError) as caught:
        read_episode(read_show(show_folder), "how-it-began")
    assert [str(p) for p in caught.value.problems] == (case / "expected.txt").read_text(encoding="utf-8").splitlines()


def test_every_problem_says_where() -> None:
    """Each expected line begins with file and line."""
    lines = [line for case in CASES for line in (case / "expected.txt").read_text(encoding="utf-8").splitlines()]
    assert [line for line in lines if not line.split(": ")[0].rsplit(":")[-1].isdecimal()] == []
