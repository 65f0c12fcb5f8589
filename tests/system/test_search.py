"""Search in a real Chromium on a plain web server, and that browser and build fold words alike."""

import json
import subprocess
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

import pytest
from tests.publish.sites import GOLDEN, cared_for, make_site, words_beside
from tests.system.waiting import until

from radkind_pod.editor.preview import open_server
from radkind_pod.model.plain import from_plain_file, to_json
from radkind_pod.model.release import Release, Words
from radkind_pod.model.transcript import Paragraph
from radkind_pod.publish.search.words import words_of
from radkind_pod.publish.stages import PublicShow

pytestmark = pytest.mark.system
SAID = {
    "cymru": "Roedd y tŷ a'r dŵr yn oer iawn.",
    "arabic": "ركبنا الحافِلة الليلية إلى مدرسة أمينة.",
    "trap": '<img src=x onerror="document.title=1"> <b>bold</b> claims',
    "buses": "The night buses were late, and so was Ħal Għargħur.",
}


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("site")
    base = from_plain_file(Release, GOLDEN / "lunch-for-forty.release.json")
    files = [cared_for(folder), *sorted(GOLDEN.glob("*.release.json"))]
    for number, (slug, text) in enumerate(SAID.items()):
        audio = replace(base.audio, path=f"episodes/{slug}/{slug}.mp3")
        fields = {"slug": slug, "guid": slug, "title": f"About {slug}", "audio": audio, "chapters": (), "artwork": None}
        release = replace(base, **fields, published=f"2026-01-0{number + 1}T00:00:00+00:00", summary="", notes="")
        file = folder / f"{slug}.release.json"
        file.write_text(to_json(release), encoding="utf-8")
        words = Words(tuple(Paragraph(n * 30_000, n * 30_000 + 9, "Amina", t) for n, t in enumerate(["Hello.", text])))
        words_beside(file).write_text(to_json(words), encoding="utf-8")
        files.append(file)
    make_site(folder / "public", from_plain_file(PublicShow, GOLDEN / "show.json"), tuple(files))
    return folder / "public"


@pytest.fixture(scope="module")
def address(public) -> Iterator[str]:
    server = open_server(public, 0)
    threading.Thread(target=server.run, daemon=True).start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()


@pytest.fixture
def search(new_context, address):
    page = new_context().new_page()

    def run(text: str):
        page.goto(f"{address}/index.html")
        page.fill("#q", text)
        page.press("#q", "Enter")
        until(page, "/ha[sv]|could not|write a word/.test(document.getElementById('status')?.textContent)")
        return page

    return run


def titles(page) -> list[str]:
    return page.eval_on_selector_all("#found h2", "all => all.map((one) => one.firstChild.href.split('/').at(-2))")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("DWR", ["cymru"]),
        ("tŷ oer", ["cymru"]),
        ("ty iawn bus", []),
        ("الحافله", ["arabic", "the-night-bus"]),
        ("امينه مدرسه", ["arabic"]),
        ("night buses", ["buses"]),
        ("bus*", ["buses", "the-night-bus"]),
        ("claim", ["trap"]),
        ("caffe soup0", ["the-long-wait"]),
        ("About cymru", ["cymru"]),
        ("Tom Price jam", ["the-long-wait", "lunch-for-forty"]),
        ("zzzz", []),
    ],
)
def test_words_are_found_in_any_case_and_with_or_without_accents(search, asked, found):
    page = search(asked)
    assert sorted(titles(page)) == sorted(found)


def test_a_result_leads_to_its_paragraph(search):
    page = search("dŵr")
    page.click("#found a.time")
    page.wait_for_url("**/episodes/cymru/index.html#t-30")
    assert page.evaluate("document.querySelector('p:target').id") == "t-30"


def test_what_was_asked_for_is_marked_and_markup_stays_text(search):
    page = search("bold claims")
    assert page.eval_on_selector_all("#found mark", "all => all.map((m) => m.textContent)") == ["bold", "claims"]
    assert page.locator("#found img").count() == 0
    assert page.title().startswith("Search")


def test_a_word_that_nobody_said_is_looked_for_as_the_beginning_of_words(search):
    page = search("claim")
    assert page.text_content("#status") == "1 episode has words that begin like this."


