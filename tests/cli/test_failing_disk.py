"""What a failing disk is not taken for: a file that isn't there, a broken recording, a list that can be made anew."""

import errno
import io
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from mutagen import MutagenError
from tests.cli.conftest import Show

from radkind_pod.cli.doctor import _project
from radkind_pod.disk import DAY_S, clear_old
from radkind_pod.editor.preview import make_app
from radkind_pod.media import decode
from radkind_pod.model.consent import People
from radkind_pod.package import texts
from radkind_pod.pipeline.everywhere import _texts_of
from radkind_pod.pipeline.feed_import.shelf import open_shelf
from radkind_pod.pipeline.feed_import.source import _read
from radkind_pod.publish.gate import compile_names, examine
from radkind_pod.sources.aside import written_aside
from radkind_pod.sources.top_lines import top_lines
from radkind_pod.transcript.model_files import sha256_of

fails = pytest.raises(OSError, match="Input/output error")


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Let every file whose path ends like this fail when it is read."""

    def let(name: str) -> None:
        def wrapped(real: Callable[..., object]) -> Callable[..., object]:
            def read(self: Path, *arguments: object, **more: object) -> object:
                if self.as_posix().endswith(f"/{name}"):
                    raise OSError(errno.EIO, os.strerror(errno.EIO), str(self))
                return real(self, *arguments, **more)

            return read

        for reads in ("read_bytes", "read_text", "open"):
            monkeypatch.setattr(Path, reads, wrapped(getattr(Path, reads)))

    return let


READERS: dict[str, Callable[[Path], object]] = {
    "what was fetched": open_shelf,
    "the feed's file": lambda folder: _read(folder / "feed.xml"),
    "the first lines": lambda folder: top_lines(folder / "episode.yaml"),
    "a model elsewhere": lambda folder: sha256_of(folder / "model.bin"),
}


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_it_comes_through_as_what_it_is(read, tmp_path: Path, failing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RADKIND_POD_MODELS", str(tmp_path / "store"))
    (tmp_path / "model.bin").write_bytes(b"weights")
    for name in ("fetched.json", "feed.xml", "episode.yaml", "model.bin"):
        failing(name)
    with fails:
        read(tmp_path)


def test_a_broken_recording_is_read_to_its_end_before_it_is_called_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Most readers of formats take what a disk refuses for the end of the file."""

    def refused(_: Path) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    (tmp_path / "talk.m4a").write_bytes(b"\0\0\0\x18ftypM4A " + b"\0" * 2000)
    monkeypatch.setattr(decode, "_read_all", refused)
    with fails, decode.open_media(tmp_path / "talk.m4a"):
        pass


def test_a_tag_that_can_not_be_read_is_no_bug(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_: Path) -> None:
        try:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        except OSError as error:
            raise MutagenError from error

    monkeypatch.setitem(texts.READERS, ".mp3", refused)
    with fails:
        list(_texts_of(tmp_path / "talk.mp3"))


def test_the_first_word_of_a_disk_is_told_and_not_the_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a failure many systems let a disk only be read."""

    def only_read(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(Path, "unlink", only_read)
    with fails, written_aside(tmp_path / "trim.txt", "x", None):
        raise OSError(errno.EIO, os.strerror(errno.EIO))


def test_what_somebody_else_left_a_day_ago_is_in_nobodys_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".new-a-12345678.part").write_bytes(b"")
    os.utime(tmp_path / ".new-a-12345678.part", (1, 1))

    def not_ours(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(Path, "unlink", not_ours)
    clear_old(tmp_path, ".new-*.part", DAY_S)
    assert (tmp_path / ".new-a-12345678.part").exists()


@pytest.mark.parametrize("name", ["episode.yaml", "replay.json"])
def test_one_episode_that_can_not_be_read_ends_no_other(name: str, show: Show, pod, failing) -> None:
    shutil.copytree(show.episode, show.root / "episodes/other")
    file = show.root / "episodes/other/episode.yaml"
    text = file.read_text(encoding="utf-8").replace("urn:uuid:5b0f6d0e", "urn:uuid:00000002")
    file.write_text(text.replace("number: 1", "number: 2", 1), encoding="utf-8")
    failing(f"episodes/other/{name}")
    said = pod("build", "--all", "--engine", "replay", "--progress", "none")
    assert said.exit == 5
    assert f"episodes/other/{name}: the disk can't read" in said.err
    assert (show.root / "public/episodes/two-voices/index.html").exists()


def test_what_goes_out_is_read_before_it_is_mapped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk fails below a mapped file, the system ends the process."""

    class Failing(io.BytesIO):
        def read(self, *_: object) -> bytes:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    nobody = compile_names(People(()))
    (tmp_path / "one.mp3").write_bytes(b"sound")
    monkeypatch.setattr(Path, "open", lambda *_: Failing())
    monkeypatch.setattr("mmap.mmap", lambda *_, **__: pytest.fail("mapped"))
    with pytest.raises(OSError, match="Input/output error") as told:
        examine(tmp_path / "one.mp3", "one.mp3", nobody)
    assert told.value.filename == str(tmp_path / "one.mp3")


def test_a_file_to_import_on_a_failing_stick_is_not_missing(built: Show, pod, tmp_path: Path, failing) -> None:
    assert pod("review", "start", "two-voices").exit in (0, 7)
    (tmp_path / "Sam.json").write_bytes(b"{}")
    failing("Sam.json")
    said = pod("review", "import", "two-voices", str(tmp_path / "Sam.json"))
    assert (said.exit, "Sam.json" in said.err) == (5, True)
    said = pod("review", "import", "two-voices", str(tmp_path / "gone.json"))
    assert (said.exit, said.err.splitlines()[-1]) == (2, f"Error: File '{tmp_path}/gone.json' does not exist.")


def test_the_preview_says_what_it_can_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "index.html").write_bytes(b"x")

    def refused(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    client = make_app(tmp_path).test_client()
    monkeypatch.setattr(os.path, "realpath", refused)
    answer = client.get("/index.html", headers={"Host": "127.0.0.1"})
    assert answer.status_code == 500
    assert answer.text == "This can't be read from the disk (Input/output error)"


def test_a_git_that_can_not_say_what_it_tracks_is_told(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("radkind_pod.cli.doctor.shutil.which", lambda _: "git")
    monkeypatch.setattr("radkind_pod.cli.doctor._git", lambda _, first, *__: ["origin"] if first == "remote" else None)
    assert ("git: it can't say which recordings it tracks", "see what it says: git ls-files") in [
        (one.what, one.remedy) for one in _project(show.root)
    ]
