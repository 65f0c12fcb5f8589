"""A browser that is killed in the middle of a sentence: what was typed is there again, but for two seconds."""

import contextlib
import os
import random
import signal
import time
from pathlib import Path

import pytest
from tests.system.conftest import CHROMIUM, CHROMIUM_ARGUMENTS
from tests.system.hands import Editor

pytestmark = pytest.mark.system

KILLS = 10
BEHIND_S = 2.0


def open_in(playwright, profile: Path, pack: Path):
    """Open the pack in a browser with a profile of its own; return the browser and the page."""
    context = playwright.chromium.launch_persistent_context(
        profile, executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS, viewport={"width": 1280, "height": 800}
    )
    context.set_default_timeout(15_000)
    return context, Editor(context.pages[0]).open(pack)


def playwright_error() -> type[Exception]:
    """Return what playwright raises; imported late, for it comes with the extra [system]."""
    from playwright.sync_api import Error

    return Error


def main_process(profile: Path) -> int:
    """Return the process of the browser with this profile that has started the others."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                command = (folder / "cmdline").read_bytes()
            except OSError:
                continue
            if f"--user-data-dir={profile}".encode() in command and b"--type=" not in command:
                found.append(int(folder.name))
    return min(found)


def type_until(editor: Editor, seconds: float) -> dict[str, float]:
    """Type numbered words at the end of the first paragraph; return when each was typed."""
    editor.field(0).click()
    editor.page.keyboard.press("Control+End")
    typed, end = {}, time.monotonic() + seconds
    while time.monotonic() < end:
        word = f"w{len(typed)}"
        editor.page.keyboard.type(f" {word}")
        typed[word] = time.monotonic()
        editor.page.wait_for_timeout(60)
    return typed


@pytest.mark.parametrize("number", range(KILLS))
def test_a_killed_browser_has_the_text_again(playwright, pack, tmp_path, number):
    profile = tmp_path / "profile"
    context, editor = open_in(playwright, profile, pack)
    typed = type_until(editor, random.Random(number).uniform(2.2, 3.4))
    killed = time.monotonic()
    os.kill(main_process(profile), signal.SIGKILL)
    with contextlib.suppress(playwright_error()):
        context.close()  # it may have noticed already that there is nothing left to close
    (profile / "SingletonLock").unlink(missing_ok=True)
    context, editor = open_in(playwright, profile, pack)
    try:
        editor.page.get_by_role("button", name="Go on from where you stopped").click()
        editor.until("Pod.work.revision > 0")
        there = set(editor.texts[0].split())
    finally:
        context.close()
    lost = [at for word, at in typed.items() if word not in there]
    assert killed - min(lost, default=killed) <= BEHIND_S
