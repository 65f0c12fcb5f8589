"""In a real browser that has the editor's key, pages of other sites read nothing, start nothing and change nothing."""

import json
import subprocess
import threading
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pytest

from radkind_pod.editor.desk import Desk
from radkind_pod.editor.pack import Pack, write_pack
from radkind_pod.editor.server import Editor
from radkind_pod.editor.state import Facts, Material
from radkind_pod.media.encode import FlacWriter
from radkind_pod.model.review import Block, Document
from radkind_pod.model.transcript import Word
from radkind_pod.transcript.review.case import Case
from radkind_pod.transcript.review.folder import ReviewFolder
from radkind_pod.transcript.review.vtt import render_vtt

HERE = Path(__file__).parent
REFUSED = {"refused", "silent"}

pytestmark = pytest.mark.system


@dataclass(frozen=True, slots=True)
class Seen:
    """What the browser found, and the transcript before and after."""

    found: dict
    before: bytes
    after: bytes


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Seen:
    folder = tmp_path_factory.mktemp("two-voices")
    document = Document("en", (Block("Ama", (Word("Good", 0, 400), Word("morning.", 400, 900))),))
    transcript = folder / "transcript.vtt"
    transcript.write_text(render_vtt(document, None), encoding="utf-8", newline="\n")
    with FlacWriter(folder / "interview.flac", 1) as writer:
        writer.write(np.random.default_rng(1).normal(0, 0.1, (480_000, 1)).astype(np.float32))
    facts = Facts("two-voices", "Two voices", "A show", 10_000)
    pack = write_pack(Pack(facts, Material(document, "0" * 64), folder / "interview.flac"), folder)
    editor = Editor(Desk(Case(ReviewFolder(folder), "en"), replace(facts)), folder / "interview.flac", port=0)
    thread = threading.Thread(target=editor.run)
    thread.start()
    before = transcript.read_bytes()
    command = ["node", "editor-security.mjs", str(urlsplit(editor.address).port), editor.address, str(pack)]
    try:
        done = subprocess.run(command, cwd=HERE, capture_output=True, encoding="utf-8", timeout=180, check=False)
    finally:
        editor.stop()
        thread.join()
    assert done.returncode == 0, done.stderr
    return Seen(json.loads(done.stdout), before, transcript.read_bytes())


def test_our_own_page_runs_and_its_key_is_out_of_reach(seen: Seen) -> None:
    own = seen.found["own"]
    assert (urlsplit(own["url"]).path, own["problems"], own["cookie"]) == ("/", [], "")


def test_no_other_site_reads_or_starts_anything(seen: Seen) -> None:
    """Another name, another port, and a name made to point here (DNS rebinding)."""
    sites = seen.found["sites"]
    assert len(sites) == 4
    assert sites.pop("http://evil.example:EDITOR") == 403
    for site, got in sites.items():
        read = {name: what for name, what in got.items() if what not in REFUSED and what != "opaque 0 0"}
        assert read == {}, site
        assert len(got) == 17


def test_no_other_site_changes_anything(seen: Seen) -> None:
    assert seen.after == seen.before


def test_a_pack_asks_for_nothing_and_runs_nothing_else(seen: Seen) -> None:
    assert seen.found["pack"] == {"asked": ["blob", "file"], "reached": 0, "tried": "refused", "ran": False}
