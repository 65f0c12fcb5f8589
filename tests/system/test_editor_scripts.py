"""Nothing that stands in a transcript, a name, a title, or a file's name is ever run or read as markup: sixty texts."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.system.arrival import bring
from tests.system.conftest import SLUG, Packed, Show
from tests.system.hands import WITHOUT_PICKER, Editor

pytestmark = pytest.mark.system

RUN = "hits.push(0)"
IMAGE = f"<img src=x onerror={RUN}>"
TAGS = (
    f"<script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"<SCRIPT>{RUN}</SCRIPT>",
    f"<scr<script>ipt>{RUN}</script>",
    f"<!--<script>{RUN}</script>-->",
    f"<!--{RUN}",
    f"--><script>{RUN}</script>",
    f"]]><script>{RUN}</script>",
    f"</textarea><script>{RUN}</script>",
    f"</title><script>{RUN}</script>",
    f"</style><script>{RUN}</script>",
    f"</noscript><script>{RUN}</script>",
    f"</template><script>{RUN}</script>",
    f"<img/src=x/onerror={RUN}>",
    IMAGE,
    f'"><img/src=x/onerror={RUN}>',
    f"'><img/src=x/onerror={RUN}>",
    f"<svg/onload={RUN}>",
    f"<svg><script>{RUN}</script></svg>",
    f"<svg><animate/onbegin={RUN}/attributeName=x/dur=1s>",
    f"<svg><a xlink:href=javascript:{RUN}>x</a>",
    f"<math><mtext></mtext><mglyph><style><img/src=x/onerror={RUN}>",
    f"<body/onload={RUN}>",
    f"<iframe/srcdoc=<script>parent.{RUN}</script>>",
    f"<iframe/src=javascript:parent.{RUN}>",
    f"<object/data=javascript:{RUN}>",
    f"<embed/src=javascript:{RUN}>",
    f"<video><source/onerror={RUN}>",
    f"<audio/src=x/onerror={RUN}>",
    f"<details/open/ontoggle={RUN}>",
    f"<input/autofocus/onfocus={RUN}>",
    f"<select/autofocus/onfocus={RUN}>",
    f"<marquee/onstart={RUN}>",
    f"<a/href=javascript:{RUN}>x</a>",
    f"<form/action=javascript:{RUN}><button>x</button>",
    f"<button/formaction=javascript:{RUN}>x</button>",
    f"<base/href=javascript:{RUN}//>",
    f"<link/rel=stylesheet/href=data:text/css,x/onload={RUN}>",
    f"<meta/http-equiv=refresh/content=0;javascript:{RUN}>",
    f"<style>@import'javascript:{RUN}'</style>",
    f"<div/style=background:url(javascript:{RUN})>x</div>",
    f"<xss/onpointerrawupdate={RUN}/style=position:fixed;inset:0>x</xss>",
    f"<p/onmouseover={RUN}/style=position:fixed;inset:0>x</p>",
    f"<style>*{{animation:a}}</style><p/onanimationstart={RUN}>x",
)
OTHERS = (
    f"javascript:{RUN}",
    f"${{{RUN}}}",
    f"`${{{RUN}}}`",
    f"{{{{{RUN}}}}}",
    f"{{% {RUN} %}}",
    f"';{RUN};//",
    f'";{RUN};//',
    f"\\u003cscript\\u003e{RUN}\\u003c/script\\u003e",
    f"&lt;script&gt;{RUN}&lt;/script&gt;",
    f"&#60;script&#62;{RUN}&#60;/script&#62;",
    f"%3Cscript%3E{RUN}%3C/script%3E",
    f"\u2028{RUN}\u2028",
    f"\uff1cscript\uff1e{RUN}\uff1c/script\uff1e",
    f"<c.cut>{RUN}</c>",
    f"<v {RUN}><b>x</b></v>",
    f"NOTE {RUN} --> 00:00:00.000",
)
STRINGS = TAGS + OTHERS
NODES = "document.querySelectorAll('script, img, iframe, object, embed, base, link, marquee, form').length"
FILL = """(all) => all.forEach((one, i) => {
  Pod.paragraphs.insert(i);
  Pod.paragraphs.setSpeaker(i + 1, one);
  Pod.paragraphs.setHeading(i + 1, one);
  const view = Pod.textView.viewAt(i + 1);
  view.field.value = `said ${one}`;
  view.field.dispatchEvent(new InputEvent("input", { bubbles: true }));
})"""


@pytest.fixture
def editor(new_context: Callable[..., Any]) -> Editor:
    context = new_context(accept_downloads=True)
    context.add_init_script(WITHOUT_PICKER)
    return Editor(context.new_page())


def fill_everything(editor: Editor) -> None:
    """Put every text into a paragraph, and make it a paragraph's text, name and title."""
    editor.field(0).click()
    editor.page.keyboard.press("Control+End")
    editor.page.keyboard.insert_text(" " + " ".join(STRINGS))
    editor.page.evaluate(FILL, STRINGS)


