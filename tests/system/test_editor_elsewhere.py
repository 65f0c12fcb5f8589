"""The editor in Firefox and in WebKitGTK with real keys and sound. WebKitGTK stands for Safari: it has its engine."""

import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.system.arrival import NEW, OLD
from tests.system.conftest import Show
from tests.system.hands import Editor, read_corrections, without_stamp

pytestmark = [pytest.mark.system, pytest.mark.filterwarnings("ignore::DeprecationWarning:selenium.*")]

HERE = Path(__file__).parent
ONCE_MORE = "Press Play once more."
NO_SOUND = "This computer, or this browser, plays no sound here. You can correct the text all the same."
TEXT = "And so, my fellow Americans: ask not what you can do; ask."
"""What the second paragraph is made to say, at once."""


@pytest.fixture
def in_chromium(new_context: Callable[..., Any], pack: Path) -> dict[str, Any]:
    """The corrections as Chromium makes them of the same work."""
    editor = Editor(new_context().new_page()).open(pack)
    editor.correct(0, OLD, NEW)
    editor.field(1).fill(TEXT)
    return same(editor.corrections)


def same(corrections: dict[str, Any]) -> dict[str, Any]:
    """Return the corrections without the number of key presses, too."""
    return {key: value for key, value in without_stamp(corrections).items() if key != "revision"}


def firefox(where: str, folder: Path) -> dict[str, Any]:
    """Work in Firefox; return what came of it."""
    folder.mkdir()
    found = script("elsewhere.mjs", where, str(folder), TEXT)
    assert found["errors"] == []
    there = [pytest.approx(10, abs=0.1), True]
    assert found["sound"] == {"before": there, "moved": True, "seeked": there}
    return found


