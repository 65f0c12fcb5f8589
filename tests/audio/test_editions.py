"""Each edition holds its figures as decoded, and is in step with the MP3."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from radkind_pod.audio import editions
from radkind_pod.audio.edition_stages import Aac, CompareAac, CompareFlac, CompareOpus, Edition, Flac, Opus
from radkind_pod.audio.stages import Compare, Encode, Withhold
from radkind_pod.errors import MediaError, Refused
from radkind_pod.media.decode import read_blocks
from radkind_pod.media.encode import FlacWriter, WavWriter
from radkind_pod.media.loudness import LoudnessMeter
from radkind_pod.model.audio import TONE, Cut, LoudnessTarget, Mp3Format
from radkind_pod.model.programme import Delivered, Levels, Mastering, Programme
from radkind_pod.progress import Silent

RATE = 48_000
SPEECH = Path(__file__).parents[1] / "data/speech/en/jfk.flac"
KINDS = [(Aac, 2, 96, -16.0), (Aac, 1, 64, -19.0), (Opus, 1, 24, -19.0), (Opus, 1, 32, -19.0), (Flac, 2, None, -16.0)]
Talk = Callable[..., np.ndarray]


def programme_of(samples: int) -> Programme:
    return Programme(Levels(0.0), None, None, None, None, 0, 0, samples, 0, 0, 0, samples, 0)


@pytest.fixture(scope="module")
def speech(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten seconds and a bit of real speech in stereo, with a click that comes to the ceiling."""
    samples = np.concatenate(list(read_blocks(SPEECH, channels=2)))[:490_001]
    samples[4 * RATE : 4 * RATE + 300] = 0.99 * np.sin(np.arange(300) / 8)[:, None]
    file = tmp_path_factory.mktemp("speech") / "interview.wav"
    with WavWriter(file, 2) as writer:
        writer.write(samples)
    return file


def make(folder: Path, interview: Path, kind: type[Edition], channels: int, kbps: int | None, lufs: float) -> Delivered:
    length = sum(map(len, read_blocks(interview)))
    request = kind(interview, programme_of(length), (), LoudnessTarget(lufs), channels, kbps)
    (folder / kind.NAME).mkdir()
    request.run(folder / kind.NAME, Silent())
    return request.read(folder / kind.NAME)


def heard(file: Path) -> np.ndarray:
    return np.concatenate(list(read_blocks(file)))


@pytest.mark.parametrize(("kind", "channels", "kbps", "lufs"), KINDS)
def test_it_holds_its_figures_as_decoded(
    tmp_path: Path, speech: Path, kind: type[Edition], channels: int, kbps: int | None, lufs: float
) -> None:
    made = make(tmp_path, speech, kind, channels, kbps, lufs)
    samples = heard(made.file)[: made.samples]
    assert samples.shape == (490_001, channels)
    measured = LoudnessMeter.of([samples], channels).integrated_lufs
    assert measured == pytest.approx(lufs, abs=0.1)
    assert made.loudness.integrated_lufs == pytest.approx(measured, abs=0.001)
    assert np.abs(samples).max() <= 10 ** (made.loudness.true_peak_dbtp / 20) + 1e-6
    assert made.loudness.true_peak_dbtp <= -1.0


@pytest.mark.parametrize(("kind", "channels", "kbps", "lufs"), KINDS)
def test_it_is_in_step_with_the_mp3(
    tmp_path: Path, speech: Path, kind: type[Edition], channels: int, kbps: int | None, lufs: float
) -> None:
    """To the sample, at the beginning and at the end: transcript, chapters and captions hold for each."""
    mastering = Mastering(0.0, -1.5)
    mp3 = Encode(speech, programme_of(490_001), (), mastering, LoudnessTarget(-19.0, 0.0), Mp3Format(128, 2))
    (tmp_path / "encode").mkdir()
    mp3.run(tmp_path / "encode", Silent())
    first = heard(mp3.read(tmp_path / "encode").file).mean(axis=1)
    second = heard(make(tmp_path, speech, kind, channels, kbps, lufs).file).mean(axis=1)
    for start in (0, 380_000):
        before, after = first[start : start + 100_000], second[start : start + 100_000]
        size = 2 * len(before)
        both = np.fft.irfft(np.fft.rfft(after, size) * np.conj(np.fft.rfft(before, size)), size)
        assert int(both.argmax()) == 0


def test_a_mono_file_at_its_target_is_as_loud_as_stereo_from_two_loudspeakers(tmp_path: Path, speech: Path) -> None:
    mono = heard(make(tmp_path, speech, Opus, 1, 32, -19.0).file)
    both = np.repeat(mono, 2, axis=1)
    assert LoudnessMeter.of([both], 2).integrated_lufs == pytest.approx(-16.0, abs=0.12)


