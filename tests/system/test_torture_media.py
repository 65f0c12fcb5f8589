"""Media that were made to do harm: the real command opens nothing else, asks nobody, and says what they are."""

import os
import random
import re
import socket
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest
from tests.cli.test_broken_files import add_episode
from tests.media.test_admission import SCRIPTS, write_wav
from tests.system.conftest import POD, ROOT
from tests.system.hostile import really, silent_show
from tests.torture import mutants
from tests.torture.seed import NAMED, drawn

pytestmark = pytest.mark.system
TRACED = ["strace", "-f", "-y", "--seccomp-bpf", "-qq", "-s", "400", "-e", "trace=open,openat,openat2,creat,connect"]
MUTANTS, REALLY = 1000, 100


def traced(out: Path, command: list[str], **how: Any) -> "subprocess.CompletedProcess[str]":
    """Run a command and write down each file that it opens and each address that it asks."""
    return subprocess.run(
        [*TRACED, "-o", str(out), *command], capture_output=True, text=True, encoding="utf-8", check=False, **how
    )


def foreign(trace: Path, *ours: Path) -> list[str]:
    """Return what was opened that is neither ours nor Python's, its packages' or the system's own; and each connect."""
    homes = {sys.prefix, sys.base_prefix, *sysconfig.get_paths().values(), str(ROOT / "src"), str(ROOT / "tests")}
    known = tuple(
        f"{home}/"
        for home in (*homes, *map(str, ours), "/proc", "/sys/devices", "/sys/fs/cgroup", "/usr", "/lib", "/lib64")
    )
    single = (*sys.path, "/etc/ld.so.cache", "/etc/localtime", "/etc/mime.types", "/dev/null", "/dev/urandom")
    found = []
    for line in trace.read_text(encoding="utf-8", errors="replace").splitlines():
        if "connect(" in line:
            found.append(line)
        elif (
            opened := re.search(r'(?:open|openat|openat2|creat)\((?:\w+<([^<>]*)>, )?"((?:[^"\\]|\\.)*)"', line)
        ) is not None:
            path = os.path.normpath(os.path.join(opened[1] or "/unknown", opened[2]))  # noqa: PTH118 - as the system does
            if path not in single and not f"{path}/".startswith(known):
                found.append(line)
    return found


# Mutants


def test_mutants_are_recordings_or_refused_in_a_word_and_read_nothing_else(tmp_path: Path) -> None:
    """1,000 of them, drawn anew with each commit; `python -m tests.torture mutants` plays all."""
    command = [sys.executable, "-m", "tests.torture", "mutants", "--points", str(MUTANTS)]
    trace, playing = tmp_path / "trace", tmp_path / "playing"
    environment = {**os.environ, NAMED: str(drawn())}
    done = traced(trace, [*command, "--folder", str(tmp_path)], cwd=ROOT, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    (notes,) = tmp_path.glob("*/mutants.jsonl")
    assert len(notes.read_text(encoding="utf-8").splitlines()) == MUTANTS
    lines = trace.read_text(encoding="utf-8", errors="replace").splitlines()
    begun = next(at for at, line in enumerate(lines) if "/prepared/printed" in line)
    playing.write_text("\n".join(lines[begun:]), encoding="utf-8")
    rooms = {Path(room) for room in re.findall(r'"(/[^"]*?/torture-[^/"]+)/', "\n".join(lines[begun:]))}
    assert foreign(playing, *rooms, tmp_path) == []


def test_a_real_process_says_the_same_as_a_forked_one(tmp_path: Path) -> None:
    """A hundred of the mutants, each in a process that was only started for it, as a build does it."""
    made = mutants.seeds(tmp_path)
    chance = random.Random(drawn())
    for number in range(REALLY):
        name = chance.choice([*made])
        file = tmp_path / f"{number}{Path(name).suffix}"
        file.write_bytes(mutants.mutant(chance, name, made))
        for folder in ("work", "really"):
            (tmp_path / f"{number}-{folder}").mkdir()
        forked = mutants.in_a_child(file, tmp_path / f"{number}-work")
        assert forked.kind in mutants.RIGHT, (drawn(), number, forked)
        assert (forked.kind, forked.said) == really(file, tmp_path / f"{number}-really"), (drawn(), number)


# Playlists and scripts in disguise


def test_a_script_in_disguise_opens_no_other_file_and_asks_nobody(tmp_path: Path) -> None:
    """A whole build is watched: nothing but Python, the show and what it makes is opened, and no address is asked."""
    show = silent_show(tmp_path)
    secret = write_wav(tmp_path / "elsewhere" / "secret.wav")
    slugs = []
    with socket.create_server(("127.0.0.1", 0)) as trap:
        trap.setblocking(False)
        address = f"http://127.0.0.1:{trap.getsockname()[1]}/a.mp3"
        for target in ("sibling.wav", str(secret), f"file:{secret}", address):
            for script in SCRIPTS.values():
                name = f"interview{('.wav', '.mp3', '.m4a', '.ogg')[len(slugs) % 4]}"
                file = tmp_path / "elsewhere" / name
                file.write_text(script.replace("sibling.wav", target), encoding="utf-8")
                slugs.append(add_episode(show, len(slugs), file))
                write_wav(show.root / "episodes" / slugs[-1] / "raw/sibling.wav")
        command = [*POD, "build", *slugs, "--engine", "replay", "--progress", "none"]
        done = traced(tmp_path / "trace", command, cwd=show.root)
        with pytest.raises(BlockingIOError):
            trap.accept()
    assert done.returncode == 5, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.count("this is a playlist or script that points to other files") == len(slugs)
    opened = (tmp_path / "trace").read_text(encoding="utf-8", errors="replace")
    assert "sibling.wav" not in opened
    assert foreign(tmp_path / "trace", show.root) == []
