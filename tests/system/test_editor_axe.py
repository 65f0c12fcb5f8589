"""The editor's page for everybody: axe-core finds nothing, nothing is wider than the window, no text becomes markup."""

from pathlib import Path
from typing import Any

import pytest
from tests.system.conftest import Show
from tests.system.hands import WITHOUT_PICKER, Editor

pytestmark = pytest.mark.system

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
RUN = "() => axe.run({ rules: { 'target-size': { enabled: true } } }).then((found) => found.violations)"
STATES = {
    "as it opens": "",
    "a paragraph is worked on": "Pod.textView.select(0, 8, 21)",
    "places": "document.getElementById('open-places').click()",
    "find": "document.getElementById('open-find').click()",
    "help": "document.getElementById('open-help').click()",
    "bleep": "Pod.textView.select(0, 8, 21); document.getElementById('mark-bleep').click()",
    "speaker": "document.querySelector('.paragraph .speaker').click()",
    "machine": "Pod.textView.select(0, 0, 0); document.getElementById('machine').click()",
    "the end of the page": "document.getElementById('name').focus()",
}
VIEWS = [(width, scheme) for width in (1280, 320) for scheme in ("light", "dark")]
HOSTILE = [
    "<script>hits.push(1)</script>",
    "<img src=x onerror=hits.push(1)>",
    "<svg onload=hits.push(1)>",
    "</script><script>hits.push(1)</script>",
    "</textarea><script>hits.push(1)</script>",
    "<!--<script>hits.push(1)</script>-->",
    "javascript:hits.push(1)",
    '"><iframe src="javascript:hits.push(1)">',
    "{{7*7}}${hits.push(1)}`",
    "\u2028hits.push(1)\u2029",
]


@pytest.fixture
def looked_at(new_context: Any) -> Any:
    """Open a page in which axe runs, past the page's own policy."""

    def look(width: int, scheme: str, height: int = 1600) -> Editor:
        context = new_context(viewport={"width": width, "height": height}, color_scheme=scheme, bypass_csp=True)
        return Editor(context.new_page())

    return look


def violations(editor: Editor) -> list[tuple[str, list[str]]]:
    return [(found["id"], [node["html"][:120] for node in found["nodes"]]) for found in editor.page.evaluate(RUN)]


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_axe_finds_nothing_in_a_pack(looked_at: Any, pack: Path, width: int, scheme: str) -> None:
    found = {}
    editor = looked_at(width, scheme)
    for state, act in STATES.items():
        editor.open(pack)
        editor.page.evaluate(act)
        editor.page.wait_for_timeout(300)
        editor.page.add_script_tag(path=AXE)
        found[state] = violations(editor)
        assert editor.page.evaluate("document.documentElement.scrollWidth") <= width, state
    assert {state: some for state, some in found.items() if some} == {}


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_axe_finds_nothing_in_the_local_editor(looked_at: Any, show: Show, width: int, scheme: str) -> None:
    server, address = show.edit()
    try:
        editor = looked_at(width, scheme).open(address)
        for act in STATES.values():
            editor.page.evaluate(f"for (const one of document.querySelectorAll('dialog[open]')) one.close(); {act}")
            editor.page.wait_for_timeout(300)
            editor.page.evaluate("globalThis.axe || 0") or editor.page.add_script_tag(path=AXE)
            assert violations(editor) == []
    finally:
        server.kill()
        server.communicate()


@pytest.mark.parametrize("size", [(320, 256), (320, 640), (640, 480)])
def test_at_400_percent_nothing_has_to_be_scrolled_both_ways(looked_at: Any, pack: Path, size: tuple[int, int]) -> None:
    """WCAG 1.4.10: 1280 pixels at 400 % are 320; the bar of the player covers no more than a third of the window."""
    editor = looked_at(size[0], "light", size[1]).open(pack)
    assert editor.page.evaluate("document.documentElement.scrollWidth") <= size[0]
    editor.field(0).focus()
    editor.page.wait_for_timeout(300)
    bar = editor.page.evaluate(
        "(() => { const bar = document.getElementById('play').closest('[id=bar], header, section, div'); "
        "return getComputedStyle(bar).position; })()"
    )
    focused = editor.page.evaluate(
        "(() => { const box = document.activeElement.getBoundingClientRect();"
        " return [box.top, box.bottom, innerHeight]; })()"
    )
    assert focused[0] < focused[2], bar
    assert focused[1] > 0, bar


def test_the_page_asks_for_nothing_and_breaks_no_rule(new_context: Any, pack: Path) -> None:
    editor = Editor(new_context().new_page()).open(pack)
    editor.correct(0, "leisure", "pleasure")
    editor.page.click("#open-places")
    editor.until_kept()
    kinds = {url.partition(":")[0] for url in editor.requests}
    assert kinds <= {"file", "blob"}
    assert [url for url in editor.requests if url.startswith("file") and url != pack.as_uri()] == []
    assert (editor.broken, editor.errors) == ([], [])


def test_text_is_never_markup(new_context: Any, show: Show, tmp_path: Path) -> None:
    """In words, in speakers' names, in a heading, in one's own name, in a search, in a corrections file, and in the
    next pack: ten texts in six places.
    """
    context = new_context()
    context.add_init_script(WITHOUT_PICKER)
    editor = Editor(context.new_page()).open(show.pack(tmp_path))
    for text in HOSTILE:
        editor.field(0).fill(f"{editor.texts[0]} {text}")
        editor.button(1, "change the speaker").click()
        editor.page.fill("#speaker-name", text)
        editor.page.click("#speaker-rename")
        editor.page.fill("#name", text)
        editor.page.click("#open-find")
        editor.page.fill("#find-what", text)
        editor.page.wait_for_timeout(100)
    editor.field(2).click()
    editor.more(2, "A chapter starts here")
    editor.page.keyboard.type(HOSTILE[0])
    editor.until_kept()
    file = editor.save_file(tmp_path)
    editor.reload()
    editor.page.set_input_files("#file", file)
    editor.page.wait_for_timeout(500)
    show.pod("review", "import", show.episode.name, file)
    again = Editor(new_context().new_page()).open(show.pack(tmp_path / "again"))
    again.page.wait_for_timeout(300)
    for one in (editor, again):
        assert HOSTILE[1] in one.texts[0]
        assert one.page.evaluate("hits") == []
        assert one.page.evaluate("document.querySelectorAll('#text img, #text script, iframe').length") == 0
