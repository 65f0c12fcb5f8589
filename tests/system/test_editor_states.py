"""The editor with every panel and dialog open, in both its forms: axe-core finds nothing, and it fits every window."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.system.arrival import NEW, OLD, bring
from tests.system.conftest import Packed, Show
from tests.system.hands import WITHOUT_PICKER, Editor

pytestmark = pytest.mark.system

AXE = Path(__file__).parent / "node_modules/axe-core/axe.min.js"
RUN = """async () => (await axe.run({ rules: { "target-size": { enabled: true } } })).violations
  .map(({ id, nodes }) => [id, nodes.map((node) => node.html)])"""
DIALOGS = {
    "ask-speaker": "Pod.askSpeaker(0)",
    "ask-bleep": "Pod.askBleep(0, [0, 3])",
    "ask-sound": "Pod.askSound(0, [0, 3], () => {})",
    "ask-language": "Pod.askLanguage(0, [0, 3])",
    "ask-machine": "Pod.askMachine(0)",
    "ask-name": "Pod.openDialog('ask-name')",
    "ask-sure": "document.getElementById('clear-kept').click()",
    "help": "Pod.openDialog('help')",
}
WIDE = """() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  const found = scrollWidth > clientWidth ? [`the page: ${scrollWidth}`] : [];
  for (const one of document.querySelectorAll("dialog[open], .desk, .tools, .bar, .bar *, .sheet, textarea")) {
    const { overflowX } = getComputedStyle(one);
    const scrolls = !["visible", "clip"].includes(overflowX);
    if (scrolls && one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 1 && !one.closest(".unseen"))
      found.push(`${one.tagName} ${one.id} ${one.className}: ${one.scrollWidth} in ${one.clientWidth}`);
  }
  for (const one of document.querySelectorAll("button, input, select, summary, a, h1, h2, h3, p, dd, dt, legend")) {
    const { left, right, width } = one.getBoundingClientRect();
    const isSeen = width && one.checkVisibility() && !one.closest(".unseen, .skip");
    if (isSeen && (left < -1 || right > clientWidth + 1))
      found.push(`${one.tagName} ${one.id || one.textContent}: from ${left} to ${right}`);
  }
  return found;
}"""
TOUCHING = """() => {
  const found = [];
  const boxes = (text) => {
    const range = document.createRange();
    range.selectNodeContents(text);
    return [...(text.parentElement.closest("button") ?? range).getClientRects()].filter(({ width }) => width);
  };
  for (const part of document.querySelectorAll("dialog[open], .ask")) {
    const fields = [...part.querySelectorAll("input[type=text], select")].filter((one) => one.checkVisibility());
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode;
      for (const field of text.parentElement.closest("select") ? [] : fields) {
        const box = field.getBoundingClientRect();
        if (boxes(text).some(({ top, bottom }) => top < box.bottom + 5 && bottom > box.top - 5))
          found.push(`${field.id}: ${text.data.trim()}`);
      }
    }
  }
  return found;
}"""
"""Texts and buttons that the line around a field that has the focus would run through."""
SIZES = {"desktop": (1280, 800), "phone": (320, 640), "400 percent": (320, 256)}


@pytest.fixture(scope="module")
def two_versions(packed: Packed, tmp_path_factory: pytest.TempPathFactory) -> tuple[Show, Path]:
    """A show in which two people corrected the same sentence, and a pack of it."""
    root = tmp_path_factory.mktemp("versions") / "show"
    shutil.copytree(packed.show.root, root)
    show = Show(root)
    state = json.loads(packed.pack.read_text(encoding="utf-8").split('id="state">')[1].split("</script>")[0])
    (block, *_) = state["blocks"]
    at = [word[0] for word in block["w"]].index(OLD)
    for by, new in (("Amina", NEW), ("Tom", "treasure")):
        items = [*range(at), {"t": new}, *range(at + 1, len(block["w"]))]
        region = {"from": 0, "to": len(items), "blocks": [{"s": block["s"], "h": None, "w": items}]}
        value = {name: state[name] for name in ("episode", "version", "pack", "part", "withheld")}
        value |= {"format": "radkind-pod corrections", "schema": 1, "copy": by.encode().hex().ljust(16, "0")}
        value |= {"revision": 1, "saved": "2026-11-24T15:04:05Z", "by": by, "regions": [region]}
        value |= {"confirmed": [], "settled": [], "finished": False, "checked": False}
        file = root / f"corrections-{by}.json"
        file.write_text(json.dumps(value), encoding="utf-8")
        bring(show, file)
    return show, show.pack(root / "pack")


@pytest.fixture(params=["pack", "server"])
def opened(
    request: pytest.FixtureRequest, two_versions: tuple[Show, Path], new_context: Callable[..., Any]
) -> Iterator[Editor]:
    """The page in one of its two forms, with every kind of mark in it."""
    show, pack = two_versions
    server, where = (None, pack) if request.param == "pack" else show.edit()
    context = new_context(accept_downloads=True)
    context.add_init_script(WITHOUT_PICKER)
    editor = Editor(context.new_page()).open(where)
    mark_everything(editor)
    yield editor
    if server:
        server.kill()
        server.communicate()


def mark_everything(editor: Editor) -> None:
    for word, mark in (("power", "cut"), ("young", "unclear"), ("prudently", "redact"), ("them.", "sound")):
        at = editor.texts[0].split().index(word)
        editor.page.evaluate("([at, mark]) => Pod.paragraphs.setMark(0, at, at + 1, mark, 'a mark')", [at, mark])
    editor.page.evaluate("Pod.paragraphs.setLanguage(1, 3, 5, 'cy')")
    editor.page.evaluate("Pod.paragraphs.setHeading(2, 'A chapter')")
    editor.choose(1, "country")


def states(editor: Editor) -> Iterator[str]:
    """Bring the page into each of its states, one after the other."""
    page = editor.page
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    yield "tools"
    for name, act in DIALOGS.items():
        page.evaluate(f"{{ {act}; }}")
        assert page.locator(f"#{name}").is_visible()
        yield name
        page.evaluate("document.querySelector('dialog[open]').close()")
    for name in ("places", "versions", "find"):
        page.evaluate(f"document.getElementById('open-{name}').click()")
        if name == "find":
            page.fill("#find-what", "the")
        assert page.locator(f"#desk-{name}").is_visible()
        yield name
    page.evaluate("for (const id of ['offer', 'clash']) document.getElementById(id).hidden = false")
    page.evaluate("Pod.say('Said for a while, under the bar.'); scrollTo(0, 0)")
    yield "notes at the top"


def test_axe_finds_nothing_in_any_state(opened: Editor) -> None:
    found = {}
    opened.page.evaluate(AXE.read_text(encoding="utf-8"))
    for state in states(opened):
        for width in (1280, 320):
            opened.page.set_viewport_size({"width": width, "height": 800})
            for scheme in ("light", "dark"):
                opened.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                if violations := opened.page.evaluate(RUN):
                    found[state, width, scheme] = violations
    assert found == {}


def test_nothing_is_wider_than_the_window_in_any_state(opened: Editor) -> None:
    """WCAG 1.4.10: at 320 pixels, and at 400 % zoom, one scrolls in one direction only."""
    found = {}
    for size, (width, height) in SIZES.items():
        opened.page.set_viewport_size({"width": width, "height": height})
        for state in states(opened):
            if wide := opened.page.evaluate(WIDE):
                found[size, state] = wide
            if near := opened.page.evaluate(TOUCHING):
                found[size, state, "touching"] = near
    assert found == {}


def test_at_400_percent_at_least_half_of_the_window_is_text(opened: Editor) -> None:
    opened.page.set_viewport_size({"width": 320, "height": 256})
    opened.field(1).click()
    opened.page.wait_for_timeout(200)
    bar, field = opened.page.locator("#bar").bounding_box(), opened.field(1).bounding_box()
    covered = max(0, min(bar["y"] + bar["height"], 256) - max(bar["y"], 0))
    assert covered <= 128
    assert field["y"] < 256
    assert field["y"] + field["height"] > covered


def test_the_page_asks_nobody_and_complains_of_nothing(opened: Editor) -> None:
    for _ in states(opened):
        pass
    opened.page.click("#play")
    opened.until("Pod.sound.audio.currentTime > 0.3")
    own = opened.page.url
    assert [url for url in opened.requests if not url.startswith((own, "blob:", "data:"))] == []
    assert opened.errors == []
    assert opened.broken == []


def test_axe_would_see_what_is_wrong(two_versions: tuple[Show, Path], new_context: Callable[..., Any]) -> None:
    editor = Editor(new_context().new_page()).open(two_versions[1])
    editor.page.evaluate(AXE.read_text(encoding="utf-8"))
    assert editor.page.evaluate(RUN) == []
    editor.page.evaluate("document.querySelector('.lead').style.color = '#ddd'")
    assert [rule for rule, _ in editor.page.evaluate(RUN)] == ["color-contrast"]
