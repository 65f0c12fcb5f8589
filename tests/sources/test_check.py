import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from radkind_pod.sources.check import advice_on, check_project, duplicate_guids


def said(problems: object) -> list[str]:
    return [str(p) for p in problems]  # type: ignore[attr-defined]


def copy_episode(root: Path, slug: str, guid: str | None = None) -> Path:
    folder = root / "episodes" / slug
    shutil.copytree(root / "episodes/how-it-began", folder)
    file = folder / "episode.yaml"
    if guid:
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("5b0f6d0e-5a55-4d7c-9a40-0d5b8f6c2f11", guid), encoding="utf-8")
    return file


def test_a_whole_show_has_no_problems_and_no_advice(show_folder: Path) -> None:
    assert (check_project(show_folder), advice_on(show_folder)) == ((), ())


def test_problems_of_all_files_come_at_once(show_folder: Path, write_config: Callable[..., None]) -> None:
    """A broken config.yaml doesn't hide what is wrong with the episodes."""
    write_config(explicit="perhaps")
    copy_episode(show_folder, "second", "new").write_text("titel: x\n", encoding="utf-8")
    (show_folder / "episodes/Bad Name").mkdir()
    (show_folder / "episodes/Bad Name/episode.yaml").touch()
    begins = [line.split(": ")[0] for line in said(check_project(show_folder))]
    assert begins == ["config.yaml:10", "episodes", *["episodes/second/episode.yaml:1"] * 5]


@pytest.mark.parametrize("quote", ["", '"', "'"])
def test_two_episodes_with_one_guid_are_found(show_folder: Path, quote: str) -> None:
    file = copy_episode(show_folder, "second")
    text = file.read_text(encoding="utf-8")
    guid = "urn:uuid:5b0f6d0e-5a55-4d7c-9a40-0d5b8f6c2f11"
    file.write_text(text.replace(guid, f"{quote}{guid}{quote} # copied"), encoding="utf-8")
    (problem,) = duplicate_guids(show_folder)
    assert str(problem).startswith("episodes/second/episode.yaml:2: guid: the same as in how-it-began.")
    assert check_project(show_folder) == (problem,)


def test_placeholders_and_missing_words_are_advice(
    show_folder: Path, write_config: Callable[..., None], write_episode: Callable[..., None]
) -> None:
    write_config(
        add="copyright: © 2026 Us\nhosts: [{name: Jo, role: hots}]\n",
        link="https://example.org",
        artwork_alt="",
    )
    write_episode(
        add="artwork: garden.jpg\nchapters:\n  - {at: 0:00, title: One, image: garden.jpg}\n",
        title='"Episode 12: Kindness at Work in Leeds"',
    )
    begins = [": ".join(line.split(": ")[:3])[:95] for line in said(advice_on(show_folder))]
    assert begins == [
        "config.yaml:6: link: https://example.org is only an example. Write the real address before anyt",
        "config.yaml:11: artwork: people who can't see the picture get no words for it. Add a line artwo",
        "config.yaml:14: copyright: apps add the sign, the word and the year themselves. Write the name ",
        "config.yaml:15: hosts: 'hots' is not a role of the podcast taxonomy. Did you mean host?",
        "episodes/how-it-began/episode.yaml:1: title: holds the show's name, which apps show anyway. Lea",
        "episodes/how-it-began/episode.yaml:1: title: begins with a number, which apps show themselves. ",
        "episodes/how-it-began/episode.yaml:8: artwork: people who can't see the picture get no words fo",
        "episodes/how-it-began/episode.yaml:10: chapters: people who can't see the picture get no words ",
    ]


def test_the_same_number_twice_is_advice(show_folder: Path, write_episode: Callable[..., None]) -> None:
    write_episode(add="number: 3\n")
    copy_episode(show_folder, "second", "00000000-0000-4000-8000-000000000000")
    assert said(advice_on(show_folder)) == [
        "episodes/second/episode.yaml:8: number: how-it-began has the number 3 too. Give each episode its own."
    ]
