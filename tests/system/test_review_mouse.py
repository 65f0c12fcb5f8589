"""The review pack from the disk, without a network, with the mouse: all that is done there is in the next build."""

import pytest
from tests.system.arrival import BY, NEW, NEW_NAME, OLD, SPLIT, TITLE, bring, check_everything_arrived
from tests.system.hands import WITHOUT_PICKER, Editor, read_corrections

pytestmark = pytest.mark.system


@pytest.fixture
def editor(new_context):
    """An offline browser that has never seen the pack."""
    context = new_context(accept_downloads=True)
    context.set_offline(True)
    context.add_init_script(WITHOUT_PICKER)
    return Editor(context.new_page())


def work_through(editor, *, bleep: str | None = None) -> None:
    """Correct, rename, divide, begin a chapter, confirm a place, and say who it was."""
    editor.correct(0, OLD, NEW)
    editor.button(0, "change the speaker").click()
    editor.page.fill("#speaker-name", NEW_NAME)
    assert editor.page.inner_text("#speaker-rename") == "Change this name everywhere (2 paragraphs)"
    editor.page.click("#speaker-rename")
    assert editor.speakers == [NEW_NAME, "John F. Kennedy", NEW_NAME]
    if bleep:
        editor.choose(0, bleep)
        editor.page.click("#mark-bleep")
        editor.page.click("#bleep-set")
    editor.before(0, SPLIT)
    editor.more(0, "Divide at the cursor")
    editor.more(1, "A chapter starts here")
    editor.page.keyboard.type(TITLE)
    editor.page.click("#open-places")
    editor.page.click("#places-right")
    editor.page.fill("#name", BY)


def test_everything_that_was_done_is_in_the_next_build(editor, pack, show, tmp_path):
    before = show.texts()
    editor.open(pack)
    work_through(editor)
    text, paragraphs = editor.texts, len(editor.texts)
    editor.until_kept()
    editor.reload()
    assert paragraphs == 4
    assert editor.texts != text
    editor.page.get_by_role("button", name="Go on from where you stopped").click()
    editor.until("document.querySelectorAll('.paragraph').length === 4")
    assert editor.texts == text
    assert editor.page.input_value("#name") == BY
    file = editor.save_file(tmp_path)
    assert file.name == "corrections-two-voices-zoë-müller.json"
    assert "Saved to the file" in editor.kept
    assert len(read_corrections(file)["confirmed"]) == 1
    assert "in the transcript now" in bring(show, file)
    show.build()
    check_everything_arrived(show, before)
    assert editor.errors == []


def test_what_is_bleeped_is_withheld_from_all_that_is_published(editor, pack, show, tmp_path):
    """The build proves that the sound doesn't say it either, or it would publish nothing."""
    before = show.published()
    editor.open(pack)
    work_through(editor, bleep="Dashwood")
    bring(show, editor.save_file(tmp_path))
    show.build()
    for ending, text in show.texts().items():
        assert "Dashwood" not in text, ending
    for ending in (".vtt", ".srt", ".txt", ".transcript.json", ".transcript.html", "index.html"):
        assert "withheld]" in show.public(ending).read_text("utf-8"), ending
        assert NEW in show.public(ending).read_text("utf-8"), ending
    assert f"{NEW_NAME}: And Mr. John [name withheld] had then {NEW}" in show.public(".txt").read_text("utf-8")
    (old,) = (value for name, value in before.items() if name.endswith(".mp3"))
    assert old not in show.published().values()


def test_a_bleep_that_was_taken_back_is_no_bleep(editor, pack, show, tmp_path):
    """Somebody's later file replaces their earlier one, their marks too."""
    editor.open(pack)
    work_through(editor, bleep="Dashwood")
    bring(show, editor.save_file(tmp_path))
    assert "<c.redact>Dashwood</c>" in show.transcript
    editor.button(0, "Remove the mark").click()
    bring(show, editor.save_file(tmp_path))
    assert "redact" not in show.transcript
    assert "Dashwood" in show.transcript


def test_a_file_that_was_sent_can_be_opened_and_gone_on_from(editor, pack, show, tmp_path, new_context):
    """On another computer, say: the text is as it was, and what is done there is added."""
    editor.open(pack)
    work_through(editor)
    file = editor.save_file(tmp_path)
    other = new_context(accept_downloads=True)
    other.add_init_script(WITHOUT_PICKER)
    second = Editor(other.new_page()).open(pack)
    second.page.set_input_files("#file", file)
    second.until("Pod.work.revision > 0")
    assert second.texts == editor.texts
    second.correct(0, NEW, "treasure")
    bring(show, file)
    bring(show, second.save_file(tmp_path / "other"))
    # two copies of one file may both go on: the second one's other word is kept beside the first one's, for a person
    assert NEW in show.transcript
    assert "treasure" in (show.episode / "review" / "conflicts.json").read_text(encoding="utf-8")


def test_a_paragraph_can_be_added_where_there_is_no_pause(editor, pack, show, tmp_path):
    """The machine's words often follow each other without a gap; the transcript is readable all the same."""
    editor.open(pack)
    editor.field(1).click()
    editor.more(1, "Add one after it")
    editor.page.keyboard.type("Hear, hear!")
    editor.page.fill("#name", BY)
    bring(show, editor.save_file(tmp_path))
    show.build()
    assert "John F. Kennedy: Hear, hear!\n" in show.texts()[".txt"]


def test_a_chosen_file_is_written_by_itself_from_then_on(pack, new_context):
    """Where the browser lets people choose a place, the file there stays up to date; the choice itself is played."""
    context = new_context()
    context.add_init_script("""
      globalThis.written = [];
      globalThis.showSaveFilePicker = async ({ suggestedName: name }) => ({
        name,
        createWritable: async () => ({ write: async (text) => written.push(text), close: async () => {} }),
      });
    """)
    editor = Editor(context.new_page()).open(pack)
    editor.page.fill("#name", BY)
    editor.correct(0, OLD, "first")
    editor.page.click("#save")
    editor.until("written.length === 1")
    editor.correct(0, "first", "second")
    editor.until("written.length === 2")
    assert '"t": "second"' in editor.page.evaluate("written[1]")
    editor.until("document.getElementById('kept').textContent.startsWith('Saved to the file')")
