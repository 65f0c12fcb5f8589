"""Whatever a feed says: a project that `check` accepts and that gives every guid back, or a refusal in words."""

import shutil
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.pipeline.feed_import.conftest import golden_feed

from radkind_pod.errors import PodError
from radkind_pod.model.plain import from_plain_file
from radkind_pod.model.release import Release
from radkind_pod.pipeline.feed_import.moving_in import move_in
from radkind_pod.pipeline.feed_import.source import open_source
from radkind_pod.progress import Silent
from radkind_pod.sources.check import check_project
from radkind_pod.sources.episode import read_episode
from radkind_pod.sources.feed_import.settling import Answers
from radkind_pod.sources.show import read_show

ANSWERS = Answers("T", "A", "a@example.org", "en", "https://new.example.org/p", "https://old.example.com/f.xml")
XML = st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff")
HOSTILE = [
    "<script>alert(1)</script>",
    "]]>",
    "../../etc/passwd",
    "\u202egnp.exe",
    "con",
    "- a\n- b",
    "# x",
    '"',
    "'",
    "{a: b}",
    "a: b",
    " # no comment",
    "\\",
    "|\n  x",
    "---\n...",
    "null",
    "&amp;lt;",
    "x" * 3000,
    "\u2028\u2029\x85",
    "$title ${x} $$",
    "%s {0}",
    "\n  indented\n\n\n  again  \n",
    "\t",
    "0:00 a\n1:00 b\n2:00 c",
    "\u0635\u062f\u0649",
    "<p>0:00 <b>a</p>",
]
TEXTS = st.one_of(st.sampled_from(HOSTILE), st.text(XML, max_size=40))
TAGS = st.sampled_from(
    [
        "title",
        "description",
        "guid",
        "pubDate",
        "link",
        "content:encoded",
        "itunes:summary",
        "itunes:subtitle",
        "itunes:episode",
        "itunes:season",
        "itunes:episodeType",
        "itunes:explicit",
        "itunes:duration",
        "itunes:author",
        "itunes:type",
        "copyright",
        "language",
        "podcast:person",
        "podcast:location",
        "podcast:license",
        "podcast:season",
        "podcast:episode",
        "podcast:txt",
        "podcast:updateFrequency",
        "podcast:soundbite",
        "podcast:socialInteract",
        "podcast:transcript",
        "podcast:chapters",
        "podcast:funding",
        "podcast:guid",
        "podcast:block",
        "itunes:complete",
        "itunes:new-feed-url",
        "podcast:locked",
        "psc:chapter",
    ]
)
VALUES = st.one_of(
    TEXTS,
    st.sampled_from(["yes", "no", "12", "1:02:03", "serial", "trailer", "Thu, 14 May 2026 06:00:00 +0100", "0", "30"]),
    st.sampled_from(
        ["https://a.example/x", "http://a.example/x", "cc-by-4.0", "custom", "activitypub", "en-GB", "R12"]
    ),
    st.sampled_from(
        ["FREQ=WEEKLY;COUNT=3", "2026-01-01", "spotify", "all", "guest", "GB", "15.5", "geo:1,2", "text/vtt"]
    ),
)
NAMES = st.sampled_from(
    [
        "url",
        "type",
        "href",
        "role",
        "text",
        "name",
        "geo",
        "osm",
        "country",
        "startTime",
        "duration",
        "protocol",
        "uri",
        "accountId",
        "rrule",
        "dtstart",
        "start",
        "title",
        "id",
        "purpose",
        "language",
        "rel",
    ]
)


@st.composite
def elements(draw) -> str:
    tag = draw(TAGS)
    attributes = "".join(
        f" {name}={quoteattr(value)}" for name, value in draw(st.dictionaries(NAMES, VALUES, max_size=5)).items()
    )
    inner = f"<{tag}{attributes}>{escape(draw(VALUES))}</{tag}>"
    return f"<psc:chapters>{inner}</psc:chapters>" if tag == "psc:chapter" else inner


@st.composite
def feeds(draw) -> bytes:
    items = "".join(
        f'<item>{"".join(draw(st.lists(elements(), max_size=8)))}<enclosure url="https://x.example/{n}.mp3"/></item>'
        for n in range(draw(st.integers(1, 3)))
    )
    channel = "".join(draw(st.lists(elements(), max_size=6)))
    return f"<rss><channel>{channel}{items}</channel></rss>".encode()


def tried(data: bytes) -> Path | None:
    """Import the bytes; return the project's folder, None where they were refused in words."""
    folder = Path(tempfile.mkdtemp())
    (folder / "feed.xml").write_bytes(data)
    try:
        opened = open_source(str(folder / "feed.xml"), "", Silent())
        move_in(opened, ANSWERS, folder / "p", Silent(), reference=True, pause_s=0)
    except PodError:
        shutil.rmtree(folder)
        return None
    return folder / "p"


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(feeds())
@example(
    "<rss><channel><item><title>" + "x" * 300 + '</title><enclosure url="https://x.example/1"/></item></channel></rss>'
)
@example(
    b"<rss><channel><item><guid>\xe2\x80\xa8a\xc2\x85b</guid><enclosure url='https://x.example/1'/></item></channel></rss>"
)
def test_any_feed_of_known_tags_becomes_a_project_without_problems(data: bytes | str) -> None:
    root = tried(data if isinstance(data, bytes) else data.encode())
    assert root
    assert [str(problem) for problem in check_project(root)] == []
    show = read_show(root)
    for file in (root / "episodes").glob("*/release.json"):
        release = from_plain_file(Release, file)
        episode = read_episode(show, release.slug)
        assert (episode.info.guid, episode.info.title) == (release.guid, release.title)
        assert episode.info.published.isoformat() == release.published
        assert episode.info.notes == release.notes
        assert episode.info.people == release.people
    shutil.rmtree(root.parent)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_damage_is_a_project_or_a_refusal(data: st.DataObject) -> None:
    """Bytes of a good feed are changed, cut and doubled."""
    feed = bytearray(GOLDEN)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(feed) - 1))
        until = data.draw(st.integers(at, min(len(feed), at + 200)))
        feed[at:until] = data.draw(st.one_of(st.binary(max_size=4), st.just(bytes(feed[at:until]) * 2)))
    root = tried(bytes(feed))
    if root:
        assert check_project(root) == ()
        shutil.rmtree(root.parent)


GOLDEN = golden_feed(Path(tempfile.mkdtemp())).replace(b"<itunes:image", b"<itunes:imago")
