"""The editor on a small phone and at 400 % zoom: what one needs is in view, and so is what has the focus."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.system.arrival import NEW, OLD
from tests.system.hands import BOX, Editor

pytestmark = pytest.mark.system

SMALL = [(390, 700), (320, 640), (320, 256)]
LONGEST = "Not saved, only on this page: the editor on this computer doesn't answer. It is tried again by itself."
COVERED = """(all) => all.filter((one) => {
  const { left, right, top, bottom } = one.getBoundingClientRect();
  const isSeen = (y) => {
    const hit = document.elementFromPoint((left + right) / 2, y);
    return hit && (one.closest(".sheet") ?? one).contains(hit);
  };
  return top < 0 || bottom > innerHeight || ![top + 2, (top + bottom) / 2, bottom - 2].every(isSeen);
}).map((one) => one.id || one.className)"""
"""Which of the elements aren't in view, or lie under something else. A paragraph's words lie under its own field."""


@pytest.fixture
def small(new_context: Callable[..., Any], pack: Path) -> Callable[[int, int], Editor]:
    """Open the pack in a window of this size."""

    def opened(width: int, height: int) -> Editor:
        return Editor(new_context(viewport={"width": width, "height": height}).new_page()).open(pack)

    return opened


def covered(editor: Editor, selector: str) -> list[str]:
    found = editor.page.eval_on_selector_all(selector, COVERED)
    assert isinstance(found, list)
    return found


def test_the_bar_says_all_of_where_the_work_is(small: Callable[[int, int], Editor]) -> None:
    """It has the room for it from the first: when it says more, the text below doesn't jump."""
    editor = small(320, 640)
    kept, bar = editor.page.locator("#kept"), editor.page.locator("#bar")
    height = bar.bounding_box()["height"]
    editor.correct(0, OLD, NEW)
    editor.until_kept()
    assert editor.kept.endswith("Not yet in a file.")
    for text in (editor.kept, LONGEST):
        kept.evaluate("(one, text) => (one.textContent = text)", text)
        assert kept.evaluate("one => [one.scrollWidth <= one.clientWidth, one.scrollHeight <= one.clientHeight]") == [
            True,
            True,
        ]
        assert covered(editor, "#kept") == []
        assert text == LONGEST or bar.bounding_box()["height"] == height


@pytest.mark.parametrize("size", SMALL)
def test_the_place_and_what_to_press_are_both_in_view(
    small: Callable[[int, int], Editor], size: tuple[int, int]
) -> None:
    editor = small(*size)
    editor.field(1).click()
    editor.page.locator("#more-tools summary").click()
    for key in ("F4", "F4", "F4", "Shift+F4"):
        editor.page.keyboard.press(key)
        editor.page.wait_for_timeout(400)
        assert covered(editor, ".here") == []
        assert covered(editor, "#desk-places button, #places-why") == []
    assert editor.page.locator("#places-right").bounding_box()["height"] >= 24


@pytest.mark.parametrize("size", SMALL)
def test_what_has_the_focus_is_never_covered(small: Callable[[int, int], Editor], size: tuple[int, int]) -> None:
    """WCAG 2.4.11. Through the text, the tools and the panel, there and back."""
    editor = small(*size)
    editor.page.keyboard.press("F4")
    editor.page.wait_for_timeout(400)
    editor.page.keyboard.press("F8")
    seen = set()
    for key in ["Tab"] * 14 + ["Shift+Tab"] * 16:
        editor.page.keyboard.press(key)
        editor.page.wait_for_timeout(50)
        seen.add(editor.page.evaluate("document.activeElement.id"))
        assert covered(editor, ":focus:not(textarea)") == []
    assert {"mark-cut", "mark-language", "places-close", "places-again"} <= seen


def test_the_cursor_never_goes_under_the_panel(small: Callable[[int, int], Editor]) -> None:
    editor = small(320, 256)
    editor.page.keyboard.press("F4")
    editor.page.wait_for_timeout(400)
    editor.page.keyboard.press("F8")
    end = len(editor.field(1).input_value())
    editor.field(1).evaluate("(field, end) => field.setSelectionRange(end, end)", end)
    editor.page.keyboard.type(" And some more words, until the last of them is THERE")
    editor.page.wait_for_timeout(200)
    n = editor.page.evaluate("Pod.work.indexOf(document.activeElement.closest('.paragraph').podView.key)")
    _, y, _, height = editor.page.evaluate(BOX, [n, *editor.place_of(n, "THERE")])
    assert y + height <= editor.page.locator("#desk-places").bounding_box()["y"] + 2
