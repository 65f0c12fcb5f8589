"""A scene that is played with a strike, and once more to see that all comes right."""

import contextlib
import gc
import io
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.torture.child import NEVER, Act, Call, Ended, Strike, run
from tests.torture.point import Played
from tests.torture.shim import DATA, READS
from tests.torture.show import Scene, make_show
from tests.torture.tree import Files, Tree
from tests.torture.whole import differs, torn

from radkind_pod.cli import main
from radkind_pod.cli.failures import explain, say
from radkind_pod.errors import PodError

SIGKILLED = -9
BUGS = ("bug in radkind-pod", "Traceback (most recent")


class Stage:
    """A scene ready to be played: the state before it, and what it comes to when nothing goes wrong."""

    def __init__(self, scene: Scene, room: Path) -> None:
        self.scene, self.start, self._done = scene, room / "start", room / "done"
        self.tree = Tree(self.start, room / "there")
        for folder in (self.start, self._done, self.tree.top):
            shutil.rmtree(folder, ignore_errors=True)
        make_show(self.start)
        self._prepare()
        self.tree.put_back()
        self.before = self.tree.files()
        warm(self.tree.top, act(scene.command))
        self.tree.put_back()
        self.ended = self._run()
        assert self.ended.code in scene.ends, (scene.name, self.ended.said)
        self._after = self.tree.files()
        shutil.copytree(self.tree.top, self._done, symlinks=True)
        self._recovered = dict[frozenset[tuple[str, str]], list[str]]()

    def reads(self) -> list[Call]:
        """Return the calls that read when nothing goes wrong."""
        self.tree.put_back()
        return self._run(Strike(how=READS)).calls

    def record(self) -> Ended:
        """Do it with nothing in the way, and note what is written."""
        self.tree.put_back()
        shutil._USE_CP_SENDFILE = False  # type: ignore[attr-defined] # what the kernel copies can't be noted
        return self._run(Strike(how=DATA))

    def kill(self, *strikes: Strike) -> Played:
        """Kill it there, then the next run at the next place, and at last run it to its end."""
        self.tree.put_back()
        faults = []
        for number, strike in enumerate(strikes):
            ended = self._run(strike)
            if ended.code != SIGKILLED and not number:
                faults.append(f"was not killed but ended with {ended.code}")
            faults += self._torn()
        return Played([*faults, *self._again()])

    def fail(self, strike: Strike) -> Played:
        """Let calls fail there, then run it again."""
        self.tree.put_back()
        ended = self._run(strike)
        faults = [*self._torn(), *self._told(ended)]
        return Played([*faults, *self._again()], f"{ended.code} {ended.said}")

    def _prepare(self) -> None:
        for step in self.scene.before:
            if callable(step):
                step(self.start)
            else:
                ended = run(self.start, act(step))
                assert ended.code == 0, (step, ended.said)

    def _run(self, strike: Strike = NEVER) -> Ended:
        return run(self.tree.top, act(self.scene.command), strike)

    def _told(self, ended: Ended) -> Iterator[str]:
        if any(bug in ended.said for bug in BUGS):
            yield f"ended in a bug: {ended.said[-900:]}"
        elif ended.code == self.ended.code:
            yield from (f"said that all was well, but {wrong}" for wrong in self._differs(but_build=True))
        elif not ended.said.strip():
            yield f"ended with {ended.code} and said nothing"

    def _torn(self) -> list[str]:
        files = self.tree.files()
        return list(torn(self.before, files, self._after, self.start, self.tree.top, self._done))

    def _again(self) -> list[str]:
        """Run it to its end, unless from exactly these files it was done before; return what is wrong then."""
        state = frozenset(self.tree.files().items())
        if state not in self._recovered:
            ended = self._run()
            bad = [] if ended.code in self.scene.ends else [f"run again, it ended with {ended.code}: {ended.said}"]
            self._recovered[state] = bad + self._differs()
        return self._recovered[state]

    def _differs(self, *, but_build: bool = False) -> list[str]:
        now: Files = self.tree.files()
        found = differs(now, self._after, self.start, self.tree.top, self._done)
        return [wrong for wrong in found if not (but_build and " show/build/" in wrong)][:5]


def act(command: tuple[str, ...] | Act) -> Act:
    """Return what gives this command."""

    def give() -> int:
        if not callable(command):
            return main(list(command))
        try:
            return command()
        except (PodError, OSError) as error:  # as the editor's server, and each command, tells it
            failure = explain(error, Path("build"))
            say(failure)
            return failure.exit

    return give


def warm(top: Path, what: Act, where: str = "show") -> None:
    """Do it once in this process, so that children have what it loads, and don't copy what they only look at."""
    here = Path.cwd()
    os.chdir(top / where)
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            what()
    finally:
        os.chdir(here)
        sys.stdout.flush()
    gc.collect()
    gc.freeze()
