"""96 broken files: each one is prepared or refused with a plain word, quickly and in little memory."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from radkind_pod.audio.stages import Prepare
from radkind_pod.errors import MediaError
from radkind_pod.model.audio import Recording, Track
from radkind_pod.progress import Silent

BROKEN = Path(__file__).parents[1] / "data" / "broken"
FILES = sorted(path for path in BROKEN.rglob("*") if path.is_file())
MEMORY_BYTES = 1 << 30
SECONDS = 20

# All files one after the other, in a process that may not have more than 1 GB of addresses.
CHILD = """
import resource, sys, tempfile
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]),) * 2)
from radkind_pod.audio.stages import Prepare
from radkind_pod.errors import PodError
from radkind_pod.model.audio import Recording, Track
from radkind_pod.progress import Silent
ends = []
for name in sys.argv[2:]:
    with tempfile.TemporaryDirectory() as folder:
        try:
            Prepare((Recording((Track(Path(name)),)),)).run(Path(folder), Silent())
            ends.append("prepared")
        except PodError as error:
            ends.append("refused")
print(len(ends), len(set(ends)))
"""


def test_all_of_them_are_here() -> None:
    assert len(FILES) == 96


def prepared_or_refused(file: Path, folder: Path) -> str:
    """Return what came of it: the length in samples or the words of the refusal."""
    request = Prepare((Recording((Track(file),)),))
    try:
        request.run(folder, Silent())
    except MediaError as error:
        return str(error)
    return f"{file}: {request.read(folder).samples} samples"


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.name)
def test_it_is_prepared_or_refused_with_a_plain_word(file: Path, tmp_path: Path) -> None:
    started = time.monotonic()
    end = prepared_or_refused(file, tmp_path)
    assert end.startswith(f"{file}: ")
    assert "\n" not in end
    assert time.monotonic() - started < SECONDS


def test_none_of_them_needs_a_gigabyte() -> None:
    command = [sys.executable, "-c", CHILD, str(MEMORY_BYTES), *map(str, FILES)]
    environment = os.environ | {
        "OPENBLAS_NUM_THREADS": "1"
    }  # each of its threads reserves addresses that it never uses
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False, env=environment)
    assert (done.stdout, done.stderr, done.returncode) == ("96 2\n", "", 0)
