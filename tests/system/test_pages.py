"""The pages in a real browser: axe-core finds nothing, they fit a small phone, nothing comes from elsewhere."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image
from tests.publish.reports import make_report

from radkind_pod.model.plain import from_plain_file
from radkind_pod.model.release import Release
from radkind_pod.publish.site import write_page, write_site
from radkind_pod.publish.stages import PublicShow

HERE = Path(__file__).parent
GOLDEN = HERE.parent / "publish" / "golden"
SPEECH = HERE.parent / "data" / "speech" / "en" / "sonnet001.mp3"

pytestmark = pytest.mark.system


@pytest.fixture(scope="module")
def examined(tmp_path_factory: pytest.TempPathFactory) -> list[dict]:
    """What the browser and axe found: each page in light and dark, 1280 and 320 pixels wide."""
    public = tmp_path_factory.mktemp("public")
    show = from_plain_file(PublicShow, GOLDEN / "show.json")
    releases = tuple(sorted(GOLDEN.glob("*.release.json")))
    write_site(show, releases, public)
    picture(public / show.artwork.path)
    for file in releases:
        write_page(show, file, file.with_name(file.name.replace(".release.", ".words.")), public)
        release = from_plain_file(Release, file)
        shutil.copy(SPEECH, public / release.audio.path)
        for asset in (release.artwork, *(chapter.image for chapter in release.chapters)):
            if asset:
                picture(public / asset.path)
    report = make_report(tmp_path_factory.mktemp("private")) / "report.html"
    pages = [*sorted(map(str, public.rglob("index.html"))), str(report)]
    done = subprocess.run(
        ["node", str(HERE / "axe.mjs"), *pages],
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
        timeout=300,
    )
    return json.loads(done.stdout)


def picture(file: Path) -> None:
    Image.new("RGB", (600, 600), "#c8693a").save(file)


def test_every_page_was_looked_at_in_every_view(examined):
    assert len(examined) == 4 * 4


def test_axe_finds_nothing(examined):
    assert [
        (view["file"], view["scheme"], view["width"], view["violations"]) for view in examined if view["violations"]
    ] == []


def test_nothing_is_wider_than_the_window(examined):
    """WCAG 1.4.10: content reflows at 320 CSS pixels."""
    assert [view["contentWidth"] for view in examined] == [view["width"] for view in examined]


def test_nothing_comes_from_elsewhere(examined):
    asked = {url.partition(":")[0] for view in examined for url in view["requests"]}
    assert asked == {"file", "data"}  # data: the browser's own icons of the player


def test_style_and_pictures_load_from_disk_under_the_pages_own_policy(examined):
    assert [view["failed"] for view in examined if view["failed"]] == []


def test_a_click_on_a_time_moves_the_player_and_stays_on_the_page(examined):
    assert {view["seekedTo"] for view in examined} == {None, 14}
