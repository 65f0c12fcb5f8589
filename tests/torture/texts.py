"""Hostile texts in every file that people or programs write, and what came of them."""

import contextlib
import io
import json
import os
import random
import re
import shutil
import traceback
import unicodedata
import zipfile
from collections.abc import Callable, Collection, Iterator
from functools import partial
from pathlib import Path

import feedparser
from lxml import etree, html
from mutagen.mp3 import MP3
from tests.torture.point import Played, Point
from tests.transcript.exchange.samples import TALK, exported

from radkind_pod.cli import main
from radkind_pod.errors import PodError
from radkind_pod.package.tag_text import one_line
from radkind_pod.sources.check import advice_on, check_project
from radkind_pod.sources.feed_import.reading import read_old_feed
from radkind_pod.transcript.came_with import paragraphs_of
from radkind_pod.transcript.exchange import EXPORTS, as_document
from radkind_pod.transcript.exchange.foreign import read_returned
from radkind_pod.transcript.review.corrections import read_corrections
from radkind_pod.transcript.webvtt import parse_webvtt

SLUG = "two-voices"
SAMPLE = Path(__file__).parents[2]
COUNTS = {"whole": 300, "sources": 2000, "exchange": 2000, "corrections": 2000, "feeds": 1000}
"""How many points of each kind there are."""
UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
"""What no feed can carry: a file of ours with one of them is refused, with its line."""
LONGEST = 1000
"""The longest line of a refusal; more is a file's text and no words about it."""
CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")
PIECES = [
    "<script>alert(1)</script>", "]]>", "&amp;", "&#0;", "&nope;", '" onload="x', "' x='", "-->", "<!--",
    "{{ 7*7 }}", "${x}",
    "%s%n", "../../etc/passwd", "javascript:alert(1)", "\\", "\\n", "|", "`", "*a*", "_b_", "[a](b)", "#", ":",
    ": ", " #x",
    "- ", "? ", "! ", "&a", "*a", "@", "%TAG", "---", "...", "null", "true", "12:30", "0o7", "1e999", "=1+1",
    "\u202e", "\u2066",
    "\u200f", "\u200b", "\u200d", "\u00ad", "\ufdd0", "\U0001fffe", "\U0010ffff", "🎙️", "👩‍👩‍👧", "e\u0301", "é",
    "ﬁ", "ß", "İ",
    "日本語", "אבג", "نعم", "a" + "\u0301" * 60, "x" * 120, "'", '"', "“”", "\u00a0", "\u3000", "Zoë", "O'Neil",
    "WEBVTT", "NOTE",
    "00:00:01.000", "<v Bob>", "[name withheld]",
]  # fmt: skip
UNFIT_PIECES = ["\x00", "\x1b]0;x\x07", "\x9b2J", "\x08", "\x7f", "\x85", "\u2028", "\ud800", "\ufeff", "\uffff", "\r"]
BYTES = [piece.encode("utf-8", "surrogatepass") for piece in [*PIECES, *UNFIT_PIECES]] + [
    b"99999999999:00:00.000", b"-1:00", b"\xff\xfe", b"\xc0\x80", b"\n\n", b"9" * 5000, b"[" * 500, b"{a: " * 200,
    b"<v>" * 50,
    b"- " * 300, b"&x ", b"*x", b"!!python/name:os.system ", b"<<: ", b"<w:gridSpan w:val='-1'/>", b"<!ENTITY x 'y'>",
]  # fmt: skip
PLACES = ("show", "author", "title", "name", "chapter", "summary", "notes", "word")
"""Where a text is put; `word` is one that somebody says."""


def texts(room: Path, seed: int, only: Collection[str]) -> Iterator[Point]:
    """Yield whole lives of a show whose every text is hostile, and files that are broken at random."""
    plays: dict[str, Callable[[random.Random], Played]] = {
        "whole": partial(whole, room),
        "sources": partial(sources, room),
        "exchange": exchange,
        "corrections": corrections,
        "feeds": feeds,
    }
    for kind, play in plays.items():
        if not only or kind in only:
            for at in range(COUNTS[kind]):
                yield Point((kind, at), partial(play, random.Random(f"{seed} {kind} {at}")))


