"""A scene that is played with a strike, and once more to see that all comes right."""

import contextlib
import gc
import io
import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.torture.child import NEVER, Act, Call, Ended, Strike, run
from tests.torture.point import Played
from tests.torture.shim import DATA, READS
from tests.torture.show import Scene, make_show
from tests.torture.struck import struck_names
from tests.torture.tree import Files, Tree, hashes_in
from tests.torture.whole import differs, torn

from radkind_pod.cli import main
from radkind_pod.cli.failures import explain, say
from radkind_pod.errors import PodError

SIGKILLED = -9
_REACHED = dict[tuple[object, ...], Path]()
"""A show after these steps, each as it was left."""
_WARM = set[object]()
"""The commands that were done in this process."""
TOLD = {5: "", 3: "can't be (copied or )?written: ", 4: "the model store .* can't be used|What arrived is kept"}
"""The exit codes of what a disk refuses, each with how it is told: where `init` or `new` can't begin, what it was asked
for can't be, and without its store a model is missing."""
BUGS = ("bug in radkind-pod", "Traceback (most recent")


class Stage:
    """A scene ready to be played: the state before it, and what it comes to when nothing goes wrong."""

    def __init__(self, scene: Scene, room: Path) -> None:
        self.scene, self.start, self._done = scene, room / "start", room / "done"
        self.tree = Tree(self.start, room / "there")
        for folder in (self.start, self._done, self.tree.top):
            shutil.rmtree(folder, ignore_errors=True)
        self._prepare(room)
        self.tree.put_back()
        self.before = self.tree.files()
        self._warm()
        self.ended = self.run()
        assert self.ended.code in scene.ends, (scene.name, self.ended.said)
        self.after = self.tree.files()
        shutil.copytree(self.tree.top, self._done, symlinks=True)
        self._recovered = dict[frozenset[tuple[str, str]], list[str]]()

    def reads(self) -> list[Call]:
        """Return the calls that read when nothing goes wrong."""
        self.tree.put_back()
        return self.run(strike=Strike(how=READS)).calls

    def record(self) -> Ended:
        """Do it with nothing in the way, and note what is written."""
        self.tree.put_back()
        shutil._USE_CP_SENDFILE = False  # type: ignore[attr-defined] # what the kernel copies can't be noted
        return self.run(strike=Strike(how=DATA))

    def kill(self, *strikes: Strike) -> Played:
        """Kill it there, then the next run at the next place, and at last run it to its end."""
        self.tree.put_back()
        faults = []
        for number, strike in enumerate(strikes):
            ended = self.run(strike=strike)
            if ended.code != SIGKILLED and not number and (self.scene.is_steady or ended.code not in self.scene.ends):
                faults.append(f"was not killed but ended with {ended.code}")
            faults += self.torn()
        return Played([*faults, *self.again()])

    def fail(self, strike: Strike) -> Played:
        """Let calls fail there, then run it again."""
        self.tree.put_back()
        ended = self.run(strike=strike)
        faults = [*self.torn(), *self._told(ended, strike)]
        return Played([*faults, *self.again()], f"{ended.code} {ended.said}")

    def _prepare(self, room: Path) -> None:
        """Come to where the scene begins, from the last state on the way that another scene has come to."""
        steps = tuple(self.scene.before)
        known = next((n for n in range(len(steps), -1, -1) if steps[:n] in _REACHED), None)
        if known is None:
            make_show(self.start)
        else:
            shutil.copytree(_REACHED[steps[:known]], self.start)
        for number, step in enumerate(steps[known or 0 :], (known or 0) + 1):
            if callable(step):
                step(self.start)
            else:
                ended = run(self.start, act(step))
                assert ended.code == 0, (step, ended.said)
            _REACHED[steps[:number]] = Path(shutil.copytree(self.start, room / f"step-{number}"))

    def _warm(self) -> None:
        """Do the command once in this process, if that wasn't done."""
        command = self.scene.command
        what = getattr(command, "func", command) if callable(command) else command[0]
        if what not in _WARM:
            _WARM.add(what)
            warm(self.tree.top, act(command))
            self.tree.put_back()

    def run(self, command: tuple[str, ...] | Act = (), strike: Strike = NEVER) -> Ended:
        """Let somebody do this there, or what the scene does."""
        return run(self.tree.top, act(command or self.scene.command), strike)

    def _told(self, ended: Ended, strike: Strike) -> Iterator[str]:
        """Yield what is wrong in how it ended: all is well, or one line names what was struck and says what to do."""
        if any(bug in ended.said for bug in BUGS):
            yield f"ended in a bug: {ended.said[-900:]}"
        elif ended.code == self.ended.code:
            yield from (f"said that all was well, but {wrong}" for wrong in self._differs(but_build=True))
        elif ended.code not in TOLD or not re.search(TOLD[ended.code], ended.said):
            yield f"ended with {ended.code}: {ended.said[-300:]}"
        else:
            told = [line for line in ended.said.splitlines() if line.startswith("radkind-pod: ")]
            struck = list(struck_names(self.tree.top / "show", self.ended.calls, ended.calls, strike))
            if not any(name in line for name in struck for line in told):
                yield f"names none of {struck[:4]}: {ended.said[-300:]}"

    def torn(self) -> list[str]:
        """Return what is neither as it was nor as it will be."""
        files = self.tree.files()
        found = torn(self.before, files, self.after, self.start, self.tree.top, self._done)
        return [wrong for wrong in found if self.scene.is_steady or not _is_of_fewer(wrong)]

    def again(self) -> list[str]:
        """Run it to its end, unless from exactly these files it was done before; return what is wrong then."""
        state = frozenset({**self.tree.files(), **hashes_in(self.tree.top)}.items())
        if state not in self._recovered:
            ended = self.run()
            bad = [] if ended.code in self.scene.ends else [f"run again, it ended with {ended.code}: {ended.said}"]
            self._recovered[state] = bad + self._differs()
        return self._recovered[state]

    def _differs(self, *, but_build: bool = False) -> list[str]:
        now: Files = self.tree.files()
        found = differs(now, self.after, self.start, self.tree.top, self._done)
        return [wrong for wrong in found if not (but_build and "/build/" in wrong)][:5]


def _is_of_fewer(wrong: str) -> bool:
    """Say whether this is but a public file: where one of several episodes fails, those that are left make another."""
    return bool(re.search("/public/.* is neither old nor new$", wrong))


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
