"""A transcript with withheld words, a recording to go with it, and servers that run: the editor's and the preview's."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import pytest
from tests.editor.door import Door
from tests.editor.previews import SECRET, SOUND, shut
from tests.editor.samples import SECONDS, VERSION, said

from radkind_pod.editor.desk import Desk
from radkind_pod.editor.preview import open_server
from radkind_pod.editor.server import Editor
from radkind_pod.editor.state import Facts, Material
from radkind_pod.media.encode import FlacWriter
from radkind_pod.model.audio import SAMPLE_RATE
from radkind_pod.model.plain import to_json
from radkind_pod.model.review import Block, Conflict, Document, Place
from radkind_pod.model.transcript import Cue, Transcript
from radkind_pod.transcript.review.case import Case
from radkind_pod.transcript.review.drafts import keep_draft
from radkind_pod.transcript.review.folder import ReviewFolder
from radkind_pod.transcript.review.vtt import render_vtt


@pytest.fixture
def document() -> Document:
    """Four paragraphs: in the first a name, in the second a passage to be cut, the third all withheld."""
    return Document(
        "en-gb",
        (
            Block(
                "Ama Mensah",
                (
                    *said("I walked with", 0),
                    *said("Zebediah Quillfeather", 1500, marks=("redact",)),
                    *said("to the market.", 3000),
                ),
                "At the market",
            ),
            Block("Tom", (*said("Well,", 10_000), *said("that unrepeatable", 10_500, marks=("cut",)))),
            Block("Thaddeus", said("In Kirkcudbright,", 20_000, marks=("redact:place withheld",))),
            Block("Ama Mensah", said("So it rained </script><b> all day.", 30_000)),
        ),
    )


@pytest.fixture
def material(document: Document) -> Material:
    """What is known about it; each list holds something that must not leave."""
    heard = [
        said("I walked with Zebadiah Quillfeather to the market.", 0),
        said("Well, that unrepeatable", 10_000),
        said("In cuckoobright", 20_000),
        said("So it rained all day. Quillfeather", 30_000),
    ]
    cues = tuple(Cue(words[0].start_ms, words[-1].end_ms, words) for words in heard)
    here, other = (Block("Ama Mensah", said(text, 30_000)) for text in ("So it rained", "So it poured"))
    told = Block("Ama Mensah", said("So Zebediah rained", 30_000))
    return Material(
        document,
        VERSION,
        Transcript("en-gb", cues),
        places=(
            Place("b1", 3, 4, 1500, 1900, ("name",)),
            Place("b2", 5, 6, 3000, 3400, ("doubtful",)),
            Place("b3", 13, 15, 30_000, 30_900, ("doubtful", "name")),
            Place("b4", 13, 13, 25_000, 29_000, ("sound-without-words",)),
        ),
        confirmed=("b2",),
        conflicts=(
            Conflict("c1", 30_000, 31_400, (here,), (other,), "Amina", "Tom"),
            Conflict("c2", 30_000, 31_400, (here,), (told,), None, "Tom"),
            Conflict("c3", 1500, 2400, document.blocks[:1], (other,), None, "Tom"),
        ),
    )


@pytest.fixture
def facts() -> Facts:
    return Facts(
        "two-voices",
        "Two voices",
        "A show",
        SECONDS * 1000,
        speakers=("Ama Mensah", "Tom", "Thaddeus", "Siân"),
        glossary=("Zebediah Quillfeather", "market", "Kirkcudbright", "Llandudno"),
        checks_needed=2,
    )


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording of noise, so that everything that is left of it can be found."""

    file: Path
    samples: np.ndarray


@pytest.fixture(scope="session")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Recording:
    file = tmp_path_factory.mktemp("interview") / "interview.flac"
    noise = np.random.default_rng(3).normal(0, 0.1, SECONDS * SAMPLE_RATE // 24).astype(np.float32)
    samples = np.repeat(noise, 24)[:, None]
    with FlacWriter(file, 1) as writer:
        for block in np.array_split(samples, SECONDS):
            writer.write(block)
    return Recording(file, samples[:, 0])


@pytest.fixture
def case(document: Document, material: Material, tmp_path: Path) -> Case:
    """A review of this transcript on the disk, with the draft that it was made from."""
    folder = tmp_path / "two-voices"
    folder.mkdir()
    assert material.machine
    name = keep_draft(to_json(material.machine).encode(), ReviewFolder(folder))
    text = render_vtt(replace(document, draft=name), material.machine)
    (folder / "transcript.vtt").write_text(text, encoding="utf-8", newline="\n")
    return Case(ReviewFolder(folder), "en-gb")


@pytest.fixture
def desk(case: Case, facts: Facts) -> Desk:
    return Desk(case, facts)


@pytest.fixture
def unsure(case: Case, facts: Facts, material: Material) -> Desk:
    """The draft is unsure of one word."""
    assert material.machine
    cues = tuple(
        replace(cue, words=tuple(replace(w, probability=0.2 if w.text == "rained" else 0.9) for w in cue.words))
        for cue in material.machine.cues
    )
    machine = replace(material.machine, cues=cues)
    name = keep_draft(to_json(machine).encode(), case.folder)
    text = render_vtt(replace(material.document, draft=name), machine)
    case.folder.transcript.write_text(text, encoding="utf-8", newline="\n")
    return Desk(case, facts)


@pytest.fixture
def crashes() -> list[Exception]:
    return []


@pytest.fixture
def door(desk: Any, recording: Any, crashes: list[Exception]) -> Iterator[Door]:
    editor = Editor(desk, recording.file, port=0, crashed=crashes.append)
    address = urlsplit(editor.address)
    thread = threading.Thread(target=editor.run)
    thread.start()
    found = Door(int(address.port or 0), address.query.removeprefix("ticket="), thread)
    answer = found.ask("GET", f"/start?ticket={found.ticket}", {"Host": f"127.0.0.1:{found.port}"})
    found.cookie = str(answer.getheader("Set-Cookie")).partition(";")[0]
    yield found
    editor.stop()
    thread.join()
    assert crashes == []


@pytest.fixture
def public(tmp_path: Path) -> Path:
    root = tmp_path / "public"
    episode = root / "episodes" / "one"
    episode.mkdir(parents=True)
    (tmp_path / "secret.txt").write_bytes(SECRET)
    (tmp_path / "public-too").mkdir()
    (tmp_path / "public-too" / "secret.txt").write_bytes(SECRET)
    (root / "link.txt").symlink_to(tmp_path / "secret.txt")
    (root / "folder").symlink_to(tmp_path)
    for name in ("index.html", "feed.xml", "style.css", "player.js"):
        (root / name).write_bytes(name.encode())
    for name in (
        "index.html",
        "one.mp3",
        "one.m4a",
        "one.opus",
        "one.flac",
        "one.vtt",
        "one.srt",
        "one.json",
        "one.txt",
        "one.html",
        "a.chapters.json",
        "a.png",
    ):
        (episode / name).write_bytes(SOUND if name == "one.mp3" else name.encode())
    return root


@pytest.fixture
def port(public: Path) -> Iterator[int]:
    """The port of a running server."""
    server = open_server(public, 0)
    done = threading.Event()

    def run() -> None:
        while not done.is_set():
            server.asyncore.loop(timeout=0.02, map=server._map, count=1)

    thread = threading.Thread(target=run)
    thread.start()
    yield int(server.effective_port)
    done.set()
    thread.join()
    shut(server)
