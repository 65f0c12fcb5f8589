"""The list of what a destination keeps, damaged by a disk or by somebody who may write there."""

import gzip

import pytest

from radkind_pod.errors import Refused
from radkind_pod.publish.sending.ledger import read_ledger, write_ledger


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        gzip.compress(b"", mtime=0),
        gzip.compress(b"[]", mtime=0),
        gzip.compress(b"[" * 100_000, mtime=0),
        gzip.compress(b'{"schema": 2}', mtime=0),
        gzip.compress(b"{}" * 99, mtime=0)[:-9],
        b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff\xff\xff\xff",
        b"no gzip",
        write_ledger(read_ledger(None, ""))[:-9],
        b"\x1f\x8b\x08\x00",
    ],
)
def test_a_damaged_list_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(Refused, match=r"there: .* is damaged, or a newer radkind-pod wrote it"):
        read_ledger(data, "there")
