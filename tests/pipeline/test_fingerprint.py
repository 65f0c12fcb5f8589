"""Hashes that are remembered, and never wrongly."""

import hashlib
import os
import random
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Barrier

import pytest

from radkind_pod.pipeline.fingerprint import Hashes, differences, fingerprint, paths_in


def old(file: Path) -> None:
    """Make the file look as if it was written long ago."""
    past = time.time_ns() - 60_000_000_000
    os.utime(file, ns=(past, past))


def test_a_settled_file_is_read_once(tmp_path: Path, monkeypatch) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"one")
    old(file)
    first = Hashes(tmp_path / "h.json", tmp_path)
    digest = first.of(file)
    first.save()
    again = Hashes(tmp_path / "h.json", tmp_path)
    monkeypatch.setattr(Path, "open", None)
    assert again.of(file) == digest


def test_a_file_written_just_now_is_read_again(tmp_path: Path) -> None:
    """A change within the same tick of the clock, of the same size, is seen."""
    file = tmp_path / "a"
    file.write_bytes(b"one")
    hashes = Hashes(tmp_path / "h.json", tmp_path)
    first, times = hashes.of(file), file.stat()
    file.write_bytes(b"two")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert hashes.of(file) != first


def test_a_damaged_memory_only_costs_time(tmp_path: Path) -> None:
    (tmp_path / "h.json").write_text("[", encoding="utf-8")
    file = tmp_path / "a"
    file.write_bytes(b"")
    assert Hashes(tmp_path / "h.json", tmp_path).of(file).startswith("e3b0c442")


def test_what_was_hashed_too_soon_is_hashed_again_at_the_end(tmp_path: Path) -> None:
    """So that the next build need not read a long recording again."""
    file = tmp_path / "a"
    file.write_bytes(b"one")
    hashes = Hashes(tmp_path / "h.json", tmp_path)
    hashes.of(file)
    old(file)
    hashes.save()
    entry = Hashes(tmp_path / "h.json", tmp_path)._known["a"]
    assert entry[4] - entry[1] > 2_000_000_000


def test_differences_name_the_field() -> None:
    before = {"a": 1, "b": {"c": "x sha256:1"}, "d": [1, 2]}
    after = {"a": 2, "b": {"c": "x sha256:2"}, "d": [1, 3], "e": None}
    assert list(differences(before, after)) == ["a: 1 -> 2", "b.c changed", "d 2: 2 -> 3"]


def test_every_path_of_a_request_is_found(shout, text: Path) -> None:
    assert list(paths_in((shout(text), 3, "x"))) == [text]


def test_a_long_list_is_summed_up() -> None:
    """A thousand turns with another name are one reason."""
    old, new = ({"turns": [{"speaker": name, "start_ms": i} for i in range(1000)]} for name in ("Ama", "Jo"))
    new["turns"][0]["speaker"] = "Ama"
    assert list(differences(old, new)) == ["turns: 999 of 1000 changed"]


@dataclass(frozen=True)
class Named:
    """Holds no path."""

    name: str
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Filed:
    """Holds a path deep inside."""

    about: Named
    files: tuple[Path, ...]


def test_what_holds_a_file_changes_with_the_file_and_what_holds_none_stays(tmp_path: Path) -> None:
    """The plain form of a value without paths is found once; a file is looked at each time."""
    file = tmp_path / "a"
    file.write_bytes(b"one")
    hashes, request = Hashes(tmp_path / "h.json", tmp_path), Filed(Named("x", ("y",)), (file,))
    first = fingerprint(request, hashes)
    file.write_bytes(b"other")
    second = fingerprint(request, hashes)
    assert first["about"] is second["about"]
    assert first["about"] == {"name": "x", "parts": ["y"]}
    assert first["files"] != second["files"]


def test_equal_values_that_are_made_one_after_the_other_never_get_each_others_form(tmp_path: Path) -> None:
    hashes = Hashes(tmp_path / "h.json", tmp_path)
    assert [fingerprint(Named(str(n)), hashes)["name"] for n in range(500)] == [str(n) for n in range(500)]


def test_a_file_has_one_name_however_its_path_is_written(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "b").mkdir()
    file = tmp_path / "b" / "a"
    file.write_bytes(b"one")
    monkeypatch.chdir(tmp_path)
    for root in (tmp_path, Path()):
        hashes = Hashes(tmp_path / "h.json", root)
        for path in (file, Path("b/a"), tmp_path / "b" / ".." / "b" / "a"):
            hashes.of(path)
        assert list(hashes._known) == ["b/a"]


def test_many_threads_that_ask_for_a_file_read_it_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    intro, together = tmp_path / "intro.wav", Barrier(16, timeout=20)
    intro.write_bytes(b"peace" * 1_000_000)
    old(intro)
    hashes, reads = Hashes(tmp_path / "hashes.json", tmp_path), list[str]()
    read = Hashes._read

    def counted(self: Hashes, path: Path | str, stamp: tuple[int, ...], key: str) -> str:
        reads.append(key)
        return read(self, path, stamp, key)

    monkeypatch.setattr(Hashes, "_read", counted)

    def ask(_: int) -> str:
        together.wait()
        return hashes.of(intro)

    with ThreadPoolExecutor(16) as pool:
        assert set(pool.map(ask, range(16))) == {hashlib.sha256(b"peace" * 1_000_000).hexdigest()}
    assert reads == ["intro.wav"]


def test_threads_may_hash_forget_and_compare_at_the_same_time(tmp_path: Path) -> None:
    files = [tmp_path / f"{number}.txt" for number in range(20)]
    for number, file in enumerate(files):
        file.write_text(str(number), encoding="utf-8")
    hashes = Hashes(tmp_path / "hashes.json", tmp_path)
    wanted = [hashlib.sha256(str(number).encode()).hexdigest() for number in range(20)]

    def work(seed: int) -> bool:
        order = random.Random(seed).sample(range(20), 20)
        for number in order:
            hashes.forget([files[(number + 1) % 20]])
            if hashes.of(files[number]) != wanted[number]:
                return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(64)))
    hashes.save()