def script(*command: str) -> dict[str, Any]:
    """Run one of the scripts that drive Firefox; return what it printed."""
    name, *rest = command
    done = subprocess.run(
        ["node", str(HERE / name), *rest], capture_output=True, check=False, encoding="utf-8", timeout=120
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


def test_firefox_opens_a_pack_from_the_disk(pack: Path, in_chromium: dict[str, Any], tmp_path: Path) -> None:
    """It plays, seeks, keeps and saves there; the file says what Chromium's says."""
    found = firefox(pack.as_uri(), tmp_path / "downloads")
    assert same(found["corrections"]) == in_chromium
    assert found["file"] == "corrections-two-voices.json"
    assert same(read_corrections(tmp_path / "downloads" / found["file"])) == in_chromium
    assert found["after"].startswith("Saved to the file corrections-two-voices.json")
    assert found["before"].startswith("Kept in this browser") == found["offered"]


def test_firefox_opens_the_local_editor(show: Show, tmp_path: Path) -> None:
    server, address = show.edit()
    try:
        found = firefox(address, tmp_path / "downloads")
    finally:
        server.kill()
        server.communicate()
    assert found["before"].startswith("Saved ")
    assert NEW in show.transcript
    assert NEW in found["text"]
    assert not found["offered"]


def test_firefox_without_a_sound_device_says_so_once(pack: Path) -> None:
    """It isn't asked to press Play again and again; the text can be corrected."""
    found = script("silent.mjs", pack.as_uri())
    first, *others = found["said"]
    assert first.endswith(ONCE_MORE)
    assert others == [NO_SOUND] * 2
    assert "Oh" in found["text"]


def test_a_sound_that_played_meanwhile_is_asked_for_once_more(new_context: Callable[..., Any], pack: Path) -> None:
    """It is tried on each press; where it then plays, the next failure is a first one again."""
    editor = Editor(new_context().new_page()).open(pack)

    def refused(words: str) -> None:
        failing = "() => Promise.reject(new DOMException('', 'NotSupportedError'))"
        editor.page.evaluate(f"void (Pod.sound.audio.play = {failing})")
        editor.page.click("#play")
        editor.until(f"document.getElementById('status').textContent.endsWith('{words}')")

    refused(ONCE_MORE)
    refused(NO_SOUND)
    editor.page.evaluate("delete Pod.sound.audio.play")
    editor.page.click("#play")
    editor.until("Pod.sound.audio.currentTime > 0.8")
    editor.page.keyboard.press("F8")
    refused(ONCE_MORE)


@pytest.fixture
def screen() -> Iterator[str]:
    """A screen that nobody sees; its name."""
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1280x1024x24"]
    display = subprocess.Popen(command, pass_fds=[writer], stderr=subprocess.DEVNULL)
    os.close(writer)
    with os.fdopen(reader) as answer:
        number = answer.readline().strip()
    yield f":{number}"
    display.kill()
    display.wait()


@pytest.fixture
def webkit(screen: str, tmp_path: Path) -> Iterator[Any]:
    """WebKitGTK's own small browser, with a home of its own."""
    from selenium import webdriver
    from selenium.webdriver.webkitgtk.service import Service

    options = webdriver.WebKitGTKOptions()
    (options.binary_location, *_) = sorted(map(str, Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser")))
    options.add_argument("--automation")
    environment = {**os.environ, "DISPLAY": screen, "HOME": str(tmp_path)}
    driver = webdriver.WebKitGTK(options=options, service=Service("/usr/bin/WebKitWebDriver", env=environment))
    yield driver
    driver.quit()


def until(driver: Any, true: str) -> None:
    """Wait until this is true in the page."""
    end = time.monotonic() + 20
    while not driver.execute_script(f"return {true}"):
        assert time.monotonic() < end, true
        time.sleep(0.1)


def opened(driver: Any, pack: Path) -> None:
    driver.get(pack.as_uri())
    until(driver, "document.documentElement.dataset.ready === 'yes'")


def seek(driver: Any, seconds: float) -> None:
    until(driver, "Pod.sound.audio.readyState > 0")
    driver.execute_script("Pod.sound.audio.currentTime = arguments[0]", seconds)
    time.sleep(0.5)
    assert driver.execute_script("return Pod.sound.audio.currentTime") == pytest.approx(seconds, abs=0.1)


def type_in_webkit(driver: Any) -> None:
    """Take the word away letter by letter, and type another."""
    from selenium.webdriver.common.keys import Keys

    field = driver.find_element("css selector", ".paragraph textarea")
    field.click()
    script = (
        "const field = document.activeElement; const end = field.value.indexOf(arguments[0]) + arguments[0].length;"
        "field.setSelectionRange(end, end);"
    )
    driver.execute_script(script, OLD)
    field.send_keys(Keys.BACKSPACE * len(OLD) + NEW)
    at_once = (
        "const field = document.querySelectorAll('.paragraph textarea')[1]; field.focus(); field.value = arguments[0];"
        "field.dispatchEvent(new InputEvent('input', { bubbles: true }));"
    )
    driver.execute_script(at_once, TEXT)


def test_webkit_opens_a_pack_from_the_disk(webkit: Any, pack: Path, in_chromium: dict[str, Any]) -> None:
    """It plays, seeks and corrects; what the page says of where the work is kept is true when it is opened again."""
    opened(webkit, pack)
    seek(webkit, 10)
    webkit.execute_script("Pod.sound.audio.currentTime = 0")
    webkit.find_element("id", "play").click()
    until(webkit, "Pod.sound.audio.currentTime > 0.3")
    webkit.find_element("id", "play").click()
    seek(webkit, 10)
    type_in_webkit(webkit)
    time.sleep(2.5)
    kept = webkit.execute_script("return document.getElementById('kept').textContent")
    webkit.execute_script("document.getElementById('as-text').open = true")
    until(webkit, "document.getElementById('as-text-field').value.length > 0")
    as_text = json.loads(webkit.execute_script("return document.getElementById('as-text-field').value"))
    assert same(as_text) == in_chromium
    webkit.execute_script("Pod.keep.filedRevision = Pod.work.revision")  # or the browser asks whether to leave
    opened(webkit, pack)
    time.sleep(0.5)
    offered = webkit.execute_script("return !document.getElementById('offer').hidden")
    assert kept.startswith(("Kept in this browser", "Only while this page is open"))
    assert kept.startswith("Kept in this browser") == offered
