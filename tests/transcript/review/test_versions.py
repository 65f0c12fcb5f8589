"""Every version that was kept is found again, byte for byte, or its damage is told."""

import gzip
from pathlib import Path

import pytest

from radkind_pod.errors import NeedsPerson
from radkind_pod.transcript.review import versions
from radkind_pod.transcript.review.folder import ReviewFolder
from radkind_pod.transcript.review.versions import find, is_kept, keep, version_of


def files(folder: ReviewFolder) -> list[Path]:
    return sorted(folder.versions.iterdir())


def test_what_is_kept_is_found_by_all_of_its_name_or_its_beginning(folder: ReviewFolder) -> None:
    data = "WEBVTT\n\nschön\r\n".encode()
    version = keep(folder, data)
    assert version == version_of(data)
    for name in (version, version[:12], version[:5], version[:20], f" {version[:12].upper()}\n"):
        assert find(folder, name) == data
    assert is_kept(folder, version)
    assert [file.name for file in files(folder)] == [f"{version[:12]}.vtt.gz"]


def test_keeping_twice_changes_nothing(folder: ReviewFolder) -> None:
    keep(folder, b"WEBVTT\n")
    (file,) = files(folder)
    before = (file.read_bytes(), file.stat().st_mtime_ns)
    keep(folder, b"WEBVTT\n")
    assert (file.read_bytes(), file.stat().st_mtime_ns) == before
    assert file.read_bytes()[4:8] == bytes(4)  # no time in it


def test_the_transcript_itself_is_a_version(folder: ReviewFolder) -> None:
    folder.transcript.write_bytes(b"WEBVTT now\n")
    assert find(folder, version_of(b"WEBVTT now\n")[:8]) == b"WEBVTT now\n"


@pytest.mark.parametrize("name", ["", "abc", "../../etc", "*", "0" * 12, "f" * 65, "[a-z]*", "\x00" * 5])
def test_an_unknown_version_is_told(folder: ReviewFolder, name: str) -> None:
    keep(folder, b"WEBVTT\n")
    with pytest.raises(NeedsPerson, match="there is no version of the transcript that begins with"):
        find(folder, name)


def test_a_file_made_from_a_version_that_is_not_here_is_told_where_to_look(folder: ReviewFolder) -> None:
    with pytest.raises(NeedsPerson, match=r"from which this was made \(000000000000\) isn't here"):
        find(folder, "0" * 64)


def test_a_beginning_of_two_versions_is_told(folder: ReviewFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "version_of", lambda data: f"abcd{data.hex():0<60}")
    keep(folder, b"\x11")
    keep(folder, b"\x22")
    with pytest.raises(NeedsPerson, match=r"more than one version .* begins with abcd: abcd11000000, abcd22000000"):
        find(folder, "abcd")
    assert find(folder, "abcd1") == b"\x11"


def test_two_versions_with_the_same_short_name_are_both_kept(
    folder: ReviewFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(versions, "version_of", lambda data: "ab" * 6 + f"{data.hex():0<52}")
    first, second = keep(folder, b"\x11"), keep(folder, b"\x22")
    assert (find(folder, first), find(folder, second)) == (b"\x11", b"\x22")
    keep(folder, b"\x22")
    assert len(files(folder)) == 2


@pytest.mark.parametrize("damage", [b"", b"no gzip", gzip.compress(b"other text", mtime=0), None])
def test_a_damaged_version_is_named_never_used_and_made_good_when_it_is_kept_again(
    folder: ReviewFolder, damage: bytes | None
) -> None:
    version = keep(folder, b"WEBVTT\n" * 100)
    (file,) = files(folder)
    file.write_bytes(file.read_bytes()[:-4] if damage is None else damage)
    with pytest.raises(NeedsPerson, match="this kept version of the transcript is damaged") as caught:
        find(folder, version[:12])
    assert caught.value.file == file
    keep(folder, b"WEBVTT\n" * 100)
    assert find(folder, version) == b"WEBVTT\n" * 100