def test_the_way_back_shows_the_search_before(search):
    page = search("dwr")
    page.fill("#q", "claims")
    page.press("#q", "Enter")
    until(page, "document.querySelector('#found h2')?.textContent === 'About trap'")
    page.go_back()
    until(page, "document.querySelector('#found h2')?.textContent === 'About cymru'")
    assert page.input_value("#q") == "dwr"


def test_more_results_come_five_at_a_time(search):
    page = search("t*")
    assert len(titles(page)) == 5
    page.focus("#more")
    page.keyboard.press("Enter")
    until(page, "document.querySelectorAll('#found h2').length > 5")
    assert page.evaluate("document.activeElement.closest('#found li') !== null")
    assert "The first" not in page.text_content("#status")


def test_a_search_for_blanks_shows_no_older_results(search):
    page = search("dwr")
    page.fill("#q", "   ")
    page.press("#q", "Enter")
    until(page, "document.getElementById('status').textContent.startsWith('Please write a word')")
    assert titles(page) == []
    assert page.url.endswith("?q=")


def test_that_more_words_begin_like_this_than_are_looked_at_is_told(new_context, address):
    page = new_context().new_page()
    shards = [["a", "0"], *([f"w{letter}", letter] for letter in "abcdef")]
    listed = {"episodes": ["lunch-for-forty"], "shards": shards}
    page.route("**/words.json", lambda route: route.fulfill(json=listed))
    for _, name in shards:
        page.route(f"**/search/{name}", lambda route: route.fulfill(body="wab .AAAAAB\n"))
    page.goto(f"{address}/search/index.html?q=w*")
    until(page, "document.getElementById('status').textContent.includes('write more of the word')")
    page.goto(f"{address}/search/index.html?q=wa*")
    until(page, "/has/.test(document.getElementById('status').textContent)")
    assert "write more" not in page.text_content("#status")


def test_nothing_but_this_site_is_asked(search, address):
    page = search("dwr")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.fill("#q", "night")
    page.press("#q", "Enter")
    until(page, "document.getElementById('status').textContent.includes('ha')")
    assert all(url.startswith(address) for url in asked)


def test_a_file_that_does_not_arrive_is_told(new_context, address):
    page = new_context().new_page()
    page.route("**/words-*.txt", lambda route: route.abort())
    page.goto(f"{address}/search/index.html?q=dwr")
    until(page, "document.getElementById('status').textContent.includes('Please try again')")


def test_from_disk_search_says_what_it_needs(new_context, public):
    page = new_context().new_page()
    page.goto((public / "search/index.html").as_uri())
    assert "Search needs the published site" in page.text_content("#unscripted")
    assert page.locator("#unscripted").is_visible()


def test_without_script_search_leads_to_the_index(new_context, address):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{address}/search/index.html")
    assert page.locator("#unscripted").is_visible()
    assert page.get_by_role("link", name="All episodes").get_attribute("href") == "../index.html"


def test_browser_and_build_fold_words_alike(public):
    """Every sign of the basic plane that this Python knows, and some words."""
    letters = [chr(code) for code in range(0x20, 0xFFFE) if unicodedata.category(chr(code)) not in {"Cn", "Cs"}]
    samples = [*(f"a{letter}b" for letter in letters), *SAID.values(), "İstanbul ΟΔΥΣΣΕΎΣ Straße", "x" * 50]
    script = (public / "search/search.js").read_text(encoding="utf-8")
    start, end = script.index("  const LONGEST"), script.index("  // What was asked for: each")
    code = (
        f"{script[start:end].replace('const find', 'const unused')}\n"
        "const given = JSON.parse(require('fs').readFileSync(0, 'utf8'));"
        "const words = (text) => (fold(text).match(WORD) ?? []).map((word) => word.slice(0, LONGEST));"
        "console.log(JSON.stringify(given.map(words)));"
    )
    done = subprocess.run(
        ["node", "-e", code], input=json.dumps(samples), capture_output=True, text=True, check=True, encoding="utf-8"
    )
    answers = json.loads(done.stdout)
    assert [(s, list(words_of(s)), a) for s, a in zip(samples, answers, strict=True) if list(words_of(s)) != a] == []
