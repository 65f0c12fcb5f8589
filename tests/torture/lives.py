"""Whole lives of a show whose every text is hostile, and what came of them."""

import contextlib
import io
import json
import os
import random
import re
import shutil
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import feedparser
from lxml import etree, html
from mutagen.mp3 import MP3
from tests.torture.pieces import CONTROLS, PIECES, SAMPLE, SLUG, UNFIT_PIECES
from tests.torture.point import Played

from radkind_pod.cli import main
from radkind_pod.package.tag_text import one_line
from radkind_pod.transcript.webvtt import parse_webvtt

UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
"""What no feed can carry: a file of ours with one of them is refused, with its line."""
PLACES = ("show", "author", "title", "name", "chapter", "summary", "notes", "word")
"""Where a text is put; `word` is one that somebody says."""


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
