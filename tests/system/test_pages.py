"""The pages in a real browser: axe-core and the Nu HTML checker find nothing, they fit a small phone, nothing moves."""

import gzip
import json
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.publish.reports import make_report
from tests.publish.sites import GOLDEN, HELPLINES, cared_for, imported, make_site

from radkind_pod.editor.preview import open_server
from radkind_pod.model.plain import from_plain_file
from radkind_pod.publish.stages import PublicShow

HERE = Path(__file__).parent
VIEWS = 8

pytestmark = pytest.mark.system


@dataclass(frozen=True)
class Site:
    """A site on this computer's own web server."""

    public: Path
    address: str


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    show = replace(from_plain_file(PublicShow, GOLDEN / "show.json"), helplines=HELPLINES)
    make_site(folder / "public", show, (cared_for(folder), *imported(folder), *sorted(GOLDEN.glob("*.release.json"))))
    (folder / "public" / "favicon.ico").touch()  # browsers ask for it; a host answers as it likes
    server = open_server(folder / "public", 0)
    threading.Thread(target=server.run, daemon=True).start()
    yield Site(folder / "public", f"http://127.0.0.1:{server.effective_port}")
    server.close()


@pytest.fixture(scope="module")
def examined(site: Site, tmp_path_factory: pytest.TempPathFactory) -> list[dict]:
    """What browser and axe found of each page: light and dark, 1280 and 320 pixels, with and without script."""
    report = make_report(tmp_path_factory.mktemp("private")) / "report.html"
    pages = sorted(file.relative_to(site.public).as_posix() for file in site.public.rglob("index.html"))
    addresses = [
        *(f"{site.address}/{page}" for page in pages),
        f"{site.address}/search/index.html?q=soup*",
        report.as_uri(),
        (site.public / "episodes/lunch-for-forty/index.html").as_uri(),
        (site.public / "search/index.html").as_uri(),
    ]
    done = subprocess.run(
        ["node", str(HERE / "axe.mjs"), *addresses],
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
        timeout=900,
    )
    return json.loads(done.stdout)


def test_every_page_was_looked_at_in_every_view(examined):
    """Five episodes, the index, the list of people and three of them, search twice; three of them from disk."""
    assert len(examined) == VIEWS * (5 + 1 + 1 + 3 + 2 + 3)


def test_axe_finds_nothing(examined):
    assert [
        (view["address"], view["scheme"], view["width"], view["script"], view["violations"])
        for view in examined
        if view["violations"]
    ] == []


def test_nothing_is_wider_than_the_window(examined):
    """WCAG 1.4.10: content reflows at 320 CSS pixels."""
    assert [view["contentWidth"] for view in examined] == [view["width"] for view in examined]


def test_nothing_moves_while_a_page_loads(examined):
    """Cumulative layout shift is 0, with all that scripts add."""
    assert [(view["address"], view["width"], view["shifted"]) for view in examined if view["shifted"]] == []


def test_nothing_comes_from_elsewhere(examined, site):
    own = {"", urlsplit(site.address).netloc}
    asked = {url for view in examined for url in view["requests"] if not url.startswith("data:")}
    assert {urlsplit(url).netloc for url in asked} == own


def test_everything_loads_under_the_pages_own_policy(examined):
    assert [(view["address"], view["failed"]) for view in examined if view["failed"]] == []


def test_a_click_on_a_time_moves_the_player_and_stays_on_the_page(examined):
    assert {view["seekedTo"] for view in examined} == {None, True}


def test_what_was_looked_at_of_search_had_results(examined):
    found = {view["found"] for view in examined if "?q=" in view["address"] and view["script"]}
    assert found == {4}


def test_the_nu_html_checker_finds_no_error(site):
    pages = sorted(map(str, site.public.rglob("*.html")))
    jar = HERE / "node_modules/vnu-jar/build/dist/vnu.jar"
    command = ["java", "-jar", str(jar), "--format", "json", "--exit-zero-always", *pages]
    done = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8", timeout=300)
    told = json.loads(done.stderr)["messages"]
    # It takes pages on a disk for another origin than their style sheets, and data for a script: warnings about both.
    assert [(m["url"], m["type"], m["message"]) for m in told if "Content Security Policy" not in m["message"]] == []
    assert {m["type"] for m in told} <= {"info"}


def test_an_hour_of_words_with_all_that_the_page_needs_is_under_100_kilobytes(site):
    """9,180 words, page, style sheet and scripts, each compressed as web servers do it."""
    files = ("episodes/the-long-wait/index.html", "style.css", "player.js", "copy.js")
    assert sum(len(gzip.compress((site.public / file).read_bytes())) for file in files) < 100_000
