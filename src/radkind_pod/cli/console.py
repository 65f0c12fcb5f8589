"""How a build looks while it runs: one moving display on a terminal, plain lines elsewhere. All of it on stderr."""

import os
import sys
import time
from typing import TYPE_CHECKING, Protocol

from radkind_pod.cli.streams import is_unicode, without_controls
from radkind_pod.progress import Silent, Watcher

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress

HEARTBEAT_S = 30.0
STEP = 0.1
"""A long stage says where it is after this share of its work, or after HEARTBEAT_S, whichever comes first."""

SOONEST_S = 5.0

WIDTH = 30
"""Signs of a bar."""

LISTENING = {"recognise", "translate", "overhear", "relisten"}
"""Stages that load a model and hear a first stretch before anything moves."""


class Look(Watcher, Protocol):
    """A Watcher that is opened before the work and closed after it."""

    def close(self) -> None:
        """Leave the terminal as it should be read."""


def open_look(mode: str) -> Look:
    """Return the look that was asked for; `auto` is a bar on a terminal that can move, else plain lines."""
    looks: dict[str, type[Look]] = {"none": Nothing, "bar": Bar, "plain": Plain}
    return looks[chosen(mode)]()


def chosen(mode: str) -> str:
    """Return the mode that `auto` is here."""
    if mode != "auto":
        return mode
    moves = sys.stderr.isatty() and os.environ.get("TERM") != "dumb" and not os.environ.get("RADKIND_ACCESSIBLE")
    return "bar" if moves else "plain"


class Nothing(Silent):
    """Shows nothing."""

    def close(self) -> None:
        """Do nothing."""


class Plain:
    """One line where a stage begins and one where it ends, and a sign of life between.

    Where other episodes are told of at the same time, each line begins with this one's slug.
    """

    def __init__(self, slug: str = "") -> None:
        self._slug, self._stage, self._kept = slug, "", False
        self._said_at, self._said_share = 0.0, 0.0

    def episode(self, slug: str, title: str) -> None:
        """Say which episode is built."""
        self._say(title if self._slug else f"{slug}: {title}")

    def stage(self, name: str, reasons: tuple[str, ...]) -> None:
        """Say that the stage runs, and why."""
        self._stage, self._kept = name, not reasons
        self._said_share = 0.0
        self._say(f"{name}: kept" if self._kept else f"{name}: {'; '.join(reasons)}")

    def moved(self, done: float, total: float) -> None:
        """Say at most every tenth of the work, or every half minute, how far it is."""
        share, waited = (done / total if total else 0.0), time.monotonic() - self._said_at
        if waited >= HEARTBEAT_S or (waited >= SOONEST_S and share - self._said_share >= STEP):
            self._said_share = share
            self._say(f"{self._stage}: {share:.0%}" if total else f"{self._stage}: still working")

    def remarked(self, text: str) -> None:
        """Say it on a line of its own."""
        self._say(f"{self._stage}: {text}")

    def waits(self, it_does: bool) -> None:
        """Say nothing: those for whom it waits are told of."""

    def done(self, name: str, seconds: float) -> None:
        """Say how long the stage took."""
        if not self._kept:
            self._say(f"{name}: done in {spoken_seconds(seconds)}")

    def close(self) -> None:
        """Do nothing: every line is whole."""

    def _say(self, line: str) -> None:
        self._said_at = time.monotonic()
        write_line(f"{self._slug}: {line}" if self._slug else line)


def write_line(line: str) -> None:
    """Write a line on stderr at once, whole, whatever other threads write."""
    print(f"{line}\n", end="", file=sys.stderr, flush=True)


