from pathlib import Path

import pytest

from radkind_pod.errors import SourceError
from radkind_pod.sources.project import episode_slugs, find_root, is_slug, match_slug


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "config.yaml").touch()
    for slug in ("leeds-garden", "leeds-kitchen", "001-welcome", "the-garden-again", ".new-half-copied"):
        (tmp_path / "episodes" / slug).mkdir(parents=True)
        (tmp_path / "episodes" / slug / "episode.yaml").touch()
    (tmp_path / "episodes/no-episode-yet").mkdir()
    return tmp_path


def test_the_show_is_found_from_any_folder_in_it(root: Path) -> None:
    assert find_root(root / "episodes/leeds-garden") == root


def test_outside_of_a_show_the_way_to_one_is_said(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="radkind-pod init my-show"):
        find_root(tmp_path)


def test_episodes_are_the_folders_with_an_episode_file_in_order(root: Path) -> None:
    assert episode_slugs(root) == ("001-welcome", "leeds-garden", "leeds-kitchen", "the-garden-again")


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("leeds-garden", "leeds-garden"),
        ("leeds-k", "leeds-kitchen"),
        ("welcome", "001-welcome"),
        ("again", "the-garden-again"),
        ("001", "001-welcome"),
        ("lcome", "001-welcome"),
    ],
)
def test_a_shortened_name_finds_its_episode(root: Path, text: str, slug: str) -> None:
    assert match_slug(root, text) == slug


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("leeds", "'leeds' could be leeds-garden or leeds-kitchen. Write more of the name."),
        ("leeds-gardne", "there is no episode 'leeds-gardne'. Did you mean leeds-garden?"),
        ("xyz", "The last ones are: 001-welcome, leeds-garden, leeds-kitchen, the-garden-again."),
        ("", "there is no episode ''."),
    ],
)
def test_a_name_that_fits_none_or_several_is_explained(root: Path, text: str, said: str) -> None:
    with pytest.raises(SourceError) as caught:
        match_slug(root, text)
    assert said in str(caught.value)


def test_a_show_without_episodes_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="Make one: `radkind-pod new"):
        match_slug(tmp_path, "leeds")


@pytest.mark.parametrize("text", ["a", "001", "how-it-began", "x" * 80])
def test_slugs(text: str) -> None:
    assert is_slug(text)


@pytest.mark.parametrize("text", ["", "-a", "a-", "a b", "A", "é", "a_b", "..", "a/b", "nul", "com1", "a\n", "x" * 81])
def test_no_slugs(text: str) -> None:
    assert not is_slug(text)
