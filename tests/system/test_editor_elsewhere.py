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


@pytest.fixture
def in_chromium(new_context: Callable[..., Any], pack: Path) -> dict[str, Any]:
    """The corrections as Chromium makes them of the same work."""
    editor = Editor(new_context().new_page()).open(pack)
    editor.correct(0, OLD, NEW)
    return same(editor.corrections)


def same(corrections: dict[str, Any]) -> dict[str, Any]:
    """Return the corrections without the number of key presses, too."""
    return {key: value for key, value in without_stamp(corrections).items() if key != "revision"}


def firefox(where: str, folder: Path) -> dict[str, Any]:
    """Work in Firefox; return what came of it."""
    folder.mkdir()
    command = ["node", str(HERE / "elsewhere.mjs"), where, str(folder)]
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8", timeout=120)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    assert found["errors"] == []
    assert found["sound"] == {"moved": True, "seeked": [pytest.approx(10, abs=0.1), True]}
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


def test_webkit_opens_a_pack_from_the_disk(webkit: Any, pack: Path, in_chromium: dict[str, Any]) -> None:
    """It plays, seeks and corrects; what the page says of where the work is kept is true when it is opened again."""
    opened(webkit, pack)
    webkit.find_element("id", "play").click()
    until(webkit, "Pod.sound.audio.currentTime > 0.3")
    webkit.find_element("id", "play").click()
    webkit.execute_script("Pod.sound.audio.currentTime = 10")
    time.sleep(0.5)
    assert webkit.execute_script("return Pod.sound.audio.currentTime") == pytest.approx(10, abs=0.1)
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
