"""The review pack on a small phone, with fingers: it is in the next build."""

import pytest
from tests.system.arrival import BY, NEW, NEW_NAME, OLD, SPLIT, TITLE, bring, check_everything_arrived
from tests.system.hands import WITHOUT_PICKER, Editor

pytestmark = pytest.mark.system


@pytest.fixture
def editor(new_context):
    """A phone, 320 pixels wide, that has never seen the pack."""
    context = new_context(accept_downloads=True, viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True)
    context.set_offline(True)
    context.add_init_script(WITHOUT_PICKER)
    return Editor(context.new_page())


def tap_word(editor, n, word):
    x, y, width, height = editor.box(n, word)
    editor.page.touchscreen.tap(x + width / 2, y + height / 2)
    assert editor.field(n).evaluate("one => one === document.activeElement")


def correct(editor):
    """A tap sets the cursor into the word; then the phone's own keys take it away and write another."""
    tap_word(editor, 0, OLD)
    first, last = editor.place_of(0, OLD)
    at = editor.field(0).evaluate("one => one.selectionStart")
    assert first <= at <= last
    for _ in range(last - at):
        editor.page.keyboard.press("Delete")
    for _ in range(at - first):
        editor.page.keyboard.press("Backspace")
    editor.page.keyboard.insert_text(NEW)


def test_everything_can_be_done_with_fingers_and_is_in_the_next_build(editor, pack, show, tmp_path):
    before = show.texts()
    editor.open(pack)
    correct(editor)
    editor.button(0, "change the speaker").tap()
    editor.page.locator("#speaker-name").tap()
    editor.page.fill("#speaker-name", NEW_NAME)
    editor.page.locator("#speaker-rename").tap()
    tap_word(editor, 0, SPLIT)
    editor.page.locator("#more-tools summary").tap()
    editor.button(0, "Divide at the cursor").tap()
    editor.page.locator("#more-tools summary").tap()
    editor.button(1, "A chapter starts here").tap()
    editor.page.keyboard.insert_text(TITLE)
    editor.page.locator("#open-places").tap()
    editor.page.locator("#places-right").tap()
    editor.page.locator("#name").tap()
    editor.page.keyboard.insert_text(BY)
    text = editor.texts
    editor.until_kept()
    editor.reload()
    editor.page.get_by_role("button", name="Go on from where you stopped").tap()
    editor.until("Pod.work.revision > 0")
    assert editor.texts == text
    bring(show, editor.save_file(tmp_path, editor.page.locator("#save").tap))
    show.build()
    check_everything_arrived(show, before)
    assert editor.page.evaluate("document.documentElement.scrollWidth") == 320


def test_the_bar_leaves_room_for_the_text(editor, pack):
    """When the page is scrolled, the bar that stays covers no more than a third of a phone's height."""
    editor.open(pack)
    tap_word(editor, 1, "country")
    box = editor.page.locator("#bar").bounding_box()
    assert box["height"] <= 640 / 3


def test_a_tap_plays_from_the_word(editor, pack):
    editor.open(pack)
    tap_word(editor, 2, "selfish")
    editor.until("!Pod.sound.audio.paused && Pod.sound.audio.currentTime > 22")