def look_around(editor: Editor) -> None:
    """Open what shows names, titles and words; run over it with the mouse."""
    page = editor.page
    for i in (1, 20, len(STRINGS)):
        for act in ("askSpeaker", "askMachine"):
            page.evaluate(f"Pod.{act}({i}); document.querySelector('dialog[open]').close()")
    page.evaluate("document.getElementById('open-find').click()")
    page.fill("#find-what", STRINGS[0])
    page.evaluate("document.getElementById('as-text').open = true")
    for i in (0, 1, 30, 60):
        editor.field(i).hover()
    page.keyboard.press("F4")
    page.evaluate("Pod.bar.step('undo'); Pod.bar.step('redo')")


def type_everywhere(editor: Editor) -> None:
    """Type the texts where a person may type something: a search, a name to change, one's own name."""
    page = editor.page
    page.click("#open-find")
    for text in STRINGS:
        page.fill("#find-what", text)
        page.fill("#name", text)
    page.click("#find-close")
    for text in STRINGS[::6]:
        editor.button(0, "change the speaker").click()
        page.fill("#speaker-name", text)
        page.click("#speaker-rename")


def nothing_ran(editor: Editor) -> None:
    editor.page.wait_for_timeout(100)
    assert editor.page.evaluate("hits") == []
    assert editor.errors == []
    assert editor.broken == []


def test_there_are_sixty() -> None:
    assert len(set(STRINGS)) == len(STRINGS) == 60


def test_nothing_runs_in_a_pack_nor_in_what_becomes_of_it(
    editor: Editor, pack: Path, show: Show, tmp_path: Path, new_context: Callable[..., Any]
) -> None:
    """In the pack, after it was opened again, in the next pack, the local editor and the published pages."""
    editor.open(pack)
    before = editor.page.evaluate(NODES)
    fill_everything(editor)
    look_around(editor)
    type_everywhere(editor)
    assert editor.page.evaluate(NODES) == before
    nothing_ran(editor)
    editor.page.fill("#name", STRINGS[0])
    file = editor.save_file(tmp_path)
    editor.reload()
    editor.page.get_by_role("button", name="Go on from where you stopped").click()
    editor.until("Pod.work.revision > 0")
    nothing_ran(editor)
    bring(show, file)
    following = Editor(new_context().new_page()).open(show.pack(tmp_path / "next"))
    look_around(following)
    nothing_ran(following)
    assert IMAGE in following.texts[0]
    nothing_runs_locally_nor_when_published(show, new_context)


def nothing_runs_locally_nor_when_published(show: Show, new_context: Callable[..., Any]) -> None:
    server, address = show.edit()
    try:
        local = Editor(new_context().new_page()).open(address)
        look_around(local)
        nothing_ran(local)
    finally:
        server.kill()
        server.communicate()
    show.build()
    for ending in ("index.html", ".transcript.html"):
        page = Editor(new_context().new_page())
        page.page.goto(show.public(ending).as_uri())
        nothing_ran(page)
        assert RUN in page.page.inner_text("body")


def test_no_name_of_a_file_of_corrections_runs(editor: Editor, pack: Path) -> None:
    editor.open(pack)
    before = editor.page.evaluate(NODES)
    good = json.dumps({**editor.corrections, "revision": 1, "finished": True}).encode()
    for number, name in enumerate(STRINGS):
        content = good if number % 2 else b"{}"
        editor.page.set_input_files("#file", {"name": f"{name}.json", "mimeType": "text/plain", "buffer": content})
        editor.page.wait_for_timeout(20)
        if editor.page.locator("#ask-sure").is_visible():
            editor.page.click("#ask-sure-yes")
    assert editor.page.evaluate(NODES) == before
    nothing_ran(editor)


def test_no_corrections_that_somebody_made_by_hand_run(
    editor: Editor, pack: Path, packed: Packed, tmp_path: Path
) -> None:
    """Everything in every place, in the page and on its way into the transcript."""
    editor.open(pack)
    value, words = editor.corrections, [{"t": one} for one in STRINGS]
    blocks = [{"s": one, "h": one, "w": words} for one in STRINGS]
    value["regions"] = [{"from": 0, "to": len(editor.texts[0].split()), "blocks": blocks}]
    value |= {"by": STRINGS[1], "revision": 5, "copy": "ab" * 8}
    file = tmp_path / "made.json"
    file.write_text(json.dumps(value), encoding="utf-8")
    editor.page.set_input_files("#file", file)
    editor.until("Pod.work.revision >= 5")
    look_around(editor)
    nothing_ran(editor)
    root = tmp_path / "other"
    shutil.copytree(packed.show.root, root)
    Show(root).pod("review", "import", SLUG, file)
