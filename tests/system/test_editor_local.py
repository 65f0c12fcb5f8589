"""The local editor as a process of its own, in a real browser: what it calls saved is saved, whatever comes after."""

import json
import os
import re
import signal
import subprocess
import sys

import pytest
from tests.system.arrival import BY, NEW, NEW_NAME, OLD, OLD_NAME
from tests.system.between import Between
from tests.system.conftest import SLUG
from tests.system.hands import WITHOUT_PICKER, Editor, words_of

pytestmark = pytest.mark.system

KILLS = 20


@pytest.fixture
def start(show):
    """Start editors; end those that still run."""
    running = []

    def begin():
        server, address = show.edit()
        running.append(server)
        return server, address

    yield begin
    for server in running:
        server.kill()
        server.wait()
        server.stdout.close()


@pytest.fixture
def page(new_context):
    context = new_context(accept_downloads=True)
    context.add_init_script(WITHOUT_PICKER)
    return context.new_page()


def test_what_is_typed_is_saved_and_built(show, start, page):
    before = show.texts()
    server, address = start()
    editor = Editor(page).open(address)
    assert editor.kept == "Nothing is changed yet."
    editor.page.fill("#name", BY)
    editor.correct(0, OLD, NEW)
    editor.until_saved()
    assert re.fullmatch(r"Saved \d\d:\d\d", editor.kept)
    assert words_of(show.transcript) == [NEW if w == OLD else w for w in words_of(before[".vtt"])]
    editor.button(0, "change the speaker").click()
    editor.page.fill("#speaker-name", NEW_NAME)
    editor.page.click("#speaker-rename")
    editor.page.click("#done")
    assert server.wait(20) == 0
    assert "you can close this page" in editor.kept
    show.build()
    assert show.texts()[".txt"] == before[".txt"].replace(OLD, NEW).replace(OLD_NAME, NEW_NAME)
    assert editor.errors == []


def test_the_address_is_good_once(start, page, new_context):
    _, address = start()
    Editor(page).open(address)
    other = new_context().new_page()
    answer = other.goto(address)
    assert answer.status == 403
    assert "It is good once" in answer.text()


@pytest.fixture
def quick():
    """Threads of this process get their turn at once."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


def killed_when_it_answers(show, start, new_context, old, new):
    """Type a word, end the editor with its first answer, and return how many ms later that was."""
    server, address = start()
    port = int(re.search(r":(\d+)/", address)[1])
    between = Between(port, lambda: os.kill(server.pid, signal.SIGKILL))
    page = new_context().new_page()
    editor = Editor(page).open(address.replace(f":{port}/", f":{between.port}/"))
    editor.correct(0, old, new)
    page.keyboard.press("Control+s")
    editor.until("document.getElementById('kept').textContent.startsWith('Saved')")
    assert server.wait(5) == -signal.SIGKILL
    assert new in words_of(show.transcript)
    assert old not in words_of(show.transcript)
    between.close()
    page.context.close()
    (lag_ms,) = between.lag_ms
    return lag_ms


def test_an_acknowledged_edit_outlives_a_kill_right_after(show, start, new_context, quick):
    """SIGKILL within a millisecond of the answer, before the browser has seen it: twenty times, none is lost.

    Kills that this machine was too busy for to be so quick don't count, but nothing may be lost in them either.
    """
    old, in_time = OLD, 0
    for number in range(2 * KILLS):
        new = f"word{chr(ord('a') + number % 26) * (1 + number // 26)}"
        in_time += killed_when_it_answers(show, start, new_context, old, new) <= 1
        old = new
        if in_time == KILLS:
            return
    pytest.fail(f"only {in_time} kills came within a millisecond")


def test_a_gone_editor_is_said_and_nothing_is_lost(show, start, page):
    """The page says that it isn't saved, keeps what was typed, and the file can be saved all the same."""
    server, address = start()
    editor = Editor(page).open(address)
    server.kill()
    editor.correct(0, OLD, NEW)
    editor.until("document.getElementById('kept').textContent.startsWith('Not saved, only on this page')")
    with page.expect_download() as caught:
        page.click("#save-copy")
    assert NEW in json.dumps(json.loads(caught.value.path().read_text(encoding="utf-8")))


def change_underneath(show, old, new):
    """Change transcript.vtt as a text editor would."""
    file = show.episode / "transcript.vtt"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8", newline="\n")


def clashed(show, start, page):
    """An editor whose file was changed by another program after the first save."""
    _, address = start()
    editor = Editor(page).open(address)
    editor.correct(0, OLD, NEW)
    editor.until_saved()
    change_underneath(show, "selfish", "shellfish")
    editor.correct(1, "fellow", "yellow")
    editor.until("!document.getElementById('clash').hidden")
    assert editor.kept.startswith("Not saved: the transcript changed meanwhile.")
    assert "shellfish" in show.transcript
    assert "yellow" not in show.transcript
    return editor


def test_both_can_be_put_together(show, start, page):
    editor = clashed(show, start, page)
    with page.expect_navigation():
        page.click("#clash-merge")
    editor.wait()
    assert all(word in show.transcript for word in (NEW, "shellfish", "yellow"))
    assert [NEW in editor.texts[0], "yellow" in editor.texts[1], "shellfish" in editor.texts[2]] == [True] * 3
    editor.correct(2, "shellfish", "generous")
    editor.until_saved()
    assert "generous" in show.transcript


def test_mine_can_be_kept_as_a_file_and_brought_in_later(show, start, page, tmp_path):
    editor = clashed(show, start, page)
    file = editor.save_file(tmp_path, lambda: page.click("#clash-file"))
    page.click("#clash-load")
    with page.expect_navigation():
        page.click("#ask-sure-yes")
    editor.wait()
    assert ["yellow" in editor.texts[1], "shellfish" in editor.texts[2]] == [False, True]
    show.pod("review", "import", SLUG, file)
    assert all(word in show.transcript for word in (NEW, "shellfish", "yellow"))


def test_interrupting_it_ends_it_with_everything_saved(show, start, page):
    server, address = start()
    editor = Editor(page).open(address)
    editor.correct(0, OLD, NEW)
    editor.until_saved()
    server.send_signal(signal.SIGINT)
    try:
        server.wait(20)
    except subprocess.TimeoutExpired:
        pytest.fail("Ctrl-C doesn't end it")
    assert NEW in show.transcript


def test_a_double_click_at_a_persons_pace_takes_the_word_that_it_is_on(pack, page):
    """Nothing moves between the two clicks, though the tools of the paragraph before go away above it."""
    editor = Editor(page).open(pack)
    page.evaluate("Pod.textView.select(0, 0, 0)")
    for word in ("fellow", "country"):
        x, y, width, height = editor.box(1, word)
        page.mouse.move(x + width / 2, y + height / 2)
        for count in (1, 2):
            page.mouse.down(click_count=count)
            page.mouse.up(click_count=count)
            page.wait_for_timeout(200)
        chosen = page.evaluate("getSelection().toString()")
        assert chosen.strip() == word
        page.evaluate("Pod.textView.select(0, 0, 0); scrollTo(0, 0)")
