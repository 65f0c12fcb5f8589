"""The player's controls, by keyboard alone, in a real Chromium; and what the page is without script and on paper."""

import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import av
import pytest
from tests.publish.sites import GOLDEN, HELPLINES, cared_for, make_site
from tests.system.waiting import until

from radkind_pod.editor.preview import open_server
from radkind_pod.model.plain import from_plain_file
from radkind_pod.publish.stages import PublicShow

pytestmark = pytest.mark.system
PAGE = "/episodes/the-long-wait/index.html"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("site")
    show = replace(from_plain_file(PublicShow, GOLDEN / "show.json"), helplines=HELPLINES)
    make_site(folder / "public", show, (cared_for(folder),))
    silence(folder / "public/episodes/the-long-wait/the-long-wait-cc33.mp3", 1000)
    server = open_server(folder / "public", 0)
    threading.Thread(target=server.run, daemon=True).start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()


def silence(file, seconds: int) -> None:
    """Write so much silence as MP3: long enough to jump about in."""
    with av.open(str(file), "w") as container:
        stream = container.add_stream("mp3", rate=16_000, layout="mono")
        stream.bit_rate = 16_000
        frame = av.AudioFrame(format="s16p", layout="mono", samples=16_000)
        frame.planes[0].update(bytes(frame.planes[0].buffer_size))
        frame.sample_rate = 16_000
        for second in range(seconds):
            frame.pts = second * 16_000
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


@pytest.fixture
def page(new_context: Callable, address: str):
    made = new_context().new_page()
    made.goto(address + PAGE)
    until(made, "document.getElementById('player').readyState > 0")
    return made


def at(page) -> float:
    return page.evaluate("document.getElementById('player').currentTime")


def paused(page) -> bool:
    return page.evaluate("document.getElementById('player').paused")


def current(page) -> list[str]:
    return page.evaluate("[...document.querySelectorAll('[aria-current=true]')].map((p) => p.id)")


