"""The editor in each of its states, in both its forms: axe-core finds nothing, it fits every window, it asks nobody."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from tests.system.arrival import NEW, OLD, bring
from tests.system.conftest import Packed, Show
from tests.system.hands import Editor

pytestmark = pytest.mark.system

AXE = Path(__file__).parent / "node_modules/axe-core/axe.min.js"
RUN = """async (where) => (await axe.run(where ?? document, { rules: { "target-size": { enabled: true } } })).violations
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
VIEWS = [(width, scheme) for width in (1280, 320) for scheme in ("light", "dark")]
ALL_OF_IT = 4000
"""So high that nothing lies half under the bar: axe takes what is covered for too small to press."""
SIZES = {"desktop": (1280, 800), "phone": (320, 640), "400 percent": (320, 256), "a part of a screen": (640, 480)}
LOW = [(320, 256), (320, 640), (640, 480)]


@dataclass(slots=True)
class Walked:
    """What was found on the way through all states."""

    states: list[str] = field(default_factory=list)
    violations: dict[Any, Any] = field(default_factory=dict)
    wide: dict[Any, Any] = field(default_factory=dict)
    touching: dict[Any, Any] = field(default_factory=dict)
    low: dict[Any, Any] = field(default_factory=dict)
    elsewhere: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def two_versions(packed: Packed, tmp_path_factory: pytest.TempPathFactory) -> tuple[Show, Path]:
    """A show in which two people corrected the same sentence, and a pack of it."""
    root = tmp_path_factory.mktemp("versions") / "show"
    shutil.copytree(packed.show.root, root)
    show = Show(root)
    state = json.loads(packed.pack.read_text(encoding="utf-8").split('class="state">')[1].split("</script>")[0])
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


@pytest.fixture(scope="module", params=["pack", "server"])
def walked(request: pytest.FixtureRequest, two_versions: tuple[Show, Path], chromium: Any) -> Iterator[Walked]:
    """The page in one of its two forms, brought into each state once."""
    show, pack = two_versions
    server, where = (None, pack) if request.param == "pack" else show.edit()
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    context.set_default_timeout(15_000)
    try:
        yield walk(Editor(context.new_page()).open(where))
    finally:
        context.close()
        if server:
            server.kill()
            server.communicate()


def walk(editor: Editor) -> Walked:
    """Look at the page in each of its states; play, and hear what it said meanwhile."""
    found = Walked(low=low_windows(editor))
    editor.page.evaluate(AXE.read_text(encoding="utf-8"))
    for state in states(editor):
        found.states.append(state)
        look(editor, state, found)
    editor.page.set_viewport_size({"width": 1280, "height": 800})
    editor.page.click("#play")
    editor.until("Pod.sound.audio.currentTime > 0.3")
    editor.until("Pod.keep.keptRevision === Pod.work.revision || Pod.server.isSaved()")
    found.elsewhere = [url for url in editor.requests if not url.startswith((editor.page.url, "blob:"))]
    found.errors, found.broken = editor.errors, editor.broken
    return found


def look(editor: Editor, state: str, found: Walked) -> None:
    """Look at one state in each kind of window."""
    page = editor.page
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        found.wide[state, size] = page.evaluate(WIDE)
        found.touching[state, size] = page.evaluate(TOUCHING)
    if page.locator(".list > .desk").count():
        page.set_viewport_size({"width": 320, "height": 256})
        found.violations[state, "400 percent"] = page.evaluate(RUN, ".list > .desk")
    for width, scheme in VIEWS:
        page.set_viewport_size({"width": width, "height": ALL_OF_IT})
        page.emulate_media(color_scheme=scheme)
        found.violations[state, width, scheme] = page.evaluate(RUN)


def low_windows(editor: Editor) -> dict[tuple[int, int], tuple[float, bool]]:
    """Return how much of a low window the bar covers when somebody types, and whether the field is in view."""
    found = {}
    for width, height in LOW:
        editor.page.set_viewport_size({"width": width, "height": height})
        editor.field(1).click()
        editor.page.wait_for_timeout(200)
        bar, own = editor.page.locator("#bar").bounding_box(), editor.field(1).bounding_box()
        covered = max(0, min(bar["y"] + bar["height"], height) - max(bar["y"], 0))
        found[width, height] = (covered / height, covered - own["height"] < own["y"] < height)
    return found


def states(editor: Editor) -> Iterator[str]:
    """Bring the page into each of its states, one after the other."""
    page = editor.page
    page.set_viewport_size({"width": 1280, "height": 800})
    yield "as it opens"
    mark_everything(editor)
    yield "a paragraph is worked on"
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
    page.focus("#name")
    yield "the end of the page"
    page.evaluate("for (const id of ['offer', 'clash']) document.getElementById(id).hidden = false")
    page.evaluate("Pod.say('Said for a while, under the bar.'); scrollTo(0, 0)")
    yield "notes at the top"


def mark_everything(editor: Editor) -> None:
    """Put every kind of mark into the text."""
    for word, mark in (
        ("power", "cut"),
        ("young", "unclear"),
        ("prudently", "redact"),
        ("them.", "sound"),
        ("ill-disposed", "everywhere"),
    ):
        at = editor.texts[0].split().index(word)
        editor.page.evaluate("([at, mark]) => Pod.paragraphs.setMark(0, at, at + 1, mark, 'a mark')", [at, mark])
    editor.page.evaluate("Pod.paragraphs.setLanguage(1, 3, 5, 'cy')")
    editor.page.evaluate("Pod.paragraphs.setHeading(2, 'A chapter')")
    editor.page.set_viewport_size({"width": 1280, "height": 800})
    editor.choose(1, "country")


def something(found: dict[Any, Any]) -> dict[Any, Any]:
    """Leave out the states in which nothing was found."""
    return {where: what for where, what in found.items() if what}


def test_axe_finds_nothing_in_any_state(walked: Walked) -> None:
    assert something(walked.violations) == {}
    assert len(walked.states) == 16
    assert len(walked.violations) == 16 * len(VIEWS) + 5


def test_nothing_is_wider_than_the_window_in_any_state(walked: Walked) -> None:
    """WCAG 1.4.10: at 320 pixels, and at 400 % zoom, one scrolls in one direction only."""
    assert something(walked.wide) == {}


def test_nothing_touches_a_field_in_any_state(walked: Walked) -> None:
    assert something(walked.touching) == {}


def test_in_a_low_window_at_least_half_is_text(walked: Walked) -> None:
    """The field in which somebody types is in view there."""
    assert [size for size, (covered, is_seen) in walked.low.items() if covered > 0.5 or not is_seen] == []


def test_the_page_asks_nobody_and_complains_of_nothing(walked: Walked) -> None:
    assert walked.elsewhere == []
    assert walked.errors == []
    assert walked.broken == []


def test_axe_would_see_what_is_wrong(two_versions: tuple[Show, Path], new_context: Callable[..., Any]) -> None:
    editor = Editor(new_context().new_page()).open(two_versions[1])
    editor.page.evaluate(AXE.read_text(encoding="utf-8"))
    assert editor.page.evaluate(RUN) == []
    editor.page.evaluate("document.querySelector('.lead').style.color = '#ddd'")
    assert [rule for rule, _ in editor.page.evaluate(RUN)] == ["color-contrast"]