class Going:
    """How far a stage is, in words."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._began: tuple[float, float] | None = None
        self.share = 0.0
        self.note = "loading the model and listening" if name in LISTENING else ""

    def moved(self, done: float, total: float) -> bool:
        """Take note of it; say whether there is anything to tell."""
        if not done:
            return False
        now, self.share = time.monotonic(), (done / total if total else 0.0)
        self._began = self._began or (now, self.share)
        left = _left(now - self._began[0], self.share - self._began[1], 1 - self.share)
        self.note = f"{self.share:4.0%}{left}" if total else ""
        return True

    def waits(self, it_does: bool) -> None:
        """Take note that it waits for its turn, or doesn't any more."""
        self.note = "waits for its turn" if it_does else Going(self._name).note


class Bar:
    """One moving line for the stage at work, and a line that stays for each one that is done."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn

        self._console = Console(file=getattr(sys.stderr, "bare", sys.stderr), highlight=False)
        self._is_unicode = is_unicode(sys.stderr)
        plain = self._console.no_color  # then rich draws what is still to do as nothing at all
        self._display: RichProgress = Progress(
            TextColumn("  {task.description:<10}"),
            TextColumn("{task.fields[strip]}", markup=False) if plain else BarColumn(bar_width=WIDTH),
            TextColumn("{task.fields[note]}", markup=False),
            console=self._console,
            transient=True,
        )
        self._display.start()
        self._task = self._display.add_task("", total=None, visible=False, strip="", note="")
        self._reasons: tuple[str, ...] = ()
        self._going = Going("")

    def episode(self, slug: str, title: str) -> None:
        """Write the episode's name above its stages."""
        self._console.print(f"[bold]{_plain(title)}[/] [dim]({slug})[/]")

    def stage(self, name: str, reasons: tuple[str, ...]) -> None:
        """Begin a new bar."""
        self._reasons, self._going = reasons, Going(name)
        note, strip, shown = self._going.note, self._strip(0), bool(reasons)
        self._display.reset(self._task, total=None, description=name, visible=shown, note=note, strip=strip)

    def moved(self, done: float, total: float) -> None:
        """Move the bar."""
        if self._going.moved(done, total):
            note, strip = self._going.note, self._strip(self._going.share)
            self._display.update(self._task, completed=done, total=total or None, note=note, strip=strip)

    def remarked(self, text: str) -> None:
        """Write it on a line that stays."""
        self._console.print(f"    {_plain(text)}")

    def waits(self, it_does: bool) -> None:
        """Say so in the moving line."""
        self._going.waits(it_does)
        self._display.update(self._task, note=self._going.note)

    def done(self, name: str, seconds: float) -> None:
        """Leave a line that stays, instead of the moving one and never beside it."""
        self._display.update(self._task, visible=False, refresh=True)
        if self._reasons:
            why = _plain("; ".join(self._reasons))
            line = (
                f"  [green]{'✓' if self._is_unicode else '+'}[/] {name:<10} {spoken_seconds(seconds):>7}  [dim]{why}[/]"
            )
            self._console.print(line, no_wrap=True, overflow="crop")
        else:
            self._console.print(f"  [dim]= {name:<10}    kept[/]")

    def close(self) -> None:
        """Take the moving line away."""
        self._display.stop()

    def _strip(self, share: float) -> str:
        return strip(share, WIDTH, is_unicode=self._is_unicode)


def strip(share: float, width: int, *, is_unicode: bool) -> str:
    """Return a bar as it is without colours."""
    full, empty = ("━", "┄") if is_unicode else ("#", ".")
    filled = round(width * share)
    return full * filled + empty * (width - filled)


def _left(seconds: float, share: float, rest: float) -> str:
    """Return how long the rest will take, at the pace since the bar began to move; "" while nobody can tell."""
    return f"  {spoken_seconds(seconds * rest / share)} left" if seconds > 1 and share > 0 and rest > 0 else ""


def spoken_seconds(seconds: float) -> str:
    """Return a length of time as people say it: 0.4 s, 12 s, 3 min 20 s, 1 h 05 min."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    if seconds < 120:
        return f"{seconds:.0f} s"
    minutes = int(seconds // 60)
    return f"{minutes} min {seconds % 60:.0f} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02} min"


def _plain(text: str) -> str:
    from rich.markup import escape

    return escape(without_controls(text))
