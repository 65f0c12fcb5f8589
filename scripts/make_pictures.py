"""Make the pictures of docs/volunteers.md: the real editor on the sample episode, in Chromium.

Usage: python scripts/make_pictures.py PACK.html      (needs the extra [system] and Debian's chromium)
"""

import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

TARGET = Path(__file__).parent.parent / "docs" / "pictures"


def main(pack: Path) -> None:
    """Write each picture, with few colours, so that it stays small."""
    TARGET.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 900, "height": 720})
        page.goto(pack.absolute().as_uri())
        page.wait_for_selector("html[data-ready=yes]")
        keep(page, "open")
        select(page, 1, 27, 42)
        page.click("#mark-cut")
        select(page, 0, 8, 21)
        page.click("#mark-bleep")
        page.keyboard.press("Enter")
        page.wait_for_timeout(4000)  # until the message has gone
        keep(page, "marks")
        page.click("#open-places")
        page.wait_for_timeout(1500)
        keep(page, "places")
        page.fill("#name", "Amina")
        page.locator("#work").scroll_into_view_if_needed()
        page.wait_for_timeout(2500)
        keep(page, "save")
        browser.close()


def select(page: Page, paragraph: int, start: int, end: int) -> None:
    """Select letters of a paragraph, as with the mouse."""
    field = page.locator(".paragraph textarea").nth(paragraph)
    field.focus()
    field.evaluate("(field, [start, end]) => field.setSelectionRange(start, end)", [start, end])


def keep(page: Page, name: str) -> None:
    """Write the picture."""
    file = TARGET / f"{name}.png"
    page.screenshot(path=file)
    Image.open(file).quantize(64).save(file, optimize=True)
    print(f"{file.name}: {file.stat().st_size // 1000} kB")


main(Path(sys.argv[1]))
