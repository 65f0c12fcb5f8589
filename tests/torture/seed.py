"""Which share of the torture is drawn: anew with each commit, and the same again for who names the seed."""

import os
import subprocess
from pathlib import Path

NAMED = "TORTURE_SEED"
"""Names a seed in the environment, to play again what was drawn elsewhere."""


def drawn() -> int:
    """Return the seed of this commit; 0 where the project is no git repository."""
    if named := os.environ.get(NAMED):
        return int(named)
    asked = ["git", "rev-parse", "--short=8", "HEAD"]
    found = subprocess.run(asked, cwd=Path(__file__).parent, capture_output=True, text=True, check=False)
    return int(found.stdout, 16) if found.returncode == 0 else 0
