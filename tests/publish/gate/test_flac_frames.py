"""The small arithmetic of FLAC frames, against what others know of it."""

import pytest
from tests.publish.gate.samples import flac

from radkind_pod.publish.gate.flac import walk_flac
from radkind_pod.publish.gate.flac_frames import _coded, _crc_8
from radkind_pod.publish.gate.piece import Unaccounted


@pytest.mark.parametrize("number", [0, 127, 128, 2047, 2048, 65_535, 65_536, 0x10FFFF])
def test_frame_numbers_are_coded_as_utf_8_is(number: int) -> None:
    assert _coded(number) == chr(number).encode("utf-8", "surrogatepass")


def test_the_checksum_of_a_header_is_crc_8() -> None:
    """The check value of CRC-8 (SMBus) in the catalogue of CRCs."""
    assert _crc_8(b"123456789") == 0xF4


def test_a_text_between_two_frames_is_refused() -> None:
    data = flac()
    second = data.index(b"\xff\xf8", data.index(b"\xff\xf8") + 100)
    with pytest.raises(Unaccounted):
        list(walk_flac(data[:second] + b"hello" + data[second:]))
