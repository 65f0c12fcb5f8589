"""A clock that was set back a year, or runs ahead, and files from times that can't be."""

import importlib
import os
import pkgutil
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo
from typing import Any

import pytest
from tests.cli.conftest import SLUG, Show
from tests.cli.publishing import web

import radkind_pod.cli

Run = Callable[..., Any]
YEAR = timedelta(days=365)
EPOCHS = [0, 315_532_799, 4_102_444_800]
"""1970, the second before the first date that a zip can hold, and 2100."""


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Let every command believe in another time."""
    for module in pkgutil.walk_packages(radkind_pod.cli.__path__, "radkind_pod.cli."):
        importlib.import_module(module.name)
    real, real_ns = time.time, time.time_ns

    def shift(by: timedelta) -> None:
        class Shifted(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
                return datetime.fromtimestamp(real() + by.total_seconds(), tz)

        monkeypatch.setattr(time, "time", lambda: real() + by.total_seconds())
        monkeypatch.setattr(time, "time_ns", lambda: real_ns() + int(by.total_seconds()) * 10**9)
        for name, module in list(sys.modules.items()):
            if name.startswith("radkind_pod") and issubclass(getattr(module, "datetime", int), datetime):
                monkeypatch.setattr(module, "datetime", Shifted)

    return shift


def made(said: Any) -> list[str]:
    assert said.exit == 0, said.err
    return [stage["name"] for stage in said.json["stages"] if stage["state"] == "made"]


@pytest.mark.parametrize("by", [-YEAR, YEAR])
def test_a_change_is_found_whatever_the_clock_says(built: Show, build: Run, set_clock: Any, by: timedelta) -> None:
    assert made(build("--json")) == []
    set_clock(by)
    assert made(build("--json")) == []
    file = built.raw / "reader-1.wav"
    status, data = file.stat(), bytearray(file.read_bytes())
    data[-2:] = bytes([data[-2] ^ 1, data[-1]])
    file.write_bytes(data)
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert "prepare" in made(build("--json"))


@pytest.mark.parametrize("seconds", EPOCHS)
def test_files_of_any_date_are_built_packed_and_published(ready: Show, build: Run, pod: Run, seconds: int) -> None:
    assert pod("review", "start", SLUG).exit == 0
    for file in ready.root.rglob("*"):
        os.utime(file, (seconds, seconds))
    assert pod("check").exit == 0
    assert build().exit == 0
    assert pod("review", "pack", SLUG, "--output", "../pack.html").exit == 0
    assert pod("review", "export", SLUG, "--format", "docx", "--output", "../a.docx").exit == 0
    assert pod("publish").exit == 0
    assert pod("status").exit == 0
    assert pod("clean").exit == 0


def test_an_episode_that_is_out_stays_out_when_the_clock_goes_back(ready: Show, pod: Run, set_clock: Any) -> None:
    assert pod("publish").exit == 0
    before = web(ready)
    set_clock(-YEAR)
    for words in (("status",), ("changes",), ("publish",)):
        said = pod(*words)
        assert said.exit in (0, 6, 7)
        assert web(ready) == before
    set_clock(timedelta())
    assert pod("publish").exit == 0
    assert web(ready) == before


def test_corrections_and_approvals_of_a_time_before_count(built: Show, pod: Run, set_clock: Any) -> None:
    assert pod("review", "start", SLUG).exit == 0
    first = pod("review", "export", SLUG, "--format", "txt", "--output", "../a.txt")
    assert first.exit == 0
    set_clock(-YEAR)
    file = built.root.parent / "a.txt"
    text = file.read_text(encoding="utf-8")
    for number, word in enumerate(("brother", "brothers", "brothering")):
        file.write_text(text.replace("country", word), encoding="utf-8")
        assert pod("review", "import", SLUG, str(file), "--by", f"P{number}").exit in (0, 6)
    said = pod("review", "history", SLUG)
    told = [line.split()[-1] for line in said.out.splitlines() if "imported by" in line or line.endswith("started")]
    assert (said.exit, told) == (0, ["P2", "P1", "P0", "started"])
    assert pod("review", "status").exit == 0
    assert pod("approve", SLUG, "--by", "Jo").exit in (0, 6, 7)
