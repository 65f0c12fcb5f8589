"""A pack is one file with all that a volunteer needs, and nothing that is withheld."""

import base64
import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.editor.samples import SECONDS, SECRETS

from radkind_pod.editor.pack import Pack, write_pack
from radkind_pod.editor.sound import LATE_MS
from radkind_pod.errors import MediaError
from radkind_pod.media.decode import read_blocks
from radkind_pod.model.audio import SAMPLE_RATE
from radkind_pod.transcript.review.parts import Part

PART = Part(2, 12, 3, 4, 29_500, 33_000)


@pytest.fixture
def pack(facts, material, recording) -> Pack:
    return Pack(facts, material, recording.file)


def data(file: Path, name: str) -> bytes:
    found = re.search(rb'(?:id|class)="%s">(.*?)</script>' % name.encode(), file.read_bytes(), re.DOTALL)
    assert found
    return found[1]


def coded_sound(file: Path) -> bytes:
    """The sound as it stands in the page: its pieces are whole, so that put together they are one base64."""
    return b"".join(re.findall(rb'<script type="text/plain" class="audio">([^<]*)</script>', file.read_bytes()))


def sound(file: Path, folder: Path) -> np.ndarray:
    (folder / "sound.mp3").write_bytes(base64.b64decode(coded_sound(file), validate=True))
    return np.concatenate(list(read_blocks(folder / "sound.mp3")))[2 * (576 + 529) :, 0]


def forms(word: str) -> set[bytes]:
    """How a word can stand in a file: as it is, as JSON may write it, and as base64 at each of its three offsets."""
    texts = {word, word.lower(), word.upper(), "".join(f"\\u{ord(letter):04x}" for letter in word)}
    found = {text.encode() for text in texts} | {word.encode("utf-16-le"), word.encode("utf-16-be")}
    for shift in range(3):
        coded = base64.b64encode(b"\0" * shift + word.encode())
        first, last = -(-8 * shift // 6), 8 * (shift + len(word.encode())) // 6
        found.add(coded[first:last])  # all that the word alone decides: fewer letters stand in any sound by chance
    return found


def test_nothing_withheld_is_in_the_file_in_any_form(pack: Pack, tmp_path: Path, recording) -> None:
    """The test itself finds every one of these words in a pack that leaves nothing out."""
    closed = write_pack(pack, tmp_path / "closed")
    opened = write_pack(replace(pack, withheld=False), tmp_path / "opened").read_bytes()
    content = closed.read_bytes()
    decoded = base64.b64decode(coded_sound(closed))
    for secret in SECRETS:
        assert secret.encode() in opened
        assert [form for form in forms(secret) if form in content or form in decoded] == [], secret


def test_where_it_is_said_the_sound_is_silent(pack: Pack, tmp_path: Path, recording) -> None:
    """From 150 ms before to 250 ms after; around it everything is there."""
    heard = sound(write_pack(pack, tmp_path), tmp_path)
    whole = recording.samples
    for start, end, is_there in (
        (1400, 2600, False),
        (10_400, 11_600, False),
        (19_900, 21_100, False),
        (3000, 9000, True),
    ):
        inside = slice(start * 48, end * 48)
        like = np.dot(heard[inside], whole[inside]) / (
            np.linalg.norm(heard[inside]) * np.linalg.norm(whole[inside]) + 1e-9
        )
        assert (like > 0.9) if is_there else (abs(like) < 0.05)
    assert SECONDS * SAMPLE_RATE <= len(heard) < (SECONDS + 0.1) * SAMPLE_RATE


def test_a_part_is_silent_where_its_neighbour_withholds_something(pack: Pack, tmp_path: Path, recording) -> None:
    """A part has a second of sound around it, and the second before this one is all withheld."""
    part = Part(2, 2, 3, 4, 21_200, 33_000)
    heard = sound(write_pack(replace(pack, part=part), tmp_path), tmp_path)
    assert np.abs(heard[: 900 * 48]).max() < 1e-3
    assert np.abs(heard[1200 * 48 :]).max() > 0.1


def test_a_part_is_a_file_of_its_own(pack: Pack, tmp_path: Path) -> None:
    file = write_pack(replace(pack, part=PART), tmp_path)
    state = json.loads(data(file, "state"))
    assert file.name == "review-two-voices-part-02-of-12.html"
    assert state["part"] == {"number": 2, "of": 12, "start_ms": 29_500, "end_ms": 33_000}
    assert state["audio"] == {"type": "audio/mpeg", "offset_ms": 28_500 - LATE_MS}
    assert 5500 * 48 <= len(sound(file, tmp_path)) < 5600 * 48
    assert replace(pack, part=None).name == "review-two-voices.html"


def test_the_same_pack_is_the_same_bytes(pack: Pack, tmp_path: Path) -> None:
    one, other = (write_pack(pack, tmp_path / name).read_bytes() for name in ("a", "b"))
    assert one == other


def test_a_pack_that_cant_be_written_leaves_nothing_and_the_old_one_stays(pack: Pack, tmp_path: Path) -> None:
    target = tmp_path / pack.name
    target.write_text("the old one", encoding="utf-8")
    (tmp_path / "broken.flac").write_bytes(b"no sound")
    with pytest.raises(MediaError):
        write_pack(replace(pack, interview=tmp_path / "broken.flac"), tmp_path)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["broken.flac", pack.name]
    assert target.read_text(encoding="utf-8") == "the old one"
