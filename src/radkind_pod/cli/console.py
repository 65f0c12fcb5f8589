"""How a build looks while it runs: one moving display on a terminal, plain lines elsewhere. All of it on stderr."""

import os
import re
import sys
import time
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol, TextIO, cast

from radkind_pod.progress import Silent, Watcher

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress

HEARTBEAT_S = 30.0
STEP = 0.1
"""A long stage says where it is after this share of its work, or after HEARTBEAT_S, whichever comes first."""

SOONEST_S = 5.0

WIDTH = 30
"""Signs of a bar."""

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""A terminal takes them for orders: a title or a file's name could clear it, or type into it."""

LISTENING = {"recognise", "translate", "overhear", "relisten"}
"""Stages that load a model and hear a first stretch before anything moves."""


class Look(Watcher, Protocol):
    """A Watcher that is opened before the work and closed after it."""

    def close(self) -> None:
        """Leave the terminal as it should be read."""


class Lasting:
    """A stream that outlives its reader: what is written after `| head` has read enough goes nowhere.

    So a build whose display nobody reads any more goes on, and every command ends with the exit code that it earned.
    Text comes out without orders to the terminal; `bare` is the stream for who has to give some.
    """

    def __init__(self, stream: TextIO | BinaryIO, *, is_bare: bool = False) -> None:
        self._stream: Any = stream
        self._is_bare = is_bare

    @property
    def bare(self) -> "Lasting":
        """The same stream, to which a display writes that moves."""
        return Lasting(self._stream, is_bare=True)

    @property
    def buffer(self) -> "Lasting":
        """The stream of bytes beneath it."""
        return Lasting(self._stream.buffer)

    def __getattr__(self, name: str) -> Any:
        """Be the stream in everything else."""
        return getattr(self._stream, name)

    def write(self, text: str | bytes) -> int:
        """Write the text; return its length."""
        if isinstance(text, str) and not self._is_bare:
            text = without_controls(text)
        try:
            return int(self._stream.write(text))
        except BrokenPipeError:
            self._let_go()
            return len(text)

    def flush(self) -> None:
        """Flush what was written."""
        try:
            self._stream.flush()
        except BrokenPipeError:
            self._let_go()

    def _let_go(self) -> None:
        """Point the stream at nothing, so that what it still holds can be flushed when the program ends."""
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, self._stream.fileno())
        os.close(nothing)


def prepare_streams() -> None:
    """Let no character that a terminal can't show (Windows code pages) and no reader that has gone end a build."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if hasattr(stream, "reconfigure") and not isinstance(stream, Lasting):
            stream.reconfigure(errors="backslashreplace")
            setattr(sys, name, cast(TextIO, Lasting(stream)))


def without_controls(text: str) -> str:
    """Return the text with its control characters written out, but for tabs and line ends."""
    return _CONTROLS.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


def is_unicode(stream: TextIO) -> bool:
    """Say whether the stream shows more than ASCII."""
    return (stream.encoding or "").lower().replace("-", "").startswith("utf")


def open_look(mode: str) -> Look:
    """Return the look that was asked for; `auto` is a bar on a terminal that can move, else plain lines."""
    if mode == "none":
        return Nothing()
    if mode == "auto":
        moves = sys.stderr.isatty() and os.environ.get("TERM") != "dumb" and not os.environ.get("RADKIND_ACCESSIBLE")
        mode = "bar" if moves else "plain"
    return Bar() if mode == "bar" else Plain()


class Nothing(Silent):
    """Shows nothing."""

    def close(self) -> None:
        """Do nothing."""


class Plain:
    """One line where a stage begins and one where it ends, and a sign of life between."""

    def __init__(self) -> None:
        self._stage, self._kept = "", False
        self._said_at, self._said_share = 0.0, 0.0

    def episode(self, slug: str, title: str) -> None:
        """Say which episode is built."""
        self._say(f"{slug}: {title}")

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

    def done(self, name: str, seconds: float) -> None:
        """Say how long the stage took."""
        if not self._kept:
            self._say(f"{name}: done in {spoken_seconds(seconds)}")

    def close(self) -> None:
        """Do nothing: every line is whole."""

    def _say(self, line: str) -> None:
        self._said_at = time.monotonic()
        print(line, file=sys.stderr, flush=True)


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
        self._began: tuple[float, float] | None = None

    def episode(self, slug: str, title: str) -> None:
        """Write the episode's name above its stages."""
        self._console.print(f"[bold]{_plain(title)}[/] [dim]({slug})[/]")

    def stage(self, name: str, reasons: tuple[str, ...]) -> None:
        """Begin a new bar."""
        self._reasons, self._began = reasons, None
        note, strip = ("loading the model and listening" if name in LISTENING else ""), self._strip(0)
        shown = bool(reasons)
        self._display.reset(self._task, total=None, description=name, visible=shown, note=note, strip=strip)

    def moved(self, done: float, total: float) -> None:
        """Move the bar."""
        if not done:
            return
        now, share = time.monotonic(), (done / total if total else 0.0)
        self._began = self._began or (now, share)
        note = f"{share:4.0%}{_left(now - self._began[0], share - self._began[1], 1 - share)}" if total else ""
        strip = self._strip(share)
        self._display.update(self._task, completed=done, total=total or None, note=note, strip=strip)

    def remarked(self, text: str) -> None:
        """Write it on a line that stays."""
        self._console.print(f"    {_plain(text)}")

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
        """Return the bar as it is without colours."""
        full, empty = ("━", "┄") if self._is_unicode else ("#", ".")
        filled = round(WIDTH * share)
        return full * filled + empty * (WIDTH - filled)


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
