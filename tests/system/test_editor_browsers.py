"""The review pack in Firefox and in WebKitGTK, opened from the disk. WebKitGTK stands for Safari: it has its engine."""

import json
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from tests.system.hands import Editor, without_stamp

pytestmark = pytest.mark.system

HERE = Path(__file__).parent
TEXT = "And Mr. John Dashwood had then pleasure to consider how much."


@pytest.fixture
def in_chromium(new_context: Any, pack: Path) -> dict[str, Any]:
    """The corrections as Chromium makes them of the same work."""
    editor = Editor(new_context().new_page()).open(pack)
    editor.field(0).fill(TEXT)
    return editor.corrections


def same(corrections: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in without_stamp(corrections).items() if key != "revision"}


def test_firefox_corrects_keeps_and_seeks(pack: Path, in_chromium: dict[str, Any]) -> None:
    done = subprocess.run(
        ["node", str(HERE / "browsers.mjs"), str(pack), TEXT],
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["errors"] == []
    assert same(found["corrections"]) == same(in_chromium)
    assert found["seeked"][0] == pytest.approx(10, abs=0.1)
    assert found["kept"].startswith("Kept in this browser") == found["offered"]


@pytest.mark.filterwarnings("ignore::DeprecationWarning:selenium.*")
def test_webkit_corrects_keeps_and_seeks(pack: Path, in_chromium: dict[str, Any]) -> None:
    """What the page says of where the work is kept is what is true after it was opened again."""
    from selenium import webdriver
    from selenium.webdriver.webkitgtk.service import Service

    display = subprocess.Popen(["Xvfb", ":97", "-screen", "0", "1280x1024x24"])
    options = webdriver.WebKitGTKOptions()
    options.binary_location = _mini_browser()
    options.add_argument("--automation")
    service = Service("/usr/bin/WebKitWebDriver", env={"DISPLAY": ":97", "HOME": "/tmp", "PATH": "/usr/bin:/bin"})
    try:
        time.sleep(1)
        driver = webdriver.WebKitGTK(options=options, service=service)
        try:
            driver.get(pack.as_uri())
            _until(driver, "return document.documentElement.dataset.ready === 'yes'")
            driver.execute_script(
                "const field = document.querySelector('.paragraph textarea'); field.focus();"
                "field.value = arguments[0];"
                "field.dispatchEvent(new InputEvent('input', { bubbles: true }));",
                TEXT,
            )
            time.sleep(2.5)
            corrections = driver.execute_script("return Pod.corrections.make()")
            kept = driver.execute_script("return document.getElementById('kept').textContent")
            _until(driver, "return Pod.sound.audio.readyState > 0")
            driver.execute_script("Pod.sound.audio.currentTime = 10")
            time.sleep(1)
            assert driver.execute_script("return Pod.sound.audio.currentTime") == pytest.approx(10, abs=0.1)
            assert same(corrections) == same(in_chromium)
            driver.refresh()
            _until(driver, "return document.documentElement.dataset.ready === 'yes'")
            time.sleep(2)
            offered = driver.execute_script("return !document.getElementById('offer').hidden")
            assert kept.startswith("Kept in this browser") == offered
        finally:
            driver.quit()
    finally:
        display.kill()
        display.wait()


def _mini_browser() -> str:
    (found, *_) = sorted(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))
    return str(found)


def _until(driver: Any, true: str) -> None:
    end = time.monotonic() + 20
    while not driver.execute_script(true):
        assert time.monotonic() < end, true
        time.sleep(0.1)
