"""How a build of several episodes looks while it runs: a moving line for each one at work, and one for the whole."""

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from radkind_pod.cli.console import Going, Look, Plain, chosen, open_look, spoken_seconds, strip, write_line
from radkind_pod.cli.failures import in_a_line
from radkind_pod.cli.streams import is_unicode, without_controls
from radkind_pod.pipeline.build import FEED_AND_PAGES
from radkind_pod.progress import Silent, Watcher, Watchers

if TYPE_CHECKING:
    from rich.text import Text

NARROW = 60
"""Columns; with fewer a line has room for no more than the figures."""


class Board(Watchers, Protocol):
    """Watchers that are opened before the work and closed after it."""

    def close(self) -> None:
        """Leave the terminal as it should be read."""


def open_board(mode: str, slugs: Sequence[str]) -> Board:
    """Return what shows a build of these episodes; a single one looks as every other command does."""
    if len(slugs) == 1 or mode == "none":
        return One(open_look(mode))
    return Bars(slugs) if chosen(mode) == "bar" else Lines(len(slugs))


class One:
    """A single episode. What came of it is told when all is done."""

    def __init__(self, look: Look) -> None:
        self._look = look

    def watch(self, slug: str) -> Watcher:
        """Return the one look."""
        return self._look

    def ended(self, slug: str, state: str, seconds: float, error: Exception | None) -> None:
        """Say nothing."""

    def left(self, seconds: float | None) -> None:
        """Say nothing: each stage says it of itself."""

    def close(self) -> None:
        """Close the look."""
        self._look.close()


class Tally:
    """How many episodes are done, and how long the rest will take."""

    def __init__(self, episodes: int) -> None:
        self._episodes, self._failed, self._waiting, self._done = episodes, 0, 0, 0
        self.left: float | None = None

    def ended(self, state: str) -> None:
        """Count it."""
        self._failed += state == "failed"
        self._waiting += state == "waits"
        self._done += 1

    def told(self) -> str:
        """Return it in words."""
        parts = [f"{self._done} of {self._episodes} done"]
        parts += [f"{self._failed} failed"] if self._failed else []
        parts += [f"{self._waiting} waiting for a person"] if self._waiting else []
        parts += [f"{about(self.left)} left"] if self.left is not None and self._done < self._episodes else []
        return ", ".join(parts)


class Lines:
    """Lines as for a single episode, each with its episode's slug in front of it."""

    def __init__(self, episodes: int) -> None:
        self._tally = Tally(episodes)

    def watch(self, slug: str) -> Watcher:
        """Return what writes the lines of this episode."""
        return Plain(slug)

    def ended(self, slug: str, state: str, seconds: float, error: Exception | None) -> None:
        """Say what came of it, and how far the whole is."""
        self._tally.ended(state)
        write_line(f"{slug}: {outcome(state, seconds, error)} ({self._tally.told()})")

    def left(self, seconds: float | None) -> None:
        """Keep it for the next episode that ends."""
        self._tally.left = seconds

    def close(self) -> None:
        """Do nothing: every line is whole."""


