"""Files broken at random: whatever a hand does to them, the answer is a SourceError or a show, never a traceback."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from radkind_pod.errors import Problem, SourceError
from radkind_pod.sources.episode import read_episode
from radkind_pod.sources.show import read_show

SIGNS = [
    *"[]{}:#\"'|>\\\n\t,é",
    "\x00",
    "\u2028",
    "- ",
    "&a ",
    "*a",
    "!x ",
    "null",
    "{}",
    "[]",
    "''",
    "? ",
    "---\n",
    "tracks:",
    "1e999",
]
MORE = {
    "config.yaml": "hosts:\n  - {name: Jo}\nloudness: {target: -16}\ntranscription:\n"
    "  glossary: [a, {name: b, heard: [cc, dd]}]\n",
    "episode.yaml": "chapters:\n  - at: 0:00\n    title: One\n  - {at: {recording: b.wav, at: 1:00}, title: Two}\n"
    "cuts:\n  - {from: 1:00, to: 2:00}\npeople: [{name: Ama}]\nnotes: |\n  text\n"
    "glossary:\n  - name: Ama\n    heard: [Amma]\n  - Jo\n",
}


def broken(text: str, count: int) -> Iterator[str]:
    dice = random.Random(20261123)
    for _ in range(count):
        result = text
        for _ in range(dice.randint(1, 4)):
            at = dice.randrange(len(result) + 1)
            lines = result.split("\n")
            kept = lines[dice.randrange(len(lines))].split(":")[0]
            sign = dice.choice(SIGNS)
            result = dice.choice(
                [
                    result[:at] + sign + result[at:],
                    result[:at] + result[at + 5 :],
                    result.replace(kept + ":", f"{kept}: {sign}", 1),
                ]
            )
        yield result


@pytest.mark.parametrize("name", MORE)
def test_no_broken_file_brings_a_traceback(show_folder: Path, name: str) -> None:
    file = show_folder / name if name == "config.yaml" else show_folder / "episodes/how-it-began" / name
    whole = file.read_text(encoding="utf-8") + MORE[name]
    problems: list[Problem] = []
    for text in broken(whole, 300):
        file.write_text(text, encoding="utf-8", newline="")
        try:
            read_episode(read_show(show_folder), "how-it-began")
        except SourceError as error:
            problems += error.problems
    assert len(problems) > 150
    assert [p for p in problems if not p.message.endswith((".", "?")) or "\n" in p.message] == []
