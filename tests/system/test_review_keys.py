"""The review pack without a mouse: keys alone, from the first Tab to the saved file, and it is in the next build."""

import pytest
from tests.system.arrival import BY, NEW, NEW_NAME, OLD, SPLIT, TITLE, bring, check_everything_arrived
from tests.system.hands import WITHOUT_PICKER, Editor

pytestmark = pytest.mark.system

FOCUS = """() => {
  const { activeElement: one } = document;
  const box = one.getBoundingClientRect();
  const seen = getComputedStyle(one);
  return {
    id: one.id,
    tag: one.tagName,
    paragraph: one.closest(".paragraph")?.id ?? "",
    name: one.getAttribute("aria-label") ?? one.labels?.[0]?.textContent ?? one.textContent,
    ring: seen.outlineStyle !== "none" || seen.boxShadow !== "none" || seen.borderColor,
    inView: box.bottom > 0 && box.top < innerHeight && box.width > 0,
    covered: !one.contains(document.elementFromPoint(box.x + Math.min(8, box.width / 2), box.y + box.height / 2))
      && !document.querySelector("dialog[open]"),
  };
}"""


class Keys:
    """Somebody with a keyboard and nothing else. Each place that Tab reaches must be seen, and not be covered."""

    def __init__(self, editor: Editor) -> None:
        self.editor = editor
        self.press = editor.page.keyboard.press
        self.type = editor.page.keyboard.type
        self.unseen: list[str] = []

    @property
    def here(self) -> dict:
        """Where the focus is."""
        return self.editor.page.evaluate(FOCUS)

    def go(self, *, named: str = "", name: str = "", key: str = "Tab", most: int = 60) -> None:
        """Press Tab until the focus is where it is wanted."""
        for _ in range(most):
            self.press(key)
            self.editor.page.wait_for_timeout(15)
            here = self.here
            if not here["inView"] or here["covered"]:
                self.unseen.append(f"{here['tag']} {here['id']} {here['name']}")
            if (named and here["id"] == named) or (name and name in (here["name"] or "")):
                return
        message = f"Tab doesn't reach {named or name}"
        raise AssertionError(message)

    def to_word(self, word: str) -> None:
        """Put the cursor before a word of the paragraph; systems differ in which end of a word the keys go to."""
        self.press("Control+Home")
        for _ in range(80):
            text, at = self.editor.page.evaluate(
                "[document.activeElement.value, document.activeElement.selectionStart]"
            )
            if text[at:].startswith(word):
                return
            self.press("ArrowRight" if text[at:].startswith(f" {word}") else "Control+ArrowRight")
        message = f"the keys don't reach {word}"
        raise AssertionError(message)


@pytest.fixture
def keys(new_context):
    """A browser that has never seen the pack, and a keyboard."""
    context = new_context(accept_downloads=True)
    context.set_offline(True)
    context.add_init_script(WITHOUT_PICKER)
    return Keys(Editor(context.new_page()))


def correct(keys):
    keys.go(name="Paragraph 1,")
    keys.to_word(OLD)
    for _ in OLD:
        keys.press("Shift+ArrowRight")
    keys.type(NEW)


def rename(keys):
    keys.go(name="change the speaker of paragraph 1", key="Shift+Tab", most=4)
    keys.press("Enter")
    keys.go(named="speaker-name", most=12)
    keys.press("Control+a")
    keys.type(NEW_NAME)
    keys.press("Enter")


def divide(keys):
    keys.go(name="Paragraph 1,", most=4)
    keys.to_word(f"{SPLIT} was")
    keys.press("Control+Enter")


def begin_chapter(keys):
    assert keys.here["name"].startswith("Paragraph 2,")
    keys.go(name="More for this paragraph", most=12)
    keys.press("Enter")
    keys.go(named="chapter", most=12)
    keys.press("Enter")
    keys.type(TITLE)


def test_everything_can_be_done_with_keys_and_is_in_the_next_build(keys, pack, show, tmp_path):
    before = show.texts()
    editor = keys.editor.open(pack)
    correct(keys)
    rename(keys)
    divide(keys)
    begin_chapter(keys)
    keys.press("F4")
    assert "Place 1:" in editor.page.inner_text("#places-why")
    keys.press("Shift+F4")
    editor.until("Pod.work.now.confirmed.length === 1")
    keys.go(named="name", most=80)
    keys.type(BY)
    text = editor.texts
    editor.until_kept()
    editor.reload()
    keys.go(name="Go on from where you stopped")
    keys.press("Enter")
    editor.until("Pod.work.revision > 0")
    assert editor.texts == text
    bring(show, editor.save_file(tmp_path, lambda: keys.press("Control+s")))
    show.build()
    check_everything_arrived(show, before)
    assert keys.unseen == []


def test_the_sound_is_played_stopped_and_moved_with_keys(keys, pack):
    editor = keys.editor.open(pack)
    keys.press("F8")
    editor.until("!Pod.sound.audio.paused && Pod.sound.audio.currentTime > 0.3")
    keys.press("F8")
    editor.until("Pod.sound.audio.paused")
    keys.go(named="seek")
    for _ in range(5):
        keys.press("PageUp")
    editor.until("Pod.sound.audio.currentTime > 2")
    keys.go(name="Paragraph 2,")
    keys.press("Enter")
    editor.until("!Pod.sound.audio.paused && Pod.sound.audio.currentTime > 10")
    keys.press("Shift+Enter")
    editor.until("Pod.sound.audio.paused")


def test_no_tab_is_a_trap(keys, pack):
    """From the first thing to the last and out of the page again, each reached once, all in view."""
    editor = keys.editor.open(pack)
    seen = []
    for _ in range(90):
        keys.press("Tab")
        editor.page.wait_for_timeout(10)
        here = keys.here
        if here["tag"] == "BODY":
            break
        assert here["inView"], here
        assert not here["covered"], here
        seen.append((here["id"] or here["name"], here["paragraph"]))
    assert len(seen) == len(set(seen))
    assert {"play", "save", "name", "save-work"} <= {what for what, _ in seen}


def test_dialogs_give_the_focus_back(keys, pack):
    editor = keys.editor.open(pack)
    keys.go(name="Paragraph 1,")
    keys.press("Control+Home")
    keys.press("Control+Shift+ArrowRight")
    for tool in ("mark-bleep", "mark-sound", "mark-language"):
        keys.go(named=tool, most=12)
        keys.press("Enter")
        assert editor.page.locator("dialog[open]").count() == 1, tool
        keys.press("Escape")
        assert keys.here["id"] == tool
