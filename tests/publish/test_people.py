"""Everybody who took part has a page under an address that no name can lead astray."""

import re
from dataclasses import replace
from hashlib import sha256

import pytest
from lxml import html

from radkind_pod.model.people import Person
from radkind_pod.model.plain import from_plain_file
from radkind_pod.model.release import Release
from radkind_pod.publish.look import Look
from radkind_pod.publish.people import make_faces, own_path, plain_slug, write_people

HOSTILE = [
    "../../etc/passwd",
    "..",
    "/",
    "\\",
    "index",
    "أمينة يوسف",
    "Ωmega",
    "<script>alert(1)</script>",
    "a\u202eb",
    "con\x00nul",
    "",
    "x" * 1_000_000,
    "😀",
    "%2e%2e%2f",
    "a?b#c",
]


@pytest.fixture
def release(lunch) -> Release:
    return from_plain_file(Release, lunch)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Tom Price", "tom-price"),
        ("Siân O'Neill", "sian-o-neill"),
        ("Łukasz Żółć-Großmann", "lukasz-zolc-grossmann"),
        ("  Dr. B.  ", "dr-b"),
        ("أمينة", ""),
    ],
)
def test_an_address_is_the_name_in_ascii(name, slug):
    assert plain_slug(name) == slug


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_leads_out_of_the_folder_of_people(release, name):
    (face,) = make_faces((), [replace(release, people=(Person(name),))])
    assert re.fullmatch(r"people/[a-z0-9]+(-[a-z0-9]+)*/index\.html", face.path)
    assert len(face.path) < 100
    assert face.path != "people/index/index.html"


def test_the_name_that_was_there_first_has_the_plain_address(release):
    """By the date of the episode, whatever order the Releases come in."""
    old = replace(release, published="2020-01-01T00:00:00+00:00", people=(Person("José"),))
    new = replace(release, slug="new", people=(Person("Jose"), Person("Jóse")))
    for releases in ([old, new], [new, old]):
        faces = {face.name: face.path for face in make_faces((), releases)}
        assert faces["José"] == "people/jose/index.html"
        assert faces["Jose"] == f"people/jose-{sha256(b'Jose').hexdigest()[:8]}/index.html"
        assert len(set(faces.values())) == 3


def test_a_name_in_another_script_has_an_address_of_its_own(release):
    people = (Person("أمينة"), Person("يوسف"))
    paths = [face.path for face in make_faces((), [replace(release, people=people)])]
    assert len(set(paths)) == 2
    assert all(re.fullmatch(r"people/person-[0-9a-f]{8}/index\.html", path) for path in paths)


def test_a_page_lists_episodes_roles_link_and_picture(show, lunch, bus, tmp_path, release):
    faces = make_faces(show.hosts, [release, from_plain_file(Release, bus)])
    write_people(show, Look(), faces, (lunch, bus), tmp_path)
    page = html.fromstring((tmp_path / "people/tom-price/index.html").read_bytes())
    assert page.xpath("//main//li/a/@href") == ["../../episodes/lunch-for-forty/index.html"]
    assert page.xpath("//img/@src") == ["../../tom.jpg"]
    assert page.xpath("//main//a[starts-with(., 'More about')]/@href") == ["https://example.org/tom"]
    assert page.findtext(".//p[@class='facts']/span") == "Guest"
    host = html.fromstring((tmp_path / "people/amina-yusuf/index.html").read_bytes())
    assert len(host.xpath("//main//li")) == 2


@pytest.mark.parametrize(
    "url",
    [
        None,
        "https://elsewhere.example/x.jpg",
        "https://media.example.org/kindness/../x.jpg",
        "https://media.example.org/kindness/..%2fx.jpg",
        "https://media.example.org/kindness/",
        "https://media.example.org/kindness.example/x.jpg",
        "https://media.example.org/kindness/x.jpg?y",
    ],
)
def test_a_picture_from_elsewhere_is_not_loaded(show, url):
    assert own_path(show, url) is None
