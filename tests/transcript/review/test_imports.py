"""What people sent is kept as it came."""

import json
from typing import Any

from radkind_pod.transcript.review.folder import ReviewFolder
from radkind_pod.transcript.review.imports import imported, keep_import, latest_of_copy

PACK, COPY, OTHER = "0123456789abcdef", "fedcba9876543210", "0" * 16
PLAIN: dict[str, Any] = {
    "format": "radkind-pod corrections",
    "schema": 1,
    "episode": "hope",
    "version": "ab" * 32,
    "pack": PACK,
    "part": None,
    "withheld": True,
    "copy": COPY,
    "revision": 17,
    "saved": "2026-11-24T15:04:05Z",
    "by": "Amina",
    "regions": [],
    "confirmed": [],
    "settled": [],
    "finished": False,
    "checked": False,
}


def sent(**values: Any) -> bytes:
    return json.dumps(PLAIN | values).encode()


def test_a_file_is_kept_as_it_came_and_known_again(folder: ReviewFolder) -> None:
    data = b"\xef\xbb\xbf" + sent()
    assert not imported(folder, data)
    file = keep_import(folder, data)
    assert keep_import(folder, data) == file
    assert file.read_bytes() == data
    assert imported(folder, data)
    assert not imported(folder, sent())


def test_the_newest_of_a_copy_is_the_one_with_the_highest_revision(folder: ReviewFolder) -> None:
    for values in ({"revision": 9}, {"revision": 30}, {"revision": 12}, {"revision": 99, "copy": OTHER}):
        keep_import(folder, sent(**values))
    keep_import(folder, sent(revision=99, pack=OTHER))
    found = latest_of_copy(folder, PACK, COPY)
    assert found is not None
    assert found.revision == 30
    assert latest_of_copy(folder, OTHER, OTHER) is None


def test_a_file_that_was_damaged_since_is_passed_over(folder: ReviewFolder) -> None:
    file = keep_import(folder, sent(revision=30))
    keep_import(folder, sent(revision=9))
    file.write_bytes(sent(revision=31))
    (folder.corrections / "notes.json").write_text("{", encoding="utf-8")
    found = latest_of_copy(folder, PACK, COPY)
    assert found is not None
    assert found.revision == 9