def text_of(dice: random.Random, *, fit: bool = True) -> str:
    """Return a line of hostile pieces; where it isn't `fit`, with a character that no feed can carry."""
    pieces = dice.choices([*PIECES, "word", " "], k=dice.randint(1, 5))
    if not fit:
        pieces.insert(dice.randint(0, len(pieces)), dice.choice(UNFIT_PIECES))
    text = re.sub(r"\s+", " ", "".join(pieces)) if fit else "".join(pieces)
    return f"a{text}"[:110].strip(" \u00a0\u3000") if fit else f"a{text}z"


def yaml_of(text: str) -> str:
    """Return the text as YAML in double quotes, in nothing but ASCII."""
    return '"' + "".join(_escaped(sign) for sign in text) + '"'


def _escaped(sign: str) -> str:
    code = ord(sign)
    if sign in '"\\':
        return f"\\{sign}"
    return sign if 0x20 <= code < 0x7F else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def plant(root: Path, said: dict[str, str]) -> None:
    """Put the texts into all that people write of a sample show."""
    quoted = {name: yaml_of(text) for name, text in said.items()}
    config, episode = root / "config.yaml", root / "episodes" / SLUG / "episode.yaml"
    text = config.read_text(encoding="utf-8")
    text = re.sub(r"(?m)^title:.*", lambda _: f"title: {quoted['show']}", text)
    text = re.sub(r"(?m)^author:.*", lambda _: f"author: {quoted['author']}", text)
    text = re.sub(r"(?ms)^description:.*?^language", lambda _: f"description: {quoted['show']}\nlanguage", text)
    text = re.sub(r"- John Dashwood", lambda _: f"- {quoted['word']}", text)
    config.write_text(text, encoding="utf-8", newline="\n")
    text = episode.read_text(encoding="utf-8")
    text = re.sub(r"(?m)^title:.*", lambda _: f"title: {quoted['title']}", text)
    text = re.sub(r"(?ms)^summary:.*?^notes:.*?\n\n.*?^recordings", lambda _: _notes(quoted), text)
    text = text.replace("John F. Kennedy", "@", 99).replace("- name: @", f"- name: {quoted['name']}")
    text = text.replace("speaker: @", f"speaker: {quoted['name']}")
    text = text.replace("title: A brother's prudence", f"title: {quoted['chapter']}")
    episode.write_text(text, encoding="utf-8", newline="\n")
    people = root / "people.yaml"
    text = people.read_text(encoding="utf-8").replace("- name: John F. Kennedy", f"- name: {quoted['name']}")
    people.write_text(text, encoding="utf-8", newline="\n")
    file = episode.parent / "replay.json"
    answer = file.read_text(encoding="utf-8")
    file.write_text(answer.replace("brother", json.dumps(said["word"])[1:-1]), encoding="utf-8")


def _notes(quoted: dict[str, str]) -> str:
    return f"summary: {quoted['summary']}\nnotes: {quoted['notes']}\n\nrecordings"


def whole(room: Path, dice: random.Random) -> Played:
    """Build and publish a show of hostile texts: all comes out as it was written, or is refused with its line."""
    is_fit = dice.random() < 0.75
    names = [*PLACES]
    said = {name: text_of(dice) for name in names}
    if not is_fit:
        said[dice.choice(names[:-1])] = text_of(dice, fit=False)
    return life(room, said)


def life(room: Path, said: dict[str, str]) -> Played:
    """Play the life of a show that says this."""
    root = room / f"show-{os.getpid()}"
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    for name in ("config.yaml", "people.yaml", "artwork.png"):
        shutil.copy2(SAMPLE / name, root)
    shutil.copytree(SAMPLE / "audio", root / "audio")
    shutil.copytree(SAMPLE / "episodes" / SLUG, root / "episodes" / SLUG, ignore=shutil.ignore_patterns("release.json"))
    plant(root, said)
    with (root / "config.yaml").open("a", encoding="utf-8") as file:
        file.write("publish: {to: ../web}\n")
    shutil.rmtree(room / "web", ignore_errors=True)
    told, faults = "", []
    for words in (
        ("build", SLUG, "--engine", "replay", "--progress", "plain"),
        ("review", "start", SLUG),
        ("build", SLUG, "--engine", "replay", "--progress", "none"),
        ("status",),
        ("publish",),
    ):
        code, now = run(root, *words)
        told += now
        if CONTROLS.search(now):
            faults.append(f"{words[0]} sends an order to the terminal: {now!r}")
        if code and not (code == 3 and words[0] == "build" and _is_located(now)) and not _is_held_back(code, now):
            faults.append(f"{words}: exit {code}: {now!r}")
        if code:
            break
    else:
        faults += unequal(root, said)
    if bad := [name for name, text in said.items() if name != "word" and UNFIT.search(text)]:
        faults += [] if code == 3 else [f"{bad} went through"]
    return Played([f"{fault} [{said!r}]" for fault in faults], told)


