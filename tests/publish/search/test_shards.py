"""All words are in the shards, each in the one that its place in the alphabet says, and little changes with a word."""

import json
from pathlib import Path

from tests.publish.sites import join_shelves

from radkind_pod.publish.search.shards import SHELF, write_shelf
from radkind_pod.publish.search.words import DIGITS


def shelved(folder: Path, episodes: list[dict[str, str]]) -> list[Path]:
    """Put episodes (word -> mask) on shelves; return their folders."""
    shelves = []
    for number in range(-(-len(episodes) // SHELF)):
        indexes = []
        for place, episode in enumerate(episodes[number * SHELF : (number + 1) * SHELF]):
            file = folder / f"{number}-{place}.txt"
            file.write_text("".join(f"{word} {mask}\n" for word, mask in sorted(episode.items())), encoding="utf-8")
            indexes.append(file)
        write_shelf(number, indexes, folder / f"shelf-{number}")
        shelves.append(folder / f"shelf-{number}")
    return shelves


def sharded(folder: Path, episodes: list[dict[str, str]]) -> dict[str, str]:
    folder.mkdir()
    slugs = [f"episode-{n}" for n in range(len(episodes))]
    join_shelves(shelved(folder, episodes), slugs, folder / "aside", folder / "files")
    return {f.name: f.read_text(encoding="utf-8") for f in (folder / "files/search").iterdir()}


def a_show(count: int, words: int = 3000) -> list[dict[str, str]]:
    return [{f"w{n * 7919 % 100_003:05}": "AAB" for n in range(e, e + words)} for e in range(count)]


def unpacked(places: str) -> dict[int, str]:
    """Read a list of places as search.js does."""
    found = {}
    for shelf in places.split(".")[1:]:
        number = DIGITS.index(shelf[0]) * 64 + DIGITS.index(shelf[1])
        for at in range(2, len(shelf), 4):
            found[number * SHELF + DIGITS.index(shelf[at])] = shelf[at + 1 : at + 4]
    return found


def test_every_word_of_every_episode_is_found_again(tmp_path):
    episodes = a_show(130, 50)
    made = sharded(tmp_path / "a", episodes)
    told = json.loads(made["words.json"])
    assert told["episodes"] == [f"episode-{n}" for n in range(130)]
    lines = [line.split(" ") for _, name in told["shards"] for line in made[name].splitlines()]
    assert [word for word, _ in lines] == sorted({word for episode in episodes for word in episode})
    for word, places in lines:
        assert unpacked(places) == {n: episode[word] for n, episode in enumerate(episodes) if word in episode}


def test_a_shard_is_named_by_its_first_word_and_is_small(tmp_path):
    made = sharded(tmp_path / "a", a_show(130, 3000))
    told = json.loads(made["words.json"])
    assert [first for first, _ in told["shards"]] == [made[name].partition(" ")[0] for _, name in told["shards"]]
    assert len({name for _, name in told["shards"]}) == len(told["shards"]) == len(made) - 1
    assert max(len(text) for name, text in made.items() if name != "words.json") < 64_100


def test_a_corrected_word_changes_one_shard_and_not_the_list_of_them(tmp_path):
    episodes = a_show(70, 3000)
    before = sharded(tmp_path / "a", episodes)
    episodes[3] = {**episodes[3], "w00000x": "AAB"}
    after = sharded(tmp_path / "b", episodes)
    assert len({name for name in before | after if before.get(name) != after.get(name)}) == 1


def test_a_show_without_episodes_has_an_empty_index(tmp_path):
    assert json.loads(sharded(tmp_path / "a", [])["words.json"]) == {"episodes": [], "shards": []}