class Bars:
    """A moving line for each episode at work, one below them for the whole, and lines that stay for what is done."""

    def __init__(self, slugs: Sequence[str]) -> None:
        from rich.console import Console
        from rich.live import Live

        self._console = Console(file=getattr(sys.stderr, "bare", sys.stderr), highlight=False)
        self._is_unicode = is_unicode(sys.stderr)
        self._tally, self._rows = Tally(len(slugs)), dict[str, Row]()
        self._longest = max(map(len, (*slugs, FEED_AND_PAGES)))
        self._live = Live(get_renderable=self._shown, console=self._console, transient=True, refresh_per_second=5)
        self._live.start()

    def watch(self, slug: str) -> Watcher:
        """Return a new moving line."""
        row = self._rows[slug] = Row(slug, self.remarked)
        return row

    def ended(self, slug: str, state: str, seconds: float, error: Exception | None) -> None:
        """Leave a line that stays instead of the moving one."""
        del self._rows[slug]
        self._tally.ended(state)
        sign, style = {"failed": ("✗" if self._is_unicode else "x", "red"), "waits": ("!", "yellow")}.get(
            state, ("✓" if self._is_unicode else "+", "green")
        )
        self._say((f"  {sign} ", style), without_controls(f"{slug:<{self._longest}}  {outcome(state, seconds, error)}"))

    def left(self, seconds: float | None) -> None:
        """Show it."""
        self._tally.left = seconds

    def remarked(self, slug: str, text: str) -> None:
        """Write it on lines that stay."""
        from rich.text import Text

        self._console.print(Text(without_controls(f"    {slug}: {text}")))

    def close(self) -> None:
        """Take the moving lines away."""
        self._live.stop()

    def _say(self, *parts: "str | tuple[str, str]") -> None:
        from rich.text import Text

        self._console.print(Text.assemble(*parts), no_wrap=True, overflow="ellipsis")

    def _shown(self) -> "Text":
        """Return all that moves, as it is now."""
        from rich.text import Text

        width, rows = self._console.width, list(self._rows.values())
        slug = min(self._longest, width // 3)
        shown, rest = fitting(rows, self._console.height - 2)
        lines = [row.line(width, slug, is_unicode=self._is_unicode) for row in shown]
        lines += [f"  {line}"[:width] for line in (rest, self._tally.told()) if line]
        return Text("\n".join(lines), no_wrap=True, overflow="crop")


class Row(Silent):
    """What moves of one episode. `say` writes what stays."""

    def __init__(self, slug: str, say: Callable[[str, str], None]) -> None:
        self._slug, self._say = without_controls(slug), say
        self._stage, self._going = "", Going("")
        self.is_waiting = False
        """For its turn."""

    def stage(self, name: str, reasons: tuple[str, ...]) -> None:
        """Begin a new bar; what is kept is done before anybody could read it."""
        if reasons:
            self._stage, self._going = name, Going(name)

    def moved(self, done: float, total: float) -> None:
        """Move the bar."""
        self._going.moved(done, total)

    def remarked(self, text: str) -> None:
        """Write it on a line that stays."""
        self._say(self._slug, text)

    def waits(self, it_does: bool) -> None:
        """Say so."""
        self.is_waiting = it_does
        self._going.waits(it_does)

    def line(self, width: int, slug: int, *, is_unicode: bool) -> str:
        """Return slug, stage, bar and note, as much of them as there is room for."""
        bar = strip(self._going.share, 8 if width < NARROW else 18, is_unicode=is_unicode)
        return f"  {self._slug[:slug]:<{slug}}  {self._stage:<10} {bar} {self._going.note.lstrip()}"[:width]


def fitting(rows: Sequence[Row], most: int) -> tuple[Sequence[Row], str]:
    """Return the rows that have room on so many lines, and in words what has none: those that wait are only counted."""
    if len(rows) <= most:
        return rows, ""
    working = [row for row in rows if not row.is_waiting]
    shown = working[: max(most - 1, 0)]
    more, waiting = len(working) - len(shown), len(rows) - len(working)
    told = (f"and {more} more" if more else "", f"{waiting} waiting their turn" if waiting else "")
    return shown, ", ".join(filter(None, told))


def outcome(state: str, seconds: float, error: Exception | None) -> str:
    """Return in a line what came of an episode."""
    if error:
        return f"{'waits for a person' if state == 'waits' else state}: {in_a_line(error)}"
    return state if state == "kept" else f"{state} in {spoken_seconds(seconds)}"


def about(seconds: float) -> str:
    """Return a length of time as exactly as anybody can know it beforehand."""
    minutes = seconds / 60
    if minutes < 1:
        return "under 1 min"
    if minutes < 12:
        return f"about {minutes:.0f} min"
    if minutes < 57:
        return f"about {5 * round(minutes / 5)} min"
    hours, quarters = divmod(round(minutes / 15), 4)
    return f"about {hours} h {15 * quarters:02} min" if quarters else f"about {hours} h"