def _is_held_back(code: int, told: str) -> bool:
    """Say whether it is not published because a text looks like a path on a disk: some are made to."""
    return code == 7 and "holds a path on somebody's computer" in told and "not_this_person" in told


def _is_located(told: str) -> bool:
    """Say whether each line of a refusal begins with a file and its line."""
    lines = [line.removeprefix("radkind-pod: ") for line in told.splitlines() if ".yaml" in line]
    return bool(lines) and all(re.match(r"[\w/.-]+\.yaml:\d+: ", line) for line in lines)


def run(root: Path, *words: str) -> tuple[int, str]:
    """Run a command line in this process and return its exit code, and all that it said."""
    out = io.StringIO()
    before = Path.cwd()
    os.chdir(root)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            code = main(words)
    finally:
        os.chdir(before)
    return code, out.getvalue()


def unequal(root: Path, said: dict[str, str]) -> Iterator[str]:
    """Yield where a public file doesn't say what was written, or says it as markup."""
    public = root / "public"
    feed = (public / "feed.xml").read_bytes()
    read = etree.fromstring(feed)
    yield from _differ("feed: show", said["show"], read.findtext("channel/title"))
    yield from _differ("feed: title", said["title"], read.findtext("channel/item/title"))
    if feedparser.parse(feed).bozo or len(feedparser.parse(feed).entries) != 1:
        yield "feedparser can't read the feed"
    folder = public / "episodes" / SLUG
    page = html.document_fromstring((folder / "index.html").read_bytes())
    yield from _differ("page: title", said["title"], page.findtext(".//h1") or page.xpath("string(//h1)"))
    yield from _injected(page)
    (sound,) = folder.glob("*.mp3")
    yield from _differ("ID3: title", one_line(said["title"]), str(MP3(sound)["TIT2"]))
    (chapters,) = folder.glob("*chapters*.json")
    first = json.loads(chapters.read_bytes())["chapters"][0]["title"]
    yield from _differ("chapters", said["chapter"], first)
    (vtt,) = folder.glob("*.vtt")
    if faults := parse_webvtt(vtt.read_text(encoding="utf-8")).faults:
        yield f"captions: {faults}"
    for file in public.rglob("*.json"):
        json.loads(file.read_bytes())
    report = html.document_fromstring((root / "build" / SLUG / "report" / "report.html").read_bytes())
    yield from _injected(report)


def _differ(what: str, written: str, read: str | None) -> Iterator[str]:
    if unicodedata.normalize("NFC", " ".join(written.split())) != unicodedata.normalize(
        "NFC", " ".join((read or "").split())
    ):
        yield f"{what}: {written!r} became {read!r}"


def _injected(page: html.HtmlElement) -> Iterator[str]:
    for script in page.iter("script"):
        if not script.get("src") and "alert" in (script.text or "") and script.get("type") != "application/ld+json":
            yield "a script of the text is on the page"
    if found := page.xpath("//@*[starts-with(name(), 'on')] | //comment()"):
        yield f"markup of the text is on the page: {found}"
    if found := [href for href in page.xpath("//@href | //@src") if href.strip().lower().startswith("javascript:")]:
        yield f"a link of the page runs something: {found}"


def mutant(dice: random.Random, data: bytes) -> bytes:
    """Return the bytes with a few pieces put in, taken out, or changed."""
    made = bytearray(data)
    for _ in range(dice.randint(1, 6)):
        at, how = dice.randrange(len(made) + 1), dice.randrange(6)
        if how == 0 and made:
            made[at % len(made)] = dice.randrange(256)
        elif how == 1:
            made[at:at] = dice.choice(BYTES)
        elif how == 2:
            del made[at : at + dice.randint(1, 40)]
        elif how == 3:
            other = dice.randrange(len(made) + 1)
            made[at:at] = made[other : other + dice.randint(1, 200)]
        elif how == 4 and dice.random() < 0.3:
            del made[at:]
        else:
            made[at:at] = bytes([dice.randrange(256)]) * dice.randint(1, 5)
    return bytes(made)


