"""What is remembered of a published episode: Release and Words, which belong together whenever the run dies."""

import json
import os
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from tests.cli.conftest import SAMPLE

from radkind_pod.model.plain import from_plain_file, to_json
from radkind_pod.model.release import Release
from radkind_pod.pipeline.publishing import memory

GOLDEN = SAMPLE / "tests/publish/golden"


def version(folder: Path, said: bytes) -> tuple[Path, Path]:
    folder.mkdir()
    release = from_plain_file(Release, sorted(GOLDEN.glob("*.release.json"))[0])
    plain = to_json(release).replace(release.words_sha256, sha256(said).hexdigest())
    (folder / "release.json").write_text(plain, encoding="utf-8")
    (folder / "words.json").write_bytes(said)
    return folder / "release.json", folder / "words.json"


class Killed(BaseException):
    """The run ends here."""


@pytest.mark.parametrize("step", range(4))
def test_words_and_release_belong_together_wherever_it_dies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    kept = tmp_path / "episode"
    kept.mkdir()
    memory.remember_published(kept, *version(tmp_path / "old", b"old words"))
    written = []
    replace = os.replace

    def dies(old: Path, new: Path) -> None:
        if len(written) == step:
            raise Killed
        written.append(new)
        replace(old, new)

    monkeypatch.setattr(os, "replace", dies)
    new = version(tmp_path / "new", b"new words")
    if step < 3:
        with pytest.raises(Killed):
            memory.remember_published(kept, *new)
    else:
        memory.remember_published(kept, *new)
    monkeypatch.undo()
    release = from_plain_file(Release, kept / memory.PUBLISHED)
    said = memory.published_words(kept).read_bytes()
    assert sha256(said).hexdigest() == release.words_sha256
    assert said == (b"new words" if step >= 2 else b"old words")


def test_a_line_that_was_cut_off_swallows_none_that_follows(tmp_path: Path) -> None:
    at = datetime(2026, 11, 30, tzinfo=UTC)
    memory.log(tmp_path, at, "approve", ["one"])
    with (tmp_path / memory.LOG).open("ab") as log:
        log.write(b'{"at": "20')
    memory.log(tmp_path, at, "approve", ["two"], release="abc")
    lines = (tmp_path / memory.LOG).read_text(encoding="utf-8").splitlines()
    assert [lines[1], len(lines), json.loads(lines[2])["episodes"]] == ['{"at": "20', 3, ["two"]]
    assert memory.logged(tmp_path, "abc")
    assert not memory.logged(tmp_path, "def")
