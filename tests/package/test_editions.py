"""The editions of an episode: what is published, what is kept, and that no sound changes."""

import hashlib
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from radkind_pod.errors import MediaError
from radkind_pod.media.decode import read_blocks
from radkind_pod.media.remux import digest_of_sound
from radkind_pod.model.plain import from_plain_file
from radkind_pod.model.programme import MadeEdition
from radkind_pod.model.release import Edition, Release
from radkind_pod.package import editions
from radkind_pod.package.bundle import bundle
from radkind_pod.package.stages import Package

Packaged = Callable[..., dict[str, Path]]


def published(out: Path) -> tuple[Edition, ...]:
    return from_plain_file(Release, out / "release.json").editions


def test_aac_and_opus_are_published_with_what_a_feed_needs(packaged: Packaged, out: Path) -> None:
    files = packaged()
    aac, opus = published(out)
    assert (aac.name, aac.title, aac.codecs, aac.bitrate_kbps) == ("aac", "AAC, 96 kbit/s", "mp4a.40.2", 96)
    assert (opus.name, opus.title, opus.codecs) == ("opus", "Low data: Opus, 24 kbit/s", "opus")
    assert (aac.asset.type, opus.asset.type) == ("audio/mp4", "audio/ogg")
    for edition, file in ((aac, files[".m4a"]), (opus, files[".opus"])):
        data = file.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        assert (edition.asset.bytes, edition.asset.sha256) == (len(data), digest)
        assert edition.asset.path == f"episodes/one-kettle/one-kettle-{digest[:12]}{file.suffix}"
        assert edition.integrity == "sha384-" + b64encode(hashlib.sha384(data).digest()).decode()
        assert edition.loudness.integrated_lufs == -19.0
        assert len(edition.title) <= 32


def test_the_flac_is_kept_apart_from_what_is_published(packaged: Packaged, request_: Package, out: Path) -> None:
    flac = packaged()[".flac"]
    assert flac.relative_to(out).as_posix() == "archive/one-kettle.flac"
    assert "flac" not in (out / "release.json").read_text(encoding="utf-8")


def test_the_request_tells_where_the_flac_is(
    request_: Package, encoded: tuple[MadeEdition, ...], tmp_path: Path
) -> None:
    assert replace(request_, editions=encoded).read(tmp_path).archive == tmp_path / "archive/one-kettle.flac"
    assert replace(request_, editions=encoded[:2]).read(tmp_path).archive is None


@pytest.mark.parametrize("ending", [".m4a", ".opus", ".flac"])
def test_tags_change_no_packet_and_no_sample(packaged: Packaged, encoded: tuple[MadeEdition, ...], ending: str) -> None:
    tagged = packaged()[ending]
    (made,) = [one for one in encoded if one.file.suffix == ending]
    assert digest_of_sound(tagged) == digest_of_sound(made.file)
    before, after = (np.concatenate(list(read_blocks(file))) for file in (made.file, tagged))
    assert np.array_equal(before, after)


def test_another_sound_is_refused(packaged: Packaged, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editions, "digest_of_sound", str)
    with pytest.raises(MediaError, match="the sound just written differs from its source"):
        packaged()


def test_without_editions_nothing_else_is_made(request_: Package, out: Path) -> None:
    bundle(request_, out)
    assert published(out) == ()
    assert not (out / "archive").exists()
    assert request_.tools == ("mutagen", "Pillow")
