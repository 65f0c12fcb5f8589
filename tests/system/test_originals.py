"""What people bring is only ever read: in the whole life of an episode, every call that touches it is watched."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from hashlib import sha256
from http.cookiejar import CookieJar
from pathlib import Path

import pytest
from tests.editor.samples import corrections, region
from tests.system.conftest import ROOT, SLUG, Show, copy_sample

pytestmark = pytest.mark.system

CHANGES = (
    *("creat", "unlink", "unlinkat", "rename", "renameat", "renameat2", "link", "linkat", "truncate", "ftruncate"),
    *("chmod", "fchmod", "fchmodat", "chown", "fchown", "lchown", "fchownat", "fallocate"),
    *("utime", "utimes", "utimensat", "futimesat", "setxattr", "lsetxattr", "fsetxattr", "removexattr"),
)
OPENS = ["open", "openat"]
STRACE = ["strace", "-f", "-y", "-qq", "--seccomp-bpf", "-s", "4096", "-e", f"trace={','.join((*OPENS, *CHANGES))}"]
CALL = re.compile(rf"^\d+ +({'|'.join((*OPENS, *CHANGES))})\((.*)")
PATH = re.compile(r'(?:(?:AT_FDCWD|\d+)<([^<>]*)>, )?"((?:[^"\\]|\\.)*)"|\d+<([^<>]*)>')
FOR_WRITING = re.compile("O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND")
LIFE = (
    ("check",),
    ("build", "--all", "--engine", "replay", "--progress", "none"),
    ("status",),
    ("audition", SLUG),
    ("review", "start", SLUG),
    ("review", "pack", SLUG, "--output", "../sent"),
    ("review", "export", SLUG, "--format", "docx", "--output", "../sent/text.docx"),
    ("review", "import", SLUG, "../sent/back.json"),
    ("review", "status"),
    ("review", "history", SLUG),
    ("trim", SLUG, "--propose"),
    ("trim", SLUG),
    ("build", SLUG, "--fresh", "--engine", "replay", "--progress", "none"),
    ("approve", SLUG, "--by", "Sam"),
    ("changes",),
    ("publish", "--progress", "none"),
    ("review", "update", SLUG, "--engine", "replay"),
    ("withdraw", "John F. Kennedy", "--yes", "--progress", "none"),
    ("clean",),
    ("build", SLUG, "--engine", "replay", "--progress", "none"),
    ("doctor",),
)
CODES = {("build", "--all"): {5}, ("doctor",): {0, 4}}
"""How each ends, by its first two words; the others with 0. The answer of the second episode is of another recording,
and what `doctor` finds is the computer's."""


def test_what_people_bring_is_never_opened_for_writing_moved_or_changed(tmp_path: Path) -> None:
    show = copy_sample(tmp_path / "show")
    shutil.copy2(ROOT / "people.yaml", show.root)
    with (show.root / "config.yaml").open("a", encoding="utf-8") as config:
        config.write("\npublish: {to: ../web}\n")
    brought = tmp_path / "phone" / "reader-2.wav"
    brought.parent.mkdir()
    (tmp_path / "sent").mkdir()
    shutil.copy2(show.episode / "raw" / brought.name, brought)
    calls = list(watched(show, "new", "second", brought, "--title", "Second"))
    answer = json.loads((show.episode / "replay.json").read_text(encoding="utf-8"))
    heard = json.dumps({**answer, "heard": answer["heard"][1:]})
    (show.root / "episodes/second/replay.json").write_text(heard, encoding="utf-8")
    originals = [brought, show.root / "artwork.png", *(show.root / "audio").iterdir(), *show.episode.glob("raw/*")]
    originals += (show.root / "episodes/second/raw").iterdir()
    before = {file: as_it_is(file) for file in originals}
    for command in LIFE:
        calls += watched(show, *command)
        if command[:2] == ("review", "start"):
            calls += edited(show, tmp_path / "sent/back.json")
    assert {file: as_it_is(file) for file in originals} == before
    read = {path for call, paths, _ in calls if call in OPENS for path in paths}
    assert read.issuperset(originals), "the watch saw each of them being read"
    written = [line for call, paths, line in calls if changes(call, line) and not paths.isdisjoint(originals)]
    assert [line for line in written if not is_copied_by_new(line)] == []


def watched(show: Show, *command: str | Path) -> Iterator[tuple[str, set[Path], str]]:
    """Run a command as a person would; yield each call that opens or changes something: name, paths, the whole line."""
    log = show.root.parent / "calls"
    pod = [sys.executable, "-m", "radkind_pod", *map(str, command)]
    done = subprocess.run(
        [*STRACE, "-o", log, *pod], cwd=show.root, capture_output=True, text=True, check=False, timeout=600
    )
    assert done.returncode in CODES.get(command[:2], {0}), (command, done.stdout, done.stderr)
    yield from calls_in(log)


def calls_in(log: Path) -> Iterator[tuple[str, set[Path], str]]:
    """Yield what strace wrote down."""
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        if found := CALL.match(line):
            paths = (Path(base, name) if name else Path(fd) for base, name, fd in PATH.findall(found[2]))
            yield found[1], {Path(os.path.normpath(path)) for path in paths}, line


def edited(show: Show, back: Path) -> Iterator[tuple[str, set[Path], str]]:
    """Open the editor in a browser, as far as its page and its sound; write down what a volunteer would send back."""
    log = show.root.parent / "calls"
    pod = [sys.executable, "-m", "radkind_pod", "review", "edit", SLUG, "--no-browser", "--port", "0"]
    with subprocess.Popen([*STRACE, "-o", log, *pod], cwd=show.root, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        address = next(line.split()[-1] for line in server.stdout if "http://" in line)
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        page = browser.open(address).read().decode()
        assert len(browser.open(f"{address.partition('/start')[0]}/audio").read()) > 10_000
        state = json.loads("".join(re.findall(r'class="state">(.*?)</script>', page, re.DOTALL)))
        sent = corrections(state, regions=[region(state, 0, "Corrected", "here.")], finished=True, checked=True)
        back.write_text(json.dumps(sent), encoding="utf-8")
        (child,) = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text(encoding="ascii").split()
        os.kill(int(child), signal.SIGINT)
        server.communicate(timeout=120)
    yield from calls_in(log)


def changes(call: str, line: str) -> bool:
    """Say whether the call changes a file, or may."""
    return call not in OPENS or bool(FOR_WRITING.search(line))


def is_copied_by_new(line: str) -> bool:
    """Say whether `new` puts the folder with its copies in place: a rename of the folder, not of a recording."""
    return "/.new-second-" in line


def as_it_is(file: Path) -> tuple[object, ...]:
    """Return what says that nobody touched it: the time of its last change of any kind among it."""
    found = file.stat()
    return (
        found.st_ino,
        found.st_mode,
        found.st_nlink,
        found.st_mtime_ns,
        found.st_ctime_ns,
        sha256(file.read_bytes()).hexdigest(),
    )
