"""A word is taken out everywhere in the browser, with the mouse and with keys, and what was done comes home."""

import pytest
from tests.system.arrival import bring
from tests.system.hands import WITHOUT_PICKER, Editor
from tests.system.test_review_keys import Keys

pytestmark = pytest.mark.system

WORD = "ill-disposed"
OUT = f"<c.redact.everywhere>{WORD}</c>"
NOTES = "[...document.querySelectorAll('.notes')].map((one) => one.textContent)"


@pytest.fixture
def editor(new_context):
    context = new_context(accept_downloads=True)
    context.add_init_script(WITHOUT_PICKER)
    return Editor(context.new_page())


def test_with_the_mouse_it_is_set_wherever_the_word_stands_and_taken_off_again(editor, pack, show, tmp_path):
    editor.open(pack)
    editor.choose(0, WORD.removeprefix("ill-"))
    editor.page.click("#mark-bleep")
    assert not editor.page.is_checked("#bleep-everywhere")
    editor.page.get_by_text("Take out everywhere").click()
    editor.page.click("#bleep-set")
    said = "Taken out everywhere, and written as [name withheld], here and in 1 other place."
    editor.until(f"document.body.textContent.includes({said!r})")
    notes = editor.page.evaluate(NOTES)
    assert [note.count("Taken out everywhere") for note in notes] == [1, 1]
    assert editor.page.locator(".backdrop .redact.everywhere").all_inner_texts() == [WORD, f"{WORD}."]
    editor.page.fill("#name", "Amina")
    bring(show, editor.save_file(tmp_path))
    assert (OUT in show.transcript, f"<c.redact.everywhere>{WORD}.</c>" in show.transcript) == (True, True)
    editor.button(0, "Remove the mark").click()
    assert editor.page.evaluate(NOTES) == []
    bring(show, editor.save_file(tmp_path))
    assert "everywhere" not in show.transcript
    assert editor.errors == []


def test_with_keys_alone(editor, pack):
    keys = Keys(editor.open(pack))
    keys.go(name="Paragraph 1,")
    keys.to_word(WORD)
    for _ in WORD:
        keys.press("Shift+ArrowRight")
    keys.go(named="mark-bleep", most=12)
    keys.press("Enter")
    keys.go(named="bleep-everywhere", most=12)
    assert keys.here["name"].strip() == "Take out everywhere"
    assert keys.here["ring"]
    keys.press("Space")
    keys.press("Enter")
    editor.until("document.querySelectorAll('.backdrop .everywhere').length === 2")
    assert keys.here["id"] == "mark-bleep"
    assert keys.unseen == []
