"""Files that are broken at random, and whether they are read or refused in words."""

import io
import json
import os
import random
import re
import shutil
import traceback
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.torture.pieces import CONTROLS, PIECES, SAMPLE, SLUG, UNFIT_PIECES
from tests.torture.point import Played
from tests.transcript.exchange.samples import TALK, exported

from radkind_pod.errors import PodError
from radkind_pod.sources.check import advice_on, check_project
from radkind_pod.sources.feed_import.reading import read_old_feed
from radkind_pod.transcript.came_with import paragraphs_of
from radkind_pod.transcript.exchange import EXPORTS, as_document
from radkind_pod.transcript.exchange.foreign import read_returned
from radkind_pod.transcript.review.corrections import read_corrections

LONGEST = 1000
"""The longest line of a refusal; more is a file's text and no words about it."""
BYTES = [piece.encode("utf-8", "surrogatepass") for piece in [*PIECES, *UNFIT_PIECES]] + [
    b"99999999999:00:00.000", b"-1:00", b"\xff\xfe", b"\xc0\x80", b"\n\n", b"9" * 5000, b"[" * 500, b"{a: " * 200,
    b"<v>" * 50,
    b"- " * 300, b"&x ", b"*x", b"!!python/name:os.system ", b"<<: ", b"<w:gridSpan w:val='-1'/>", b"<!ENTITY x 'y'>",
]  # fmt: skip


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
