"""What a person does in the editor, in Chromium: read, type, choose, save. With mouse, keys or fingers."""

import json
import re
import time
from pathlib import Path
from typing import Any

WITHOUT_PICKER = "delete globalThis.showSaveFilePicker"
"""A browser without a window answers "cancelled" when it is asked where to save; most save to the downloads."""
WATCH = """
globalThis.hits = [];
globalThis.broken = [];
for (const name of ["alert", "confirm", "prompt"]) globalThis[name] = () => hits.push(name);
document.addEventListener("securitypolicyviolation", (e) => broken.push(`${e.violatedDirective} ${e.blockedURI}`));
"""
WHERE = """([n, word, nth]) => {
  const view = Pod.textView.viewAt(n);
  let from = -1;
  for (let i = 0; i <= nth; i += 1) from = view.field.value.indexOf(word, from + 1);
  return [from, from + word.length];
}"""
BOX = """([n, from, to]) => {
  const range = document.createRange();
  const walker = document.createTreeWalker(Pod.textView.viewAt(n).backdrop, NodeFilter.SHOW_TEXT);
  let [at, start, end] = [0, null, null];
  while (walker.nextNode()) {
    const { data } = walker.currentNode;
    if (!start && from < at + data.length) start = [walker.currentNode, from - at];
    if (!end && to <= at + data.length) end = [walker.currentNode, to - at];
    at += data.length;
  }
  range.setStart(...start);
  range.setEnd(...end);
  const box = range.getClientRects()[0];
  return [box.x, box.y, box.width, box.height];
}"""


class Editor:
    """An opened page of the editor. Paragraphs are counted from 0."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.requests: list[str] = []
        self.errors: list[str] = []
        page.add_init_script(WATCH)
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda said: said.type in ("error", "warning") and self.errors.append(said.text))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("dialog", lambda dialog: dialog.accept())

    def open(self, where: Path | str) -> "Editor":
        """Open a pack from the disk, or the address of the local editor."""
        self.page.goto(where.as_uri() if isinstance(where, Path) else where)
        return self.wait()

    def wait(self) -> "Editor":
        """Wait until the page can be used."""
        self.page.wait_for_selector("html[data-ready=yes]")
        return self

    def reload(self) -> "Editor":
        """Load the page again."""
        self.page.reload()
        return self.wait()

    def field(self, n: int) -> Any:
        """Return the field with a paragraph's text."""
        return self.page.locator(".paragraph").nth(n).locator("textarea")

    def button(self, n: int, name: str) -> Any:
        """Return the button of a paragraph that is called so."""
        return self.page.locator(".paragraph").nth(n).get_by_role("button", name=name)

    @property
    def texts(self) -> list[str]:
        """The texts of all paragraphs."""
        return self.page.eval_on_selector_all(".paragraph textarea", "all => all.map((one) => one.value)")

    @property
    def speakers(self) -> list[str]:
        """Who speaks in each paragraph."""
        return self.page.locator(".paragraph .speaker").all_inner_texts()

    @property
    def kept(self) -> str:
        """What the bar says of where the work is."""
        return self.page.inner_text("#kept")

    @property
    def corrections(self) -> dict[str, Any]:
        """The corrections as the page would save them now."""
        return self.page.evaluate("Pod.corrections.make()")

    @property
    def broken(self) -> list[str]:
        """What the page's own policy had to forbid."""
        return self.page.evaluate("broken")

    def place_of(self, n: int, word: str, nth: int = 0) -> tuple[int, int]:
        """Return from which letter to which a word stands in a paragraph."""
        first, last = self.page.evaluate(WHERE, [n, word, nth])
        assert first >= 0, f"{word} isn't in paragraph {n}"
        return first, last

    def box(self, n: int, word: str) -> tuple[float, float, float, float]:
        """Return where a word is on the screen: x, y, width, height."""
        self.page.locator(".paragraph").nth(n).scroll_into_view_if_needed()
        before = None
        while before != (now := self.page.evaluate(BOX, [n, *self.place_of(n, word)])):
            before = now
            # What comes into view, and what follows typed text, is laid out a moment later.
            self.page.wait_for_timeout(50)
            self.page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
        x, y, width, height = now
        return x, y, width, height

    def choose(self, n: int, word: str) -> None:
        """Choose a word by a double click on it."""
        x, y, width, height = self.box(n, word)
        self.page.mouse.dblclick(x + width / 2, y + height / 2)
        first, last = self.page.evaluate("[document.activeElement.selectionStart, document.activeElement.selectionEnd]")
        assert self.field(n).input_value()[first:last].strip() == word

    def correct(self, n: int, old: str, new: str) -> None:
        """Choose a word and type another in its place."""
        self.choose(n, old)
        self.page.keyboard.type(new)

    def before(self, n: int, word: str) -> None:
        """Click just before a word, so that the cursor stands there."""
        first, _ = self.place_of(n, word)
        x, y, _, height = self.box(n, word)
        self.page.mouse.click(x + 1, y + height / 2)
        assert self.field(n).evaluate("one => one.selectionStart") == first

    def until(self, true: str, seconds: float = 15) -> None:
        """Wait until this is true in the page. Asked from outside, for the page's own policy forbids to ask inside."""
        end = time.monotonic() + seconds
        while not self.page.evaluate(true):
            assert time.monotonic() < end, f"not in {seconds} s: {true}; {self.kept}"
            self.page.wait_for_timeout(20)

    def until_kept(self) -> None:
        """Wait until the browser keeps everything."""
        self.until("document.getElementById('kept').textContent.startsWith('Kept in this browser')")

    def until_saved(self) -> None:
        """Wait until the local editor has saved everything."""
        self.until("Pod.server.isSaved() && document.getElementById('kept').textContent.startsWith('Saved')")

    def save_file(self, folder: Path, act: Any = None) -> Path:
        """Save the corrections by the button, and put the download where it is wanted."""
        with self.page.expect_download() as caught:
            if act:
                act()
            else:
                self.page.click("#save")
        file = folder / caught.value.suggested_filename
        caught.value.save_as(file)
        return file

    def more(self, n: int, name: str) -> None:
        """Press one of the tools under "More for this paragraph"."""
        tools = self.page.locator(".paragraph").nth(n).locator("#more-tools")
        tools.wait_for()
        if not self.page.evaluate("document.getElementById('more-tools').open"):
            tools.locator("summary").click()
            self.until("document.getElementById('more-tools').open")
        self.button(n, name).click()


def without_stamp(corrections: dict[str, Any]) -> dict[str, Any]:
    """Return the corrections without what differs from copy to copy, and from time to time."""
    return {key: value for key, value in corrections.items() if key not in {"copy", "saved"}}


def read_corrections(file: Path) -> dict[str, Any]:
    """Return the corrections in a file."""
    value = json.loads(file.read_text(encoding="utf-8"))
    assert isinstance(value, dict)
    return value


def words_of(vtt: str) -> list[str]:
    """Return all words of a WebVTT or SRT text, in their order."""
    lines = []
    for block in re.split(r"\n\n+", vtt.replace("\r\n", "\n")):
        rows = block.split("\n")
        at = next((i for i, row in enumerate(rows) if "-->" in row), None)
        lines += rows[at + 1 :] if at is not None else []
    return re.sub(r"<[^>]*>", "", " ".join(lines)).replace("&amp;", "&").split()
