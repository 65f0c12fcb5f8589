"""Whatever stands in titles, names, notes and words stays text: in pages, data, search, and in no path."""

import json
import re
from dataclasses import replace

import pytest
from lxml import html
from tests.publish.sites import cared_for, make_site, words_beside

from radkind_pod.model.care import ContentNote, Helpline
from radkind_pod.model.people import Person
from radkind_pod.model.places import Location, Post
from radkind_pod.model.plain import from_plain_file, to_json
from radkind_pod.model.release import Chapter, Release, Soundbite, Words
from radkind_pod.model.transcript import Paragraph

EVIL = [
    '"><script>alert(1)</script>',
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "]]>",
    "../../../etc/passwd",
    "{{ 7 * 7 }}{% raw %}",
    "\u202eright to left\u2066",
    "' onload='alert(1)",
    "javascript:alert(1)",
    "a\x00b\x1bc\x0b",
    "&lt;b&gt;&amp;",
    "long " * 200_000,
]


@pytest.fixture(params=EVIL, ids=lambda text: ascii(text[:30]))
def evil(request) -> str:
    return request.param


@pytest.fixture
def made(evil, show, tmp_path):
    """A site in which every text is the evil one."""
    file = cared_for(tmp_path)
    release = from_plain_file(Release, file)
    file.write_text(
        to_json(
            replace(
                release,
                title=evil,
                summary=evil,
                notes=evil,
                people=(Person(evil), Person(f"{evil}2")),
                chapters=(Chapter(0, evil),),
                content_notes=(ContentNote(0, 20_000, evil, evil),),
                soundbites=(Soundbite(0, 1000, evil),),
                locations=(Location(evil, "subject"),),
                posts=(Post("activitypub", "https://social.example/1", evil),),
                licence=evil[:100],
                speakers=(evil,),
            )
        ),
        encoding="utf-8",
    )
    words_beside(file).write_text(to_json(Words((Paragraph(0, 1000, evil, evil),))), encoding="utf-8")
    hostile = replace(show, title=evil, description=evil, author=evil, helplines=(Helpline(evil, evil, evil),))
    make_site(tmp_path / "public", hostile, (file,))
    return tmp_path / "public"


def test_nothing_escapes(made):
    """Names are in addresses, too, but no address runs anything."""
    scripts = re.compile(r"(\.\./)*(copy|player|search|search/search)\.js")
    for file in made.rglob("*.html"):
        page = html.document_fromstring(file.read_bytes(), parser=html.HTMLParser(huge_tree=True))
        for script in page.iter("script"):
            if script.get("src"):
                assert scripts.fullmatch(script.get("src"))
            else:
                assert script.get("type") == "application/ld+json"
                assert not set(script.text) & set("<>&")
                json.loads(script.text)
        assert page.xpath("//@onload | //b | //comment()") == []
        assert [href for href in page.xpath("//@href") if href.lower().startswith("javascript:")] == []
        assert "49" not in (page.findtext(".//title") or "")


def test_no_path_is_made_of_it(made):
    """All files are below the public folder, under names of plain ASCII."""
    names = [file.relative_to(made).as_posix() for file in made.rglob("*") if file.is_file()]
    assert all(re.fullmatch(r"[a-z0-9-]+(/[a-z0-9.-]+)*(\.[a-z0-9]+)?", name) for name in names)
    folders = {file.name for file in made.parent.iterdir() if file.is_dir()}
    assert folders == {"public", "aside"}


def test_search_files_are_whole(made):
    told = json.loads((made / "search/words.json").read_text(encoding="utf-8"))
    for _, name in told["shards"]:
        lines = (made / "search" / name).read_text(encoding="utf-8").splitlines()
        assert all(re.fullmatch(r"\w{1,40} \.[A-Za-z0-9_-]+", line) for line in lines)
    text = json.loads((made / "search/text/the-long-wait.json").read_text(encoding="utf-8"))
    assert "\x00" not in text["title"]
