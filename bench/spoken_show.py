"""A show of real speech with as many episodes as are asked for."""

import os
import random
import re
import shutil
from pathlib import Path

import numpy as np
import soundfile
from episode import RATE, talk
from numpy.typing import NDArray
from references import ROOT

from radkind_pod.progress import Silent

SAMPLE = ROOT / "episodes/two-voices/episode.yaml"
SHORTEST_S, LONGEST_S = 20, 45


def make_catalogue(root: Path, episodes: int, seconds: float = 0) -> list[str]:
    """Make a show of so many episodes of real speech, of `seconds` each or of different lengths; return their slugs."""
    voice, chance = talk(Path(os.environ.get("DATA", ROOT / "tests/data"))), random.Random(7)
    for name in ("config.yaml", "artwork.png"):
        shutil.copy(ROOT / name, root / name)
    shutil.copytree(ROOT / "audio", root / "audio", dirs_exist_ok=True)
    slugs = [f"episode-{number:02}" for number in range(1, episodes + 1)]
    for number, slug in enumerate(slugs, 1):
        folder = root / "episodes" / slug
        (folder / "raw").mkdir(parents=True)
        text = SAMPLE.read_text(encoding="utf-8").split("# Where a new subject begins.")[0].split("recordings:\n")[0]
        text = re.sub(r"^guid: .*$", f"guid: catalogue-{number}", text, flags=re.MULTILINE)
        text = re.sub(r"^number: .*$", f"number: {number}", text, flags=re.MULTILINE)
        (folder / "episode.yaml").write_text(f"{text}recordings: [talk.wav]\n", encoding="utf-8")
        length = round(RATE * (seconds or chance.uniform(SHORTEST_S, LONGEST_S)))
        write_talk(folder / "raw/talk.wav", np.resize(np.roll(voice, chance.randrange(len(voice))), length), number)
    return slugs


def write_talk(file: Path, voice: NDArray[np.int16], seed: int) -> None:
    """Write the voice in mono with a noise of its own: no two episodes have the same bytes."""
    soundfile.write(file, voice + np.random.default_rng(seed).integers(-12, 13, len(voice), dtype=np.int16), RATE)


class Nobody(Silent):
    """Looks at no episode."""

    def watch(self, slug: str) -> "Nobody":  # noqa: ARG002 - all are alike
        """Return one who doesn't look."""
        return self

    def ended(self, slug: str, state: str, seconds: float, error: Exception | None) -> None:
        """Say nothing."""

    def left(self, seconds: float | None) -> None:
        """Say nothing."""