def tried(what: str, data: bytes, read: Callable[[], object]) -> Played:
    """Read it; whatever comes of it is a value, or a refusal in words that a terminal and a person can take."""
    try:
        read()
    except PodError as error:
        said = str(error)
        is_clear = said.strip() and not CONTROLS.search(said) and max(map(len, said.splitlines())) <= LONGEST
        return Played([] if is_clear else [f"{what}: says {said!r} of {data!r}"], said)
    except Exception:  # noqa: BLE001 - just that is looked for
        return Played([f"{what}: {traceback.format_exc()} of {data!r}"])
    return Played()


def sources(room: Path, dice: random.Random) -> Played:
    """Check a show one of whose files is broken."""
    root = room / f"sources-{os.getpid()}"
    if not root.exists():
        shutil.copytree(SAMPLE / "episodes" / SLUG, root / "episodes" / SLUG)
        shutil.copytree(SAMPLE / "audio", root / "audio")
    for name in ("config.yaml", "people.yaml", "artwork.png", f"episodes/{SLUG}/episode.yaml"):
        shutil.copy2(SAMPLE / name, root / name)
    file = root / dice.choice(["config.yaml", "people.yaml", f"episodes/{SLUG}/episode.yaml"])
    data = mutant(dice, file.read_bytes())
    file.write_bytes(data)
    return tried(file.name, data, lambda: (*check_project(root), *advice_on(root)))


def exchange(dice: random.Random) -> Played:
    """Read a transcript that came back broken from another program."""
    kind = dice.choice([*EXPORTS])
    data = exported(TALK, kind)
    data = _packed_mutant(dice, data) if kind == "docx" and dice.random() < 0.7 else mutant(dice, data)
    file = Path(f"a.{kind}")

    def read() -> None:
        if kind in ("vtt", "srt", "txt"):
            paragraphs_of(kind, data, file)
        as_document(read_returned(file.name, data, file), TALK)

    return tried(file.name, data, read)


def _packed_mutant(dice: random.Random, data: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "word/document.xml":
                tags = re.findall(rb"<[^>]+>", part)
                for _ in range(dice.randint(1, 3)):
                    part = part.replace(
                        dice.choice(tags), dice.choice([b"", dice.choice(tags), *BYTES]), dice.choice([1, -1])
                    )
            target.writestr(name, part)
    return made.getvalue()


def corrections(dice: random.Random) -> Played:
    """Read a volunteer's file in which one value is another."""
    word = {"w": 0, "to": 0, "t": "a"}
    whole: dict[str, object] = {
        "format": "radkind-pod corrections", "schema": 1, "episode": "hope", "version": "ab" * 32,
        "pack": "0123456789abcdef",
        "part": None, "withheld": True, "copy": "fedcba9876543210", "revision": 17, "saved": "2026-11-24T15:04:05Z",
        "by": "Amina", "regions": [{"from": 0, "to": 1, "blocks": [{"s": "A", "h": None, "w": [0, word]}]}],
        "confirmed": ["a1b2"], "settled": [{"id": "c3", "chose": "other"}], "finished": False, "checked": False,
    }  # fmt: skip
    values = [
        None, True, -1, 2**53, 2**70, 1.5, 1e308, "", "../../x", "\ud800", "\x1b[31m", "a" * 10_000, [], {}, [[]],
        "2026-13-01",
        "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "٣", [0] * 1000, {"a": {"b": []}},
    ]  # fmt: skip
    at: dict[str, object] = whole
    if dice.random() < 0.4:
        at = dice.choice([word, whole["regions"][0], whole["regions"][0]["blocks"][0], whole["settled"][0]])  # type: ignore[index]
    at[dice.choice([*at, "new"])] = dice.choice(values)
    data = json.dumps(whole).encode()
    if dice.random() < 0.3:
        data = mutant(dice, data)
    return tried("corrections", data, lambda: read_corrections(data, Path("corrections.json")))


def feeds(dice: random.Random) -> Played:
    """Read an old feed that is broken."""
    files = sorted((SAMPLE / "tests/data/feeds").glob("*.xml"))
    data = mutant(dice, dice.choice(files).read_bytes()[:200_000])
    return tried("feed", data, lambda: read_old_feed(data, Path("feed.xml"), "https://example.org/feed.xml"))