@pytest.mark.parametrize("kind", [Aac, Opus])
def test_what_cannot_be_reached_is_refused_with_what_was_reached(tmp_path: Path, kind: type[Edition]) -> None:
    """A full-scale tone can't be at -1 LUFS under a ceiling of -6 dBTP."""
    tone = 0.5 * np.sin(2 * np.pi * 997 * np.arange(4 * RATE) / RATE)[:, None]
    with WavWriter(tmp_path / "tone.wav", 1) as writer:
        writer.write(tone.astype(np.float32))
    request = kind(tmp_path / "tone.wav", programme_of(4 * RATE), (), LoudnessTarget(-1.0, -6.0), 1, 64)
    (tmp_path / "out").mkdir()
    with pytest.raises(MediaError, match=rf"the {kind.TITLE} reaches .* LUFS and .* dBTP as decoded, after 4 attempts"):
        request.run(tmp_path / "out", Silent())
    assert not (tmp_path / "out" / "delivered.json").exists()


@pytest.mark.parametrize("kind", [Aac, Opus, Flac])
def test_an_edition_that_lost_sound_is_refused(
    tmp_path: Path, speech: Path, kind: type[Edition], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would be out of step with the transcript."""
    monkeypatch.setattr(editions, "mastered", lambda *_: read_blocks(speech, channels=1, stop=400_000))
    with pytest.raises(MediaError, match=rf"samples came back from the {kind.TITLE}, and it says .*, where 490001"):
        make(tmp_path, speech, kind, 1, 64, -19.0)


def test_peaks_over_the_ceiling_are_dipped_and_encoded_again(
    tmp_path: Path, speech: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editions, "edition_ceiling_dbtp", lambda *_: 0.5)
    made = make(tmp_path, speech, Aac, 2, 96, -13.0)
    assert made.rounds > 1
    assert made.loudness.true_peak_dbtp <= -1.0


def test_the_bytes_are_the_same_each_time(tmp_path: Path, speech: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        for kind, channels, kbps, lufs in KINDS[::2]:
            make(tmp_path / name, speech, kind, channels, kbps, lufs)
    files = sorted(f.relative_to(tmp_path / "one") for f in (tmp_path / "one").rglob("episode.*"))
    assert len(files) == 3
    assert [(tmp_path / "one" / f).read_bytes() for f in files] == [(tmp_path / "two" / f).read_bytes() for f in files]


REDACTED = (Cut(3200, 4600), Cut(8000, 8600))


@pytest.fixture(scope="module")
def withheld(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The recording, and the one without what is withheld."""
    folder = tmp_path_factory.mktemp("withheld")
    mono = np.concatenate(list(read_blocks(SPEECH, channels=1)))
    with FlacWriter(folder / "interview.flac", 2) as flac:
        flac.write(np.concatenate([mono, 0.5 * np.roll(mono, 30, axis=0)], axis=1))
    (folder / "levels.bin").write_bytes(bytes([25] * 110))
    request = Withhold(folder / "interview.flac", folder / "levels.bin", REDACTED, (), (), TONE)
    (folder / "withhold").mkdir()
    request.run(folder / "withhold", Silent())
    return folder / "interview.flac", request.read(folder / "withhold").file


@pytest.mark.parametrize(
    ("kind", "compare", "channels", "kbps", "lufs"),
    [
        (Aac, CompareAac, 2, 64, -16.0),
        (Aac, CompareAac, 2, 96, -16.0),
        (Opus, CompareOpus, 1, 24, -19.0),
        (Flac, CompareFlac, 2, None, -16.0),
    ],
)
def test_what_is_withheld_is_proven_to_be_out_of_each_edition(
    tmp_path: Path,
    withheld: tuple[Path, Path],
    kind: type[Edition],
    compare: type[Compare],
    channels: int,
    kbps: int | None,
    lufs: float,
) -> None:
    original, safe = withheld
    (tmp_path / "safe").mkdir()
    (tmp_path / "unsafe").mkdir()
    length = sum(map(len, read_blocks(safe)))
    for source, name in ((safe, "safe"), (original, "unsafe")):
        made = make(tmp_path / name, source, kind, channels, kbps, lufs)
        request = compare(original, programme_of(length), (), REDACTED, made.file)
        folder = tmp_path / name / request.NAME
        folder.mkdir()
        if name == "safe":
            request.run(folder, Silent())
            assert request.read(folder).what.startswith(f"The {kind.TITLE} was compared with the recording")
        else:
            with pytest.raises(Refused, match=r"what is withheld at 3.2 s of the recording"):
                request.run(folder, Silent())