def tab_to(page, wanted: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == wanted:
            return
    raise AssertionError(wanted)


def test_every_control_is_reached_and_worked_by_keyboard(page):
    """Tab, Enter, Space and arrows: no mouse, no shortcut."""
    tab_to(page, "back")
    page.evaluate("document.getElementById('player').currentTime = 100")
    page.keyboard.press("Enter")
    assert at(page) == pytest.approx(85, abs=0.5)
    tab_to(page, "forward")
    page.keyboard.press("Space")
    assert at(page) == pytest.approx(115, abs=0.5)
    tab_to(page, "speed")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.getElementById('player').playbackRate") == 1.25
    tab_to(page, "follow")
    page.keyboard.press("Enter")
    assert page.get_attribute("#follow", "aria-pressed") == "true"


def test_shortcuts_do_what_the_page_says(page):
    page.keyboard.press("l")
    assert at(page) == pytest.approx(30, abs=0.5)
    page.keyboard.press("j")
    assert at(page) == pytest.approx(15, abs=0.5)
    page.keyboard.press("d")
    assert page.evaluate("document.getElementById('player').playbackRate") == 1.25
    page.keyboard.press("s")
    assert page.evaluate("document.getElementById('player').playbackRate") == 1
    page.keyboard.press("k")
    until(page, "!document.getElementById('player').paused")
    page.keyboard.press("k")
    assert paused(page)
    page.keyboard.press("f")
    assert page.get_attribute("#follow", "aria-pressed") == "true"
    told = page.eval_on_selector_all("#keys kbd", "all => all.map((key) => key.textContent)")
    assert told == ["K", "J", "L", "S", "D", "F"]


def test_shortcuts_can_be_switched_off_and_stay_off_for_the_visit(page):
    """WCAG 2.1.4."""
    page.focus("#keys summary")
    page.keyboard.press("Enter")
    page.focus("#keys-on")
    page.keyboard.press("Space")
    page.focus("#follow")
    page.keyboard.press("l")
    assert at(page) == 0
    page.reload()
    page.keyboard.press("l")
    assert at(page) == 0


@pytest.mark.parametrize("key", ["Control+l", "Alt+l", "Meta+l"])
def test_shortcuts_leave_the_browsers_own_keys_alone(page, key):
    page.keyboard.press(key)
    assert at(page) == 0


def test_shortcuts_rest_while_somebody_chooses_in_a_field(page):
    page.focus("#speed")
    page.keyboard.press("l")
    assert at(page) == 0


def test_the_paragraph_that_is_heard_is_marked_and_scrolled_to_only_if_asked(page):
    page.evaluate("document.getElementById('player').currentTime = 505")
    until(page, "document.querySelector('[aria-current]')?.id === 't-500'")
    assert page.evaluate("scrollY") == 0
    page.keyboard.press("f")
    until(page, "scrollY > 500")
    page.evaluate("document.getElementById('player').currentTime = 905")
    until(page, "document.querySelector('[aria-current]')?.id === 't-900'")
    until(
        page,
        "(() => { const b = document.getElementById('t-900').getBoundingClientRect();"
        " return b.top > 0 && b.bottom < innerHeight; })()",
    )
    assert current(page) == ["t-900"]


def test_nothing_glides_for_people_who_asked_for_less_motion(new_context, address):
    page = new_context(reduced_motion="reduce").new_page()
    page.add_init_script(
        "window.asked = []; Element.prototype.scrollIntoView = function (how) { window.asked.push(how.behavior); };"
    )
    page.goto(address + PAGE)
    until(page, "document.getElementById('player').readyState > 0")
    page.keyboard.press("f")
    page.evaluate("document.getElementById('player').currentTime = 505")
    until(page, "window.asked.length > 0")
    assert set(page.evaluate("window.asked")) == {"auto"}


def test_a_skip_link_of_a_content_note_plays_on_after_it(page):
    page.get_by_role("link", name="Skip 12:10 to 15:40: Detention").press("Enter")
    until(page, "!document.getElementById('player').paused")
    assert at(page) == pytest.approx(940, abs=3)
    assert page.url.endswith(PAGE)


def test_a_skip_link_in_the_words_leads_past_the_passage(page):
    page.get_by_role("link", name="Read on after it (Detention)").last.press("Enter")
    assert page.url.endswith("#t-940")


def test_speed_and_place_are_kept_for_the_visit_only(page, new_context, address):
    page.keyboard.press("d")
    page.keyboard.press("l")
    page.reload()
    until(page, "document.getElementById('player').currentTime > 0")
    assert at(page) == pytest.approx(30, abs=1)
    assert page.input_value("#speed") == "1.25"
    assert page.evaluate("[localStorage.length, document.cookie]") == [0, ""]
    other = new_context().new_page()
    other.goto(address + PAGE)
    assert at(other) == 0


def test_without_script_the_page_is_whole(new_context, address):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(address + PAGE)
    assert page.locator("audio[controls] source").count() == 3
    assert not page.locator("#controls").is_visible()
    assert not page.locator("#keys").is_visible()
    assert page.locator("#words > p[id]").count() == 180
    skip = page.get_by_role("link", name="Skip 12:10 to 15:40: Detention")
    assert skip.get_attribute("href") == "the-long-wait-cc33.mp3#t=940"
    assert page.get_by_role("link", name="+44 161 496 0000").get_attribute("href") == "tel:+441614960000"
    assert page.get_by_text("Not for this one").count() == 0


def test_paper_has_the_words_and_no_controls(page, tmp_path):
    page.pdf(path=tmp_path / "page.pdf", format="A4")
    page.emulate_media(media="print")
    for hidden in ("#player", "#controls", "#keys", ".downloads", ".top nav", ".skip", ".foot .button", ".foot .site"):
        assert not page.locator(hidden).first.is_visible()
    assert page.locator("#t-0").is_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.home'), '::before').content") == "none"
    assert "RSS feed for any podcast app" in page.inner_text(".subscribe")
    shown = page.evaluate("getComputedStyle(document.querySelector('.notes a[href^=http]'), '::after').content")
    assert re.fullmatch(r'" \(https://example\.org/lunch\?from=feed&page=1\)"|.*attr\(href\).*', shown)
    assert (tmp_path / "page.pdf").stat().st_size > 20_000


def test_the_speed_box_follows_the_browsers_own_player(page):
    for rate, shown in ((2, "2"), (0.25, "0.25"), (1.1, "1.1"), (1, "1")):
        page.evaluate(f"document.getElementById('player').playbackRate = {rate}")
        until(page, f"document.getElementById('speed').value === '{shown}'")
    assert page.eval_on_selector_all("#speed option", "all => all.map((one) => one.value)") == [
        "0.25", "0.5", "0.75", "1", "1.1", "1.25", "1.5", "1.75", "2",
    ]  # fmt: skip


def test_a_key_without_a_name_is_passed_over(page):
    """A browser that fills in a field says that a key was pressed, and not which."""
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.evaluate("document.dispatchEvent(new Event('keydown'))")
    page.keyboard.press("l")
    assert at(page) == pytest.approx(30, abs=0.5)
    assert errors == []


def test_a_highlight_ends_where_it_ends(page):
    page.click(".soundbites a")
    page.evaluate("document.getElementById('player').currentTime = 94")
    until(page, "!document.getElementById('player').paused && document.getElementById('player').currentTime > 93")
    until(page, "document.getElementById('player').paused")
    assert at(page) == pytest.approx(95, abs=1)
