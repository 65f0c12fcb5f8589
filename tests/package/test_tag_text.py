"""What tags say is the same text in every format, on clean lines."""

from dataclasses import replace
from pathlib import Path

import pytest
from mutagen.mp3 import MP3
from mutagen.mp4 import MP4
from mutagen.oggopus import OggOpus
from tests.package.test_m4a import Packaged

from radkind_pod.package.stages import Package
from radkind_pod.package.tag_text import clean, one_line

HOSTILE = "One\r\ntwo\x00\x0b <script>]]> \u202eevil\u202c\tthree"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\nb", "a b"),
        ("a \r\n\t b", "a b"),
        (" a\x00\x1b\x85b ", "ab"),
        ("Straße 🫖", "Straße 🫖"),
        ("\n", ""),
    ],
)
def test_a_line_has_no_breaks_and_no_control_characters(text: str, line: str) -> None:
    assert one_line(text) == line


def test_lines_end_with_a_line_feed_and_stay_lines() -> None:
    assert clean("a\r\nb\rc\n") == "a\nb\nc"


def test_every_format_says_the_same_of_a_hostile_text(packaged: Packaged, request_: Package) -> None:
    episode = replace(request_.episode, title=HOSTILE, summary=HOSTILE)
    files: dict[str, Path] = packaged(replace(request_, episode=episode))
    mp3, m4a, opus = MP3(files[".mp3"]), MP4(files[".m4a"]), OggOpus(files[".opus"])
    assert str(mp3["TIT2"]) == m4a["\xa9nam"][0] == opus["TITLE"][0] == one_line(HOSTILE)
    assert str(mp3["COMM::eng"]) == m4a["ldes"][0] == opus["DESCRIPTION"][0] == clean(HOSTILE)
    assert mp3["USLT::eng"].text == m4a["\xa9lyr"][0] == opus["LYRICS"][0]
    assert str(mp3["TGID"]) == m4a["egid"][0] == opus["PODCASTID"][0]
    assert str(mp3["TCOP"]) == m4a["cprt"][0] == opus["COPYRIGHT"][0]
    assert mp3["APIC:"].data == bytes(m4a["covr"][0])
